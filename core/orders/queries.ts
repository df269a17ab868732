import { and, asc, desc, eq, gte, inArray, isNull, lt, or, type SQL, sql } from '../../db/drizzle.ts'
import { counters } from '../../db/schema/business.ts'
import { carts, discrepancies, orderLines, orders, refunds } from '../../db/schema/shop.ts'
import type { TenantTx } from '../../db/tenant.ts'
import type { Names } from '../business.ts'
import { newId } from '../ids.ts'
import type { OrderState } from './order.ts'

export type OrderRow = typeof orders.$inferSelect

// The cart

const cartOf = (tx: TenantTx, addressId: string) =>
  and(eq(carts.businessId, tx.business.id), eq(carts.addressId, addressId))

export async function readCartRows(
  tx: TenantTx,
  addressId: string,
): Promise<{ variantId: string; quantity: number }[]> {
  return tx.db
    .select({ variantId: carts.variantId, quantity: carts.quantity })
    .from(carts)
    .where(cartOf(tx, addressId))
    .orderBy(asc(carts.addedAt), asc(carts.variantId))
}

export async function addToCartRow(
  tx: TenantTx,
  addressId: string,
  variantId: string,
  quantity: number,
): Promise<number> {
  const [row] = await tx.db
    .insert(carts)
    .values({ businessId: tx.business.id, addressId, variantId, quantity, addedAt: tx.now })
    .onConflictDoUpdate({
      target: [carts.businessId, carts.addressId, carts.variantId],
      set: { quantity: sql`least(99, ${carts.quantity} + excluded.quantity)` },
    })
    .returning({ quantity: carts.quantity })
  return row?.quantity ?? 0
}

export async function setCartRow(tx: TenantTx, addressId: string, variantId: string, quantity: number): Promise<void> {
  const line = and(cartOf(tx, addressId), eq(carts.variantId, variantId))
  if (quantity === 0) await tx.db.delete(carts).where(line)
  else {
    await tx.db
      .insert(carts)
      .values({ businessId: tx.business.id, addressId, variantId, quantity, addedAt: tx.now })
      .onConflictDoUpdate({ target: [carts.businessId, carts.addressId, carts.variantId], set: { quantity } })
  }
}

export async function deleteCart(tx: TenantTx, addressId: string): Promise<void> {
  await tx.db.delete(carts).where(cartOf(tx, addressId))
}

// Orders

/** The next number of this business. Taken last in a transaction: whoever holds it lets all others wait. */
export async function nextNumber(tx: TenantTx, name: 'orders'): Promise<number> {
  const [row] = await tx.db
    .insert(counters)
    .values({ businessId: tx.business.id, name, value: 1 })
    .onConflictDoUpdate({
      target: [counters.businessId, counters.name],
      set: { value: sql`${counters.value} + 1` },
    })
    .returning({ value: counters.value })
  if (!row) throw new Error('a counter gave no number')
  return row.value
}

export async function insertOrder(
  tx: TenantTx,
  order: Omit<typeof orders.$inferInsert, 'businessId'>,
  lines: readonly Omit<typeof orderLines.$inferInsert, 'businessId' | 'orderId' | 'line'>[],
): Promise<void> {
  const { id: businessId } = tx.business
  await tx.db.insert(orders).values({ businessId, ...order })
  await tx.db
    .insert(orderLines)
    .values(lines.map((line, at) => ({ businessId, orderId: order.id, line: at + 1, ...line })))
}

const oneOrder = (tx: TenantTx, id: string) => and(eq(orders.businessId, tx.business.id), eq(orders.id, id))

export async function orderById(tx: TenantTx, id: string): Promise<OrderRow | undefined> {
  const [row] = await tx.db.select().from(orders).where(oneOrder(tx, id))
  return row
}

export async function orderByNumber(tx: TenantTx, number: number): Promise<OrderRow | undefined> {
  const [row] = await tx.db
    .select()
    .from(orders)
    .where(and(eq(orders.businessId, tx.business.id), eq(orders.number, number)))
  return row
}

/** The order, held for this transaction: nobody else moves it meanwhile. */
export async function lockOrder(tx: TenantTx, id: string): Promise<OrderRow | undefined> {
  const [row] = await tx.db.select().from(orders).where(oneOrder(tx, id)).for('update')
  return row
}

