import type { TenantTx } from '../../db/tenant.ts'
import { staffName } from '../accounts/index.ts'
import { customerLabel } from '../customers/index.ts'
import { type Button, button, type Message, message } from '../message.ts'
import { type Say, type SayArgument, say, verbatim } from '../say.ts'
import type { Booking } from './booking.ts'

/** What a booking is, in the words that customers and staff read alike. */
export function bookingSays(tx: TenantTx, booking: Booking): Record<string, SayArgument> {
  const zone = tx.business.timezone
  const shown = (moment: Date, show: 'day-time' | 'time' | 'day') => ({ moment: moment.toISOString(), zone, show })
  return {
    number: booking.number,
    service: { names: booking.service },
    master: { names: booking.master },
    when: shown(booking.startsAt, 'day-time'),
    time: shown(booking.startsAt, 'time'),
    until: shown(booking.endsAt, 'time'),
    minutes: Math.round((booking.endsAt.getTime() - booking.startsAt.getTime()) / 60_000),
    price: { money: booking.price, currency: tx.business.currency },
    state: booking.state,
  }
}

/** Who comes: a customer, or somebody in no card yet, as the note names them. */
export async function whoComes(tx: TenantTx, booking: Booking): Promise<Say> {
  return booking.comment && isStranger(booking) ? verbatim(booking.comment) : customerLabel(tx, booking)
}

const isStranger = (booking: Booking): boolean => booking.customerId === null && booking.addressId === null

/** A booking as staff see it, in an alert and when it is looked up, with what may be done about it now. */
export async function staffCard(tx: TenantTx, booking: Booking, audience: 'managers' | 'master'): Promise<Message> {
  const says = bookingSays(tx, booking)
  const who = await staffName(tx, booking.handledBy)
  const text: Say[] = [
    say('bookings-staff-title', { ...says, who, by: who === '' ? 'nobody' : 'somebody' }),
    say('bookings-staff-what', says),
    say('bookings-staff-customer', { customer: await whoComes(tx, booking), channel: booking.channel }),
  ]
  if (booking.comment && !isStranger(booking)) text.push(say('bookings-staff-comment', { comment: booking.comment }))
  if (booking.reason) text.push(say('bookings-told-reason', { reason: booking.reason }))
  if (booking.paidAt) text.push(say('bookings-staff-paid', { paid: money(tx, booking.paid ?? 0) }))
  if (booking.proposedAt) text.push(say('bookings-card-proposed', { when: proposedTime(tx, booking.proposedAt) }))
  return message(text, audience === 'managers' ? managerButtons(tx, booking) : masterButtons(tx, booking))
}

function managerButtons(tx: TenantTx, booking: Booking): Button[][] {
  const write = booking.addressId || booking.customerId ? [press(booking, 'write')] : []
  const pay = booking.paidAt ? [] : [press(booking, 'paid')]
  switch (booking.state) {
    case 'pending':
      return [
        [press(booking, 'accept'), press(booking, 'decline')],
        [press(booking, 'propose'), ...write],
      ]
    case 'confirmed':
      return booking.startsAt > tx.now
        ? [
            [press(booking, 'move'), press(booking, 'propose')],
            [press(booking, 'cancel'), ...write, ...pay],
          ]
        : rows([press(booking, 'done'), press(booking, 'no-show')], [...pay, ...write])
    case 'done':
      return rows([...pay, ...write])
    default:
      return rows(write)
  }
}

function masterButtons(tx: TenantTx, booking: Booking): Button[][] {
  const started = booking.state === 'confirmed' && booking.startsAt <= tx.now
  return rows(started ? [press(booking, 'done'), press(booking, 'no-show')] : [], [
    button(say('bookings-button-today'), '/today'),
  ])
}

type Verb = 'accept' | 'decline' | 'propose' | 'move' | 'cancel' | 'write' | 'paid' | 'done' | 'no-show'

const press = (booking: Booking, verb: Verb): Button => button(verbs[verb], `/booking ${verb} ${booking.id}`)

const verbs: Readonly<Record<Verb, Say>> = {
  accept: say('bookings-button-accept'),
  decline: say('bookings-button-decline'),
  propose: say('bookings-button-propose'),
  move: say('bookings-button-move'),
  cancel: say('bookings-button-cancel'),
  write: say('bookings-button-write'),
  paid: say('bookings-button-paid'),
  done: say('bookings-button-done'),
  'no-show': say('bookings-button-no-show'),
}

const rows = (...all: Button[][]): Button[][] => all.filter((row) => row.length > 0)

/** What a customer hears of what was done to their booking; nothing of what does not concern them. */
export function customerNews(tx: TenantTx, booking: Booking, change: string): Message | undefined {
  const says = bookingSays(tx, booking)
  const own = button(say('bookings-button-see'), `/my-booking show ${booking.id}`)
  const again = button(say('bookings-button-book-again'), '/book')
  const because = booking.reason ? [say('bookings-told-reason', { reason: booking.reason })] : []
  switch (change) {
    case 'booked':
      return message([say('bookings-told-booked', says)], [[own]])
    case 'confirmed':
      return message([say('bookings-told-confirmed', says)], [[own]])
    case 'declined':
      return message([say('bookings-told-declined', says), ...because], [[again]])
    case 'cancelled':
      return message([say('bookings-told-cancelled', says), ...because], [[again]])
    case 'moved':
      return message([say('bookings-told-moved', says)], [[own]])
    case 'expired':
      return message([say('bookings-told-expired', says)], [[again]])
    case 'proposed':
      return booking.proposedAt ? proposal(tx, booking, booking.proposedAt) : undefined
    default:
      return undefined
  }
}

function proposal(tx: TenantTx, booking: Booking, startsAt: Date): Message {
  const at = startsAt.toISOString()
  const { id } = booking
  return message(
    [say('bookings-told-proposed', { ...bookingSays(tx, booking), proposed: proposedTime(tx, startsAt) })],
    [
      [
        button(say('bookings-button-agree'), `/my-booking agree ${id} ${at}`),
        button(say('bookings-button-keep'), `/my-booking keep ${id} ${at}`),
      ],
      [
        button(say('bookings-button-other-time'), `/my-booking move ${id}`),
        button(say('bookings-button-cancel'), `/my-booking cancel ${id}`),
      ],
    ],
  )
}

/** What staff hear aloud, beside the card that changes silently. */
export async function staffNews(
  tx: TenantTx,
  booking: Booking,
  change: string,
  byStaff: boolean,
): Promise<Message | undefined> {
  const says = { ...bookingSays(tx, booking), customer: await whoComes(tx, booking) }
  const open = [[button(say('bookings-button-open'), `/booking show ${booking.id}`)]]
  switch (change) {
    case 'moved':
      return message(say(byStaff ? 'bookings-news-moved' : 'bookings-news-customer-moved', says), open)
    case 'cancelled':
      return message(say(byStaff ? 'bookings-news-cancelled' : 'bookings-news-customer-cancelled', says), open)
    case 'declined':
      return message(say('bookings-news-cancelled', says), open)
    case 'handed-over':
      return message(say('bookings-news-handed-over', says))
    case 'expired':
      return message(say('bookings-news-expired', says), open)
    case 'proposed':
      return byStaff ? undefined : message(say('bookings-news-proposal-declined', says), open)
    default:
      return undefined
  }
}

const proposedTime = (tx: TenantTx, at: Date): SayArgument => ({
  moment: at.toISOString(),
  zone: tx.business.timezone,
  show: 'day-time',
})

const money = (tx: TenantTx, minor: number): SayArgument => ({ money: minor, currency: tx.business.currency })
