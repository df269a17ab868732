import { z } from 'zod'
import { and, eq, inArray, type SQL, sql } from '../../db/drizzle.ts'
import { messages } from '../../db/schema/inbox.ts'
import { customerNotes } from '../../db/schema/people.ts'
import type { TenantTx } from '../../db/tenant.ts'
import { type Names, namesSchema } from '../business.ts'

export const happenings = ['message', 'order', 'refund', 'view', 'booking', 'request', 'note'] as const
export type HappeningKind = (typeof happenings)[number]

export interface HappeningKey {
  readonly at: Date
  readonly kind: HappeningKind
  readonly id: string
}

/** What happened with somebody, newest first, as keys: each branch is cut to a page before they are put together. */
export async function pageOfHappenings(
  tx: TenantTx,
  wish: {
    readonly customerId: string
    readonly kinds: readonly HappeningKind[]
    readonly bot: boolean
    readonly before: { readonly at: Date; readonly kind: string; readonly id: string } | undefined
    readonly limit: number
  },
): Promise<HappeningKey[]> {
  const { customerId, before, limit } = wish
  const business = tx.business.id
  const own = sql`business_id = ${business} and customer_id = ${customerId}`
  const branches: Record<HappeningKind, { at: SQL; id: SQL; from: SQL }> = {
    message: {
      at: sql`m.at`,
      id: sql`m.id::text`,
      from: sql`messages m where m.business_id = ${business}
        and m.address_id in (select id from addresses where ${own}) and m.edits is null
        ${wish.bot ? sql`` : sql`and m.author <> 'bot'`}`,
    },
    order: { at: sql`placed_at`, id: sql`id::text`, from: sql`orders where ${own}` },
    refund: { at: sql`refunded_at`, id: sql`id::text`, from: sql`refunds where ${own}` },
    view: { at: sql`viewed_at`, id: sql`encode(key, 'hex')`, from: sql`product_views where ${own}` },
    booking: { at: sql`starts_at`, id: sql`id::text`, from: sql`bookings where ${own} and state <> 'held'` },
    request: { at: sql`created_at`, id: sql`id::text`, from: sql`requests where ${own}` },
    note: { at: sql`created_at`, id: sql`id::text`, from: sql`customer_notes where ${own}` },
  }
  const parts = wish.kinds.map((kind) => {
    const { at, id, from } = branches[kind]
    const older = before
      ? sql`and (${at}, ${kind}::text, ${id}) < (${before.at.toISOString()}::timestamptz, ${before.kind}::text, ${before.id}::text)`
      : sql``
    return sql`(select ${at} as at, ${kind}::text as kind, ${id} as id from ${from} ${older} order by 1 desc, 3 desc limit ${limit})`
  })
  const { rows } = await tx.db.execute<{ at: string; kind: string; id: string }>(
    sql`select * from (${sql.join(parts, sql` union all `)}) t order by at desc, kind desc, id desc limit ${limit}`,
  )
  return rows.map((row) => ({ at: new Date(row.at), kind: z.enum(happenings).parse(row.kind), id: row.id }))
}

export async function messagesByIds(tx: TenantTx, ids: readonly string[]) {
  if (ids.length === 0) return []
  return tx.db
    .select({
      id: messages.id,
      author: messages.author,
      staffId: messages.staffId,
      body: messages.body,
      channel: sql<string>`(select a.kind from addresses a where a.business_id = messages.business_id and a.id = messages.address_id)`,
    })
    .from(messages)
    .where(and(eq(messages.businessId, tx.business.id), inArray(messages.id, [...ids])))
}

export async function notesByIds(tx: TenantTx, ids: readonly string[]) {
  if (ids.length === 0) return []
  return tx.db
    .select({ id: customerNotes.id, staffId: customerNotes.staffId, body: customerNotes.body })
    .from(customerNotes)
    .where(and(eq(customerNotes.businessId, tx.business.id), inArray(customerNotes.id, [...ids])))
}

export async function ordersByIds(tx: TenantTx, ids: readonly string[]) {
  const { rows } = await tx.db.execute<{
    id: string
    number: string | null
    kind: string
    state: string
    total: string
    paid: boolean
  }>(sql`select id, number, kind, state, total, paid_at is not null as paid from orders
    where business_id = ${tx.business.id} and id = any(${sql.param(ids)}::uuid[])`)
  return rows.map((row) => ({
    ...row,
    number: row.number === null ? null : Number(row.number),
    total: Number(row.total),
  }))
}

export async function refundsByIds(tx: TenantTx, ids: readonly string[]) {
  const { rows } = await tx.db.execute<{ id: string; amount: string }>(
    sql`select id, amount from refunds where business_id = ${tx.business.id} and id = any(${sql.param(ids)}::uuid[])`,
  )
  return rows.map((row) => ({ id: row.id, amount: Number(row.amount) }))
}

export async function viewsByKeys(tx: TenantTx, keys: readonly string[]) {
  const { rows } = await tx.db.execute<{ id: string; names: unknown }>(sql`
    select encode(v.key, 'hex') as id, p.names from product_views v
    join products p on p.business_id = v.business_id and p.id = v.product_id
    where v.business_id = ${tx.business.id}
      and v.key = any(${sql.param(keys.map((key) => Buffer.from(key, 'hex')))}::bytea[])`)
  return rows.map((row) => ({ id: row.id, names: namesOf(row.names) }))
}

export async function bookingsByIds(tx: TenantTx, ids: readonly string[]) {
  const { rows } = await tx.db.execute<{
    id: string
    number: string
    state: string
    price: string
    paid: string | null
    service: unknown
    master: unknown
  }>(sql`
    select b.id, b.number, b.state, b.price, b.paid, s.names as service, m.names as master from bookings b
    join services s on s.business_id = b.business_id and s.id = b.service_id
    join staff m on m.business_id = b.business_id and m.id = b.staff_id
    where b.business_id = ${tx.business.id} and b.id = any(${sql.param(ids)}::uuid[])`)
  return rows.map((row) => ({
    id: row.id,
    number: Number(row.number),
    state: row.state,
    amount: Number(row.paid ?? row.price),
    service: namesOf(row.service),
    master: row.master === null ? null : namesOf(row.master),
  }))
}

export async function requestsByIds(tx: TenantTx, ids: readonly string[]) {
  const { rows } = await tx.db.execute<{ id: string; number: string; state: string }>(
    sql`select id, number, state from requests where business_id = ${tx.business.id} and id = any(${sql.param(ids)}::uuid[])`,
  )
  return rows.map((row) => ({ id: row.id, number: Number(row.number), state: row.state }))
}

const namesOf = (value: unknown): Names => namesSchema.parse(value)
