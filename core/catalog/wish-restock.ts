import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { insertWish, variantsForSale } from './queries.ts'

/** Remembers that this chat wants to hear when a size is there again. Asking twice is the same as once. */
export async function wishRestock(tx: TenantTx, actor: Actor, input: { readonly variantId: string }): Promise<void> {
  allow(actor, 'shop.browse')
  if (actor.kind === 'key' || actor.kind === 'system' || !actor.addressId) throw new AppError('not-allowed')
  const [variant] = isId(input.variantId) ? await variantsForSale(tx, [input.variantId]) : []
  if (!variant) throw new AppError('product-gone')
  await insertWish(tx, variant.id, actor.addressId)
}
