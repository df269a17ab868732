import { type DemoMaster, type DemoProduct, type DemoService, demoMasters, demoServices } from './catalogue.ts'
import type { DemoPerson } from './people.ts'
import { createDraw, type Random } from './random.ts'

/**
 * A year of a shop and a salon. Times are minutes of the local clock, counted from the midnight before the first day;
 * what would lie after `now` has not happened yet. People, products, services and masters are named by their place.
 */
export interface Calendar {
  readonly days: number
  /** ISO weekday and month of a day. */
  weekday(day: number): number
  month(day: number): number
  /** This minute of the local clock. */
  readonly now: number
}

export interface DemoOrder {
  readonly kind: 'chat' | 'counter' | 'app'
  readonly channel: 'telegram' | 'viber' | 'web' | 'counter' | 'api'
  readonly state: 'placed' | 'accepted' | 'sent' | 'delivered' | 'declined' | 'cancelled' | 'expired' | 'returned'
  readonly person: number | null
  readonly byOwner: boolean
  readonly lines: readonly { product: number; size: number; quantity: number; unitPrice: number }[]
  /** In minor units, like all amounts here. */
  readonly discount: number
  readonly delivery: 'pickup' | 'courier' | 'nova-poshta' | null
  readonly placed: number
  readonly accepted: number | null
  readonly sent: number | null
  readonly delivered: number | null
  readonly ended: number | null
  readonly paid: number | null
  /** Given back: all of it, or the first line. */
  readonly refund: { readonly at: number; readonly whole: boolean } | null
}

export interface DemoVisit {
  readonly master: number
  readonly service: number
  readonly person: number
  readonly channel: 'telegram' | 'viber' | 'web' | 'counter'
  readonly state: 'confirmed' | 'done' | 'no_show' | 'cancelled'
  readonly starts: number
  readonly booked: number
  readonly changed: number
  readonly paid: number | null
}

export interface DemoView {
  readonly person: number
  readonly product: number
  readonly at: number
}

export interface DemoRequest {
  readonly person: number
  readonly asked: number
  readonly answered: number | null
  readonly closed: number | null
}

const dayMinutes = 24 * 60
const shopByMonth = [0.75, 0.82, 1.15, 1.25, 1.1, 0.95, 0.8, 0.85, 1.02, 1.05, 1.25, 1.6]
const shopByWeekday = [0.85, 0.85, 0.9, 0.95, 1.15, 1.35, 1]
const salonByMonth = [0.85, 0.92, 1.12, 1.08, 1.1, 1.05, 0.92, 0.9, 1, 1, 1.02, 1.3]
const salonByWeekday = [0.8, 0.9, 0.95, 1.05, 1.3, 1.45, 0]
const growth = (day: number, days: number) => 1 + (0.3 * day) / days

/** Whoever comes on a day: of those known by then, the keen more often. */
function createVisitors(random: Random, people: readonly DemoPerson[]): (day: number) => number {
  const known = (day: number) => {
    let [low, high] = [0, people.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((people[middle]?.joined ?? 0) <= day) low = middle + 1
      else high = middle
    }
    return low
  }
  return (day) => {
    const count = known(day)
    // New people come because they want something now.
    for (let tries = 0; tries < 60; tries += 1) {
      const at = random.chance(0.12) ? count - 1 - random.int(0, Math.min(11, count - 1)) : random.int(0, count - 1)
      if (random.chance(people[at]?.keen ?? 0)) return at
    }
    return random.int(0, count - 1)
  }
}

