import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { instant } from './booking.ts'
import { insertTimeOff } from './queries.ts'

export const timeOffInput = z
  .object({ staffId: z.guid(), from: instant, to: instant, reason: z.string().max(200).nullable().default(null) })
  .refine((off) => off.from < off.to)
export type TimeOffInput = z.output<typeof timeOffInput>

/** A stretch in which a master takes nobody. Bookings that exist stay. */
export async function saveTimeOff(tx: TenantTx, actor: Actor, input: TimeOffInput): Promise<{ id: string }> {
  allow(actor, 'settings.manage')
  const id = await insertTimeOff(tx, input)
  if (!id) throw new AppError('not-found', {}, 'staffId')
  await audit(tx, actor, 'staff.time-off', `staff:${input.staffId}`)
  return { id }
}
