import { and, eq, sql } from '../../db/drizzle.ts'
import { personKeys } from '../../db/schema/business.ts'
import { addresses, customers } from '../../db/schema/people.ts'
import type { TenantTx } from '../../db/tenant.ts'

// People as apps name them

export interface KnownPerson {
  index: Buffer
  /** The person of today, when two were found to be one. */
  id: string
  keyId: string
  wrapped: Buffer
  firstPaidAt: Date | null
}

export async function peopleByExternalId(tx: TenantTx, indexes: readonly Buffer[]): Promise<KnownPerson[]> {
  if (indexes.length === 0) return []
  const { rows } = await tx.db.execute<{
    index: Buffer
    id: string
    keyId: string
    wrapped: Buffer
    firstPaidAt: string | null
  }>(sql`
    select c.external_id_index as index, p.id, p.key_id as "keyId", k.wrapped, p.first_paid_at as "firstPaidAt"
    from customers c
    join customers p on p.business_id = c.business_id and p.id = coalesce(c.merged_into, c.id)
    join person_keys k on k.business_id = p.business_id and k.id = p.key_id
    where c.business_id = ${tx.business.id} and c.external_id_index = any(${sql.param(indexes)}::bytea[])`)
  return rows.map(({ index, id, keyId, wrapped, firstPaidAt }) => ({
    index,
    id,
    keyId,
    wrapped,
    firstPaidAt: firstPaidAt === null ? null : new Date(firstPaidAt),
  }))
}

export interface NewPerson {
  readonly id: string
  readonly keyId: string
  readonly wrapped: Buffer
  readonly index: Buffer
  readonly externalId: Buffer
  readonly referralCode: string
}

/** Adds people with their keys, in one statement. One whom somebody else added meanwhile is left out, key and all. */
export async function insertPeople(tx: TenantTx, people: readonly NewPerson[], source: string): Promise<void> {
  const column = (name: keyof NewPerson) => sql.param(people.map((person) => person[name]))
  await tx.db.execute(sql`
    with n as (
      select * from unnest(${column('id')}::uuid[], ${column('keyId')}::uuid[], ${column('wrapped')}::bytea[],
          ${column('index')}::bytea[], ${column('externalId')}::bytea[], ${column('referralCode')}::text[])
        as n (id, key_id, wrapped, external_id_index, external_id, referral_code)),
    added as (
      insert into customers (business_id, id, key_id, external_id, external_id_index, source, referral_code,
        last_seen_at, created_at, updated_at)
      select ${tx.business.id}, id, key_id, external_id, external_id_index, ${source}, referral_code,
        ${tx.now.toISOString()}, ${tx.now.toISOString()}, ${tx.now.toISOString()}
      from n
      on conflict (business_id, external_id_index) where external_id_index is not null do nothing
      returning id)
    insert into person_keys (business_id, id, customer_id, wrapped)
    select ${tx.business.id}, n.key_id, n.id, n.wrapped from n join added using (id)`)
}

// Who a chat belongs to

export async function personOf(
  tx: TenantTx,
  who: { customerId: string | null; addressId: string | null },
): Promise<{ customer?: typeof customers.$inferSelect; address?: typeof addresses.$inferSelect }> {
  const [customer] = who.customerId
    ? await tx.db
        .select()
        .from(customers)
        .where(and(eq(customers.businessId, tx.business.id), eq(customers.id, who.customerId)))
    : []
  const [address] = who.addressId
    ? await tx.db
        .select()
        .from(addresses)
        .where(and(eq(addresses.businessId, tx.business.id), eq(addresses.id, who.addressId)))
    : []
  return { ...(customer ? { customer } : {}), ...(address ? { address } : {}) }
}

export async function keysOfCustomer(tx: TenantTx, customerId: string): Promise<string[]> {
  const rows = await tx.db
    .select({ id: personKeys.id })
    .from(personKeys)
    .where(and(eq(personKeys.businessId, tx.business.id), eq(personKeys.customerId, customerId)))
  return rows.map((row) => row.id)
}

/** Keeps the earliest payment of each person; rows are locked in the order of their ids. */
export async function keepFirstPaid(
  tx: TenantTx,
  payments: readonly { customerId: string; paidAt: Date }[],
): Promise<void> {
  if (payments.length === 0) return
  await tx.db.execute(sql`
    with paid as (
      select customer_id, min(paid_at) as paid_at
      from unnest(${sql.param(payments.map((one) => one.customerId))}::uuid[],
        ${sql.param(payments.map((one) => one.paidAt.toISOString()))}::timestamptz[]) as p (customer_id, paid_at)
      group by customer_id),
    locked as (
      select c.id, paid.paid_at from customers c join paid on paid.customer_id = c.id
      where c.business_id = ${tx.business.id} and (c.first_paid_at is null or c.first_paid_at > paid.paid_at)
      order by c.id for no key update of c)
    update customers c set first_paid_at = least(c.first_paid_at, locked.paid_at)
    from locked where c.business_id = ${tx.business.id} and c.id = locked.id`)
}