/** Moves an order that is still where it must be; of two who try, one gets the row and the other nothing. */
export async function moveOrderRow(
  tx: TenantTx,
  id: string,
  from: readonly OrderState[],
  set: Partial<typeof orders.$inferInsert>,
  also?: SQL,
): Promise<OrderRow | undefined> {
  const [row] = await tx.db
    .update(orders)
    .set(set)
    .where(and(oneOrder(tx, id), inArray(orders.state, [...from]), ...(also ? [also] : [])))
    .returning()
  return row
}

export const notPaid = (): SQL => isNull(orders.paidAt)

export async function linesOf(tx: TenantTx, orderId: string) {
  const { rows } = await tx.db.execute<{
    line: number
    productId: string
    variantId: string | null
    names: Names
    sku: string
    size: string
    quantity: string
    unitPrice: string
    amount: string
  }>(sql`
    select l.line, l.product_id as "productId", l.variant_id as "variantId", p.names, p.sku, coalesce(v.size, '') as size,
      l.quantity::text as quantity, l.unit_price::text as "unitPrice", l.amount::text as amount
    from order_lines l
    join products p on p.business_id = l.business_id and p.id = l.product_id
    left join variants v on v.business_id = l.business_id and v.id = l.variant_id
    where l.business_id = ${tx.business.id} and l.order_id = ${orderId}
    order by l.line`)
  return rows
}

const oneLine = (tx: TenantTx, orderId: string, line: number) =>
  and(eq(orderLines.businessId, tx.business.id), eq(orderLines.orderId, orderId), eq(orderLines.line, line))

export async function updateLine(
  tx: TenantTx,
  orderId: string,
  line: number,
  set: { quantity: string; amount: number; reserved: number },
): Promise<void> {
  await tx.db
    .update(orderLines)
    .set(set)
    .where(oneLine(tx, orderId, line))
}

export async function deleteLine(tx: TenantTx, orderId: string, line: number): Promise<void> {
  await tx.db.delete(orderLines).where(oneLine(tx, orderId, line))
}

/** The lines' sum is the order's. */
export async function recomputeTotal(tx: TenantTx, orderId: string): Promise<void> {
  await tx.db.execute(sql`
    update orders o set subtotal = s.amount, discount = least(o.discount, s.amount), total = s.amount - least(o.discount, s.amount)
    from (select coalesce(sum(amount), 0)::bigint as amount from order_lines
          where business_id = ${tx.business.id} and order_id = ${orderId}) s
    where o.business_id = ${tx.business.id} and o.id = ${orderId}`)
}

/** Nothing is held for the lines any more: it was sold, or is free again. */
export async function clearReserved(tx: TenantTx, orderId: string): Promise<void> {
  await tx.db
    .update(orderLines)
    .set({ reserved: 0 })
    .where(and(eq(orderLines.businessId, tx.business.id), eq(orderLines.orderId, orderId)))
}

export interface OrderFilter {
  readonly states?: readonly OrderState[] | undefined
  readonly customerId?: string | null | undefined
  readonly addressId?: string | null | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
  readonly before?: { placedAt: Date; id: string } | undefined
  readonly offset?: number
  readonly limit: number
}

export async function pageOfOrders(
  tx: TenantTx,
  filter: OrderFilter,
): Promise<{ rows: (OrderRow & { pieces: number })[]; total: number }> {
  const { states, customerId, addressId, from, to, before } = filter
  const whose = [
    ...(customerId ? [eq(orders.customerId, customerId)] : []),
    ...(addressId ? [eq(orders.addressId, addressId)] : []),
  ]
  const fits = and(
    eq(orders.businessId, tx.business.id),
    ...(states ? [inArray(orders.state, [...states])] : []),
    ...(whose.length > 0 ? [or(...whose)] : []),
    ...(from ? [gte(orders.placedAt, from)] : []),
    ...(to ? [lt(orders.placedAt, to)] : []),
  )
  const page = before
    ? sql`(${orders.placedAt}, ${orders.id}) < (${before.placedAt.toISOString()}::timestamptz, ${before.id}::uuid)`
    : undefined
  const rows = await tx.db
    .select({
      order: orders,
      pieces: sql<number>`coalesce((select sum(l.quantity) from order_lines l
        where l.business_id = ${orders.businessId} and l.order_id = ${orders.id}), 0)::float8`,
    })
    .from(orders)
    .where(and(fits, page))
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(filter.limit)
    .offset(filter.offset ?? 0)
  const total = before ? 0 : await tx.db.$count(orders, fits)
  return { rows: rows.map(({ order, pieces }) => ({ ...order, pieces })), total }
}