export function demoOrders(
  random: Random,
  calendar: Calendar,
  people: readonly DemoPerson[],
  products: readonly DemoProduct[],
  count: number,
): DemoOrder[] {
  const { days } = calendar
  const visitor = createVisitors(random, people)
  const drawDay = createDraw(
    random,
    Array.from({ length: days }, (_, day) => {
      const today = day === days - 1 ? shareOfDay(calendar) : 1
      const season = (shopByMonth[calendar.month(day) - 1] ?? 1) * (shopByWeekday[calendar.weekday(day) - 1] ?? 1)
      return season * growth(day, days) * random.lognormal(0.15) * today
    }),
  )
  const drawProduct = createDraw(
    random,
    products.map((product) => product.pull),
  )
  const order = (day: number) => demoOrder(random, calendar, people, products, day, visitor(day), drawProduct)
  const orders = Array.from({ length: count - waiting.length }, () => order(drawDay()))
  // However early the day is, somebody waits for a word.
  const fresh = waiting.map((minutes): DemoOrder => {
    const { lines, person, byOwner, discount } = order(days - 1)
    const placed = calendar.now - minutes
    const chat = { kind: 'chat', channel: 'web', delivery: 'nova-poshta', state: 'placed', placed } as const
    const ahead = { accepted: null, sent: null, delivered: null, ended: null, paid: null, refund: null }
    return { ...chat, ...ahead, lines, person: person ?? visitor(days - 1), byOwner, discount }
  })
  return [...orders, ...fresh].sort((a, b) => a.placed - b.placed)
}

/** How long ago the orders were placed that nobody has answered yet. */
const waiting = [130, 64, 27, 6]

function demoOrder(
  random: Random,
  calendar: Calendar,
  people: readonly DemoPerson[],
  products: readonly DemoProduct[],
  day: number,
  visitor: number,
  drawProduct: () => number,
): DemoOrder {
  const usual = people[visitor]?.channel ?? 'telegram'
  const channel = random.chance(0.1) ? 'api' : random.chance(0.2) ? 'counter' : usual
  const kind = channel === 'api' ? 'app' : channel === 'counter' ? 'counter' : 'chat'
  const person = kind === 'counter' && random.chance(0.3) ? null : visitor
  const lines = Array.from({ length: random.weighted(basket) }, () => {
    const product = drawProduct()
    const { sizes, price } = products[product] ?? { sizes: [], price: 0 }
    const size = Math.min(
      sizes.length - 1,
      Math.max(0, Math.round(((random.next() + random.next()) / 2) * (sizes.length - 1))),
    )
    return { product, size, quantity: random.chance(0.06) ? 2 : 1, unitPrice: price }
  })
  const merged = [...new Map(lines.map((line) => [`${line.product}/${line.size}`, line])).values()]
  const subtotal = merged.reduce((sum, line) => sum + line.quantity * line.unitPrice * 100, 0)
  const common = {
    ...({ kind, channel, person, lines: merged } as const),
    byOwner: random.chance(0.2),
    discount: random.chance(0.12) ? Math.round((subtotal * random.pick([5, 10])) / 100) : 0,
  }
  const opened = kind === 'counter' ? random.int(10 * 60, 20 * 60 - 1) : evening(random)
  const placed = pastMinute(random, calendar, day, opened)
  if (kind !== 'chat') {
    const refund = random.chance(0.012) ? laterRefund(random, calendar, placed) : null
    return {
      ...common,
      state: 'delivered',
      delivery: null,
      placed,
      accepted: null,
      sent: null,
      delivered: placed,
      ended: placed,
      paid: placed,
      refund,
    }
  }
  return { ...common, ...chatOrder(random, calendar, placed), placed }
}

const basket = [
  [1, 0.58],
  [2, 0.27],
  [3, 0.1],
  [4, 0.05],
] as const

/** The life of an order made in a chat, as far as it has come by now. */
function chatOrder(
  random: Random,
  { now }: Calendar,
  placed: number,
): Pick<DemoOrder, 'state' | 'delivery' | 'accepted' | 'sent' | 'delivered' | 'ended' | 'paid' | 'refund'> {
  const delivery = random.weighted([
    ['nova-poshta', 0.6],
    ['pickup', 0.25],
    ['courier', 0.15],
  ] as const)
  const nothing = { delivery, accepted: null, sent: null, delivered: null, ended: null, paid: null, refund: null }
  const fate = random.next()
  const decided = placed + Math.round(18 * random.lognormal(0.9)) + 1
  if (decided > now) return { ...nothing, state: 'placed' }
  if (fate < 0.012) return { ...nothing, state: 'declined', ended: decided }
  if (fate < 0.045) return { ...nothing, state: 'cancelled', ended: decided }
  const expires = placed + 72 * 60
  if (fate < 0.055)
    return expires > now ? { ...nothing, state: 'placed' } : { ...nothing, state: 'expired', ended: expires }
  const sent = byDay(decided + random.int(90, 26 * 60))
  const delivered = Math.max(
    sent + 30,
    byDay(sent + (delivery === 'pickup' ? random.int(60, 30 * 60) : random.int(20 * 60, 60 * 60))),
  )
  const prepaid = random.chance(0.55)
  const paidAt = prepaid ? decided + random.int(1, 40) : delivered
  const paid = paidAt <= now ? paidAt : null
  if (sent > now) return { ...nothing, state: 'accepted', accepted: decided, paid }
  if (delivered > now) return { ...nothing, state: 'sent', accepted: decided, sent, paid }
  const done = { ...nothing, accepted: decided, sent, delivered, ended: delivered, paid }
  if (fate > 0.98) {
    const at = byDay(delivered + random.int(24 * 60, 9 * 24 * 60))
    if (at <= now) return { ...done, state: 'returned', ended: at, refund: { at, whole: true } }
  }
  if (fate > 0.968) {
    const at = byDay(delivered + random.int(24 * 60, 6 * 24 * 60))
    if (at <= now) return { ...done, state: 'delivered', refund: { at, whole: false } }
  }
  return { ...done, state: 'delivered' }
}

