import { type SQL, sql } from '../../db/drizzle.ts'
import type { TenantTx } from '../../db/tenant.ts'
import { type Names, namesSchema } from '../business.ts'
import type { ReportGroup, Span } from './report.ts'

export interface SaleSums {
  readonly revenue: number
  readonly orders: number
  readonly orderRevenue: number
  readonly visits: number
  readonly units: number
  readonly customers: number
  readonly newCustomers: number
}

/** A view and the words of it that a part is named by; lines of one order are still one order. */
interface Source {
  readonly view: SQL
  readonly sale: SQL
  readonly key: SQL
}

const bySale = (key: SQL): Source => ({ view: sql`reports.sales`, sale: sql`*`, key })
const byLine = (key: SQL): Source => ({ view: sql`reports.sale_lines`, sale: sql`distinct sale_id`, key })
const sources: Record<ReportGroup, Source> = {
  hour: bySale(sql`to_char(local_hour, 'FM00')`),
  day: bySale(sql`local_day::text`),
  week: bySale(sql`date_trunc('week', local_day::timestamp)::date::text`),
  month: bySale(sql`to_char(local_day, 'YYYY-MM')`),
  source: bySale(sql`source`),
  channel: bySale(sql`channel`),
  staff: bySale(sql`staff`),
  category: byLine(sql`category`),
  brand: byLine(sql`brand`),
  product: byLine(sql`product`),
}
const whole = bySale(sql`''::text`)

/** What was sold in a stretch of time, in parts; all together where there is no group. Parts without a sale are left out. */
export async function readSales(
  tx: TenantTx,
  span: Span,
  group: ReportGroup | null,
): Promise<(SaleSums & { readonly key: string })[]> {
  const { view, sale, key } = group ? sources[group] : whole
  // Rows are found by the moment they are kept under: the index of that moment reads these days and no others.
  const { rows } = await tx.db.execute<Record<keyof SaleSums | 'key', string>>(sql`
    select ${key} as key, sum(revenue) as revenue, count(${sale}) filter (where kind <> 'visit') as orders,
      coalesce(sum(revenue) filter (where kind <> 'visit'), 0) as "orderRevenue",
      count(${sale}) filter (where kind = 'visit') as visits, sum(units) as units,
      count(distinct customer_id) as customers, count(distinct customer_id) filter (where is_first) as "newCustomers"
    from ${view}
    where business_id = ${tx.business.id} and paid_at >= ${span.start.toISOString()} and paid_at < ${span.end.toISOString()}
    group by 1`)
  return rows.map((row) => ({
    key: row.key,
    revenue: Number(row.revenue),
    orders: Number(row.orders),
    orderRevenue: Number(row.orderRevenue),
    visits: Number(row.visits),
    units: Number(row.units),
    customers: Number(row.customers),
    newCustomers: Number(row.newCustomers),
  }))
}

/** What was given back in a stretch of time, in parts or all together. */
export async function readRefunds(
  tx: TenantTx,
  span: Span,
  group: ReportGroup | null,
): Promise<{ readonly key: string; readonly amount: number }[]> {
  const { key } = group ? sources[group] : whole
  const { rows } = await tx.db.execute<{ key: string; amount: string }>(sql`
    select ${key} as key, sum(amount) as amount
    from reports.refund_lines
    where business_id = ${tx.business.id} and refunded_at >= ${span.start.toISOString()}
      and refunded_at < ${span.end.toISOString()}
    group by 1`)
  return rows.map((row) => ({ key: row.key, amount: Number(row.amount) }))
}

/** How long people waited for the first answer to what they asked in a stretch of time: how many, and the middle wait in seconds. */
export async function readWaits(
  tx: TenantTx,
  span: Span,
): Promise<{ readonly requests: number; readonly answered: number; readonly median: number | null }> {
  const until = span.end.toISOString()
  const { rows } = await tx.db.execute<{ requests: string; answered: string; median: number | null }>(sql`
    select count(*) as requests, count(waited) filter (where first_answered_at < ${until}) as answered,
      percentile_cont(0.5) within group (order by waited) filter (where first_answered_at < ${until}) as median
    from reports.waits
    where business_id = ${tx.business.id} and created_at >= ${span.start.toISOString()} and created_at < ${until}`)
  const [row] = rows
  return {
    requests: Number(row?.requests ?? 0),
    answered: Number(row?.answered ?? 0),
    median: row?.median == null ? null : Number(row.median),
  }
}

/** What people call the things that a report is grouped by, where somebody named them. */
export async function namesOf(
  tx: TenantTx,
  group: 'category' | 'product' | 'staff',
  keys: readonly string[],
): Promise<Map<string, Names>> {
  const among = sql`any(${sql.param([...keys])}::text[])`
  const { rows } = await tx.db.execute<{ key: string; names: unknown }>(
    {
      category: sql`select slug as key, names from categories where business_id = ${tx.business.id} and slug = ${among}`,
      product: sql`
        select sku as key, names from products where business_id = ${tx.business.id} and sku = ${among}
        union all
        select id::text, names from services where business_id = ${tx.business.id} and id::text = ${among}`,
      staff: sql`
        select id::text as key, names from staff
        where business_id = ${tx.business.id} and id::text = ${among} and names is not null`,
    }[group],
  )
  return new Map(rows.map((row) => [row.key, namesSchema.parse(row.names)]))
}
