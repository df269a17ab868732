import { z } from 'zod'
import type { Slots } from '../../core/assistant/index.ts'
import {
  dayOf,
  findFreeSlots,
  listMasters,
  listServices,
  masterOrAny,
  nearestSlots,
  plusDays,
  type Slot,
  whyNotFree,
  zonedDay,
} from '../../core/bookings/index.ts'
import { saySchema } from '../../core/inbox/index.ts'
import { type Button, button, type Message, message } from '../../core/message.ts'
import { type Say, type SayArgument, say } from '../../core/say.ts'
import { type Answer, goTo, type Move, pass, type Step, type Talk } from '../conversation/flow.ts'

/** What is known of the visit so far. */
export const timeDraft = z.object({
  serviceId: z.string().optional(),
  /** Several services fit what was said. */
  among: z.array(z.string()).optional(),
  staffId: masterOrAny.optional(),
  day: z.string().optional(),
  /** The first day that the list of days shows. */
  from: z.string().optional(),
  time: z
    .object({
      at: z.string().optional(),
      after: z.string().optional(),
      before: z.string().optional(),
      partOfDay: z.enum(['morning', 'afternoon', 'evening']).optional(),
    })
    .optional(),
  page: z.number().optional(),
  /** What was wished and is not free: the nearest ones are offered instead. */
  around: z.string().optional(),
  /** A booking that is to move: its service stays, and its own time counts as free. */
  moving: z.string().optional(),
  /** What is held while the person decides: its time counts as free for them. */
  holdId: z.string().optional(),
  /** Why the talk is back here. */
  note: saySchema.optional(),
})
export type TimeDraft = z.infer<typeof timeDraft>

export interface Picked {
  readonly serviceId: string
  readonly staffId: string
  readonly startsAt: string
}

/**
 * The part of a talk that finds service, master, day and hour, by buttons or in plain words, in whatever order they are
 * said; then `onSlot` goes on. `next` finds the first thing that is still to be asked.
 */
export function pickTime<Draft extends TimeDraft>(onSlot: OnSlot<Draft>) {
  const next = (talk: Talk, draft: Draft): Promise<Move> => nextQuestion(talk, draft, onSlot)
  const words = async (answer: Answer, talk: Talk, draft: Draft): Promise<Move> => {
    const said = answer.kind === 'text' ? withWords(draft, answer) : undefined
    return said ? next(talk, said) : pass
  }
  const step = (
    ask: (talk: Talk, draft: TimeDraft) => Promise<Message>,
    choose: (value: string) => Chosen | undefined,
    hour?: (talk: Talk, draft: TimeDraft, hour: number) => Promise<Slot | undefined>,
  ): Step<Draft> => ({
    ask,
    take: async (answer, talk, draft) => {
      if (answer.kind === 'choice') {
        const chosen = choose(answer.value)
        if (!chosen) return pass
        const known = { ...draft, note: undefined, ...chosen.set }
        return chosen.startsAt === undefined
          ? next(talk, known)
          : picked(talk, known, chosen.startsAt, chosen.staffId, onSlot)
      }
      // A lone number is an hour where there is such a slot; else it is the place of a button.
      const alone = answer.kind === 'text' && /^\d{1,2}$/.test(answer.text) ? Number(answer.text) : undefined
      const slot = alone === undefined || alone < 7 ? undefined : await hour?.(talk, draft, alone)
      if (slot) return picked(talk, draft, slot.startsAt.toISOString(), undefined, onSlot)
      return words(answer, talk, draft)
    },
  })
  return {
    next,
    /** Free text that says something about the visit; everything else is passed on. */
    words,
    steps: {
      service: step(askService, chooseService),
      master: step(askMaster, chooseMaster),
      day: step(askDay, chooseDay),
      slot: step(askSlot, chooseSlot, slotAtHour),
      near: step(askNear, chooseNear),
    },
  }
}

export interface Picked {
  readonly serviceId: string
  readonly staffId: string
  readonly startsAt: string
}

type OnSlot<Draft> = (talk: Talk, draft: Draft, picked: Picked) => Promise<Move>

