import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Booking, SlotWish } from './booking.ts'
import { minuteMillis } from './days.ts'
import { findBooking } from './find-booking.ts'
import { takeSlot } from './take-slot.ts'

/** Keeps a slot while the person makes up their mind; a chat holds one at a time, so what it held before is free again. */
export async function holdSlot(tx: TenantTx, actor: Actor, wish: SlotWish): Promise<Booking> {
  allow(actor, 'bookings.create')
  const heldUntil = new Date(tx.now.getTime() + tx.business.settings.holdMinutes * minuteMillis)
  return findBooking(tx, actor, await takeSlot(tx, actor, wish, { state: 'held', heldUntil }))
}
