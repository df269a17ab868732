import { DateTime } from 'luxon'
import { AppError } from '../errors.ts'
import { type Days, dayIn, daysBefore, isoDay, type ReportGroup } from './report.ts'

export const statsPeriods = ['today', 'week', 'month'] as const
export type StatsPeriod = (typeof statsPeriods)[number]

export interface StatsDays {
  readonly days: Days
  readonly before: Days
}

/**
 * The days that somebody asks for, and those to compare them with: `today`, `week` (from Monday), `month`, or two local
 * dates (`2026-11-01 2026-11-15`, `1.11.2026 15.11.2026`, `1.11`). A period that is not over is compared with
 * as much of the one before. What is no period is `period-invalid`.
 */
export function statsDays(words: readonly string[], now: Date, zone: string): StatsDays {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day')
  if (!today.isValid) throw new AppError('period-invalid')
  const [first, second] = words
  if (first === 'today') return compared({ from: isoDay(today), to: isoDay(today) }, today)
  if (first === 'week' || first === 'month') {
    return compared({ from: isoDay(today.startOf(first)), to: isoDay(today.endOf(first).startOf('day')) }, today)
  }
  const from = readDay(first, today)
  const to = second === undefined ? from : readDay(second, today)
  if (from > to) throw new AppError('period-invalid')
  return compared({ from, to }, today)
}

/** Cuts a running week or month at today and sets it beside the same days of the one before. */
export function compared(days: Days, today: DateTime<true>): StatsDays {
  const last = isoDay(today)
  if (days.from > last || days.to <= last) return { days, before: daysBefore(days) }
  const so = { from: days.from, to: last }
  const before = daysBefore(days)
  const gone = dayIn(last, 'utc').diff(dayIn(days.from, 'utc'), 'days').days
  const end = isoDay(dayIn(before.from, 'utc').plus({ days: gone }))
  return { days: so, before: { from: before.from, to: end < before.to ? end : before.to } }
}

/** Parts of time that fit a picture: hours of a day, days of a month or so, then weeks, then months. */
export function timeGroupFor({ from, to }: Days): ReportGroup {
  const days = dayIn(to, 'utc').diff(dayIn(from, 'utc'), 'days').days + 1
  return days === 1 ? 'hour' : days <= 35 ? 'day' : days <= 190 ? 'week' : 'month'
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
