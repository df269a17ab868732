import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, ne, or, sql } from '../../db/drizzle.ts'
import { staff, staffHours, staffTimeOff } from '../../db/schema/business.ts'
import { addresses, customers } from '../../db/schema/people.ts'
import { bookings, services, staffServices } from '../../db/schema/salon.ts'
import type { TenantTx } from '../../db/tenant.ts'
import type { Role } from '../actor.ts'
import type { Names } from '../business.ts'
import { newId } from '../ids.ts'
import { place, SealError } from '../vault.ts'
import { type Booking, type BookingState, blockingStates } from './booking.ts'
import type { HoursInput, Master, Service, ServiceInput } from './service.ts'
import type { Calendar, Span } from './slots.ts'

// Services and masters

export async function readServices(tx: TenantTx, which: { listedOnly: boolean }): Promise<Service[]> {
  return tx.db
    .select(serviceColumns)
    .from(services)
    .where(and(eq(services.businessId, tx.business.id), which.listedOnly ? eq(services.listed, true) : undefined))
    .orderBy(asc(services.place), asc(services.createdAt), asc(services.id))
}

export async function serviceById(tx: TenantTx, id: string): Promise<Service | undefined> {
  const [row] = await tx.db
    .select(serviceColumns)
    .from(services)
    .where(and(eq(services.businessId, tx.business.id), eq(services.id, id)))
  return row
}

const serviceColumns = {
  id: services.id,
  names: services.names,
  about: services.about,
  durationMin: services.durationMin,
  bufferMin: services.bufferMin,
  price: services.price,
  listed: services.listed,
}

/** Writes a service and who does it; false when it should exist and does not. */
export async function writeService(tx: TenantTx, id: string, input: ServiceInput): Promise<boolean> {
  const values = {
    names: input.names,
    about: input.about,
    durationMin: input.durationMin,
    bufferMin: input.bufferMin,
    price: input.price,
    listed: input.listed,
  }
  if (input.id) {
    const changed = await tx.db
      .update(services)
      .set(values)
      .where(and(eq(services.businessId, tx.business.id), eq(services.id, id)))
      .returning({ id: services.id })
    if (changed.length === 0) return false
  } else {
    await tx.db.insert(services).values({
      businessId: tx.business.id,
      id,
      ...values,
      place: sql`(select coalesce(max(place), 0) + 1 from services where business_id = ${tx.business.id})`,
      createdAt: tx.now,
    })
  }
  await tx.db
    .delete(staffServices)
    .where(and(eq(staffServices.businessId, tx.business.id), eq(staffServices.serviceId, id)))
  const staffIds = [...new Set(input.staffIds)]
  if (staffIds.length > 0) {
    await tx.db
      .insert(staffServices)
      .values(staffIds.map((staffId) => ({ businessId: tx.business.id, staffId, serviceId: id })))
  }
  return true
}

/** Whom customers can book, for one service or at all, in a steady order. */
export async function readMasters(tx: TenantTx, serviceId: string | null): Promise<Master[]> {
  const rows = await tx.db
    .selectDistinct({ id: staff.id, names: staff.names, createdAt: staff.createdAt })
    .from(staff)
    .innerJoin(staffServices, and(eq(staffServices.businessId, staff.businessId), eq(staffServices.staffId, staff.id)))
    .where(
      and(
        eq(staff.businessId, tx.business.id),
        isNull(staff.removedAt),
        serviceId === null ? undefined : eq(staffServices.serviceId, serviceId),
      ),
    )
    .orderBy(asc(staff.createdAt), asc(staff.id))
  return rows.map(({ id, names }) => ({ id, names: names ?? nameless }))
}

export async function writeNames(tx: TenantTx, staffId: string, names: Names): Promise<void> {
  await tx.db
    .update(staff)
    .set({ names })
    .where(and(eq(staff.businessId, tx.business.id), eq(staff.id, staffId)))
}

