import type { TenantTx } from '../../db/tenant.ts'
import type { Actor } from '../actor.ts'
import { AppError } from '../errors.ts'
import type { Booking, MasterOrAny } from './booking.ts'
import { dayOf, minuteMillis, plusDays, zonedDay } from './days.ts'
import { readCalendars, readMasters, serviceById } from './queries.ts'
import type { Service } from './service.ts'
import { freeSlots, type Slot } from './slots.ts'

export interface Availability {
  readonly serviceId: string
  readonly staffId: MasterOrAny
  readonly from: string
  readonly days: number
  /** A booking that is about to move: its own time counts as free, and its length is kept. */
  readonly moving?: Booking
}

/** The free slots of some days, as this person may book them. */
export async function availability(tx: TenantTx, actor: Actor, wish: Availability): Promise<Slot[]> {
  const service = await serviceOf(tx, wish.serviceId)
  const staffIds = await mastersFor(tx, wish.serviceId, wish.staffId)
  const { timezone, settings } = tx.business
  const last = plusDays(wish.from, wish.days - 1)
  const span = {
    from: new Date(zonedDay(wish.from, timezone).start),
    to: new Date(zonedDay(last, timezone).end + dayMillis),
  }
  const length = lengthOf(service, wish.moving?.serviceId === service.id ? wish.moving : undefined)
  const calendars = await readCalendars(tx, staffIds, span, wish.moving?.id ?? null)
  return freeSlots(
    { zone: timezone, from: wish.from, days: wish.days, step: settings.slotStep, ...length, ...bounds(tx, actor) },
    calendars,
  )
}

export async function serviceOf(tx: TenantTx, serviceId: string): Promise<Service> {
  const service = await serviceById(tx, serviceId)
  if (!service) throw new AppError('not-found', {}, 'serviceId')
  return service
}

/** Who could do it: the one who was named, or all who do this service. */
export async function mastersFor(tx: TenantTx, serviceId: string, wanted: MasterOrAny): Promise<string[]> {
  const ids = (await readMasters(tx, serviceId)).map((master) => master.id)
  if (wanted === 'any') return ids
  if (!ids.includes(wanted)) throw new AppError('not-found', {}, 'staffId')
  return [wanted]
}

/** Customers keep to the notice and the horizon that the owner set; staff and apps may book up to the last moment. */
export function bounds(tx: TenantTx, actor: Actor): { earliest: number; before: number } {
  const { settings, timezone } = tx.business
  const now = tx.now.getTime()
  if (actor.kind !== 'customer') return { earliest: now, before: Number.POSITIVE_INFINITY }
  const lastDay = plusDays(dayOf(tx.now, timezone), settings.horizonDays)
  return { earliest: now + settings.noticeMinutes * minuteMillis, before: zonedDay(lastDay, timezone).end }
}

/** Minutes of the visit and of the buffer after it. */
export function lengthOf(
  service: Service,
  moving?: { readonly startsAt: Date; readonly endsAt: Date; readonly blockedUntil: Date },
): { duration: number; buffer: number } {
  if (!moving) return { duration: service.durationMin, buffer: service.bufferMin }
  return {
    duration: (moving.endsAt.getTime() - moving.startsAt.getTime()) / minuteMillis,
    buffer: (moving.blockedUntil.getTime() - moving.endsAt.getTime()) / minuteMillis,
  }
}

const dayMillis = 24 * 60 * minuteMillis