/** What plain words say about the visit, on top of what is known already. */
export function withSlots<Draft extends TimeDraft>(draft: Draft, slots: Slots): Draft {
  const { serviceId, serviceIds, staffId, staffIds, anyStaff, date, dates, time } = slots
  const known: Draft = { ...draft, note: undefined }
  if (!draft.moving && serviceId !== undefined) Object.assign(known, { serviceId, among: undefined })
  else if (!draft.moving && serviceIds)
    Object.assign(known, { serviceId: undefined, among: serviceIds, page: undefined })
  if (staffId !== undefined || anyStaff) known.staffId = staffId ?? 'any'
  else if (staffIds && draft.staffId === undefined) known.staffId = 'any'
  if (date !== undefined) Object.assign(known, { day: date, page: undefined })
  else if (dates) Object.assign(known, { day: undefined, from: dates.from, page: undefined })
  if (time) Object.assign(known, { time, page: undefined })
  if (date !== undefined || dates || time) known.around = undefined
  return known
}

/** The moment of a slot as a person reads it. */
export function shownAt(talk: Talk, startsAt: string | Date, show: 'day-time' | 'time' | 'day'): SayArgument {
  const moment = typeof startsAt === 'string' ? startsAt : startsAt.toISOString()
  return { moment, zone: talk.business.timezone, show }
}

/** A race that was lost: says so and offers what is free nearest to it. */
export function offerNearest(draft: TimeDraft, startsAt: string, why: Say): Move {
  return goTo('near', { ...draft, around: startsAt, time: undefined, page: undefined, note: why })
}

async function nextQuestion<Draft extends TimeDraft>(talk: Talk, draft: Draft, onSlot: OnSlot<Draft>): Promise<Move> {
  const { serviceId } = draft
  if (serviceId === undefined) return goTo('service', draft)
  const masters = await talk.run(listMasters, { serviceId })
  const [only] = masters
  if (!only) return goTo('service', { ...draft, serviceId: undefined, note: say('bookings-service-nobody') })
  const wanted = draft.staffId
  const known = wanted === 'any' || masters.some((master) => master.id === wanted)
  const staffId = known ? wanted : masters.length === 1 ? only.id : undefined
  if (staffId === undefined) {
    const note = wanted === undefined ? draft.note : say('bookings-master-other')
    return goTo('master', { ...draft, staffId: undefined, note })
  }
  const settled = { ...draft, staffId }
  const { day, time } = settled
  if (day === undefined) return goTo('day', settled)
  const why = dayTrouble(talk, day)
  if (why) return goTo('day', { ...settled, day: undefined, from: undefined, note: why })
  const slots = await slotsFrom(talk, settled, day, 1)
  const minute = time?.at === undefined ? undefined : minuteOfClock(time.at)
  if (minute !== undefined) {
    const slot = slots.find((one) => one.minute === minute)
    if (slot) return picked(talk, { ...settled, time: undefined }, slot.startsAt.toISOString(), undefined, onSlot)
    const wished = new Date(zonedDay(day, talk.business.timezone).reached(minute))
    if (wished < talk.now) return offerNearest(settled, talk.now.toISOString(), say('bookings-time-past'))
    const at = shownAt(talk, wished, 'day-time')
    const why = await talk.run(whyNotFree, { serviceId, staffId, day, startsAt: wished })
    const whose = staffId === 'any' ? 'any' : 'chosen'
    return offerNearest(settled, wished.toISOString(), say('bookings-time-not-free', { when: at, why, whose }))
  }
  if (slots.length === 0) {
    const note = say('bookings-day-full', await dayFull(talk, settled, day))
    return goTo('day', { ...settled, day: undefined, from: day, note })
  }
  if (!time || slots.some((slot) => fits(slot, time))) return goTo('slot', settled)
  return goTo('slot', { ...settled, time: undefined, note: say('bookings-time-none-fits') })
}

async function picked<Draft extends TimeDraft>(
  talk: Talk,
  draft: Draft,
  startsAt: string,
  staffId: string | undefined,
  onSlot: OnSlot<Draft>,
): Promise<Move> {
  if (draft.serviceId === undefined) return goTo('service', draft)
  const known = { ...draft, page: undefined, time: undefined }
  return onSlot(talk, known, { serviceId: draft.serviceId, staffId: staffId ?? draft.staffId ?? 'any', startsAt })
}

