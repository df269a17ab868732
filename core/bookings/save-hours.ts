import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { writeHours } from './queries.ts'
import type { HoursInput } from './service.ts'

/** Replaces a master's weekly hours; a break is a gap between two of them. Bookings that exist stay. */
export async function saveHours(tx: TenantTx, actor: Actor, input: HoursInput): Promise<void> {
  allow(actor, 'settings.manage')
  if (!(await writeHours(tx, input))) throw new AppError('not-found', {}, 'staffId')
  await audit(tx, actor, 'staff.hours', `staff:${input.staffId}`)
}
