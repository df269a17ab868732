import type { TenantTx } from '../../db/tenant.ts'
import { searchWords } from './product.ts'
import { insertReportedProducts, type KnownProduct, productsBySku, variantsOfProducts } from './queries.ts'

/** A product as an app names it in a fact. */
export interface ReportedProduct {
  readonly sku: string
  readonly name?: string | undefined
  readonly category?: string | undefined
  readonly brand?: string | undefined
  readonly price: string
}

/**
 * The products behind articles, those not known yet being added (not shown to customers until somebody lists them).
 * `variantIds` are the sizes whose stock a sale lowers; empty where no stock is kept.
 */
export async function ensureReportedProducts(
  tx: TenantTx,
  reported: readonly ReportedProduct[],
): Promise<Map<string, { id: string; variantIds: readonly string[] }>> {
  const bySku = new Map(reported.map((product) => [product.sku, product]))
  const skus = [...bySku.keys()]
  const known = await productsBySku(tx, skus)
  const seen = new Set(known.map((product) => product.sku))
  const fresh = skus.filter((sku) => !seen.has(sku))
  if (fresh.length > 0) {
    await insertReportedProducts(
      tx,
      fresh.flatMap((sku) => {
        const product = bySku.get(sku)
        if (!product) return []
        const { name, category, brand, price } = product
        return [
          { sku, name, category, brand, price, words: searchWords({ sku, names: { default: name ?? sku }, brand }) },
        ]
      }),
    )
    known.push(...(await productsBySku(tx, fresh)))
  }
  const sizes = await sizesOf(tx, known)
  return new Map(known.map(({ sku, id }) => [sku, { id, variantIds: sizes.get(id) ?? [] }]))
}

async function sizesOf(tx: TenantTx, products: readonly KnownProduct[]): Promise<Map<string, string[]>> {
  const stocked = products.filter((product) => product.stocked).map((product) => product.id)
  const sizes = new Map<string, string[]>()
  if (stocked.length === 0) return sizes
  for (const { id, productId } of await variantsOfProducts(tx, stocked)) {
    sizes.set(productId, [...(sizes.get(productId) ?? []), id])
  }
  return sizes
}