/** Orders that nobody accepted in time; each is taken by one sweep only. */
export async function ordersOverdue(tx: TenantTx, placedBefore: Date, limit: number): Promise<string[]> {
  const rows = await tx.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.businessId, tx.business.id),
        eq(orders.state, 'placed'),
        lt(orders.placedAt, placedBefore),
        isNull(orders.paidAt),
      ),
    )
    .orderBy(asc(orders.id))
    .limit(limit)
    .for('update', { skipLocked: true })
  return rows.map((row) => row.id)
}

export async function insertOwnRefund(
  tx: TenantTx,
  refund: { orderId: string; customerId: string | null; amount: number; source: string | null },
): Promise<void> {
  await tx.db.insert(refunds).values({ businessId: tx.business.id, id: newId(), refundedAt: tx.now, ...refund })
}

// Facts that apps report

export interface KnownFact {
  [column: string]: unknown
  index: Buffer
  id: string
  bodyHash: Buffer | null
}

/** One look-up per key, by the lateral: a planner that has no statistics yet would read the whole business instead. */
export async function factsByExternalId(
  tx: TenantTx,
  table: 'orders' | 'refunds',
  indexes: readonly Buffer[],
): Promise<KnownFact[]> {
  const { rows } = await tx.db.execute<KnownFact>(sql`
    select f.external_id_index as index, f.id, f.body_hash as "bodyHash"
    from unnest(${sql.param(indexes)}::bytea[]) as wanted (index)
    cross join lateral (
      select external_id_index, id, body_hash from ${sql.identifier(table)}
      where business_id = ${tx.business.id} and external_id_index = wanted.index limit 1) f`)
  return rows
}

export interface NewPurchase {
  readonly id: string
  readonly externalId: Buffer
  readonly index: Buffer
  readonly bodyHash: Buffer
  readonly customerId: string | null
  readonly source: string | null
  readonly subtotal: number
  readonly discount: number
  readonly at: string
  readonly lines: readonly { productId: string; quantity: number; unitPrice: string; amount: number }[]
}

/** Adds purchases with their lines in one statement and brings the ids of those that nobody had added before. */
export async function insertPurchases(tx: TenantTx, list: readonly NewPurchase[]): Promise<Set<string>> {
  const column = <Key extends keyof NewPurchase>(name: Key) => sql.param(list.map((one) => one[name]))
  const lines = list.flatMap(({ id, lines }) => lines.map((line, at) => ({ orderId: id, line: at + 1, ...line })))
  const of = <Key extends keyof (typeof lines)[number]>(name: Key) => sql.param(lines.map((line) => line[name]))
  const { rows } = await tx.db.execute<{ id: string }>(sql`
    with added as (
      insert into orders (business_id, id, kind, state, external_id, external_id_index, body_hash, customer_id, channel,
        source, subtotal, discount, total, placed_at, delivered_at, ended_at, paid_at)
      select ${tx.business.id}, id, 'app', 'delivered', external_id, external_id_index, body_hash, customer_id, 'api',
        source, subtotal, discount, subtotal - discount, at, at, at, at
      from unnest(${column('id')}::uuid[], ${column('externalId')}::bytea[], ${column('index')}::bytea[],
          ${column('bodyHash')}::bytea[], ${column('customerId')}::uuid[], ${column('source')}::text[],
          ${column('subtotal')}::bigint[], ${column('discount')}::bigint[], ${column('at')}::timestamptz[])
        as n (id, external_id, external_id_index, body_hash, customer_id, source, subtotal, discount, at)
      on conflict (business_id, external_id_index) where external_id_index is not null do nothing
      returning id),
    lines as (
      insert into order_lines (business_id, order_id, line, product_id, quantity, unit_price, amount)
      select ${tx.business.id}, l.order_id, l.line, l.product_id, l.quantity, l.unit_price, l.amount
      from unnest(${of('orderId')}::uuid[], ${of('line')}::int[], ${of('productId')}::uuid[], ${of('quantity')}::numeric[],
          ${of('unitPrice')}::numeric[], ${of('amount')}::bigint[])
        as l (order_id, line, product_id, quantity, unit_price, amount)
      join added on added.id = l.order_id)
    select id from added`)
  return new Set(rows.map((row) => row.id))
}

export interface NewRefund {
  readonly id: string
  readonly externalId: Buffer
  readonly index: Buffer
  readonly bodyHash: Buffer
  readonly orderId: string | null
  readonly customerId: string | null
  readonly amount: number
  readonly items: string | null
  readonly source: string | null
  readonly at: string
}

