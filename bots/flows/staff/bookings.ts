import { z } from 'zod'
import {
  acceptBooking,
  type Booking,
  type BookingState,
  bookAppointment,
  bookingFilter,
  bookingPayment,
  bookingSays,
  cancelBooking,
  dayOf,
  declineBooking,
  getBooking,
  listBookings,
  markDone,
  markNoShow,
  markPaid,
  moveBooking,
  openStates,
  plusDays,
  proposeTime,
  slotWish,
  staffCard,
  whoComes,
  zonedDay,
} from '../../../core/bookings/index.ts'
import { customerLabel, listCustomers } from '../../../core/customers/index.ts'
import { AppError } from '../../../core/errors.ts'
import { isId } from '../../../core/ids.ts'
import { writeToCustomer } from '../../../core/inbox/index.ts'
import { type Button, button, type Message, message } from '../../../core/message.ts'
import { fromDecimal } from '../../../core/money.ts'
import { type Say, say, verbatim } from '../../../core/say.ts'
import {
  again,
  begin,
  defineFlow,
  end,
  type Feature,
  goTo,
  type Move,
  pass,
  type Talk,
} from '../../conversation/flow.ts'
import {
  chosenSays,
  offerNearest,
  type Picked,
  pickTime,
  shownAt,
  type TimeDraft,
  timeDraft,
  withSlots,
} from '../pick-time.ts'

/** The business's bookings: a day of them at a time, a card with what may be done, and the questions that some of it needs. */
const one = z.object({ bookingId: z.string() })
const longestReason = 500

/** No to a booking that waits for a word, or the end of one that was agreed: with a reason that the customer reads. */
const refusal = defineFlow({
  name: 'refuse-booking',
  version: 1,
  draft: one.extend({ verb: z.enum(['decline', 'cancel']) }),
  start: async (_talk, draft) => goTo('reason', draft),
  steps: {
    reason: {
      ask: async (talk, { bookingId, verb }) => {
        const says = bookingSays(talk.tx, await read(talk, bookingId))
        return message(say(verb === 'decline' ? 'bookings-ask-decline-reason' : 'bookings-ask-cancel-reason', says), [
          ...reasons.map((reason) => [button(reason, reason.say)]),
          [button(say('bookings-button-no-reason'), 'none'), button(say('bookings-button-back'), 'back')],
        ])
      },
      take: async (answer, talk, { bookingId, verb }) => {
        const choice = answer.kind === 'choice' ? answer.value : undefined
        if (choice === 'back') return end(await card(talk, bookingId))
        if (answer.kind !== 'text' && choice === undefined) return pass
        const chosen = reasons.find((reason) => reason.say === choice)
        const typed = answer.kind === 'text' ? answer.text.trim() : ''
        const reason = chosen ? talk.text(chosen) : typed
        if (reason.length > longestReason) return again(say('bookings-reason-too-long', { most: longestReason }))
        const refuse = verb === 'decline' ? declineBooking : cancelBooking
        return act(talk, bookingId, () => talk.run(refuse, { bookingId, reason: reason === '' ? null : reason }))
      },
    },
  },
})

const reasons: readonly Say[] = [
  say('bookings-reason-master-ill'),
  say('bookings-reason-no-time'),
  say('bookings-reason-closed'),
]

const proposal = pickTime<TimeDraft>(async (talk, draft, { startsAt }) => {
  const bookingId = draft.moving ?? ''
  return unlessTaken(draft, startsAt, () =>
    act(talk, bookingId, () => talk.run(proposeTime, { bookingId, startsAt: new Date(startsAt) }), 'bookings-proposed'),
  )
})
const proposeFlow = timeFlow('propose-time', proposal)

const moving = pickTime<TimeDraft>(async (talk, draft, { startsAt, staffId }) => {
  const bookingId = draft.moving ?? ''
  const move = { bookingId, startsAt: new Date(startsAt), staffId }
  return unlessTaken(draft, startsAt, () =>
    act(talk, bookingId, () => talk.run(moveBooking, move), 'bookings-moved-told'),
  )
})
const moveFlow = timeFlow('move-for-customer', moving)

