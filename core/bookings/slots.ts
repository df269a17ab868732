import { minuteMillis, plusDays, type ZonedDay, zonedDay } from './days.ts'

/** Half-open, in milliseconds of the epoch. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** One master's calendar: when they work, when they are away, and what blocks them (visits with the buffers after them). */
export interface Calendar {
  readonly staffId: string
  readonly hours: readonly { readonly weekday: number; readonly fromMinute: number; readonly toMinute: number }[]
  readonly timeOff: readonly Span[]
  readonly busy: readonly Span[]
}

export interface SlotQuery {
  readonly zone: string
  readonly from: string
  readonly days: number
  /** Slots start at multiples of this many minutes of the local day. */
  readonly step: number
  readonly duration: number
  readonly buffer: number
  /** No slot starts before the first or at or after the second instant. */
  readonly earliest: number
  readonly before: number
}

export interface Slot {
  readonly startsAt: Date
  /** The local day, YYYY-MM-DD, and the minute that the clock on the wall shows. */
  readonly day: string
  readonly minute: number
  /** Who is free then. */
  readonly staffIds: readonly string[]
}

/**
 * Every moment at which a visit can start, in order. A visit lies within working hours and outside time off; it and the
 * buffer after it touch nothing that is booked. The buffer may outlast the working day.
 */
export function freeSlots(query: SlotQuery, calendars: readonly Calendar[]): Slot[] {
  const around = daysAround(query)
  const days = around.slice(1, -1)
  const open = calendars.map((calendar) => ({
    staffId: calendar.staffId,
    fits: fitter(workSpans(calendar, around), merge(calendar.busy), query),
  }))
  const slots: Slot[] = []
  for (const day of days) {
    for (let minute = 0; minute < 1440; minute += query.step) {
      const start = day.at(minute)
      if (start === undefined || start < query.earliest || start >= query.before) continue
      const staffIds = open.filter((one) => one.fits(start)).map((one) => one.staffId)
      if (staffIds.length > 0) slots.push({ startsAt: new Date(start), day: day.day, minute, staffIds })
    }
  }
  return slots
}

/** Whether a master works through the whole span, whatever is booked. */
export function works(calendar: Calendar, zone: string, day: string, span: Span): boolean {
  return workSpans(calendar, daysAround({ zone, from: day, days: 1 })).some(
    (work) => work.from <= span.from && span.to <= work.to,
  )
}

/** What is left of a master's day: working hours without time off and without what is booked. */
export function freeWindows(calendar: Calendar, zone: string, day: string): Span[] {
  const { start, end } = zonedDay(day, zone)
  return subtract(workSpans(calendar, daysAround({ zone, from: day, days: 1 })), merge(calendar.busy))
    .map(({ from, to }) => ({ from: Math.max(from, start), to: Math.min(to, end) }))
    .filter(({ from, to }) => from < to)
}

/** The days asked for, with the one before and the one after: shifts go over midnight. */
function daysAround({ zone, from, days }: Pick<SlotQuery, 'zone' | 'from' | 'days'>): ZonedDay[] {
  return Array.from({ length: days + 2 }, (_, at) => zonedDay(plusDays(from, at - 1), zone))
}

/** Working time on these days; shifts that touch, also over midnight, are one. */
function workSpans(calendar: Calendar, days: readonly ZonedDay[]): Span[] {
  const spans: Span[] = []
  for (const day of days) {
    for (const hours of calendar.hours) {
      if (hours.weekday !== day.weekday) continue
      spans.push({ from: day.reached(hours.fromMinute), to: day.reached(hours.toMinute) })
    }
  }
  return subtract(merge(spans), merge(calendar.timeOff))
}

/** Says whether a visit fits at an instant; asked for instants that only grow. */
function fitter(work: readonly Span[], busy: readonly Span[], query: SlotQuery): (start: number) => boolean {
  let nextWork = 0
  let nextBusy = 0
  return (start) => {
    const visitEnd = start + query.duration * minuteMillis
    const blockedUntil = visitEnd + query.buffer * minuteMillis
    for (let span = work[nextWork]; span && span.to <= start; span = work[nextWork]) nextWork += 1
    for (let span = busy[nextBusy]; span && span.to <= start; span = busy[nextBusy]) nextBusy += 1
    const shift = work[nextWork]
    const visit = busy[nextBusy]
    return shift !== undefined && shift.from <= start && visitEnd <= shift.to && !(visit && visit.from < blockedUntil)
  }
}

function merge(spans: readonly Span[]): Span[] {
  const merged: { from: number; to: number }[] = []
  for (const span of spans.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else merged.push({ ...span })
  }
  return merged
}

/** Both sorted and without overlaps. */
function subtract(spans: readonly Span[], taken: readonly Span[]): Span[] {
  const left: Span[] = []
  for (const span of spans) {
    let from = span.from
    for (const hole of taken) {
      if (hole.to <= from) continue
      if (hole.from >= span.to) break
      if (hole.from > from) left.push({ from, to: hole.from })
      from = Math.max(from, hole.to)
    }
    if (from < span.to) left.push({ from, to: span.to })
  }
  return left
}
