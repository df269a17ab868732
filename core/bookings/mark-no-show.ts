import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Booking, BookingId } from './booking.ts'
import { decide } from './decide.ts'

/** The customer did not come. The visit has to have begun; a master may say so of their own. */
export async function markNoShow(tx: TenantTx, actor: Actor, { bookingId }: BookingId): Promise<Booking> {
  allow(actor, 'bookings.serve')
  return decide(tx, actor, {
    bookingId,
    expected: { states: ['confirmed'], startedBy: tx.now },
    set: { state: 'no_show' },
    change: 'no_show',
    action: 'bookings.no-show',
  })
}
