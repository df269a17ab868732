import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Booking, BookingEnd } from './booking.ts'
import { decide } from './decide.ts'
import { findBooking } from './find-booking.ts'
import { sealedFor } from './take-slot.ts'

/** A manager's no to a booking that waits for a word, with a reason that the customer reads. The time is free again. */
export async function declineBooking(tx: TenantTx, actor: Actor, { bookingId, reason }: BookingEnd): Promise<Booking> {
  allow(actor, 'bookings.handle')
  const before = await findBooking(tx, actor, bookingId)
  return decide(tx, actor, {
    bookingId,
    expected: { states: ['pending'] },
    set: { state: 'declined', proposedAt: null, reason: reason ? await sealedFor(tx, before, reason) : null },
    change: 'declined',
    action: 'bookings.decline',
  })
}
