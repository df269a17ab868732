import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import type { Actor } from '../actor.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { lengthOf, serviceOf } from './availability.ts'
import { agreedState, type Booking, type BookingMove, chatOf, openStates, staffIdOf } from './booking.ts'
import { allowChange } from './decide.ts'
import { findBooking } from './find-booking.ts'
import { changeBooking } from './queries.ts'
import { handOver } from './reactions.ts'
import { onFreeMaster, timeOf } from './take-slot.ts'

/**
 * Moves a booking to another time, and to another master if asked: one UPDATE under the constraint that decides every
 * slot, so either the new time is theirs and the old one is free, or nothing changed and they hear `booking-slot-taken`.
 */
export async function moveBooking(tx: TenantTx, actor: Actor, move: BookingMove): Promise<Booking> {
  allowChange(actor)
  const before = await findBooking(tx, actor, move.bookingId)
  const byCustomer = actor.kind === 'customer'
  if (!openStates.some((state) => state === before.state) || (byCustomer && before.startsAt <= tx.now))
    throw new AppError('booking-not-movable')
  const { duration, buffer } = lengthOf(await serviceOf(tx, before.serviceId), before)
  const time = timeOf(tx, actor, move.startsAt, duration, buffer)
  await onFreeMaster(tx, before.serviceId, move.staffId ?? before.staffId, time, before, async (staffId) => {
    const expected = { states: openStates, startsAt: before.startsAt, staffId: before.staffId }
    const moved = await changeBooking(tx, before, expected, {
      ...time,
      staffId,
      state: agreedState(actor, tx.business.settings),
      proposedAt: null,
      handledBy: staffIdOf(actor),
    })
    if (!moved) throw new AppError('just-taken')
  })
  return told(tx, actor, before, await findBooking(tx, actor, move.bookingId))
}

async function told(tx: TenantTx, actor: Actor, before: Booking, after: Booking): Promise<Booking> {
  if (actor.kind === 'staff') await audit(tx, actor, 'bookings.move', `booking:${after.id}`)
  await record(tx, {
    type: 'booking.changed',
    bookingId: after.id,
    change: 'moved',
    byStaff: actor.kind !== 'customer',
    chat: chatOf(actor),
  })
  if (after.staffId !== before.staffId) await handOver(tx, before, after)
  return after
}
