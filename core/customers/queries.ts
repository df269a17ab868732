import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from '../../db/drizzle.ts'
import { personKeys } from '../../db/schema/business.ts'
import { addresses, channels, consents, customerNotes, customers, customerTerms } from '../../db/schema/people.ts'
import type { TenantTx } from '../../db/tenant.ts'
import { newId } from '../ids.ts'
import { place } from '../vault.ts'

export type CustomerRow = typeof customers.$inferSelect

const own = (tx: TenantTx, id: string) => and(eq(customers.businessId, tx.business.id), eq(customers.id, id))

// People as apps name them

export interface KnownPerson {
  index: Buffer
  /** The person of today, when two were found to be one. */
  id: string
  keyId: string
  wrapped: Buffer
  firstPaidAt: Date | null
}

/**
 * One look-up per key, by the laterals: a planner that has no statistics yet would read the whole business instead. What is
 * looked up is a plain column (hence the `offset 0`): row-level security lets no expression into the search of an index.
 */
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
    from unnest(${sql.param(indexes)}::bytea[]) as wanted (index)
    cross join lateral (
      select external_id_index, id, key_id, first_paid_at, merged_into from customers
      where business_id = ${tx.business.id} and external_id_index = wanted.index limit 1) c
    left join lateral (
      select id, key_id, first_paid_at from customers
      where business_id = ${tx.business.id} and id = c.merged_into limit 1) m on true
    cross join lateral (
      select coalesce(m.id, c.id) as id, coalesce(m.key_id, c.key_id) as key_id,
        case when m.id is null then c.first_paid_at else m.first_paid_at end as first_paid_at offset 0) p
    cross join lateral (
      select wrapped from person_keys where business_id = ${tx.business.id} and id = p.key_id limit 1) k`)
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

/**
 * Keeps the earliest payment of each person; rows are locked in the order of their ids. A locked row stays where it is, so
 * that the second statement finds it by its place, whatever the planner knows of the table.
 */
export async function keepFirstPaid(
  tx: TenantTx,
  payments: readonly { customerId: string; paidAt: Date }[],
): Promise<void> {
  if (payments.length === 0) return
  const { rows } = await tx.db.execute<{ at: string; paid: string }>(sql`
    select c.at, paid.paid_at::text as paid
    from (select customer_id, min(paid_at) as paid_at
          from unnest(${sql.param(payments.map((one) => one.customerId))}::uuid[],
            ${sql.param(payments.map((one) => one.paidAt.toISOString()))}::timestamptz[]) as p (customer_id, paid_at)
          group by customer_id order by customer_id) paid
    cross join lateral (
      select ctid::text as at from customers
      where business_id = ${tx.business.id} and id = paid.customer_id
        and (first_paid_at is null or first_paid_at > paid.paid_at)
      limit 1 for no key update) c`)
  if (rows.length === 0) return
  await tx.db.execute(sql`
    update customers c set first_paid_at = least(c.first_paid_at, u.paid)
    from unnest(${sql.param(rows.map((row) => row.at))}::tid[], ${sql.param(rows.map((row) => row.paid))}::timestamptz[]) as u (at, paid)
    where c.ctid = u.at and c.business_id = ${tx.business.id}`)
}

// What is known of somebody

/** Locks people in the order of their ids, so that two who change them never wait for each other in a circle. */
export async function lockCustomers(tx: TenantTx, ids: readonly string[]): Promise<CustomerRow[]> {
  if (ids.length === 0) return []
  return tx.db
    .select()
    .from(customers)
    .where(and(eq(customers.businessId, tx.business.id), inArray(customers.id, [...new Set(ids)])))
    .orderBy(asc(customers.id))
    .for('no key update')
}

/** Writes what may have changed about people, in one statement. */
export async function updateCustomerRows(tx: TenantTx, rows: readonly CustomerRow[]): Promise<void> {
  if (rows.length === 0) return
  const column = (pick: (row: CustomerRow) => Buffer | string | null) => sql.param(rows.map(pick))
  await tx.db.execute(sql`
    update customers c set name = n.name, phone = n.phone, phone_index = n.phone_index, phone_proved_at = n.phone_proved_at,
      email = n.email, email_index = n.email_index, birthday = n.birthday, birthday_index = n.birthday_index,
      gender = n.gender, language = n.language, source = n.source, attributes = n.attributes,
      preferences = n.preferences, contraindications = n.contraindications, field_times = n.field_times,
      updated_at = ${tx.now.toISOString()}
    from unnest(${column((row) => row.id)}::uuid[], ${column((row) => row.name)}::bytea[],
      ${column((row) => row.phone)}::bytea[], ${column((row) => row.phoneIndex)}::bytea[],
      ${column((row) => row.phoneProvedAt?.toISOString() ?? null)}::timestamptz[],
      ${column((row) => row.email)}::bytea[], ${column((row) => row.emailIndex)}::bytea[],
      ${column((row) => row.birthday)}::bytea[], ${column((row) => row.birthdayIndex)}::bytea[],
      ${column((row) => row.gender)}::bytea[], ${column((row) => row.language)}::text[],
      ${column((row) => row.source)}::text[], ${column((row) => row.attributes)}::bytea[],
      ${column((row) => row.preferences)}::bytea[], ${column((row) => row.contraindications)}::bytea[],
      ${column((row) => JSON.stringify(row.fieldTimes))}::jsonb[])
      as n (id, name, phone, phone_index, phone_proved_at, email, email_index, birthday, birthday_index, gender, language,
        source, attributes, preferences, contraindications, field_times)
    where c.business_id = ${tx.business.id} and c.id = n.id`)
}

/** What people are found by, instead of what they were found by before. */
export async function replaceTerms(
  tx: TenantTx,
  people: readonly { readonly customerId: string; readonly terms: readonly Buffer[] }[],
): Promise<void> {
  if (people.length === 0) return
  await tx.db.delete(customerTerms).where(
    and(
      eq(customerTerms.businessId, tx.business.id),
      inArray(
        customerTerms.customerId,
        people.map((person) => person.customerId),
      ),
    ),
  )
  const rows = people.flatMap(({ customerId, terms }) => terms.map((term) => ({ customerId, term })))
  await tx.db.execute(sql`
    insert into customer_terms (business_id, term, customer_id)
    select ${tx.business.id}, term, customer_id
    from unnest(${sql.param(rows.map((row) => row.term))}::bytea[],
      ${sql.param(rows.map((row) => row.customerId))}::uuid[]) as t (term, customer_id)
    on conflict do nothing`)
}

/** Who was brought by whom, for these people and everybody above them. */
export async function referrersAbove(tx: TenantTx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.db.execute<{ id: string; by: string }>(sql`
    with recursive above as (
      select id, referred_by as by from customers
      where business_id = ${tx.business.id} and id = any(${sql.param(ids)}::uuid[]) and referred_by is not null
      union
      select c.id, c.referred_by from customers c join above on c.id = above.by
      where c.business_id = ${tx.business.id} and c.referred_by is not null)
    select id, by from above`)
  return new Map(rows.map((row) => [row.id, row.by]))
}

export async function setReferrers(
  tx: TenantTx,
  brought: readonly { readonly id: string; readonly by: string }[],
): Promise<void> {
  if (brought.length === 0) return
  await tx.db.execute(sql`
    update customers c set referred_by = n.by
    from unnest(${sql.param(brought.map((one) => one.id))}::uuid[],
      ${sql.param(brought.map((one) => one.by))}::uuid[]) as n (id, by)
    where c.business_id = ${tx.business.id} and c.id = n.id`)
}

export async function forgetReferrer(tx: TenantTx, id: string): Promise<void> {
  await tx.db.update(customers).set({ referredBy: null }).where(own(tx, id))
}

export async function setProvedPhone(tx: TenantTx, id: string, at: Date | null): Promise<void> {
  await tx.db.update(customers).set({ phoneProvedAt: at }).where(own(tx, id))
}

/** Everybody of today who gives one of these phones. */
export async function customersOfPhones(tx: TenantTx, indexes: readonly Buffer[]) {
  if (indexes.length === 0) return []
  return tx.db
    .select({
      id: customers.id,
      phoneIndex: customers.phoneIndex,
      provedAt: customers.phoneProvedAt,
      createdAt: customers.createdAt,
      inChat: sql<boolean>`exists (select from addresses a where a.business_id = customers.business_id and a.customer_id = customers.id)`,
    })
    .from(customers)
    .where(
      and(
        eq(customers.businessId, tx.business.id),
        inArray(customers.phoneIndex, [...indexes]),
        isNull(customers.mergedInto),
        isNull(customers.erasedAt),
      ),
    )
    .orderBy(asc(customers.createdAt), asc(customers.id))
}

// Finding people

/** The person of today behind an id of ours; nobody when they were erased. */
export async function customerById(tx: TenantTx, id: string): Promise<CustomerRow | undefined> {
  const [row] = await tx.db.select().from(customers).where(own(tx, id))
  if (row?.mergedInto) return customerById(tx, row.mergedInto)
  return row?.erasedAt ? undefined : row
}

export async function customerByReferral(tx: TenantTx, code: string): Promise<string | undefined> {
  const [row] = await tx.db
    .select({ id: customers.id, mergedInto: customers.mergedInto })
    .from(customers)
    .where(and(eq(customers.businessId, tx.business.id), eq(customers.referralCode, code), isNull(customers.erasedAt)))
  return row?.mergedInto ?? row?.id
}

export interface CustomerWish {
  readonly terms?: readonly Buffer[] | undefined
  readonly phone?: Buffer | undefined
  readonly email?: Buffer | undefined
  /** Only those who have a visit with this master. */
  readonly masterId?: string | undefined
  readonly before?: { readonly createdAt: Date; readonly id: string } | undefined
  readonly limit: number
}

/** People of today, the newest first. */
export async function findCustomers(tx: TenantTx, wish: CustomerWish): Promise<CustomerRow[]> {
  const conditions: (SQL | undefined)[] = [
    eq(customers.businessId, tx.business.id),
    isNull(customers.mergedInto),
    isNull(customers.erasedAt),
    ...(wish.terms ?? []).map(
      (term) =>
        sql`${customers.id} in (select customer_id from customer_terms where business_id = ${tx.business.id} and term = ${term})`,
    ),
    wish.phone ? eq(customers.phoneIndex, wish.phone) : undefined,
    wish.email ? eq(customers.emailIndex, wish.email) : undefined,
    wish.masterId ? visitsMaster(tx, wish.masterId) : undefined,
    wish.before
      ? sql`(${customers.createdAt}, ${customers.id}) < (${wish.before.createdAt.toISOString()}::timestamptz, ${wish.before.id}::uuid)`
      : undefined,
  ]
  return tx.db
    .select()
    .from(customers)
    .where(and(...conditions))
    .orderBy(desc(customers.createdAt), desc(customers.id))
    .limit(wish.limit)
}

export async function isMastersCustomer(tx: TenantTx, customerId: string, masterId: string): Promise<boolean> {
  const rows = await tx.db
    .select({ id: customers.id })
    .from(customers)
    .where(and(own(tx, customerId), visitsMaster(tx, masterId)))
  return rows.length > 0
}

const visitsMaster = (tx: TenantTx, masterId: string) => sql`exists (
  select from bookings b where b.business_id = ${tx.business.id} and b.customer_id = ${customers.id}
    and b.staff_id = ${masterId} and b.state in ('pending', 'confirmed', 'done', 'no_show'))`

// What somebody did here

export interface Totals {
  [column: string]: unknown
  orders: string
  orders_paid: string
  last_order: string | null
  visits: string
  visits_paid: string
  last_visit: string | null
  brought: string
  channels: string[] | null
  last_wrote: string | null
}

/** In figures. */
export async function totalsOf(tx: TenantTx, id: string): Promise<Totals> {
  const { rows } = await tx.db.execute<Totals>(sql`
    select o.*, v.*, r.*, a.* from
      (select count(*) as orders, coalesce(sum(total) filter (where paid_at is not null), 0) as orders_paid,
         max(placed_at) as last_order from orders where business_id = ${tx.business.id} and customer_id = ${id}
         and state not in ('declined', 'cancelled', 'expired')) o,
      (select count(*) as visits, coalesce(sum(paid) filter (where paid_at is not null), 0) as visits_paid,
         max(starts_at) as last_visit from bookings
         where business_id = ${tx.business.id} and customer_id = ${id} and state = 'done') v,
      (select count(*) as brought from customers where business_id = ${tx.business.id} and referred_by = ${id}
         and merged_into is null and erased_at is null) r,
      (select array_agg(distinct kind order by kind) as channels, max(last_in_at) as last_wrote from addresses
         where business_id = ${tx.business.id} and customer_id = ${id} and staff_id is null) a`)
  const [row] = rows
  if (!row) throw new Error('a customer without totals')
  return row
}

// Chats and what was agreed in them

export async function addressOf(tx: TenantTx, id: string): Promise<typeof addresses.$inferSelect | undefined> {
  const [row] = await tx.db
    .select()
    .from(addresses)
    .where(and(eq(addresses.businessId, tx.business.id), eq(addresses.id, id)))
  return row
}

export async function updateAddressRow(
  tx: TenantTx,
  id: string,
  set: Partial<Pick<typeof addresses.$inferInsert, 'customerId' | 'source' | 'consentedAt' | 'language'>>,
): Promise<void> {
  await tx.db
    .update(addresses)
    .set(set)
    .where(and(eq(addresses.businessId, tx.business.id), eq(addresses.id, id)))
}

/** The person behind a chat becomes a customer; their chat's key becomes theirs. */
export async function insertCustomerOfAddress(
  tx: TenantTx,
  customer: Pick<CustomerRow, 'id' | 'keyId' | 'name' | 'language' | 'source' | 'referredBy' | 'referralCode'> & {
    consentedAt: Date | null
    promotionsStoppedAt: Date | null
  },
): Promise<void> {
  await tx.db.insert(customers).values({
    businessId: tx.business.id,
    ...customer,
    lastSeenAt: tx.now,
    createdAt: tx.now,
    updatedAt: tx.now,
  })
  await tx.db
    .update(personKeys)
    .set({ customerId: customer.id })
    .where(and(eq(personKeys.businessId, tx.business.id), eq(personKeys.id, customer.keyId)))
}

/** One more chat of somebody who is known: its key is shredded with theirs. */
export async function linkAddressToCustomer(
  tx: TenantTx,
  address: { id: string; keyId: string },
  customerId: string,
): Promise<void> {
  await updateAddressRow(tx, address.id, { customerId })
  await tx.db
    .update(personKeys)
    .set({ customerId })
    .where(and(eq(personKeys.businessId, tx.business.id), eq(personKeys.id, address.keyId)))
}

export async function insertConsent(
  tx: TenantTx,
  consent: { addressId: string; customerId: string | null; purpose: string; given: boolean; wording: string },
): Promise<void> {
  await tx.db.insert(consents).values({ businessId: tx.business.id, id: newId(), ...consent, at: tx.now })
}

/** What somebody last said in this chat about a purpose. */
export async function lastConsent(tx: TenantTx, addressId: string, purpose: string): Promise<boolean | undefined> {
  const [row] = await tx.db
    .select({ given: consents.given })
    .from(consents)
    .where(
      and(eq(consents.businessId, tx.business.id), eq(consents.addressId, addressId), eq(consents.purpose, purpose)),
    )
    .orderBy(desc(consents.at), desc(consents.id))
    .limit(1)
  return row?.given
}

export async function setPromotionsStopped(tx: TenantTx, id: string, at: Date | null): Promise<void> {
  await tx.db.update(customers).set({ promotionsStoppedAt: at }).where(own(tx, id))
}

export async function setConsented(tx: TenantTx, id: string): Promise<void> {
  await tx.db
    .update(customers)
    .set({ consentedAt: tx.now })
    .where(and(own(tx, id), isNull(customers.consentedAt)))
}

/** How many of those whom somebody brought have bought or come. */
export async function broughtBy(tx: TenantTx, id: string): Promise<{ came: number; paid: number }> {
  const [row] = await tx.db
    .select({
      came: sql<number>`count(*)::int`,
      paid: sql<number>`(count(*) filter (where ${customers.firstPaidAt} is not null))::int`,
    })
    .from(customers)
    .where(
      and(
        eq(customers.businessId, tx.business.id),
        eq(customers.referredBy, id),
        isNull(customers.mergedInto),
        isNull(customers.erasedAt),
      ),
    )
  return row ?? { came: 0, paid: 0 }
}

// Notes

export async function insertNote(
  tx: TenantTx,
  note: { customerId: string; keyId: string; staffId: string | null; text: string },
): Promise<string> {
  const id = newId()
  await tx.db.insert(customerNotes).values({
    businessId: tx.business.id,
    id,
    customerId: note.customerId,
    staffId: note.staffId,
    body: tx.vault.seal(note.keyId, place('customer_notes', 'body', id), note.text),
    createdAt: tx.now,
  })
  return id
}

/** The bots that people can be sent to, the oldest first. */
export async function botNames(tx: TenantTx): Promise<{ kind: string; name: string | null }[]> {
  return tx.db
    .select({ kind: channels.kind, name: channels.name })
    .from(channels)
    .where(and(eq(channels.businessId, tx.business.id), eq(channels.state, 'connected')))
    .orderBy(asc(channels.createdAt), asc(channels.id))
}
