import type { TenantTx } from '../../db/tenant.ts'
import type { DomainEvent, React } from '../events.ts'
import { retell, tellCustomer, tellStaff, tellStaffMember } from '../inbox/index.ts'
import { type Booking, bookingTopic, masterTopic } from './booking.ts'
import { customerNews, staffCard, staffNews } from './messages.ts'
import { bookingById, roleOf } from './queries.ts'

/**
 * Tells whom it concerns, in the transaction that made it happen: managers and the master get an alert whose copies change
 * with the booking, the customer hears of everything that staff did.
 */
export const bookingReactions: React = async (tx, event) => {
  if (event.type === 'booking.created') await onCreated(tx, event.bookingId)
  if (event.type === 'booking.changed') await onChanged(tx, event)
}

/** A visit that goes from one master to another: both hear of it. */
export async function handOver(tx: TenantTx, before: Booking, after: Booking): Promise<void> {
  const news = await staffNews(tx, before, 'handed-over', true)
  if (news && (await hasOwnAlert(tx, before))) await tellStaffMember(tx, before.staffId, news)
  await alertMaster(tx, after)
}

async function onCreated(tx: TenantTx, bookingId: string): Promise<void> {
  const booking = await bookingById(tx, bookingId)
  if (!booking) return
  await tellStaff(tx, 'bookings.handle', await staffCard(tx, booking, 'managers'), { topic: bookingTopic(bookingId) })
  await alertMaster(tx, booking)
}

async function onChanged(
  tx: TenantTx,
  { bookingId, change, byStaff, chat }: Extract<DomainEvent, { type: 'booking.changed' }>,
): Promise<void> {
  const booking = await bookingById(tx, bookingId)
  if (!booking) return
  const except = chat ? { except: chat } : {}
  await retell(tx, bookingTopic(bookingId), await staffCard(tx, booking, 'managers'), except)
  await retell(tx, masterTopic(bookingId), await staffCard(tx, booking, 'master'), except)
  // A card that changes in place makes no sound: what changes somebody's day is said anew.
  const news = await staffNews(tx, booking, change, byStaff)
  if (news && (!byStaff || change === 'expired')) await tellStaff(tx, 'bookings.handle', news, except)
  if (news && (await hasOwnAlert(tx, booking))) await tellStaffMember(tx, booking.staffId, news)
  const told = byStaff ? customerNews(tx, booking, change) : undefined
  if (told) await tellCustomer(tx, booking, told)
}

async function hasOwnAlert(tx: TenantTx, booking: Booking): Promise<boolean> {
  return (await roleOf(tx, booking.staffId)) === 'master'
}

/** The master's own alert, for those who do not get the managers' copy anyway. */
async function alertMaster(tx: TenantTx, booking: Booking): Promise<void> {
  if (!(await hasOwnAlert(tx, booking))) return
  await tellStaffMember(tx, booking.staffId, await staffCard(tx, booking, 'master'), { topic: masterTopic(booking.id) })
}