/** A flow that finds another time for a booking. */
function timeFlow(name: string, pick: ReturnType<typeof pickTime<TimeDraft>>) {
  return defineFlow<TimeDraft>({
    name,
    version: 1,
    draft: timeDraft,
    idleMinutes: 30,
    start: async (talk, draft) => {
      const booking = await read(talk, draft.moving ?? '')
      return pick.next(talk, { ...draft, serviceId: booking.serviceId, staffId: draft.staffId ?? booking.staffId })
    },
    steps: pick.steps,
  })
}

/** Money is asked about: the price as it stands, or what was really paid. */
const payment = defineFlow({
  name: 'pay-booking',
  version: 1,
  draft: one,
  start: async (_talk, draft) => goTo('amount', draft),
  steps: {
    amount: {
      ask: async (talk, { bookingId }) => {
        const says = bookingSays(talk.tx, await read(talk, bookingId))
        return message(say('bookings-ask-paid', says), [
          [button(say('bookings-button-full-price', says), 'full')],
          [button(say('bookings-button-back'), 'back')],
        ])
      },
      take: async (answer, talk, { bookingId }) => {
        if (answer.kind === 'choice' && answer.value === 'back') return end(await card(talk, bookingId))
        const full =
          answer.kind === 'choice'
            ? answer.value === 'full'
            : answer.kind === 'text' && answer.understood.intent === 'yes'
        const typed = answer.kind === 'text' ? answer.text.replace(',', '.').replace(/[^\d.]/g, '') : ''
        if (!full && !/^\d{1,9}(\.\d+)?$/.test(typed)) return pass
        const amount = full ? {} : { amount: fromDecimal(typed, talk.business.currency) }
        return act(talk, bookingId, () => talk.run(markPaid, bookingPayment.parse({ bookingId, ...amount })))
      },
    },
  },
})

const forDraft = timeDraft.extend({
  customerId: z.string().nullable().optional(),
  /** Somebody who is in no card yet, as the manager named them. */
  name: z.string().optional(),
  query: z.string().optional(),
  picked: z.object({ serviceId: z.string(), staffId: z.string(), startsAt: z.string() }).optional(),
})
type ForDraft = z.infer<typeof forDraft>

const forPick = pickTime<ForDraft>(async (_talk, draft, picked) => goTo('sure', { ...draft, picked }))

/** A visit that somebody asked for by phone or at the counter. */
const forCustomer = defineFlow<ForDraft>({
  name: 'book-for-customer',
  version: 1,
  draft: forDraft,
  idleMinutes: 30,
  start: async (talk, draft) => whoOrNext(talk, draft),
  steps: {
    ...forPick.steps,
    who: {
      ask: async (talk, draft) => {
        const found = draft.query === undefined ? [] : await search(talk, draft.query)
        const people = found.map((one) => [button(one.label, `customer:${one.id}`)])
        const stranger =
          draft.query === undefined ? [] : [[button(say('bookings-button-new-person', { name: draft.query }), 'new')]]
        const nobody = [[button(say('bookings-button-no-name'), 'nobody')]]
        const id = draft.query === undefined ? 'bookings-ask-who' : 'bookings-ask-which'
        return message(say(id, { count: found.length }), [...people, ...stranger, ...nobody])
      },
      take: async (answer, talk, draft) => {
        if (answer.kind === 'text') {
          const query = answer.text.trim().slice(0, 100)
          return query === '' ? pass : goTo('who', { ...draft, query })
        }
        if (answer.kind !== 'choice') return pass
        if (answer.value === 'new') return forPick.next(talk, { ...draft, customerId: null, name: draft.query })
        if (answer.value === 'nobody') return forPick.next(talk, { ...draft, customerId: null })
        return forPick.next(talk, { ...draft, customerId: answer.value.slice('customer:'.length) })
      },
    },
    sure: {
      ask: async (talk, draft) => {
        const { customerId = null, name, picked } = draft
        const who = customerId ? await customerLabel(talk.tx, { customerId, addressId: null }) : verbatim(name ?? '–')
        return message(
          say('bookings-sure-for', {
            ...(await chosenSays(talk, { ...draft, ...picked })),
            customer: who,
            when: shownAt(talk, picked?.startsAt ?? talk.now, 'day-time'),
          }),
          [[button(say('bookings-button-confirm'), 'yes'), button(say('bookings-other-day'), 'days')]],
        )
      },
      take: async (answer, talk, draft) => {
        const wish = answer.kind === 'choice' ? answer.value : answer.kind === 'text' ? answer.understood.intent : ''
        if (wish === 'days') return forPick.next(talk, { ...draft, day: undefined, from: undefined })
        if (wish === 'yes' && draft.picked) return bookFor(talk, draft, draft.picked)
        return forPick.words(answer, talk, draft)
      },
    },
  },
})

