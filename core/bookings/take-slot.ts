import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, may } from '../actor.ts'
import { ensureCustomer, personBehind, type Whom } from '../customers/index.ts'
import { AppError, databaseError, sqlState } from '../errors.ts'
import { bounds, lengthOf, mastersFor, serviceOf } from './availability.ts'
import type { MasterOrAny, SlotWish } from './booking.ts'
import { dayOf, minuteMillis, zonedDay } from './days.ts'
import {
  countVisits,
  expireHoldsWithin,
  insertBooking,
  lockDays,
  readCalendars,
  releaseHoldsOf,
  type SealedBy,
} from './queries.ts'
import { type Calendar, type Span, works } from './slots.ts'

/** Puts a slot aside for somebody. Who comes second hears `booking-slot-taken`: the table's exclusion constraint decides. */
export async function takeSlot(
  tx: TenantTx,
  actor: Actor,
  wish: SlotWish,
  state: { readonly state: 'held' | 'pending' | 'confirmed'; readonly heldUntil: Date | null },
): Promise<string> {
  const service = await serviceOf(tx, wish.serviceId)
  const master = ownMaster(actor, wish.staffId)
  const who =
    actor.kind === 'customer'
      ? { customerId: actor.customerId, addressId: actor.addressId }
      : { customerId: wish.customerId, addressId: wish.addressId }
  const { duration, buffer } = lengthOf(service)
  const time = timeOf(tx, actor, wish.startsAt, duration, buffer)
  const { source, keyId } = await personBehind(tx, who)
  const comment = wish.comment ? { keyId: keyId ?? tx.business.id, text: wish.comment } : null
  return onFreeMaster(tx, wish.serviceId, master, time, null, async (staffId) => {
    if (actor.kind === 'customer') await releaseHoldsOf(tx, actor.addressId)
    return insertBooking(tx, {
      ...(state.state === 'held' ? who : await known(tx, who)),
      ...time,
      ...state,
      serviceId: service.id,
      staffId,
      price: service.price,
      channel: actor.kind === 'staff' ? 'counter' : actor.channel,
      source,
      comment,
    })
  })
}

/** Whoever books is a customer from then on. */
export async function known(tx: TenantTx, who: Whom): Promise<Whom> {
  if (who.customerId !== null || who.addressId === null) return who
  return { ...who, customerId: (await ensureCustomer(tx, who.addressId)).id }
}

/** A master books for themselves only. */
function ownMaster(actor: Actor, wanted: MasterOrAny): MasterOrAny {
  if (actor.kind !== 'staff' || may(actor, 'bookings.handle')) return wanted
  if (wanted !== 'any' && wanted !== actor.staffId) throw new AppError('not-allowed')
  return actor.staffId
}

export interface VisitTime {
  readonly startsAt: Date
  readonly endsAt: Date
  /** The buffer after the visit ends here. */
  readonly blockedUntil: Date
}

/** The time of a visit that begins now or later, within the notice and the horizon of whoever asks. */
export function timeOf(tx: TenantTx, actor: Actor, startsAt: Date, duration: number, buffer: number): VisitTime {
  const start = startsAt.getTime()
  const { earliest, before } = bounds(tx, actor)
  if (Number.isNaN(start) || start % minuteMillis !== 0) throw new AppError('input-invalid', {}, 'startsAt')
  if (start < tx.now.getTime()) throw new AppError('booking-slot-past', {}, 'startsAt')
  if (start < earliest)
    throw new AppError('booking-too-soon', { minutes: tx.business.settings.noticeMinutes }, 'startsAt')
  if (start >= before) throw new AppError('booking-too-far', { days: tx.business.settings.horizonDays }, 'startsAt')
  const end = start + duration * minuteMillis
  return { startsAt, endsAt: new Date(end), blockedUntil: new Date(end + buffer * minuteMillis) }
}

/**
 * Does `work` for a master who works then: the one who was named, or of several the least busy that day. Each try is
 * undone if the table says that somebody was faster; then the next free one is tried.
 */
export async function onFreeMaster<T>(
  tx: TenantTx,
  serviceId: string,
  wanted: MasterOrAny,
  time: VisitTime,
  moving: { readonly id: string; readonly staffId: string; readonly startsAt: Date } | null,
  work: (staffId: string) => Promise<T>,
): Promise<T> {
  const zone = tx.business.timezone
  const day = dayOf(time.startsAt, zone)
  const staffIds = await mastersFor(tx, serviceId, wanted)
  const calendars = await readCalendars(
    tx,
    staffIds,
    { from: time.startsAt, to: time.blockedUntil },
    moving?.id ?? null,
  )
  const visit = { from: time.startsAt.getTime(), to: time.endsAt.getTime() }
  const working = calendars.filter((calendar) => works(calendar, zone, day, visit))
  if (working.length === 0) throw new AppError('booking-outside-hours', {}, 'startsAt')
  // Of several masters the free ones are asked; of one who was named the table itself.
  const free = wanted === 'any' ? working.filter((calendar) => isFree(calendar, time)) : working
  for (const staffId of await leastBusyFirst(tx, free, day)) {
    const days = [{ staffId, day }]
    if (moving) days.push({ staffId: moving.staffId, day: dayOf(moving.startsAt, zone) })
    const taken = await attemptTwice(tx, async () => {
      await lockDays(tx, days)
      await expireHoldsWithin(tx, staffId, time.startsAt, time.blockedUntil)
      return work(staffId)
    })
    if (taken) return taken.result
  }
  throw new AppError('booking-slot-taken', {}, 'startsAt')
}

/** Somebody's words and the key of theirs that seals them; the business's own for a visit of nobody known. */
export async function sealedFor(
  tx: TenantTx,
  who: { readonly customerId: string | null; readonly addressId: string | null },
  text: string,
): Promise<SealedBy> {
  const { keyId } = await personBehind(tx, who)
  return { keyId: keyId ?? tx.business.id, text }
}

function isFree(calendar: Calendar, time: VisitTime): boolean {
  const span: Span = { from: time.startsAt.getTime(), to: time.blockedUntil.getTime() }
  return !calendar.busy.some((busy) => busy.from < span.to && span.from < busy.to)
}

async function leastBusyFirst(tx: TenantTx, calendars: readonly Calendar[], day: string): Promise<string[]> {
  const ids = calendars.map((calendar) => calendar.staffId)
  if (ids.length < 2) return ids
  const { start, end } = zonedDay(day, tx.business.timezone)
  const visits = await countVisits(tx, ids, new Date(start), new Date(end))
  return ids.sort((a, b) => (visits.get(a) ?? 0) - (visits.get(b) ?? 0))
}

/** Nothing when the slot is taken. A deadlock is nobody's fault: it is tried once more, then the slot counts as taken. */
async function attemptTwice<T>(tx: TenantTx, work: () => Promise<T>): Promise<{ result: T } | undefined> {
  for (let tries = 1; tries <= 2; tries++) {
    try {
      return { result: await tx.attempt(work) }
    } catch (error) {
      const state = databaseError(error)?.state
      if (state === sqlState.exclusion) return undefined
      if (state !== sqlState.deadlock && state !== sqlState.serialization) throw error
    }
  }
  return undefined
}