export async function insertRefunds(tx: TenantTx, list: readonly NewRefund[]): Promise<Set<string>> {
  const column = <Key extends keyof NewRefund>(name: Key) => sql.param(list.map((one) => one[name]))
  const { rows } = await tx.db.execute<{ id: string }>(sql`
    insert into refunds (business_id, id, external_id, external_id_index, body_hash, order_id, customer_id, amount, items,
      source, refunded_at)
    select ${tx.business.id}, n.* from unnest(${column('id')}::uuid[], ${column('externalId')}::bytea[],
        ${column('index')}::bytea[], ${column('bodyHash')}::bytea[], ${column('orderId')}::uuid[],
        ${column('customerId')}::uuid[], ${column('amount')}::bigint[], ${column('items')}::jsonb[],
        ${column('source')}::text[], ${column('at')}::timestamptz[]) as n
    on conflict (business_id, external_id_index) where external_id_index is not null do nothing
    returning id`)
  return new Set(rows.map((row) => row.id))
}

/** The purchases that refunds speak of: whose they were and what they came to. */
export async function purchasesByExternalId(
  tx: TenantTx,
  indexes: readonly Buffer[],
): Promise<{ index: Buffer; id: string; customerId: string | null; total: number; source: string | null }[]> {
  if (indexes.length === 0) return []
  const { rows } = await tx.db.execute<{
    index: Buffer
    id: string
    customerId: string | null
    total: string
    source: string | null
  }>(sql`
    select o.external_id_index as index, o.id, o.customer_id as "customerId", o.total::text as total, o.source
    from unnest(${sql.param(indexes)}::bytea[]) as wanted (index)
    cross join lateral (
      select * from orders where business_id = ${tx.business.id} and external_id_index = wanted.index limit 1) o`)
  return rows.map((row) => ({ ...row, total: Number(row.total) }))
}

export interface NewView {
  readonly key: Buffer
  readonly customerId: string
  readonly productId: string
  readonly price: string | null
  readonly at: string
}

/** Adds views and brings the keys of those that were new. */
export async function insertViews(tx: TenantTx, list: readonly NewView[]): Promise<Set<string>> {
  const column = <Key extends keyof NewView>(name: Key) => sql.param(list.map((one) => one[name]))
  const { rows } = await tx.db.execute<{ key: Buffer }>(sql`
    insert into product_views (business_id, key, customer_id, product_id, price, viewed_at)
    select ${tx.business.id}, n.* from unnest(${column('key')}::bytea[], ${column('customerId')}::uuid[],
        ${column('productId')}::uuid[], ${column('price')}::numeric[], ${column('at')}::timestamptz[]) as n
    on conflict do nothing
    returning key`)
  return new Set(rows.map((row) => row.key.toString('hex')))
}

/** Keys of views seen before. */
export async function knownViews(tx: TenantTx, keys: readonly Buffer[]): Promise<Set<string>> {
  const { rows } = await tx.db.execute<{ key: Buffer }>(sql`
    select v.key from unnest(${sql.param(keys)}::bytea[]) as wanted (key)
    cross join lateral (
      select key from product_views where business_id = ${tx.business.id} and key = wanted.key limit 1) v`)
  return new Set(rows.map((row) => row.key.toString('hex')))
}

/** The same fact was reported again with another content: listed once. */
export async function insertChangedDuplicates(
  tx: TenantTx,
  ids: readonly string[],
  column: 'order_id' | 'refund_id',
): Promise<void> {
  if (ids.length === 0) return
  await tx.db.execute(sql`
    insert into discrepancies (business_id, id, kind, ${sql.identifier(column)}, found_at)
    select ${tx.business.id}, n.id, 'changed-duplicate', n.fact, ${tx.now.toISOString()}
    from unnest(${sql.param(ids.map(() => newId()))}::uuid[], ${sql.param([...ids].sort())}::uuid[]) as n (id, fact)
    on conflict do nothing`)
}

export async function insertShortfalls(
  tx: TenantTx,
  list: readonly { orderId: string; variantId: string; quantity: number }[],
): Promise<void> {
  if (list.length === 0) return
  await tx.db.insert(discrepancies).values(
    list.map((one) => ({
      businessId: tx.business.id,
      id: newId(),
      kind: 'stock-shortfall' as const,
      foundAt: tx.now,
      ...one,
    })),
  )
}