function whoOrNext(talk: Talk, draft: ForDraft): Move | Promise<Move> {
  return draft.customerId === undefined ? goTo('who', draft) : forPick.next(talk, draft)
}

async function bookFor(talk: Talk, draft: ForDraft, picked: Picked): Promise<Move> {
  const { customerId = null, name } = draft
  const wish = slotWish.parse({ ...picked, customerId, ...(name ? { comment: name } : {}) })
  return unlessTaken(draft, picked.startsAt, async () => {
    const booking = await talk.run(bookAppointment, wish)
    return end(
      message(
        say('bookings-booked-for', { ...bookingSays(talk.tx, booking), customer: await whoComes(talk.tx, booking) }),
      ),
    )
  })
}

async function search(talk: Talk, query: string): Promise<{ id: string; label: Say }[]> {
  const { customers } = await talk.run(listCustomers, { query, limit: 6 })
  return customers.map(({ id, name, phone }) => ({
    id,
    label: phone ? say('bookings-person-label', { name: name ?? '–', phone }) : verbatim(name ?? '–'),
  }))
}

/** Of two who want one slot the later one is offered the nearest. */
async function unlessTaken(draft: TimeDraft, startsAt: string, work: () => Promise<Move>): Promise<Move> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'booking-slot-taken') throw error
    return offerNearest(draft, startsAt, say('bookings-slot-lost'))
  }
}

/** What a button under a booking asks for. */
async function handle(talk: Talk, args: string): Promise<Move> {
  const [verb = '', bookingId = ''] = args.split(' ')
  switch (verb) {
    case 'accept':
      return act(talk, bookingId, () => talk.run(acceptBooking, { bookingId }))
    case 'done':
      return act(talk, bookingId, () => talk.run(markDone, { bookingId }))
    case 'no-show':
      return act(talk, bookingId, () => talk.run(markNoShow, { bookingId }))
    case 'decline':
      return ifState(talk, bookingId, ['pending'], () => begin('refuse-booking', { bookingId, verb }))
    case 'cancel':
      return ifState(talk, bookingId, openStates, () => begin('refuse-booking', { bookingId, verb }))
    case 'paid':
      return ifState(talk, bookingId, ['confirmed', 'done'], () => begin('pay-booking', { bookingId }))
    case 'propose':
      return ifState(talk, bookingId, openStates, () => begin('propose-time', { moving: bookingId }))
    case 'move':
      return ifState(talk, bookingId, openStates, () => begin('move-for-customer', { moving: bookingId }))
    case 'write': {
      const { addressId, customerId } = await read(talk, bookingId)
      const to = customerId ? `customer:${customerId}` : `address:${addressId}`
      const { request } = await talk.run(writeToCustomer, { to })
      return begin('answer-customer', { requestId: request.id })
    }
    case 'show':
      return end(await card(talk, bookingId))
    default:
      return showDay(talk, undefined, 0)
  }
}

/** Does it and shows the booking as it is then; who was too late sees who has it, on the same card. */
async function act(talk: Talk, bookingId: string, work: () => Promise<unknown>, done?: string): Promise<Move> {
  try {
    await work()
    const shown = await card(talk, bookingId)
    return end(done ? { ...shown, text: [say(done), ...shown.text] } : shown)
  } catch (error) {
    if (!(error instanceof AppError) || !tooLate.has(error.code)) throw error
    return end(await lateCard(talk, bookingId, error))
  }
}

const tooLate: ReadonlySet<string> = new Set(['already-decided', 'booking-wrong-state', 'booking-not-movable'])

/** Asks the question only while its answer can still be used; the answer itself is checked again. */
async function ifState(talk: Talk, bookingId: string, states: readonly BookingState[], ask: () => Move): Promise<Move> {
  const booking = await read(talk, bookingId)
  return states.includes(booking.state)
    ? ask()
    : end(await lateCard(talk, bookingId, new AppError('booking-wrong-state')))
}

