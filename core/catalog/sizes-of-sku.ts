import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { variantsOfSku } from './queries.ts'

/** The sizes under an article as a person types it; empty when there is no such article. */
export async function sizesOfSku(
  tx: TenantTx,
  actor: Actor,
  input: { readonly sku: string },
): Promise<{ id: string; size: string }[]> {
  allow(actor, 'shop.browse')
  return variantsOfSku(tx, input.sku.trim())
}
