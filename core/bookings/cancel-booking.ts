import type { TenantTx } from '../../db/tenant.ts'
import type { Actor } from '../actor.ts'
import { type Booking, type BookingEnd, openStates } from './booking.ts'
import { allowChange, decide } from './decide.ts'
import { findBooking } from './find-booking.ts'
import { sealedFor } from './take-slot.ts'

/** Calls a visit off: the customer while it is still ahead, staff also later. The time is free again. */
export async function cancelBooking(tx: TenantTx, actor: Actor, { bookingId, reason }: BookingEnd): Promise<Booking> {
  allowChange(actor)
  const before = await findBooking(tx, actor, bookingId)
  return decide(tx, actor, {
    bookingId,
    expected: { states: openStates, ...(actor.kind === 'customer' ? { startsAfter: tx.now } : {}) },
    set: { state: 'cancelled', proposedAt: null, reason: reason ? await sealedFor(tx, before, reason) : null },
    change: 'cancelled',
    action: 'bookings.cancel',
  })
}
