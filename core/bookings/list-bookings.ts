import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow, may } from '../actor.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import type { Booking, BookingFilter } from './booking.ts'
import { type BookingWish, readRows } from './queries.ts'

export interface BookingPage {
  readonly bookings: readonly Booking[]
  /** Where the next page begins; null on the last one. */
  readonly nextCursor: string | null
}

/** Bookings by time: a customer's own, a master's own, or the business's for those who handle them. */
export async function listBookings(tx: TenantTx, actor: Actor, filter: BookingFilter): Promise<BookingPage> {
  const rows = await readRows(tx, {
    ...visible(actor, filter),
    from: filter.from,
    to: filter.to,
    states: filter.states,
    serviceId: filter.serviceId,
    newestFirst: filter.newestFirst,
    after: filter.cursor === undefined ? undefined : readCursor(filter.cursor),
    limit: filter.limit + 1,
  })
  const bookings = rows.slice(0, filter.limit)
  const last = bookings.at(-1)
  return { bookings, nextCursor: rows.length > filter.limit && last ? writeCursor(last) : null }
}

function visible(actor: Actor, filter: BookingFilter): Pick<BookingWish, 'own' | 'staffId' | 'customerId'> {
  if (actor.kind === 'customer') {
    allow(actor, 'bookings.own')
    return { own: actor, staffId: filter.staffId }
  }
  if (may(actor, 'bookings.read')) return { staffId: filter.staffId, customerId: filter.customerId }
  allow(actor, 'bookings.day')
  if (actor.kind !== 'staff' || (filter.staffId !== undefined && filter.staffId !== actor.staffId))
    throw new AppError('not-allowed')
  return { staffId: actor.staffId, customerId: filter.customerId }
}

function writeCursor({ startsAt, id }: Booking): string {
  return Buffer.from(`${startsAt.toISOString()} ${id}`).toString('base64url')
}

function readCursor(cursor: string): { startsAt: Date; id: string } {
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const startsAt = new Date(at)
  if (Number.isNaN(startsAt.getTime()) || !isId(id)) throw new AppError('input-invalid', {}, 'cursor')
  return { startsAt, id }
}