/** Parcels and people move by day: what would be at night waits for the morning. */
function byDay(minutes: number): number {
  const minute = ((minutes % dayMinutes) + dayMinutes) % dayMinutes
  if (minute >= 9 * 60 && minute < 21 * 60) return minutes
  return minutes - minute + (minute < 9 * 60 ? 0 : dayMinutes) + 9 * 60 + (minute % 150)
}

function laterRefund(random: Random, { now }: Calendar, after: number): DemoOrder['refund'] {
  const at = byDay(after + random.int(24 * 60, 10 * 24 * 60))
  return at <= now ? { at, whole: true } : null
}

/** Visits that have begun, and those agreed for the days ahead. Nobody is with two people at once. */
export function demoVisits(
  random: Random,
  calendar: Calendar,
  people: readonly DemoPerson[],
  wanted: { readonly past: number; readonly ahead: number },
): DemoVisit[] {
  const visitor = createVisitors(random, people)
  const book = createBook()
  const visits: DemoVisit[] = []
  const fill = (count: number, from: number, to: number, fits: (starts: number, ends: number) => boolean) => {
    const weights = demoMasters.flatMap((master) =>
      Array.from({ length: to - from }, (_, at) => masterDay(calendar, master, from + at)),
    )
    const draw = createDraw(random, weights)
    for (let made = 0, tries = 0; made < count && tries < count * 200; tries += 1) {
      const drawn = draw()
      const master = Math.floor(drawn / (to - from))
      const starts = freeTime(random, book, master, from + (drawn % (to - from)))
      if (!starts || !fits(starts.at, starts.ends)) continue
      book.take(master, starts.at, starts.blocked)
      visits.push(visitAt(random, calendar, people, visitor, master, starts))
      made += 1
    }
  }
  const { now, days } = calendar
  fill(wanted.past, 0, days, (_, ends) => ends <= now)
  fill(wanted.ahead, days - 1, days + 14, (at) => at > now + 60)
  return visits.sort((a, b) => a.booked - b.booked)
}

function masterDay(calendar: Calendar, { days }: DemoMaster, day: number): number {
  const weekday = calendar.weekday(day)
  if (!days.includes(weekday)) return 0
  const season = (salonByMonth[calendar.month(day) - 1] ?? 1) * (salonByWeekday[weekday - 1] ?? 1)
  return season * growth(Math.min(day, calendar.days), calendar.days)
}

interface FreeTime {
  readonly at: number
  readonly ends: number
  readonly blocked: number
  readonly service: number
}

function freeTime(random: Random, book: Book, master: number, day: number): FreeTime | undefined {
  const services = demoServices.flatMap((service, at) => (service.masters.includes(master) ? [at] : []))
  const service = random.pick(services)
  const length: Pick<DemoService, 'minutes' | 'buffer'> = demoServices[service] ?? { minutes: 60, buffer: 0 }
  const [from, to] = random.pick(demoMasters[master]?.hours ?? [])
  const steps = Math.floor((to - from - length.minutes) / 30)
  if (steps < 0) return undefined
  const at = day * dayMinutes + from + 30 * random.int(0, steps)
  const blocked = at + length.minutes + length.buffer
  return book.free(master, at, blocked) ? { at, ends: at + length.minutes, blocked, service } : undefined
}

