import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { namesSchema } from '../business.ts'
import { writeNames } from './queries.ts'

export const masterInput = z.object({ staffId: z.guid(), names: namesSchema })

/** What customers see a master called. */
export async function saveMaster(tx: TenantTx, actor: Actor, input: z.output<typeof masterInput>): Promise<void> {
  allow(actor, 'settings.manage')
  await writeNames(tx, input.staffId, input.names)
  await audit(tx, actor, 'staff.names', `staff:${input.staffId}`)
}
