import { DateTime, IANAZone } from 'luxon'

/**
 * A local day of a business and its wall clock. On the two odd days of a year an hour is missing or comes twice: a missing
 * wall clock has no instant, of a repeated one the first counts.
 */
export interface ZonedDay {
  /** YYYY-MM-DD */
  readonly day: string
  /** ISO: 1 is Monday. */
  readonly weekday: number
  readonly start: number
  readonly end: number
  /** The instant at which the clock on the wall shows this minute of the day, if it ever does. */
  at(minute: number): number | undefined
  /** The first instant at which the clock on the wall has reached this minute of the day. */
  reached(minute: number): number
}

export function zonedDay(day: string, zone: string): ZonedDay {
  const known = IANAZone.create(zone)
  const midnight = DateTime.fromISO(day, { zone: known }).startOf('day')
  const start = midnight.toMillis()
  const end = midnight.plus({ days: 1 }).startOf('day').toMillis()
  const base = { day, weekday: midnight.weekday, start, end }
  if (end - start === dayMillis && known.offset(start) === known.offset(end - 1)) {
    return {
      ...base,
      at: (minute) => (minute >= 0 && minute < 1440 ? start + minute * minuteMillis : undefined),
      reached: (minute) => start + minute * minuteMillis,
    }
  }
  const first = firstInstants(start, end, known)
  return {
    ...base,
    at: (minute) => first.get(minute),
    reached: (minute) => {
      for (let later = minute; later < 1440; later++) {
        const instant = first.get(later)
        if (instant !== undefined) return instant
      }
      return end
    },
  }
}

/** The local day of an instant, YYYY-MM-DD. */
export function dayOf(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd')
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMillis).toISOString().slice(0, 10)
}

export const minuteMillis = 60_000
const dayMillis = 24 * 60 * minuteMillis

function firstInstants(start: number, end: number, zone: IANAZone): Map<number, number> {
  const first = new Map<number, number>()
  for (let instant = start; instant < end; instant += minuteMillis) {
    const local = new Date(instant + zone.offset(instant) * minuteMillis)
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes()
    if (!first.has(minute)) first.set(minute, instant)
  }
  return first
}
