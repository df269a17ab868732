import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { record } from '../events.ts'
import { tellCustomer } from '../inbox/index.ts'
import { agreedState, type Booking, type SlotWish } from './booking.ts'
import { findBooking } from './find-booking.ts'
import { customerNews } from './messages.ts'
import { takeSlot } from './take-slot.ts'

/** Takes a slot at once. Of two people asking at once, the second hears `booking-slot-taken`: the table's exclusion constraint decides. */
export async function bookAppointment(tx: TenantTx, actor: Actor, wish: SlotWish): Promise<Booking> {
  allow(actor, 'bookings.create')
  const state = agreedState(actor, tx.business.settings)
  const bookingId = await takeSlot(tx, actor, wish, { state, heldUntil: null })
  if (actor.kind === 'staff') await audit(tx, actor, 'bookings.create', `booking:${bookingId}`)
  await record(tx, { type: 'booking.created', bookingId })
  const booking = await findBooking(tx, actor, bookingId)
  const news = actor.kind === 'customer' ? undefined : customerNews(tx, booking, 'booked')
  if (news) await tellCustomer(tx, booking, news)
  return booking
}
