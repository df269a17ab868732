import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow, may } from '../actor.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { lineAmount } from '../money.ts'
import { productPictureSchema } from '../picture.ts'
import type { Product } from './product.ts'
import { categoryById, type ProductRow, productBy, variantsWithLeft } from './queries.ts'

/** A product with its sizes and what is left of each. What is not shown to customers exists for the staff only. */
export async function getProduct(
  tx: TenantTx,
  actor: Actor,
  input: { readonly id: string } | { readonly sku: string } | { readonly variantId: string },
): Promise<Product> {
  allow(actor, 'shop.browse')
  const row =
    'sku' in input || isId('id' in input ? input.id : input.variantId) ? await productBy(tx, input) : undefined
  if (!row || (!row.listed && !may(actor, 'catalog.write'))) throw new AppError('product-gone')
  return toProduct(tx, row)
}

async function toProduct(tx: TenantTx, row: ProductRow): Promise<Product> {
  const [category, variants] = [
    row.categoryId ? await categoryById(tx, row.categoryId) : undefined,
    await variantsWithLeft(tx, row.id),
  ]
  return {
    id: row.id,
    sku: row.sku,
    names: row.names,
    about: row.about,
    brand: row.brand,
    listed: row.listed,
    price: lineAmount(1, row.price, tx.business.currency),
    category: category ? { slug: category.slug, names: category.names } : null,
    picture: productPictureSchema.safeParse(row.picture).data ?? null,
    variants,
    left: variants.reduce((sum, variant) => sum + variant.left, 0),
  }
}
