import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { insertTimeOff } from './queries.ts'

export interface TimeOff {
  readonly staffId: string
  readonly from: Date
  readonly to: Date
  readonly reason: string | null
}

/** A stretch in which a master takes nobody. Bookings that exist stay. */
export async function saveTimeOff(tx: TenantTx, actor: Actor, input: TimeOff): Promise<{ id: string }> {
  allow(actor, 'settings.manage')
  if (input.from >= input.to) throw new AppError('input-invalid', {}, 'to')
  const id = await insertTimeOff(tx, input)
  if (!id) throw new AppError('not-found', {}, 'staffId')
  await audit(tx, actor, 'staff.time-off', `staff:${input.staffId}`)
  return { id }
}
