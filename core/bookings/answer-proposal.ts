import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { lengthOf, serviceOf } from './availability.ts'
import { type Booking, chatOf, openStates, type ProposalAnswer } from './booking.ts'
import { findBooking } from './find-booking.ts'
import { changeBooking } from './queries.ts'
import { onFreeMaster, timeOf } from './take-slot.ts'

/** The customer's yes or no to the time that a manager proposed. Yes moves and confirms at once, if the time is still free. */
export async function answerProposal(tx: TenantTx, actor: Actor, answer: ProposalAnswer): Promise<Booking> {
  allow(actor, 'bookings.own')
  const { bookingId, startsAt, accept } = answer
  const before = await findBooking(tx, actor, bookingId)
  if (before.proposedAt?.getTime() !== startsAt.getTime()) throw new AppError('booking-wrong-state')
  const expected = { states: openStates, staffId: before.staffId, proposedAt: startsAt }
  if (accept) {
    const { duration, buffer } = lengthOf(await serviceOf(tx, before.serviceId), before)
    // The manager chose the time, so the notice that customers give does not matter.
    const time = timeOf(tx, { kind: 'system', channel: 'system' }, startsAt, duration, buffer)
    await onFreeMaster(tx, before.serviceId, before.staffId, time, before, async () => {
      const set = { ...time, state: 'confirmed' as const, proposedAt: null }
      if (!(await changeBooking(tx, before, expected, set))) throw new AppError('just-taken')
    })
  } else if (!(await changeBooking(tx, before, expected, { proposedAt: null }))) {
    throw new AppError('booking-wrong-state')
  }
  await record(tx, {
    type: 'booking.changed',
    bookingId,
    change: accept ? 'moved' : 'proposed',
    byStaff: false,
    chat: chatOf(actor),
  })
  return findBooking(tx, actor, bookingId)
}
