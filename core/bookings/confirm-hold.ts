import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { agreedState, type Booking, type BookingId } from './booking.ts'
import { findBooking } from './find-booking.ts'
import { changeBooking } from './queries.ts'
import { known } from './take-slot.ts'

/** Makes a held slot a booking. A hold that is over by now is `booking-hold-over`: the time may still be free, so ask anew. */
export async function confirmHold(tx: TenantTx, actor: Actor, { bookingId }: BookingId): Promise<Booking> {
  allow(actor, 'bookings.create')
  const hold = await findBooking(tx, actor, bookingId)
  const { customerId } = await known(tx, hold)
  const set = { state: agreedState(actor, tx.business.settings), heldUntil: null, customerId }
  if (!(await changeBooking(tx, hold, { states: ['held'], heldAfter: tx.now }, set))) {
    const now = await findBooking(tx, actor, bookingId)
    throw new AppError(now.state === 'held' || now.state === 'expired' ? 'booking-hold-over' : 'booking-wrong-state')
  }
  await record(tx, { type: 'booking.created', bookingId })
  return findBooking(tx, actor, bookingId)
}