/** Nothing when the words were no answer: a command, or something else altogether. */
function withWords<Draft extends TimeDraft>(
  draft: Draft,
  answer: Extract<Answer, { kind: 'text' }>,
): Draft | undefined {
  const { intent, slots } = answer.understood
  if (otherWishes.has(intent) && !(draft.moving && intent === 'move-booking')) return undefined
  const { serviceId, serviceIds, staffId, staffIds, anyStaff, date, dates, time } = slots
  const about = [serviceId, serviceIds, staffId, staffIds, anyStaff, date, dates, time]
  return about.some((one) => one !== undefined) ? withSlots(draft, slots) : undefined
}

/** What is wanted instead of going on, whatever day it may name. */
const otherWishes: ReadonlySet<string> = new Set([
  'cancel',
  'cancel-booking',
  'move-booking',
  'bookings',
  'orders',
  'cancel-order',
  'repeat-order',
  'catalog',
  'cart',
  'loyalty',
  'profile',
  'language',
  'stop-promotions',
  'start-promotions',
  'help',
  'ask-human',
  'stats',
  'requests',
  'customer',
])

interface Chosen {
  readonly set?: Partial<TimeDraft>
  readonly startsAt?: string
  readonly staffId?: string
}

// Service

async function askService(talk: Talk, draft: TimeDraft): Promise<Message> {
  const all = await talk.run(listServices, {})
  const named = all.filter((service) => draft.among?.includes(service.id))
  const services = named.length > 0 ? named : all
  if (services.length === 0) return message(say('bookings-no-services'), [[askButton]])
  const { shown, pager } = paged(services, draft.page ?? 0)
  const { currency } = talk.business
  const buttons = shown.map((service) => [
    button(
      say('bookings-service-label', { service: { names: service.names }, price: { money: service.price, currency } }),
      service.id,
    ),
  ])
  return noted(draft, [say('bookings-ask-service')], [...buttons, ...pager])
}

const chooseService = (value: string): Chosen =>
  pageIn(value) ?? { set: { serviceId: value, among: undefined, page: undefined } }

// Master

async function askMaster(talk: Talk, draft: TimeDraft): Promise<Message> {
  const masters = await talk.run(listMasters, draft.serviceId === undefined ? {} : { serviceId: draft.serviceId })
  const { shown, pager } = paged(masters, draft.page ?? 0)
  const buttons = shown.map((master) => [
    button(say('bookings-master-label', { master: { names: master.names } }), master.id),
  ])
  return noted(draft, [say('bookings-ask-master')], [[button(say('bookings-master-any'), 'any')], ...buttons, ...pager])
}

const chooseMaster = (value: string): Chosen => pageIn(value) ?? { set: { staffId: value, page: undefined } }

// Day

async function askDay(talk: Talk, draft: TimeDraft): Promise<Message> {
  const today = dayOf(talk.now, talk.business.timezone)
  const from = draft.from === undefined || draft.from < today ? today : draft.from
  const slots = await slotsFrom(talk, draft, from, searchedDays)
  const days = [...new Set(slots.filter((slot) => fits(slot, draft.time)).map((slot) => slot.day))]
  const shown = days.slice(0, 7)
  const last = shown.at(-1)
  if (last === undefined) {
    const back = from > today ? [[button(say('bookings-days-from-today'), `from:${today}`)]] : []
    return noted(draft, [say('bookings-no-days')], [...back, [askButton]])
  }
  const buttons = pairs(
    shown.map((day) => button(say('bookings-day-label', { day: { day, show: 'day' } }), `day:${day}`)),
  )
  const more = days.length > shown.length ? [[button(say('bookings-days-later'), `from:${plusDays(last, 1)}`)]] : []
  const earlier = from > today ? [[button(say('bookings-days-from-today'), `from:${today}`)]] : []
  return noted(draft, [say('bookings-ask-day', await chosenSays(talk, draft))], [...buttons, ...more, ...earlier])
}

