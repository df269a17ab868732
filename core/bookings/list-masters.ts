import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { readMasters } from './queries.ts'
import type { Master } from './service.ts'

/** Whom customers can book: those who do the service, or any. */
export async function listMasters(
  tx: TenantTx,
  actor: Actor,
  input: { readonly serviceId?: string | undefined } = {},
): Promise<Master[]> {
  allow(actor, 'shop.browse')
  return readMasters(tx, input.serviceId ?? null)
}