interface Book {
  free(master: number, from: number, to: number): boolean
  take(master: number, from: number, to: number): void
}

function createBook(): Book {
  const taken = new Map<string, [number, number][]>()
  const page = (master: number, from: number) => `${master}/${Math.floor(from / dayMinutes)}`
  return {
    free: (master, from, to) =>
      (taken.get(page(master, from)) ?? []).every(([start, end]) => to <= start || from >= end),
    take(master, from, to) {
      taken.set(page(master, from), [...(taken.get(page(master, from)) ?? []), [from, to]])
    },
  }
}

function visitAt(
  random: Random,
  { now, days }: Calendar,
  people: readonly DemoPerson[],
  visitor: (day: number) => number,
  master: number,
  { at, ends, service }: FreeTime,
): DemoVisit {
  const past = ends <= now
  const notice = Math.round(Math.min(20, 3.5 * random.lognormal(0.8)) * dayMinutes)
  const booked = Math.min(at - 60, past ? at - notice : now - random.int(5, 4 * dayMinutes))
  const person = visitor(Math.min(days - 1, Math.max(0, Math.floor(booked / dayMinutes))))
  const joined = (people[person]?.joined ?? 0) * dayMinutes
  const common = { master, service, person, starts: at, channel: people[person]?.channel ?? 'counter' }
  const told = Math.max(booked, Math.min(joined + 9 * 60, at - 30))
  if (!past) return { ...common, state: 'confirmed', booked: told, changed: told, paid: null }
  const fate = random.next()
  if (fate < 0.045)
    return {
      ...common,
      state: 'cancelled',
      booked: told,
      changed: Math.max(told, at - random.int(60, 1500)),
      paid: null,
    }
  if (fate < 0.075) return { ...common, state: 'no_show', booked: told, changed: ends, paid: null }
  return { ...common, state: 'done', booked: told, changed: ends, paid: ends }
}

export function demoViews(
  random: Random,
  calendar: Calendar,
  people: readonly DemoPerson[],
  products: readonly DemoProduct[],
  count: number,
): DemoView[] {
  const visitor = createVisitors(random, people)
  const drawProduct = createDraw(
    random,
    products.map((product) => product.pull * random.lognormal(0.4)),
  )
  return Array.from({ length: count }, () => {
    const day = random.int(0, calendar.days - 1)
    return { person: visitor(day), product: drawProduct(), at: pastMinute(random, calendar, day, evening(random)) }
  })
}

/** Questions of people; with the months the answers come faster, and nearly all of them come. */
export function demoRequests(
  random: Random,
  calendar: Calendar,
  people: readonly DemoPerson[],
  count: number,
): DemoRequest[] {
  const visitor = createVisitors(random, people)
  const requests = Array.from({ length: count }, (): DemoRequest => {
    const day = Math.min(calendar.days - 2, Math.floor(calendar.days * random.next() ** 0.8))
    const asked = day * dayMinutes + random.int(9 * 60, 18 * 60 + 30)
    const wait = (22 - (18 * day) / calendar.days) * random.lognormal(0.9)
    const answered = random.chance(0.04) ? null : asked + Math.max(0.5, wait)
    return { person: visitor(day), asked, answered, closed: (answered ?? asked) + random.int(5, 90) }
  })
  return requests.sort((a, b) => a.asked - b.asked)
}

function evening(random: Random): number {
  return random.chance(0.4)
    ? random.int(10 * 60, 15 * 60)
    : Math.min(23 * 60 + 50, Math.round((19.5 + 1.8 * (random.next() + random.next() - 1)) * 60))
}

/** A minute of the day, but none that is still ahead. */
function pastMinute(random: Random, { now }: Calendar, day: number, minute: number): number {
  const at = day * dayMinutes + minute
  return at <= now ? at : now - random.int(0, Math.min(4 * 60, Math.max(0, now - day * dayMinutes)))
}

function shareOfDay({ now, days }: Calendar): number {
  return Math.max(0.02, Math.min(1, (now - (days - 1) * dayMinutes - 9 * 60) / (12 * 60)))
}
