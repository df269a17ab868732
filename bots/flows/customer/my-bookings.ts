import { z } from 'zod'
import type { Slots } from '../../../core/assistant/index.ts'
import {
  answerProposal,
  type Booking,
  bookingFilter,
  bookingSays,
  cancelBooking,
  dayOf,
  getBooking,
  listBookings,
  moveBooking,
  openStates,
  proposalAnswer,
} from '../../../core/bookings/index.ts'
import { AppError } from '../../../core/errors.ts'
import { type Button, button, type Message, message } from '../../../core/message.ts'
import { type Say, say } from '../../../core/say.ts'
import { begin, defineFlow, end, type Feature, goTo, type Move, pass, type Talk } from '../../conversation/flow.ts'
import { offerNearest, pickTime, shownAt, type TimeDraft, timeDraft, withSlots } from '../pick-time.ts'

/** Another day and hour for a booking: the choice itself moves it. */
const pick = pickTime<TimeDraft>(async (talk, draft, { staffId, startsAt }) => {
  try {
    const move = { bookingId: draft.moving ?? '', startsAt: new Date(startsAt), staffId }
    const moved = await talk.run(moveBooking, move)
    const id = moved.state === 'pending' ? 'bookings-moved-pending' : 'bookings-moved'
    return end(message(say(id, bookingSays(talk.tx, moved)), ownButtons(talk, moved)))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'booking-slot-taken') throw error
    return offerNearest(draft, startsAt, say('bookings-slot-lost'))
  }
})

const moveFlow = defineFlow<TimeDraft>({
  name: 'move-booking',
  version: 1,
  draft: timeDraft,
  idleMinutes: 30,
  start: async (talk, draft) => {
    const booking = await talk.run(getBooking, { bookingId: draft.moving ?? '' })
    if (!isAhead(talk, booking)) throw new AppError('booking-not-movable')
    return pick.next(talk, { ...draft, serviceId: booking.serviceId, staffId: draft.staffId ?? booking.staffId })
  },
  steps: pick.steps,
})

const cancelDraft = z.object({ bookingId: z.string() })

const cancelFlow = defineFlow<z.infer<typeof cancelDraft>>({
  name: 'cancel-booking',
  version: 1,
  draft: cancelDraft,
  idleMinutes: 30,
  start: async (talk, draft) => {
    const booking = await talk.run(getBooking, draft)
    if (!isAhead(talk, booking)) throw new AppError('booking-wrong-state')
    return goTo('sure', draft)
  },
  steps: {
    sure: {
      ask: async (talk, draft) => {
        const booking = await talk.run(getBooking, draft)
        return message(
          [say('bookings-cancel-sure', bookingSays(talk.tx, booking))],
          [
            [button(say('bookings-button-cancel-yes'), 'yes'), button(say('bookings-button-keep'), 'no')],
            [button(say('bookings-button-move-instead'), 'move')],
          ],
        )
      },
      take: async (answer, talk, draft) => {
        const { bookingId } = draft
        const said = answer.kind === 'text' ? answer.understood : undefined
        const wish = answer.kind === 'choice' ? answer.value : said?.intent
        if (wish === 'move' || wish === 'move-booking')
          return begin(moveFlow.name, withSlots<TimeDraft>({ moving: bookingId }, said?.slots ?? {}))
        if (wish === 'no' || wish === 'cancel')
          return end(card(talk, await talk.run(getBooking, draft), [say('bookings-kept')]))
        if (wish !== 'yes' && wish !== 'cancel-booking') return pass
        const cancelled = await talk.run(cancelBooking, { bookingId, reason: null })
        return end(message(say('bookings-cancelled', bookingSays(talk.tx, cancelled)), [[bookAgain], [mine]]))
      },
    },
  },
})

/** The bookings that are still ahead, the next one first. */
async function showList(talk: Talk, cursor: string | undefined): Promise<Move> {
  const page = await ahead(talk, cursor)
  if (page.bookings.length === 0)
    return end(message(say('bookings-none'), [[button(say('bookings-button-book'), '/book')]]))
  const more = page.nextCursor ? [[button(say('bookings-page-more'), `/my-booking list ${page.nextCursor}`)]] : []
  return end(
    message(say('bookings-list'), [
      ...page.bookings.map((booking) => [
        button(say('bookings-list-label', bookingSays(talk.tx, booking)), `/my-booking show ${booking.id}`),
      ]),
      ...more,
      [button(say('bookings-button-book'), '/book')],
    ]),
  )
}

function ahead(talk: Talk, cursor?: string) {
  const filter = { from: talk.now, states: [...openStates], limit: 6, ...(cursor === undefined ? {} : { cursor }) }
  return talk.run(listBookings, bookingFilter.parse(filter))
}

