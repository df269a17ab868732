import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Booking, BookingId } from './booking.ts'
import { findBooking } from './find-booking.ts'

/** One booking; those of others do not exist for a customer, nor for a master. */
export async function getBooking(tx: TenantTx, actor: Actor, { bookingId }: BookingId): Promise<Booking> {
  allow(actor, actor.kind === 'customer' ? 'bookings.own' : 'bookings.day')
  return findBooking(tx, actor, bookingId)
}
