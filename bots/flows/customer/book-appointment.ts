import {
  type Booking,
  bookAppointment,
  bookingSays,
  confirmHold,
  dayOf,
  getBooking,
  holdSlot,
  releaseHold,
  slotWish,
} from '../../../core/bookings/index.ts'
import { AppError } from '../../../core/errors.ts'
import { isId } from '../../../core/ids.ts'
import { button, type Message, message } from '../../../core/message.ts'
import { say } from '../../../core/say.ts'
import { begin, defineFlow, end, type Feature, goTo, type Move, type Talk } from '../../conversation/flow.ts'
import { offerNearest, type Picked, pickTime, type TimeDraft, timeDraft, withSlots } from '../pick-time.ts'

/** The chosen slot is held while the person reads it once more. */
const pick = pickTime<TimeDraft>(async (talk, draft, picked) => {
  const held = await takenOr(() => talk.run(holdSlot, slotWish.parse(picked)))
  if (!held) return lost(draft, picked)
  return goTo('confirm', {
    ...draft,
    day: dayOf(held.startsAt, talk.business.timezone),
    holdId: held.id,
    note: undefined,
  })
})

const flow = defineFlow<TimeDraft>({
  name: 'book-appointment',
  version: 1,
  draft: timeDraft,
  idleMinutes: 30,
  start: (talk, draft) => pick.next(talk, draft),
  steps: {
    ...pick.steps,
    confirm: {
      ask: async (talk, draft) => {
        const hold = await talk.run(getBooking, { bookingId: draft.holdId ?? '' })
        const minutes = talk.business.settings.holdMinutes
        return message(
          [say('bookings-confirm', bookingSays(talk.tx, hold)), say('bookings-confirm-hold', { minutes })],
          [
            [button(say('bookings-button-confirm'), 'yes')],
            [button(say('bookings-other-time'), 'time'), button(say('bookings-button-not-now'), 'no')],
          ],
        )
      },
      take: async (answer, talk, draft) => {
        const wish = answer.kind === 'choice' ? answer.value : answer.kind === 'text' ? answer.understood.intent : ''
        if (wish === 'yes') return confirmed(talk, draft)
        if (wish === 'no' || wish === 'cancel') {
          await talk.run(releaseHold, { bookingId: draft.holdId ?? '' })
          return end(message(say('bookings-not-booked'), [[button(say('bookings-button-book'), '/book')]]))
        }
        if (wish === 'time') return goTo('slot', draft)
        return pick.words(answer, talk, draft)
      },
    },
  },
})

async function confirmed(talk: Talk, draft: TimeDraft): Promise<Move> {
  const { holdId: bookingId = '' } = draft
  try {
    return end(booked(talk, await talk.run(confirmHold, { bookingId })))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'booking-hold-over') throw error
  }
  // The hold is over, the time may still be free.
  const hold = await talk.run(getBooking, { bookingId })
  const picked = { serviceId: hold.serviceId, staffId: hold.staffId, startsAt: hold.startsAt.toISOString() }
  const booking = await takenOr(() => talk.run(bookAppointment, slotWish.parse(picked)))
  return booking ? end(booked(talk, booking)) : lost(draft, picked)
}

const lost = (draft: TimeDraft, picked: Picked): Move =>
  offerNearest({ ...draft, serviceId: picked.serviceId }, picked.startsAt, say('bookings-slot-lost'))

function booked(talk: Talk, booking: Booking): Message {
  const press = (label: string, verb: string) => button(say(label), `/my-booking ${verb} ${booking.id}`)
  return message(
    [say(booking.state === 'pending' ? 'bookings-done-pending' : 'bookings-done', bookingSays(talk.tx, booking))],
    [
      [press('bookings-button-move', 'move'), press('bookings-button-cancel', 'cancel')],
      [button(say('bookings-button-mine'), '/my-booking list')],
    ],
  )
}

/** Nothing when somebody was faster. */
async function takenOr(work: () => Promise<Booking>): Promise<Booking | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && error.code === 'booking-slot-taken') return undefined
    throw error
  }
}

export const feature: Feature = {
  flows: [flow],
  commands: [
    {
      name: 'book',
      audience: 'customer',
      permission: 'bookings.create',
      intents: ['book'],
      menu: true,
      module: 'bookings',
      run: async (talk, call) => {
        if (isId(call.args)) return begin(flow.name, { serviceId: call.args })
        const slots = call.args === '' ? call.slots : (await talk.understand(call.args)).slots
        return begin(flow.name, withSlots<TimeDraft>({}, slots))
      },
    },
  ],
}
