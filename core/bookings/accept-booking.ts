import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Booking, BookingId } from './booking.ts'
import { decide } from './decide.ts'

/** A manager's yes to a booking that waits for it. The first press wins: later ones hear `already-decided` and by whom. */
export async function acceptBooking(tx: TenantTx, actor: Actor, { bookingId }: BookingId): Promise<Booking> {
  allow(actor, 'bookings.handle')
  return decide(tx, actor, {
    bookingId,
    expected: { states: ['pending'] },
    set: { state: 'confirmed', proposedAt: null },
    change: 'confirmed',
    action: 'bookings.accept',
  })
}