/** False when there is no such member of the staff. */
export async function writeHours(tx: TenantTx, { staffId, hours }: HoursInput): Promise<boolean> {
  if (!(await isStaff(tx, staffId))) return false
  await tx.db.delete(staffHours).where(and(eq(staffHours.businessId, tx.business.id), eq(staffHours.staffId, staffId)))
  if (hours.length > 0) {
    await tx.db.insert(staffHours).values(hours.map((row) => ({ businessId: tx.business.id, staffId, ...row })))
  }
  return true
}

export async function insertTimeOff(
  tx: TenantTx,
  timeOff: { staffId: string; from: Date; to: Date; reason: string | null },
): Promise<string | undefined> {
  if (!(await isStaff(tx, timeOff.staffId))) return undefined
  const id = newId()
  await tx.db.insert(staffTimeOff).values({
    businessId: tx.business.id,
    id,
    staffId: timeOff.staffId,
    during: range(timeOff.from, timeOff.to),
    reason: timeOff.reason,
  })
  return id
}

export async function roleOf(tx: TenantTx, staffId: string): Promise<Role | undefined> {
  const [row] = await tx.db
    .select({ role: staff.role })
    .from(staff)
    .where(and(eq(staff.businessId, tx.business.id), eq(staff.id, staffId), isNull(staff.removedAt)))
  return row?.role
}

async function isStaff(tx: TenantTx, staffId: string): Promise<boolean> {
  const rows = await tx.db
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.businessId, tx.business.id), eq(staff.id, staffId), isNull(staff.removedAt)))
  return rows.length > 0
}

// Calendars

/** What is needed to know when these masters are free between two instants; `except` is a booking that is about to move away. */
export async function readCalendars(
  tx: TenantTx,
  staffIds: readonly string[],
  span: { from: Date; to: Date },
  except: string | null = null,
): Promise<Calendar[]> {
  if (staffIds.length === 0) return []
  const ids = [...staffIds]
  const hours = await tx.db
    .select()
    .from(staffHours)
    .where(and(eq(staffHours.businessId, tx.business.id), inArray(staffHours.staffId, ids)))
  const away = await tx.db
    .select({
      staffId: staffTimeOff.staffId,
      from: epoch(sql`lower(${staffTimeOff.during})`, -Infinity),
      to: epoch(sql`upper(${staffTimeOff.during})`, Infinity),
    })
    .from(staffTimeOff)
    .where(
      and(
        eq(staffTimeOff.businessId, tx.business.id),
        inArray(staffTimeOff.staffId, ids),
        sql`${staffTimeOff.during} && ${range(span.from, span.to)}::tstzrange`,
      ),
    )
  const busy = await tx.db
    .select({
      staffId: bookings.staffId,
      from: epoch(sql`lower(${bookings.during})`, -Infinity),
      to: epoch(sql`upper(${bookings.during})`, Infinity),
    })
    .from(bookings)
    .where(
      and(
        eq(bookings.businessId, tx.business.id),
        inArray(bookings.staffId, ids),
        inArray(bookings.state, [...blockingStates]),
        // A visit and its buffer are shorter than a day, so the index by start finds all that reach into the span.
        gte(bookings.startsAt, new Date(span.from.getTime() - dayMillis)),
        lt(bookings.startsAt, span.to),
        or(ne(bookings.state, 'held'), gt(bookings.heldUntil, tx.now)),
        except === null ? undefined : ne(bookings.id, except),
      ),
    )
  const of = (staffId: string, spans: readonly (Span & { staffId: string })[]) =>
    spans.filter((one) => one.staffId === staffId).map(({ from, to }) => ({ from, to }))
  return staffIds.map((staffId) => ({
    staffId,
    hours: hours.filter((one) => one.staffId === staffId),
    timeOff: of(staffId, away),
    busy: of(staffId, busy),
  }))
}