function chooseDay(value: string): Chosen | undefined {
  if (value.startsWith('day:')) return { set: { day: value.slice(4), page: undefined } }
  return value.startsWith('from:') ? { set: { from: value.slice(5), day: undefined } } : undefined
}

/** Why nobody can come on this day, before any slot is looked for. */
function dayTrouble(talk: Talk, day: string): Say | undefined {
  const { timezone, settings } = talk.business
  const today = dayOf(talk.now, timezone)
  if (day < today) return say('bookings-day-past', { day: { day, show: 'day' } })
  const far = talk.actor.kind === 'customer' && day > plusDays(today, settings.horizonDays)
  return far ? say('bookings-day-far', { days: settings.horizonDays }) : undefined
}

/** A day on which nothing is free, and why. */
async function dayFull(talk: Talk, { serviceId, staffId = 'any' }: TimeDraft, day: string) {
  const why = serviceId === undefined ? 'taken' : await talk.run(whyNotFree, { serviceId, staffId, day })
  return { day: { day, show: 'day' as const }, why, whose: staffId === 'any' ? 'any' : 'chosen' }
}

// Hour

async function askSlot(talk: Talk, draft: TimeDraft): Promise<Message> {
  const day = draft.day ?? dayOf(talk.now, talk.business.timezone)
  const all = await slotsFrom(talk, draft, day, 1)
  const wished = all.filter((slot) => fits(slot, draft.time))
  const pages = pagesOf(wished.length > 0 ? wished : all)
  const at = Math.min(draft.page ?? 0, Math.max(0, pages.length - 1))
  const page = pages[at] ?? []
  const buttons = inRows(
    page.map((slot) =>
      button(
        say('bookings-time-label', { time: shownAt(talk, slot.startsAt, 'time') }),
        `at:${slot.startsAt.toISOString()}`,
      ),
    ),
    4,
  )
  const turn = [pages[at - 1], pages[at + 1]].flatMap((other, side) => {
    const first = other?.[0]
    const label = side === 0 ? 'bookings-slots-earlier' : 'bookings-slots-later'
    return first ? [button(say(label, { part: partOf(first) }), `page:${side === 0 ? at - 1 : at + 1}`)] : []
  })
  const wider = wished.length > 0 && wished.length < all.length ? [[button(say('bookings-slots-all'), 'all')]] : []
  const parts = [...new Set(page.map(partOf))]
  const shown = { day: { day, show: 'day' as const }, part: parts.length === 1 ? (parts[0] ?? 'day') : 'day' }
  return noted(
    draft,
    [
      page.length > 0
        ? say('bookings-ask-time', { ...(await chosenSays(talk, draft)), ...shown })
        : say('bookings-day-full', await dayFull(talk, draft, day)),
    ],
    [...buttons, ...(turn.length > 0 ? [turn] : []), ...wider, [button(say('bookings-other-day'), 'days')]],
  )
}

function chooseSlot(value: string): Chosen | undefined {
  if (value.startsWith('at:')) return { startsAt: value.slice(3) }
  if (value === 'days') return { set: { day: undefined, from: undefined, page: undefined, around: undefined } }
  if (value === 'all') return { set: { time: undefined, page: undefined } }
  return pageIn(value)
}

async function slotAtHour(talk: Talk, draft: TimeDraft, hour: number): Promise<Slot | undefined> {
  if (draft.day === undefined) return undefined
  return (await slotsFrom(talk, draft, draft.day, 1)).find((slot) => slot.minute === hour * 60)
}

// The nearest ones

async function askNear(talk: Talk, draft: TimeDraft): Promise<Message> {
  const around = new Date(draft.around ?? talk.now)
  const { slots, sameTime } = await talk.run(nearestSlots, {
    serviceId: draft.serviceId ?? '',
    staffId: draft.staffId ?? 'any',
    around,
    limit: 6,
    ...ownTime(draft),
  })
  const other = sameTime?.staffIds[0]
  const master = other && (await talk.run(listMasters, {})).find((one) => one.id === other)
  const same = master
    ? [
        [
          button(
            say('bookings-same-time', { time: shownAt(talk, around, 'time'), master: { names: master.names } }),
            `other:${master.id} ${around.toISOString()}`,
          ),
        ],
      ]
    : []
  const buttons = slots.map((slot) =>
    button(
      say('bookings-near-label', { when: shownAt(talk, slot.startsAt, 'day-time') }),
      `at:${slot.startsAt.toISOString()}`,
    ),
  )
  const text = slots.length > 0 ? say('bookings-ask-near') : say('bookings-no-days')
  return noted(draft, [text], [...same, ...pairs(buttons), [button(say('bookings-other-day'), 'days')]])
}

