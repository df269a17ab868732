import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { plusDays } from '../../../core/bookings/days.ts'
import { type Calendar, freeSlots, freeWindows, type SlotQuery } from '../../../core/bookings/slots.ts'

const minute = 60_000

test('free slots are those that a naive minute-by-minute reading of the calendar finds, on odd days too', () => {
  fc.assert(
    fc.property(query, fc.array(calendar, { minLength: 1, maxLength: 2 }), (asked, drafts) => {
      const calendars = drafts.map((draft, at) => onThe(asked, draft, `master-${at}`))
      const found = freeSlots(asked, calendars).map((slot) => [
        slot.startsAt.toISOString(),
        slot.day,
        slot.minute,
        slot.staffIds,
      ])
      expect(found).toEqual(oracle(asked, calendars))
    }),
    { numRuns: 60 },
  )
})

const fullDay: Calendar = {
  staffId: 'olena',
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 })),
  timeOff: [],
  busy: [],
}
const ask = (from: string, more: Partial<SlotQuery> = {}): SlotQuery => ({
  zone: 'Europe/Kyiv',
  from,
  days: 1,
  step: 30,
  duration: 30,
  buffer: 0,
  earliest: 0,
  before: Number.POSITIVE_INFINITY,
  ...more,
})

test('on the day the clocks go forward the missing hour has no slot', () => {
  const minutes = freeSlots(ask('2027-03-28'), [fullDay]).map((slot) => slot.minute)
  expect(minutes).toHaveLength(46)
  expect(minutes).not.toContain(3 * 60)
  expect(minutes).toContain(4 * 60)
})

test('on the day the clocks go back no hour is offered twice', () => {
  const minutes = freeSlots(ask('2026-10-25'), [fullDay]).map((slot) => slot.minute)
  expect(minutes).toHaveLength(48)
  expect(new Set(minutes).size).toBe(48)
})

test('a visit must end within working hours, its buffer need not', () => {
  const short: Calendar = { ...fullDay, hours: [{ weekday: 1, fromMinute: 540, toMinute: 660 }] }
  const minutes = freeSlots(ask('2026-11-23', { duration: 60, buffer: 30 }), [short]).map((slot) => slot.minute)
  expect(minutes).toEqual([540, 570, 600])
})

test('what is left of a day is said in windows', () => {
  const at = (text: string) => DateTime.fromISO(text, { zone: 'Europe/Kyiv' }).toMillis()
  const busy = [{ from: at('2026-11-23T10:00'), to: at('2026-11-23T11:15') }]
  const windows = freeWindows(
    { ...fullDay, hours: [{ weekday: 1, fromMinute: 540, toMinute: 1080 }], busy },
    'Europe/Kyiv',
    '2026-11-23',
  )
  expect(windows).toEqual([
    { from: at('2026-11-23T09:00'), to: at('2026-11-23T10:00') },
    { from: at('2026-11-23T11:15'), to: at('2026-11-23T18:00') },
  ])
})

test('a month of ten masters with two thousand bookings is worked out in well under 100 ms', () => {
  const calendars = Array.from({ length: 10 }, (_, master): Calendar => {
    const busy = Array.from({ length: 200 }, (_, at) => {
      const from = DateTime.fromISO('2026-10-10T09:00', { zone: 'Europe/Kyiv' }).plus({
        days: Math.floor(at / 7),
        hours: at % 7,
      })
      return { from: from.toMillis(), to: from.toMillis() + 45 * minute }
    })
    const hours = [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1140 }))
    return { staffId: `master-${master}`, hours, timeOff: [], busy }
  })
  const asked = ask('2026-10-10', { days: 31, duration: 60, buffer: 15 })
  freeSlots(asked, calendars)
  const times = [1, 2, 3].map(() => {
    const started = performance.now()
    freeSlots(asked, calendars)
    return performance.now() - started
  })
  expect(Math.min(...times)).toBeLessThan(100)
})

// What the property is made of

