import { DateTime } from 'luxon'
import { AppError } from '../errors.ts'
import { type Days, type DaysBefore, dayIn, daysBefore, isoDay, type ReportGroup } from './report.ts'

export const statsPeriods = ['today', 'week', 'month'] as const
export interface StatsDays {
  readonly days: Days
  readonly before: DaysBefore
}

/**
 * The days that somebody asks for, and those to compare them with: `today`, `week` (from Monday), `month`, or one or two local
 * dates (`2026-11-01 2026-11-15`, `1.11.2026 15.11.2026`, `1.11`). What is no period is `period-invalid`.
 */
export function statsDays(words: readonly string[], now: Date, zone: string): StatsDays {
  const today = dayIn(isoDay(localNow(now, zone)), 'utc')
  const [first, second] = words
  const isNamed = statsPeriods.some((one) => one === first)
  if (words.length > (isNamed ? 1 : 2)) throw new AppError('period-invalid')
  if (first === 'today') return besideBefore({ from: isoDay(today), to: isoDay(today) }, now, zone)
  if (first === 'week' || first === 'month') {
    return besideBefore({ from: isoDay(today.startOf(first)), to: isoDay(today.endOf(first)) }, now, zone)
  }
  const from = readDay(first, today)
  const to = second === undefined ? from : readDay(second, today)
  if (from > to) throw new AppError('period-invalid')
  return besideBefore({ from, to }, now, zone)
}

/** Days with those to compare them with: a week or a month that is not over ends today, beside the same days of the one before. */
export function besideBefore(days: Days, now: Date, zone: string): StatsDays {
  const local = localNow(now, zone)
  const today = isoDay(local)
  const before = daysBefore(days)
  // Today is set beside as much of yesterday.
  if (days.from === today && days.to === today)
    return { days, before: { ...before, until: local.minus({ days: 1 }).toJSDate() } }
  if (days.from > today || days.to <= today) return { days, before }
  const gone = dayIn(today, 'utc').diff(dayIn(days.from, 'utc'), 'days').days
  const end = isoDay(dayIn(before.from, 'utc').plus({ days: gone }))
  return { days: { from: days.from, to: today }, before: { from: before.from, to: end < before.to ? end : before.to } }
}

/** Parts of time that fit a picture: hours of a day, days of a month or so, then weeks, then months. */
export function timeGroupFor({ from, to }: Days): ReportGroup {
  const days = dayIn(to, 'utc').diff(dayIn(from, 'utc'), 'days').days + 1
  return days === 1 ? 'hour' : days <= 35 ? 'day' : days <= 190 ? 'week' : 'month'
}

function localNow(now: Date, zone: string): DateTime<true> {
  const at = DateTime.fromJSDate(now, { zone })
  if (!at.isValid) throw new AppError('period-invalid')
  return at
}

/** A local date as people type it; without a year the latest one that is not ahead of today. */
function readDay(text: string | undefined, today: DateTime<true>): string {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text ?? '')
  const dotted = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?$/.exec(text ?? '')
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : dotted ? [dotted[3], dotted[2], dotted[1]] : []
  if (month === undefined || day === undefined) throw new AppError('period-invalid')
  const of = (given: number) => DateTime.fromObject({ year: given, month: Number(month), day: Number(day) })
  const meant = of(year === undefined ? today.year : Number(year))
  const at = year === undefined && meant.isValid && isoDay(meant) > isoDay(today) ? of(today.year - 1) : meant
  if (!at.isValid || at.year < 1900 || at.year > 2999) throw new AppError('period-invalid')
  return isoDay(at)
}