/** What a button under a booking asks for. */
async function handle(talk: Talk, args: string): Promise<Move> {
  const [verb = '', bookingId = '', at = ''] = args.split(' ')
  switch (verb) {
    case 'show':
      return end(card(talk, await talk.run(getBooking, { bookingId })))
    case 'move':
      return begin(moveFlow.name, { moving: bookingId })
    case 'cancel':
      return begin(cancelFlow.name, { bookingId })
    case 'agree':
    case 'keep':
      return answer(talk, bookingId, at, verb === 'agree')
    default:
      return showList(talk, bookingId === '' ? undefined : bookingId)
  }
}

async function answer(talk: Talk, bookingId: string, startsAt: string, accept: boolean): Promise<Move> {
  const parsed = proposalAnswer.safeParse({ bookingId, startsAt, accept })
  if (!parsed.success) throw new AppError('not-found')
  try {
    const booking = await talk.run(answerProposal, parsed.data)
    return end(card(talk, booking, [say(accept ? 'bookings-agreed' : 'bookings-kept')]))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'booking-slot-taken') throw error
    const { serviceId, staffId } = await talk.run(getBooking, { bookingId })
    return begin(moveFlow.name, {
      moving: bookingId,
      serviceId,
      staffId,
      from: dayOf(parsed.data.startsAt, talk.business.timezone),
      note: say('bookings-slot-lost'),
    })
  }
}

/** "Move my manicure to Friday", "cancel tomorrow's": the one that was meant, or the list to choose from. */
async function meant(talk: Talk, slots: Slots, verb: 'move' | 'cancel'): Promise<Move> {
  const { bookings } = await ahead(talk)
  const named = bookings.filter((booking) => slots.serviceId === undefined || booking.serviceId === slots.serviceId)
  // A day says which one is called off, and where one is moved to.
  const fitting =
    verb === 'cancel' && slots.date !== undefined
      ? named.filter((booking) => dayOf(booking.startsAt, talk.business.timezone) === slots.date)
      : named
  const [only] = fitting
  if (!only || fitting.length > 1) return showList(talk, undefined)
  if (verb === 'cancel') return begin(cancelFlow.name, { bookingId: only.id })
  return begin(moveFlow.name, withSlots<TimeDraft>({ moving: only.id }, slots))
}

function card(talk: Talk, booking: Booking, first: readonly Say[] = []): Message {
  const says = bookingSays(talk.tx, booking)
  const reason = booking.reason ? [say('bookings-told-reason', { reason: booking.reason })] : []
  const proposed = booking.proposedAt
    ? [say('bookings-card-proposed', { when: shownAt(talk, booking.proposedAt, 'day-time') })]
    : []
  return message([...first, say('bookings-card', says), ...reason, ...proposed], ownButtons(talk, booking))
}

function ownButtons(talk: Talk, booking: Booking): Button[][] {
  const press = (label: string, args: string) => button(say(label), `/my-booking ${args}`)
  const { id, proposedAt } = booking
  const proposal = proposedAt
    ? [
        [
          press('bookings-button-agree', `agree ${id} ${proposedAt.toISOString()}`),
          press('bookings-button-keep', `keep ${id} ${proposedAt.toISOString()}`),
        ],
      ]
    : []
  if (!isAhead(talk, booking)) return [[bookAgain], [mine]]
  return [
    ...proposal,
    [press('bookings-button-move', `move ${id}`), press('bookings-button-cancel', `cancel ${id}`)],
    [mine],
  ]
}

const isAhead = (talk: Talk, booking: Booking): boolean =>
  openStates.some((state) => state === booking.state) && booking.startsAt > talk.now

const mine = button(say('bookings-button-mine'), '/my-booking list')
const bookAgain = button(say('bookings-button-book-again'), '/book')

const common = { audience: 'customer', permission: 'bookings.own', module: 'bookings' } as const

export const feature: Feature = {
  flows: [moveFlow, cancelFlow],
  commands: [
    { ...common, name: 'bookings', intents: ['bookings'], menu: true, run: (talk) => showList(talk, undefined) },
    { ...common, name: 'my-booking', run: (talk, call) => handle(talk, call.args) },
    {
      ...common,
      name: 'move-booking',
      intents: ['move-booking'],
      run: (talk, call) => meant(talk, call.slots, 'move'),
    },
    {
      ...common,
      name: 'cancel-booking',
      intents: ['cancel-booking'],
      run: (talk, call) => meant(talk, call.slots, 'cancel'),
    },
  ],
}
