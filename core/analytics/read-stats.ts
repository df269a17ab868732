import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { readWaits } from './queries.ts'
import { readSalesReport } from './read-report.ts'
import {
  type Days,
  type DaysBefore,
  daysBefore,
  isTimeGroup,
  type ReportGroup,
  type SalesRow,
  spanBefore,
  spanOf,
} from './report.ts'

interface StatsQuestion {
  readonly days: Days
  /** What to compare with; the days before where it is left out. */
  readonly before?: DaysBefore | undefined
  readonly group: ReportGroup
}

interface StatsFigures {
  readonly revenue: number
  readonly orders: number
  readonly average_order: number
  readonly new_customers: number
  readonly visits: number
  readonly refunds: number
  /** Seconds until the first answer to a request, the middle one; `null` where nobody asked or was answered. */
  readonly first_answer: number | null
}

export interface Stats {
  readonly days: Days
  readonly before: DaysBefore
  readonly now: StatsFigures
  readonly past: StatsFigures
  /** The parts, each beside its counterpart: the same place in time, or the same category, source and so on. */
  readonly parts: readonly StatsPart[]
}

export interface StatsPart extends Pick<SalesRow, 'key' | 'names'> {
  readonly revenue: number
  readonly before: number
}

/** The business at a glance: a stretch of days beside the one before it, and the revenue in parts. */
export async function readStats(tx: TenantTx, actor: Actor, question: StatsQuestion): Promise<Stats> {
  allow(actor, 'reports.read')
  const { days, group } = question
  const before = question.before ?? daysBefore(days)
  const now = await readSalesReport(tx, actor, { ...days, group_by: group, before })
  const past = await readSalesReport(tx, actor, { ...before, group_by: group, before })
  const waits = await readWaits(tx, spanOf(days, tx.business.timezone))
  const waitsBefore = await readWaits(tx, spanBefore(before, tx.business.timezone))
  return {
    days,
    before,
    now: { ...now.totals, first_answer: waits.median },
    past: { ...now.before, first_answer: waitsBefore.median },
    parts: parts(now.rows, past.rows, group),
  }
}

function parts(now: readonly SalesRow[], past: readonly SalesRow[], group: ReportGroup): StatsPart[] {
  if (isTimeGroup(group)) {
    return now.map((row, at) => ({ key: row.key, revenue: row.revenue, before: past[at]?.revenue ?? 0 }))
  }
  const earlier = new Map(past.map((row) => [row.key, row.revenue]))
  const here = new Set(now.map((row) => row.key))
  return [
    ...now.map((row) => ({ ...nameOf(row), revenue: row.revenue, before: earlier.get(row.key) ?? 0 })),
    ...past.filter((row) => !here.has(row.key)).map((row) => ({ ...nameOf(row), revenue: 0, before: row.revenue })),
  ].filter((part) => part.revenue > 0 || part.before > 0)
}

const nameOf = ({ key, names }: SalesRow) => (names ? { key, names } : { key })