async function lateCard(talk: Talk, bookingId: string, error: AppError): Promise<Message> {
  const shown = await card(talk, bookingId)
  return { ...shown, text: [say(`error-${error.code}`, error.detail), ...shown.text] }
}

const read = (talk: Talk, bookingId: string): Promise<Booking> => talk.run(getBooking, { bookingId })

async function card(talk: Talk, bookingId: string): Promise<Message> {
  const audience = talk.actor.kind === 'staff' && talk.actor.role === 'master' ? 'master' : 'managers'
  return staffCard(talk.tx, await read(talk, bookingId), audience)
}

/** A day of bookings, by default the next one that has any. */
async function showDay(talk: Talk, wanted: string | undefined, page: number): Promise<Move> {
  const { timezone } = talk.business
  const states = [...openStates, 'done', 'no_show'] as const
  const today = dayOf(talk.now, timezone)
  const day = wanted ?? (await nextDay(talk)) ?? today
  const { start, end: until } = zonedDay(day, timezone)
  const filter = bookingFilter.parse({ from: new Date(start), to: new Date(until), states: [...states], limit: 200 })
  const { bookings } = await talk.run(listBookings, filter)
  const pages = Math.max(1, Math.ceil(bookings.length / screen))
  const at = Math.min(page, pages - 1)
  const labelled: Button[][] = []
  for (const booking of bookings.slice(at * screen, (at + 1) * screen)) {
    const says = { ...bookingSays(talk.tx, booking), customer: await whoComes(talk.tx, booking) }
    labelled.push([button(say('bookings-staff-label', says), `/booking show ${booking.id}`)])
  }
  const turn = [
    ...(at > 0 ? [button(say('bookings-page-back'), `/bookings ${day} ${at - 1}`)] : []),
    ...(at < pages - 1 ? [button(say('bookings-page-more'), `/bookings ${day} ${at + 1}`)] : []),
  ]
  const days = [
    button(
      say('bookings-day-before', { day: { day: plusDays(day, -1), show: 'day' } }),
      `/bookings ${plusDays(day, -1)}`,
    ),
    button(say('bookings-day-after', { day: { day: plusDays(day, 1), show: 'day' } }), `/bookings ${plusDays(day, 1)}`),
  ]
  return end(
    message(say('bookings-staff-day', { day: { day, show: 'day' }, count: bookings.length }), [
      ...labelled,
      ...(turn.length > 0 ? [turn] : []),
      days,
      [button(say('bookings-button-book-for'), '/book-for')],
    ]),
  )
}

async function nextDay(talk: Talk): Promise<string | undefined> {
  const start = new Date(zonedDay(dayOf(talk.now, talk.business.timezone), talk.business.timezone).start)
  const filter = bookingFilter.parse({ from: start, states: [...openStates], limit: 1 })
  const [next] = (await talk.run(listBookings, filter)).bookings
  return next && dayOf(next.startsAt, talk.business.timezone)
}

const screen = 7
const common = { audience: 'staff', module: 'bookings' } as const

export const feature: Feature = {
  flows: [refusal, proposeFlow, moveFlow, payment, forCustomer],
  commands: [
    {
      ...common,
      name: 'bookings',
      permission: 'bookings.read',
      intents: ['bookings'],
      menu: true,
      run: async (talk, { args, slots }) => {
        const [typed = '', page = ''] = args.split(' ')
        const day = z.iso.date().safeParse(typed).success ? typed : await dayIn(talk, args, slots.date)
        return showDay(talk, day, /^\d{1,3}$/.test(page) ? Number(page) : 0)
      },
    },
    { ...common, name: 'booking', permission: 'bookings.day', run: (talk, { args }) => handle(talk, args) },
    {
      ...common,
      name: 'book-for',
      permission: 'bookings.handle',
      intents: ['book'],
      run: async (talk, { args, slots }) => {
        if (isId(args)) return begin('book-for-customer', { customerId: args })
        const said = args === '' ? slots : (await talk.understand(args)).slots
        return begin('book-for-customer', withSlots<TimeDraft>({}, said))
      },
    },
  ],
}

/** "/bookings завтра": the day that was typed, if any. */
async function dayIn(talk: Talk, args: string, date: string | undefined): Promise<string | undefined> {
  return args === '' ? date : (await talk.understand(args)).slots.date
}
