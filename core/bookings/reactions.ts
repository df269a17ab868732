import type { TenantTx } from '../../db/tenant.ts'
import { staffName } from '../accounts/index.ts'
import { personBehind } from '../customers/index.ts'
import type { DomainEvent } from '../events.ts'
import { retell, tellCustomer, tellStaff, tellStaffMember } from '../inbox/index.ts'
import { type Button, button, type Message, message } from '../message.ts'
import { type Say, type SayArgument, say, verbatim } from '../say.ts'
import { type Booking, bookingTopic, masterTopic } from './booking.ts'
import { bookingById, roleOf } from './queries.ts'

/**
 * Tells whom it concerns, in the transaction that made it happen: managers and the master get an alert whose copies change
 * with the booking, the customer hears of everything that staff did.
 */
export async function bookingReactions(tx: TenantTx, event: DomainEvent): Promise<void> {
  if (event.type !== 'booking.created' && event.type !== 'booking.changed') return
  const booking = await bookingById(tx, event.bookingId)
  if (!booking) return
  if (event.type === 'booking.created') {
    await tellStaff(tx, 'bookings.handle', await alert(tx, booking, 'bookings-alert-new', true), {
      topic: bookingTopic(booking.id),
    })
    await alertMaster(tx, booking)
    return
  }
  const news = `bookings-alert-${event.byStaff ? 'staff' : 'customer'}-${event.change.replace('_', '-')}`
  const known = alertNews.has(news)
  await retell(tx, bookingTopic(booking.id), await alert(tx, booking, known ? news : 'bookings-alert-new', true))
  await retell(tx, masterTopic(booking.id), await alert(tx, booking, known ? news : 'bookings-alert-new', false))
  // An alert that changes in place makes no sound: what a customer did, and an hour that was lost, is said anew.
  if (!event.byStaff || event.change === 'expired') {
    await tellStaff(tx, 'bookings.handle', await alert(tx, booking, news, true))
    if (await isOnlyMaster(tx, booking))
      await tellStaffMember(tx, booking.staffId, await alert(tx, booking, news, false))
  } else {
    if (aloud.has(event.change) && (await isOnlyMaster(tx, booking)))
      await tellStaffMember(tx, booking.staffId, await alert(tx, booking, news, false))
    const toCustomer = customerMessage(tx, booking, event.change)
    if (toCustomer) await tellCustomer(tx, booking, toCustomer)
  }
}

/** The master's own alert, for those who do not get the managers' copy anyway. */
export async function alertMaster(tx: TenantTx, booking: Booking): Promise<void> {
  if (!(await isOnlyMaster(tx, booking))) return
  await tellStaffMember(tx, booking.staffId, await alert(tx, booking, 'bookings-alert-new', false), {
    topic: masterTopic(booking.id),
  })
}

/** What a booking is, in the words that customers and staff read alike. */
export function bookingSays(tx: TenantTx, booking: Booking): Record<string, SayArgument> {
  const zone = tx.business.timezone
  return {
    number: booking.number,
    service: { names: booking.service },
    master: { names: booking.master },
    when: { moment: booking.startsAt.toISOString(), zone, show: 'day-time' },
    until: { moment: booking.endsAt.toISOString(), zone, show: 'time' },
    minutes: Math.round((booking.endsAt.getTime() - booking.startsAt.getTime()) / 60_000),
    price: { money: booking.price, currency: tx.business.currency },
    state: booking.state,
  }
}

/** What staff read of who comes; somebody whose name is not known has the booking's number. */
export async function personSays(tx: TenantTx, booking: Booking): Promise<Say> {
  const { name } = await personBehind(tx, booking)
  return name === null ? say('bookings-customer-unnamed', { number: booking.number }) : verbatim(name)
}

