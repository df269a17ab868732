import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { availability } from './availability.ts'
import { type Booking, openStates, type TimeProposal } from './booking.ts'
import { dayOf } from './days.ts'
import { decide } from './decide.ts'
import { findBooking } from './find-booking.ts'

/**
 * Asks the customer whether another time suits them. Until they answer the booking stays where it is, and the proposed
 * time is not kept for them: if somebody takes it, their yes brings the nearest free ones.
 */
export async function proposeTime(tx: TenantTx, actor: Actor, proposal: TimeProposal): Promise<Booking> {
  allow(actor, 'bookings.handle')
  const { bookingId, startsAt } = proposal
  const before = await findBooking(tx, actor, bookingId)
  if (startsAt <= tx.now) throw new AppError('booking-slot-past', {}, 'startsAt')
  const free = await availability(tx, actor, {
    serviceId: before.serviceId,
    staffId: before.staffId,
    from: dayOf(startsAt, tx.business.timezone),
    days: 1,
    moving: before,
  })
  if (!free.some((slot) => slot.startsAt.getTime() === startsAt.getTime()))
    throw new AppError('booking-slot-taken', {}, 'startsAt')
  return decide(tx, actor, {
    bookingId,
    expected: { states: openStates },
    set: { proposedAt: startsAt },
    change: 'proposed',
    action: 'bookings.propose',
  })
}
