import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import type { Names } from '../business.ts'
import { writeNames } from './queries.ts'

/** What customers see a master called. */
export async function saveMaster(
  tx: TenantTx,
  actor: Actor,
  input: { readonly staffId: string; readonly names: Names },
): Promise<void> {
  allow(actor, 'settings.manage')
  await writeNames(tx, input.staffId, input.names)
  await audit(tx, actor, 'staff.names', `staff:${input.staffId}`)
}
