import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { keepFirstPaid } from '../customers/index.ts'
import type { Booking, BookingPayment } from './booking.ts'
import { decide } from './decide.ts'
import { findBooking } from './find-booking.ts'

/** The visit is paid, before or after it: from now on it is revenue. Once only. */
export async function markPaid(tx: TenantTx, actor: Actor, { bookingId, amount }: BookingPayment): Promise<Booking> {
  allow(actor, 'bookings.handle')
  const before = await findBooking(tx, actor, bookingId)
  const paid = await decide(tx, actor, {
    bookingId,
    expected: { states: ['confirmed', 'done'], unpaid: true },
    set: { paid: amount ?? before.price, paidAt: tx.now },
    change: 'paid',
    action: 'bookings.paid',
  })
  if (paid.customerId) await keepFirstPaid(tx, [{ customerId: paid.customerId, paidAt: tx.now }])
  return paid
}