/** How many visits each master has between two instants. */
export async function countVisits(
  tx: TenantTx,
  staffIds: readonly string[],
  from: Date,
  to: Date,
): Promise<Map<string, number>> {
  const rows = await tx.db
    .select({ staffId: bookings.staffId, visits: sql`count(*)`.mapWith(Number) })
    .from(bookings)
    .where(
      and(
        eq(bookings.businessId, tx.business.id),
        inArray(bookings.staffId, [...staffIds]),
        inArray(bookings.state, [...blockingStates]),
        gte(bookings.startsAt, from),
        lt(bookings.startsAt, to),
      ),
    )
    .groupBy(bookings.staffId)
  return new Map(rows.map((row) => [row.staffId, row.visits]))
}

// Taking a slot

/** Makes those who want the same days of the same masters wait for each other. Only a speed-up: the table decides. */
export async function lockDays(
  tx: TenantTx,
  days: readonly { readonly staffId: string; readonly day: string }[],
): Promise<void> {
  const keys = [...new Set(days.map(({ staffId, day }) => `${tx.business.id}/${staffId}/${day}`))].sort()
  for (const key of keys) await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 2))`)
}

/** Holds that are over by now no longer keep their time. */
export async function expireHoldsWithin(tx: TenantTx, staffId: string, from: Date, to: Date): Promise<void> {
  await tx.db
    .update(bookings)
    .set({ state: 'expired', changedAt: tx.now })
    .where(
      and(
        eq(bookings.businessId, tx.business.id),
        eq(bookings.staffId, staffId),
        eq(bookings.state, 'held'),
        lte(bookings.heldUntil, tx.now),
        sql`${bookings.during} && ${range(from, to)}::tstzrange`,
      ),
    )
}

/** A chat holds one slot at a time: what it held before is free again. */
export async function releaseHoldsOf(tx: TenantTx, addressId: string, except: string | null = null): Promise<void> {
  await tx.db
    .update(bookings)
    .set({ state: 'expired', changedAt: tx.now })
    .where(
      and(
        eq(bookings.businessId, tx.business.id),
        eq(bookings.addressId, addressId),
        eq(bookings.state, 'held'),
        except === null ? undefined : ne(bookings.id, except),
      ),
    )
}

export interface NewBooking {
  readonly customerId: string | null
  readonly addressId: string | null
  readonly serviceId: string
  readonly staffId: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly blockedUntil: Date
  readonly state: 'held' | 'pending' | 'confirmed'
  readonly heldUntil: Date | null
  readonly price: number
  readonly channel: string
  readonly source: string | null
  readonly comment: SealedBy | null
}

/** Somebody's words and the key that seals them. */
export interface SealedBy {
  readonly keyId: string
  readonly text: string
}

/** Stores a booking under the next number of the business; throws what the exclusion constraint throws. */
export async function insertBooking(tx: TenantTx, one: NewBooking): Promise<string> {
  const id = newId()
  const comment = one.comment && tx.vault.seal(one.comment.keyId, place('bookings', 'comment', id), one.comment.text)
  await tx.db.execute(sql`
    with next as (
      insert into counters (business_id, name, value) values (${tx.business.id}, 'booking', 1)
      on conflict (business_id, name) do update set value = counters.value + 1
      returning value)
    insert into bookings (business_id, id, number, customer_id, address_id, service_id, staff_id, during, starts_at, ends_at,
      state, held_until, price, channel, source, comment, created_at, changed_at)
    select ${tx.business.id}, ${id}, next.value, ${one.customerId}, ${one.addressId}, ${one.serviceId}, ${one.staffId},
      ${range(one.startsAt, one.blockedUntil)}::tstzrange, ${iso(one.startsAt)}::timestamptz, ${iso(one.endsAt)}::timestamptz,
      ${one.state}, ${one.heldUntil && iso(one.heldUntil)}::timestamptz, ${one.price}, ${one.channel}, ${one.source},
      ${comment}::bytea, ${iso(tx.now)}::timestamptz, ${iso(tx.now)}::timestamptz
    from next`)
  return id
}

// Changing a booking

export type BookingSet = Partial<
  Pick<
    typeof bookings.$inferInsert,
    | 'state'
    | 'heldUntil'
    | 'customerId'
    | 'staffId'
    | 'startsAt'
    | 'endsAt'
    | 'proposedAt'
    | 'handledBy'
    | 'paid'
    | 'paidAt'
  >
> & { readonly blockedUntil?: Date; readonly reason?: SealedBy | null }

/** What a booking must still be for a change to happen. */
export interface Expected {
  readonly states: readonly BookingState[]
  readonly startsAt?: Date
  readonly staffId?: string
  readonly proposedAt?: Date
  readonly startsAfter?: Date
  readonly startedBy?: Date
  readonly heldAfter?: Date
  readonly unpaid?: boolean
}

/** One UPDATE that happens only if the booking still is as expected: of two who press at once, one hears false. */
export async function changeBooking(
  tx: TenantTx,
  before: Booking,
  expected: Expected,
  set: BookingSet,
): Promise<boolean> {
  const { blockedUntil, reason, ...columns } = set
  const sealedReason = reason && tx.vault.seal(reason.keyId, place('bookings', 'reason', before.id), reason.text)
  const moved = blockedUntil && set.startsAt ? { during: range(set.startsAt, blockedUntil) } : {}
  const rows = await tx.db
    .update(bookings)
    .set({ ...columns, ...moved, ...(sealedReason === undefined ? {} : { reason: sealedReason }), changedAt: tx.now })
    .where(
      and(
        eq(bookings.businessId, tx.business.id),
        eq(bookings.id, before.id),
        inArray(bookings.state, [...expected.states]),
        expected.startsAt ? eq(bookings.startsAt, expected.startsAt) : undefined,
        expected.staffId ? eq(bookings.staffId, expected.staffId) : undefined,
        expected.proposedAt ? eq(bookings.proposedAt, expected.proposedAt) : undefined,
        expected.startsAfter ? gt(bookings.startsAt, expected.startsAfter) : undefined,
        expected.startedBy ? lte(bookings.startsAt, expected.startedBy) : undefined,
        expected.heldAfter ? gt(bookings.heldUntil, expected.heldAfter) : undefined,
        expected.unpaid ? isNull(bookings.paidAt) : undefined,
      ),
    )
    .returning({ id: bookings.id })
  return rows.length > 0
}

/** Ends holds that nobody confirmed and requests whose time came before anybody decided; brings the latter. */
export async function expireOverdue(tx: TenantTx): Promise<{ held: number; pending: string[] }> {
  const ended = async (state: 'held' | 'pending') => {
    const { rows } = await tx.db.execute<{ id: string }>(sql`
      with over as (
        select id from bookings
        where business_id = ${tx.business.id} and state = ${state}
          and ${state === 'held' ? sql`held_until` : sql`starts_at`} <= ${iso(tx.now)}::timestamptz
        order by id limit 500 for update skip locked)
      update bookings b set state = 'expired', changed_at = ${iso(tx.now)}::timestamptz
      from over where b.business_id = ${tx.business.id} and b.id = over.id
      returning b.id`)
    return rows.map((row) => row.id)
  }
  const held = await ended('held')
  return { held: held.length, pending: await ended('pending') }
}

// Reading bookings

export async function bookingById(tx: TenantTx, id: string): Promise<Booking | undefined> {
  const [row] = await readRows(tx, { only: id, limit: 1 })
  return row
}

export interface BookingWish {
  readonly only?: string
  readonly from?: Date | undefined
  readonly to?: Date | undefined
  readonly states?: readonly BookingState[] | undefined
  readonly staffId?: string | undefined
  readonly serviceId?: string | undefined
  readonly customerId?: string | undefined
  /** The chat's and, where the person is known, the person's. */
  readonly own?: { readonly addressId: string; readonly customerId: string | null }
  readonly after?: { readonly startsAt: Date; readonly id: string } | undefined
  readonly newestFirst?: boolean
  readonly limit: number
}

export async function readRows(tx: TenantTx, wish: BookingWish): Promise<Booking[]> {
  const past = wish.newestFirst ? sql`<` : sql`>`
  const order = wish.newestFirst ? desc : asc
  const rows = await tx.db
    .select({
      booking: bookings,
      blockedUntil: epoch(sql`upper(${bookings.during})`, 0),
      service: services.names,
      master: staff.names,
      customerKey: customers.keyId,
      addressKey: addresses.keyId,
    })
    .from(bookings)
    .innerJoin(services, and(eq(services.businessId, bookings.businessId), eq(services.id, bookings.serviceId)))
    .innerJoin(staff, and(eq(staff.businessId, bookings.businessId), eq(staff.id, bookings.staffId)))
    .leftJoin(customers, and(eq(customers.businessId, bookings.businessId), eq(customers.id, bookings.customerId)))
    .leftJoin(addresses, and(eq(addresses.businessId, bookings.businessId), eq(addresses.id, bookings.addressId)))
    .where(
      and(
        eq(bookings.businessId, tx.business.id),
        wish.only === undefined ? undefined : eq(bookings.id, wish.only),
        wish.from ? gte(bookings.startsAt, wish.from) : undefined,
        wish.to ? lt(bookings.startsAt, wish.to) : undefined,
        wish.states ? inArray(bookings.state, [...wish.states]) : undefined,
        wish.staffId === undefined ? undefined : eq(bookings.staffId, wish.staffId),
        wish.serviceId === undefined ? undefined : eq(bookings.serviceId, wish.serviceId),
        wish.customerId === undefined ? undefined : eq(bookings.customerId, wish.customerId),
        wish.own
          ? or(
              eq(bookings.addressId, wish.own.addressId),
              wish.own.customerId === null ? undefined : eq(bookings.customerId, wish.own.customerId),
            )
          : undefined,
        wish.after
          ? sql`(${bookings.startsAt}, ${bookings.id}) ${past} (${iso(wish.after.startsAt)}::timestamptz, ${wish.after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(order(bookings.startsAt), order(bookings.id))
    .limit(wish.limit)
  const sealed = rows.filter(({ booking }) => booking.comment || booking.reason)
  await tx.admit(sealed.flatMap((row) => [row.customerKey, row.addressKey]))
  return rows.map(({ booking, blockedUntil, service, master }) => ({
    id: booking.id,
    number: booking.number,
    state: booking.state,
    serviceId: booking.serviceId,
    service,
    staffId: booking.staffId,
    master: master ?? nameless,
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    blockedUntil: new Date(blockedUntil),
    heldUntil: booking.heldUntil,
    price: booking.price,
    paid: booking.paid,
    paidAt: booking.paidAt,
    customerId: booking.customerId,
    addressId: booking.addressId,
    channel: booking.channel,
    source: booking.source,
    comment: opened(tx, 'comment', booking.id, booking.comment),
    reason: opened(tx, 'reason', booking.id, booking.reason),
    proposedAt: booking.proposedAt,
    handledBy: booking.handledBy,
    createdAt: booking.createdAt,
    changedAt: booking.changedAt,
  }))
}

/** Words of an erased person are gone, and that is no error. */
function opened(tx: TenantTx, column: 'comment' | 'reason', id: string, sealed: Buffer | null): string | null {
  if (!sealed) return null
  try {
    return tx.vault.open(sealed, place('bookings', column, id))
  } catch (error) {
    if (error instanceof SealError) return null
    throw error
  }
}

const nameless: Names = { default: '–' }
const dayMillis = 24 * 60 * 60_000
const iso = (at: Date): string => at.toISOString()
const range = (from: Date, to: Date): string => `[${iso(from)},${iso(to)})`
const epoch = (at: ReturnType<typeof sql>, open: number) =>
  sql<number>`extract(epoch from ${at}) * 1000`.mapWith((value: unknown) =>
    value === null ? open : Math.round(Number(value)),
  )
