import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { BookingId } from './booking.ts'
import { findBooking } from './find-booking.ts'
import { changeBooking } from './queries.ts'

/** Gives a held slot back before its time is over; one that is no hold any more stays as it is. */
export async function releaseHold(tx: TenantTx, actor: Actor, { bookingId }: BookingId): Promise<void> {
  allow(actor, 'bookings.create')
  const hold = await findBooking(tx, actor, bookingId)
  await changeBooking(tx, hold, { states: ['held'] }, { state: 'expired' })
}
