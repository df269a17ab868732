import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Category } from './product.ts'
import { categoriesWithProducts } from './queries.ts'

/** The categories that have something to show, in the owner's order. */
export async function listCategories(tx: TenantTx, actor: Actor, _input: object = {}): Promise<Category[]> {
  allow(actor, 'shop.browse')
  return categoriesWithProducts(tx)
}
