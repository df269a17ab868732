import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Booking, BookingId } from './booking.ts'
import { decide } from './decide.ts'

/** The visit took place. It has to have begun; a master may say so of their own. */
export async function markDone(tx: TenantTx, actor: Actor, { bookingId }: BookingId): Promise<Booking> {
  allow(actor, 'bookings.serve')
  return decide(tx, actor, {
    bookingId,
    expected: { states: ['confirmed'], startedBy: tx.now },
    set: { state: 'done' },
    change: 'done',
    action: 'bookings.done',
  })
}
