import type { TenantTx } from '../../db/tenant.ts'
import { staffName } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import type { Names } from '../business.ts'
import { isId } from '../ids.ts'
import { namesOf, readRefunds, readSales, type SaleSums } from './queries.ts'
import {
  daysBefore,
  isTimeGroup,
  type ReportGroup,
  type SalesFigures,
  type SalesQuestion,
  type SalesReport,
  type SalesRow,
  type Span,
  spanBefore,
  spanOf,
  timeKeys,
} from './report.ts'

/**
 * What was sold in a stretch of local days, the same for the days before, and the parts by `group_by`: time in its order
 * with nothing left out, everything else by revenue. Every figure is read from the views in schema `reports`.
 */
export async function readSalesReport(tx: TenantTx, actor: Actor, question: SalesQuestion): Promise<SalesReport> {
  allow(actor, 'reports.read')
  const { timezone } = tx.business
  const span = spanOf(question, timezone, question.as_of)
  const earlier = spanBefore(question.before ?? daysBefore(question), timezone, question.as_of)
  return {
    totals: await figuresOf(tx, span),
    before: await figuresOf(tx, earlier),
    rows: await rowsOf(tx, question, span),
  }
}

async function figuresOf(tx: TenantTx, span: Span): Promise<SalesFigures> {
  const [sums] = await readSales(tx, span, null)
  const [refunds] = await readRefunds(tx, span, null)
  return figures(sums, refunds?.amount)
}

async function rowsOf(tx: TenantTx, question: SalesQuestion, span: Span): Promise<SalesRow[]> {
  const group: ReportGroup = question.group_by
  const sums = new Map((await readSales(tx, span, group)).map((row) => [row.key, row]))
  const refunds = new Map((await readRefunds(tx, span, group)).map((row) => [row.key, row.amount]))
  const row = (key: string): SalesRow => ({ key, ...figures(sums.get(key), refunds.get(key)) })
  if (isTimeGroup(group)) return timeKeys(question, group).map(row)
  const keys = [...new Set([...sums.keys(), ...refunds.keys()])]
  const names = await namesOfKeys(tx, group, keys)
  return keys
    .map((key) => {
      const known = names.get(key)
      return known ? { ...row(key), names: known } : row(key)
    })
    .sort((a, b) => b.revenue - a.revenue || b.refunds - a.refunds || (a.key < b.key ? -1 : 1))
}

async function namesOfKeys(tx: TenantTx, group: ReportGroup, keys: readonly string[]): Promise<Map<string, Names>> {
  if (group !== 'category' && group !== 'product' && group !== 'staff') return new Map()
  const names = await namesOf(tx, group, keys)
  if (group !== 'staff') return names
  for (const key of keys) {
    const name = isId(key) && !names.has(key) ? await staffName(tx, key) : ''
    if (name !== '') names.set(key, { default: name })
  }
  return names
}

function figures(sums: SaleSums | undefined, refunds = 0): SalesFigures {
  const orders = sums?.orders ?? 0
  const orderRevenue = sums?.orderRevenue ?? 0
  return {
    revenue: sums?.revenue ?? 0,
    orders,
    order_revenue: orderRevenue,
    average_order: orders === 0 ? 0 : Math.floor((2 * orderRevenue + orders) / (2 * orders)),
    visits: sums?.visits ?? 0,
    units: sums?.units ?? 0,
    customers: sums?.customers ?? 0,
    new_customers: sums?.newCustomers ?? 0,
    refunds,
  }
}