const query = fc.record({
  zone: fc.constantFrom('Europe/Kyiv', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'),
  from: fc.constantFrom(
    '2026-10-24',
    '2026-03-28',
    '2026-03-07',
    '2026-10-31',
    '2026-10-03',
    '2026-04-04',
    '2026-06-10',
  ),
  days: fc.integer({ min: 1, max: 3 }),
  step: fc.constantFrom(15, 20, 30, 60),
  duration: fc.constantFrom(15, 30, 60, 95),
  buffer: fc.constantFrom(0, 10, 15),
  earliest: fc.constant(0),
  before: fc.constant(Number.POSITIVE_INFINITY),
})
const quarters = (most: number) => fc.integer({ min: 0, max: most * 12 }).map((five) => five * 5)
const stretch = fc.record({ start: quarters(72), length: quarters(8) })
const calendar = fc.record({
  hours: fc.array(fc.record({ weekday: fc.integer({ min: 1, max: 7 }), from: quarters(23), length: quarters(14) }), {
    maxLength: 9,
  }),
  timeOff: fc.array(stretch, { maxLength: 2 }),
  busy: fc.array(stretch, { maxLength: 6 }),
})
type Draft = typeof calendar extends fc.Arbitrary<infer Value> ? Value : never

function onThe(asked: SlotQuery, draft: Draft, staffId: string): Calendar {
  const start = DateTime.fromISO(asked.from, { zone: asked.zone }).toMillis()
  const span = ({ start: from, length }: { start: number; length: number }) => ({
    from: start + from * minute,
    to: start + (from + length) * minute,
  })
  return {
    staffId,
    hours: draft.hours
      .map(({ weekday, from, length }) => ({ weekday, fromMinute: from, toMinute: Math.min(1440, from + length) }))
      .filter((hours) => hours.fromMinute < hours.toMinute),
    timeOff: draft.timeOff.map(span),
    busy: draft.busy.map(span),
  }
}

/** Goes through every minute with the clock that Intl shows, and believes nothing else. */
function oracle(asked: SlotQuery, calendars: readonly Calendar[]): unknown[] {
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone: asked.zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
  })
  const from = Date.parse(`${asked.from}T00:00:00Z`) - 48 * 60 * minute
  const to = from + (asked.days + 4) * 24 * 60 * minute
  const days = Array.from({ length: asked.days }, (_, at) => plusDays(asked.from, at))
  const minutes: { at: number; day: string; shown: number; weekday: number }[] = []
  for (let at = from; at < to; at += minute) {
    const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]))
    minutes.push({
      at,
      day: `${part['year']}-${part['month']}-${part['day']}`,
      shown: Number(part['hour']) * 60 + Number(part['minute']),
      weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part['weekday'] ?? '') + 1,
    })
  }
  const works = calendars.map((one) => workingMinutes(one, minutes))
  const inside = (spans: Calendar['busy'], at: number) => spans.some((span) => span.from <= at && at < span.to)
  const seen = new Set<string>()
  const slots: unknown[] = []
  for (const { at, day, shown } of minutes) {
    const label = `${day} ${shown}`
    if (!days.includes(day) || shown % asked.step !== 0 || seen.has(label)) continue
    seen.add(label)
    const free = calendars.filter((one, index) => {
      for (let later = at; later < at + asked.duration * minute; later += minute)
        if (!works[index]?.has(later) || inside(one.timeOff, later)) return false
      for (let later = at; later < at + (asked.duration + asked.buffer) * minute; later += minute)
        if (inside(one.busy, later)) return false
      return true
    })
    if (free.length > 0) slots.push([new Date(at).toISOString(), day, shown, free.map((one) => one.staffId)])
  }
  return slots
}

/** A shift begins when the clock has first reached its beginning, and ends when it has first reached its end. */
function workingMinutes(
  one: Calendar,
  minutes: readonly { at: number; day: string; shown: number; weekday: number }[],
): Set<number> {
  const working = new Set<number>()
  for (const hours of one.hours) {
    const begun = new Set<string>()
    const over = new Set<string>()
    for (const { at, day, shown, weekday } of minutes) {
      if (weekday !== hours.weekday) continue
      if (shown >= hours.fromMinute) begun.add(day)
      if (shown >= hours.toMinute) over.add(day)
      if (begun.has(day) && !over.has(day)) working.add(at)
    }
  }
  return working
}
