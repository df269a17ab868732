import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { type SaveProduct, searchWords } from './product.ts'
import { upsertCategory, upsertProduct, upsertVariants } from './queries.ts'

/**
 * Adds a product or changes the one with this article. What is left out keeps its value; a product always has at least
 * one size to buy (an empty one where there are none).
 */
export async function saveProduct(
  tx: TenantTx,
  actor: Actor,
  input: SaveProduct,
): Promise<{ id: string; created: boolean }> {
  allow(actor, 'catalog.write')
  const { category } = input
  const saved = await upsertProduct(tx, {
    sku: input.sku,
    names: input.names,
    about: input.about,
    categoryId: category ? await upsertCategory(tx, category.slug, category.names) : category,
    brand: input.brand,
    price: input.price,
    picture: input.picture,
    listed: input.listed,
    words: searchWords({ sku: input.sku, names: input.names, brand: input.brand }),
  })
  if (saved.created || input.sizes) {
    await upsertVariants(tx, saved.id, input.sizes?.length ? [...new Set(input.sizes)] : [''])
  }
  await audit(tx, actor, saved.created ? 'catalog.add' : 'catalog.change', `product:${saved.id}`)
  return saved
}