const alertNews: ReadonlySet<string> = new Set([
  'bookings-alert-customer-moved',
  'bookings-alert-customer-cancelled',
  'bookings-alert-customer-proposed',
  'bookings-alert-staff-confirmed',
  'bookings-alert-staff-declined',
  'bookings-alert-staff-moved',
  'bookings-alert-staff-proposed',
  'bookings-alert-staff-cancelled',
  'bookings-alert-staff-done',
  'bookings-alert-staff-no-show',
  'bookings-alert-staff-expired',
  'bookings-alert-staff-paid',
])

/** What changes a master's day is said aloud to them. */
const aloud: ReadonlySet<string> = new Set(['moved', 'cancelled', 'declined'])

async function isOnlyMaster(tx: TenantTx, booking: Booking): Promise<boolean> {
  return (await roleOf(tx, booking.staffId)) === 'master'
}

async function alert(tx: TenantTx, booking: Booking, news: string, forManagers: boolean): Promise<Message> {
  const text: Say[] = [
    say(news, { ...bookingSays(tx, booking), who: await staffName(tx, booking.handledBy) }),
    say('bookings-alert-what', bookingSays(tx, booking)),
    say('bookings-alert-customer', { customer: await personSays(tx, booking), channel: booking.channel }),
  ]
  if (booking.comment) text.push(say('bookings-alert-comment', { comment: booking.comment }))
  if (booking.reason) text.push(say('bookings-alert-reason', { reason: booking.reason }))
  if (booking.proposedAt) text.push(say('bookings-alert-proposed', { when: proposed(tx, booking) }))
  return message(text, forManagers ? managerButtons(booking) : masterButtons(booking))
}

function managerButtons(booking: Booking): Button[][] {
  const press = (label: string, verb: string) => button(say(label), `/booking ${verb} ${booking.id}`)
  const open = press('bookings-button-open', 'show')
  const writable = booking.addressId || booking.customerId ? [press('bookings-button-write', 'write')] : []
  switch (booking.state) {
    case 'pending':
      return [
        [press('bookings-button-accept', 'accept'), press('bookings-button-decline', 'decline')],
        [press('bookings-button-propose', 'propose'), ...writable],
      ]
    case 'confirmed':
      return [
        [press('bookings-button-propose', 'propose'), press('bookings-button-move', 'move')],
        [press('bookings-button-cancel', 'cancel'), ...writable],
        [open],
      ]
    default:
      return [[open, ...writable]]
  }
}

function masterButtons(booking: Booking): Button[][] {
  return [
    [
      button(say('bookings-button-open'), `/booking show ${booking.id}`),
      button(say('bookings-button-today'), '/today'),
    ],
  ]
}

function customerMessage(tx: TenantTx, booking: Booking, change: string): Message | undefined {
  const says = bookingSays(tx, booking)
  const own = button(say('bookings-button-mine'), `/my-booking show ${booking.id}`)
  const again = button(say('bookings-button-book-again'), '/book')
  const because = booking.reason ? [say('bookings-told-reason', { reason: booking.reason })] : []
  switch (change) {
    case 'confirmed':
      return message([say('bookings-told-confirmed', says)], [[own]])
    case 'declined':
      return message([say('bookings-told-declined', says), ...because], [[again], [own]])
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
  const press = (label: string, args: string) => button(say(label), `/my-booking ${args}`)
  return message(
    [say('bookings-told-proposed', { ...bookingSays(tx, booking), proposed: proposed(tx, booking) })],
    [
      [
        press('bookings-button-agree', `agree ${booking.id} ${at}`),
        press('bookings-button-other-time', `move ${booking.id}`),
      ],
      [
        press('bookings-button-keep', `keep ${booking.id} ${at}`),
        press('bookings-button-cancel', `cancel ${booking.id}`),
      ],
    ],
  )
}

const proposed = (tx: TenantTx, booking: Booking): SayArgument =>
  booking.proposedAt ? { moment: booking.proposedAt.toISOString(), zone: tx.business.timezone, show: 'day-time' } : ''
