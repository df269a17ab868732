import { DateTime } from 'luxon'
import { z } from 'zod'
import type { Names } from '../business.ts'
import { AppError } from '../errors.ts'

const timeGroups = ['hour', 'day', 'week', 'month'] as const
const lineGroups = ['category', 'brand', 'product'] as const
const saleGroups = ['source', 'channel', 'staff'] as const
export type TimeGroup = (typeof timeGroups)[number]
export type ReportGroup = TimeGroup | (typeof lineGroups)[number] | (typeof saleGroups)[number]

/** How the API may group; hours are for the chart of a single day. */
const reportGroups = ['day', 'week', 'month', ...lineGroups, ...saleGroups] as const

const localDay = z.iso.date()

/** Local days of the business, both included. */
export interface Days {
  readonly from: string
  readonly to: string
}

/** Days to compare with; `until` ends the last of them early, so that half a day is not set beside a whole one. */
export interface DaysBefore extends Days {
  readonly until?: Date
}

export const salesReportSchema = z.object({
  from: localDay,
  to: localDay,
  group_by: z.enum(reportGroups).default('day'),
  /** The answer uses nothing that happened after this day. */
  as_of: localDay.optional(),
})

export interface SalesQuestion extends Days {
  readonly group_by: ReportGroup
  readonly as_of?: string | undefined
  /** What to compare with; the days before by the rule of `daysBefore` where it is left out. */
  readonly before?: DaysBefore | undefined
}

/** Figures of a stretch of days or of a part of its sales. Amounts in minor units. */
export interface SalesFigures {
  /** Orders, purchases and visits, gross of refunds. */
  readonly revenue: number
  /** Orders, counter sales and purchases of apps; visits are counted apart. */
  readonly orders: number
  /** What the orders brought, without visits. */
  readonly order_revenue: number
  /** Half up; 0 without orders. */
  readonly average_order: number
  readonly visits: number
  readonly units: number
  readonly customers: number
  readonly new_customers: number
  readonly refunds: number
}

export interface SalesRow extends SalesFigures {
  readonly key: string
  /** What people call it, where it is more than its key. */
  readonly names?: Names
}

export interface SalesReport {
  readonly totals: SalesFigures
  readonly before: SalesFigures
  readonly rows: readonly SalesRow[]
}

/** From `start` on, before `end`. */
export interface Span {
  readonly start: Date
  readonly end: Date
}

/** The longest stretch that is answered in one piece: ten years. */
const longest = 3660

/** The instants that local days begin and end at; what is asked the wrong way round or for too long is `period-invalid`. */
export function spanOf({ from, to }: Days, zone: string, asOf?: string): Span {
  const first = dayIn(from, zone)
  const after = dayIn(to, zone).plus({ days: 1 }).startOf('day')
  if (after <= first || after.diff(first, 'days').days > longest) throw new AppError('period-invalid', {}, 'to')
  const known = asOf === undefined ? after : DateTime.min(after, dayIn(asOf, zone).plus({ days: 1 }).startOf('day'))
  return { start: first.toJSDate(), end: DateTime.max(first, known).toJSDate() }
}

export function spanBefore(before: DaysBefore, zone: string, asOf?: string): Span {
  const { start, end } = spanOf(before, zone, asOf)
  return { start, end: before.until && before.until < end ? before.until : end }
}

/** As many days before; a whole calendar month is compared with the month before. */
export function daysBefore({ from, to }: Days): Days {
  const [first, last] = [dayIn(from, 'utc'), dayIn(to, 'utc')]
  const end = first.minus({ days: 1 })
  const wholeMonth = first.day === 1 && last.hasSame(first, 'month') && last.plus({ days: 1 }).day === 1
  const start = wholeMonth ? first.minus({ months: 1 }) : first.minus({ days: last.diff(first, 'days').days + 1 })
  return { from: isoDay(start), to: isoDay(end) }
}

/** Every key between two days, in order, so that a day without a sale is a row of zeros; weeks are named by their Monday. */
export function timeKeys({ from, to }: Days, group: TimeGroup): string[] {
  if (group === 'hour') return Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))
  const keys: string[] = []
  const last = dayIn(to, 'utc')
  for (let at = dayIn(from, 'utc').startOf(group); at <= last; at = at.plus({ [`${group}s`]: 1 })) {
    keys.push(group === 'month' ? at.toFormat('yyyy-MM') : isoDay(at))
  }
  return keys
}

export function isTimeGroup(group: ReportGroup): group is TimeGroup {
  return timeGroups.some((one) => one === group)
}

export function dayIn(day: string, zone: string): DateTime<true> {
  const at = DateTime.fromISO(day, { zone }).startOf('day')
  // Years that no business has seen are a slip of the finger, and some of them no database knows.
  if (!at.isValid || at.year < 1900 || at.year > 2999) throw new AppError('period-invalid', {}, 'from')
  return at
}

export const isoDay = (at: DateTime<true>): string => at.toFormat('yyyy-MM-dd')
