import type { TenantTx } from '../../db/tenant.ts'
import { record } from '../events.ts'
import { expireOverdue } from './queries.ts'

/** Frees what nobody confirmed in time: holds that are over, and bookings whose hour came before a manager's word. Brings how many. */
export async function expireHolds(tx: TenantTx): Promise<number> {
  const { held, pending } = await expireOverdue(tx)
  for (const bookingId of pending)
    await record(tx, { type: 'booking.changed', bookingId, change: 'expired', byStaff: true })
  return held + pending.length
}
