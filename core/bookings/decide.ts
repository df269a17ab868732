import type { TenantTx } from '../../db/tenant.ts'
import { audit, staffName } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { type BookingChange, record } from '../events.ts'
import { type Booking, chatOf, staffIdOf } from './booking.ts'
import { findBooking } from './find-booking.ts'
import { type BookingSet, changeBooking, type Expected } from './queries.ts'

export interface Decision {
  readonly bookingId: string
  readonly expected: Expected
  readonly set: BookingSet
  readonly change: BookingChange
  /** How the audit calls it. */
  readonly action: string
}

/** One step of a booking's life: the first press wins, whoever comes later hears who decided, and everybody concerned is told. */
export async function decide(tx: TenantTx, actor: Actor, decision: Decision): Promise<Booking> {
  const { bookingId, expected, set, change, action } = decision
  const before = await findBooking(tx, actor, bookingId)
  if (!(await changeBooking(tx, before, expected, { ...set, handledBy: staffIdOf(actor) })))
    throw await tooLate(tx, actor, bookingId)
  if (actor.kind === 'staff') await audit(tx, actor, action, `booking:${bookingId}`)
  await record(tx, {
    type: 'booking.changed',
    bookingId,
    change,
    byStaff: actor.kind !== 'customer',
    chat: chatOf(actor),
  })
  return findBooking(tx, actor, bookingId)
}

/** Customers change their own bookings; staff need to be allowed to handle them. */
export function allowChange(actor: Actor): void {
  allow(actor, actor.kind === 'customer' ? 'bookings.own' : 'bookings.handle')
}

async function tooLate(tx: TenantTx, actor: Actor, bookingId: string): Promise<AppError> {
  const now = await findBooking(tx, actor, bookingId)
  const who = actor.kind === 'customer' ? '' : await staffName(tx, now.handledBy)
  return who === '' ? new AppError('booking-wrong-state') : new AppError('already-decided', { who })
}