function chooseNear(value: string): Chosen | undefined {
  const [staffId, startsAt] = value.startsWith('other:') ? value.slice(6).split(' ') : []
  return staffId !== undefined && startsAt !== undefined ? { staffId, startsAt } : chooseSlot(value)
}

// What they are made of

async function slotsFrom(talk: Talk, draft: TimeDraft, from: string, days: number): Promise<Slot[]> {
  if (draft.serviceId === undefined) return []
  return talk.run(findFreeSlots, {
    serviceId: draft.serviceId,
    staffId: draft.staffId ?? 'any',
    from,
    days,
    ...ownTime(draft),
  })
}

/** The person's own booking or hold does not stand in their way. */
function ownTime({ moving, holdId }: TimeDraft): { moving?: string } {
  const own = moving ?? holdId
  return own === undefined ? {} : { moving: own }
}

/** What has been chosen so far, in the words of the question. */
export async function chosenSays(talk: Talk, draft: TimeDraft): Promise<Record<string, SayArgument>> {
  const service = (await talk.run(listServices, {})).find((one) => one.id === draft.serviceId)
  const master = (await talk.run(listMasters, {})).find((one) => one.id === draft.staffId)
  return {
    service: service ? { names: service.names } : '',
    master: master ? { names: master.names } : say('bookings-any-master'),
  }
}

function noted(draft: TimeDraft, text: readonly Say[], buttons: Button[][]): Message {
  return message(draft.note ? [draft.note, ...text] : text, buttons)
}

type Part = 'morning' | 'afternoon' | 'evening'

const partOf = (slot: Slot): Part =>
  slot.minute < 12 * 60 ? 'morning' : slot.minute < 17 * 60 ? 'afternoon' : 'evening'

/** All on one screen if they fit it; else each part of the day on screens of its own. */
function pagesOf(slots: readonly Slot[]): Slot[][] {
  if (slots.length <= screen) return slots.length > 0 ? [[...slots]] : []
  const parts: readonly Part[] = ['morning', 'afternoon', 'evening']
  return parts.flatMap((part) =>
    inRows(
      slots.filter((slot) => partOf(slot) === part),
      screen,
    ),
  )
}

function fits(slot: Slot, time: TimeDraft['time']): boolean {
  if (!time) return true
  const { after, before, partOfDay } = time
  if (after !== undefined && slot.minute < minuteOfClock(after)) return false
  if (before !== undefined && slot.minute > minuteOfClock(before)) return false
  return partOfDay === undefined || after !== undefined || partOf(slot) === partOfDay
}

function minuteOfClock(clock: string): number {
  const [hour, minute] = clock.split(':').map(Number)
  return (hour ?? 0) * 60 + (minute ?? 0)
}

function paged<Item>(items: readonly Item[], page: number): { shown: readonly Item[]; pager: Button[][] } {
  const pages = inRows(items, screen)
  const at = Math.min(page, Math.max(0, pages.length - 1))
  const turn = [
    ...(at > 0 ? [button(say('bookings-page-back'), `page:${at - 1}`)] : []),
    ...(at < pages.length - 1 ? [button(say('bookings-page-more'), `page:${at + 1}`)] : []),
  ]
  return { shown: pages[at] ?? [], pager: turn.length > 0 ? [turn] : [] }
}

function pageIn(value: string): Chosen | undefined {
  return /^page:\d{1,3}$/.test(value) ? { set: { page: Number(value.slice(5)) } } : undefined
}

function inRows<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
}

const pairs = (buttons: readonly Button[]): Button[][] => inRows(buttons, 2)
const askButton = button(say('bookings-button-ask'), '/ask')
/** A list never exceeds a screen. */
const screen = 8
const searchedDays = 31
