import { type SQL, sql } from '../../db/drizzle.ts'
import type { TenantTx } from '../../db/tenant.ts'
import { type Names, namesSchema } from '../business.ts'
import type { Days, ReportGroup, Span } from './report.ts'

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

/**
 * How long people waited for the first answer to what they asked in a stretch of time, and until it was settled: the middle
 * ones, in seconds, of what was answered and settled in that same stretch.
 */
export async function readWaits(tx: TenantTx, span: Span): Promise<Waits> {
  const until = span.end.toISOString()
  const { rows } = await tx.db.execute<Record<keyof Waits, string | number | null>>(sql`
    select count(*) as requests, count(waited) filter (where first_answered_at < ${until}) as answered,
      percentile_cont(0.5) within group (order by waited) filter (where first_answered_at < ${until}) as median,
      percentile_cont(0.5) within group (order by handled) filter (where closed_at < ${until}) as handling
    from reports.waits
    where business_id = ${tx.business.id} and created_at >= ${span.start.toISOString()} and created_at < ${until}`)
  const [row] = rows
  return {
    requests: Number(row?.requests ?? 0),
    answered: Number(row?.answered ?? 0),
    median: numberOrNull(row?.median),
    handling: numberOrNull(row?.handling),
  }
}

export interface Waits {
  readonly requests: number
  readonly answered: number
  readonly median: number | null
  readonly handling: number | null
}

/** How many asked and how many of them bought, by the time they waited, as far as it was known at `known`. */
export async function readWaitBuckets(
  tx: TenantTx,
  span: Span,
  known: Date | null,
): Promise<Map<string, { readonly requests: number; readonly converted: number }>> {
  const at = sql`${known?.toISOString() ?? 'infinity'}::timestamptz`
  const { rows } = await tx.db.execute<{ bucket: string; requests: string; converted: string }>(sql`
    select case when first_answered_at >= ${at} then 'none' else bucket end as bucket,
      count(*) as requests, count(*) filter (where bought_at < ${at}) as converted
    from reports.waits
    where business_id = ${tx.business.id} and created_at >= ${span.start.toISOString()}
      and created_at < ${span.end.toISOString()}
    group by 1`)
  return new Map(rows.map((row) => [row.bucket, { requests: Number(row.requests), converted: Number(row.converted) }]))
}

/** What was done on local days, both included, by the staff and by the bot, and what was said on Viber. */
export async function readWork(tx: TenantTx, days: Days): Promise<Work> {
  const within = sql`business_id = ${tx.business.id} and local_day between ${days.from}::date and ${days.to}::date`
  const { rows } = await tx.db.execute<Record<keyof Work, string | null>>(sql`
    select work.*, viber.*
    from
      (select sum(orders_handled) as "ordersHandled", sum(bookings_handled) as "bookingsHandled", sum(chats) as chats,
         sum(chats_by_bot) as "chatsByBot" from reports.work_by_day where ${within}) work,
      (select sum(free) as "viberFree", sum(paid) as "viberPaid" from reports.viber_messages_by_day where ${within}) viber`)
  const [row] = rows
  return {
    ordersHandled: Number(row?.ordersHandled ?? 0),
    bookingsHandled: Number(row?.bookingsHandled ?? 0),
    chats: Number(row?.chats ?? 0),
    chatsByBot: Number(row?.chatsByBot ?? 0),
    viberFree: Number(row?.viberFree ?? 0),
    viberPaid: Number(row?.viberPaid ?? 0),
  }
}

export interface Work {
  readonly ordersHandled: number
  readonly bookingsHandled: number
  /** A chat of each day on which the person wrote or tapped. */
  readonly chats: number
  /** Those of them that needed nobody of the staff. */
  readonly chatsByBot: number
  readonly viberFree: number
  readonly viberPaid: number
}

const numberOrNull = (value: string | number | null | undefined) => (value == null ? null : Number(value))

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
