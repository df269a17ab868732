import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow, may } from '../actor.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { type Booking, isOwn } from './booking.ts'
import { bookingById } from './queries.ts'

/** The booking, if it exists for this person: their own, a master's own, or any for those who handle bookings. */
export async function findBooking(tx: TenantTx, actor: Actor, bookingId: string): Promise<Booking> {
  const booking = isId(bookingId) ? await bookingById(tx, bookingId) : undefined
  if (!booking || !sees(actor, booking)) throw new AppError('not-found')
  return booking
}

function sees(actor: Actor, booking: Booking): boolean {
  if (actor.kind === 'customer') return isOwn(actor, booking)
  if (may(actor, 'bookings.read')) return true
  if (actor.kind === 'staff' && may(actor, 'bookings.day')) return booking.staffId === actor.staffId
  allow(actor, 'bookings.read')
  return false
}
