import type { TenantTx } from '../../db/tenant.ts'
import { searchWords } from './product.ts'
import { insertReportedProducts, productsBySku } from './queries.ts'

/** A product as an app names it in a fact. */
export interface ReportedProduct {
  readonly sku: string
  readonly name?: string | undefined
  readonly category?: string | undefined
  readonly brand?: string | undefined
  readonly price: string
}

/** What a fact names by its article. `variantIds` are the sizes whose stock a sale lowers; empty where no stock is kept. */
export interface SoldProduct {
  readonly id: string
  readonly variantIds: readonly string[]
}

/** The products behind articles, as far as they are known. */
export async function productsOfSkus(tx: TenantTx, skus: readonly string[]): Promise<Map<string, SoldProduct>> {
  const known = await productsBySku(tx, [...new Set(skus)])
  return new Map(known.map((product) => [product.sku, product]))
}

/**
 * The products behind articles, those not known yet being added (not shown to customers until somebody lists them). What
 * was looked up before need not be again.
 */
export async function ensureReportedProducts(
  tx: TenantTx,
  reported: readonly ReportedProduct[],
  known?: ReadonlyMap<string, SoldProduct>,
): Promise<Map<string, SoldProduct>> {
  const bySku = new Map(reported.map((product) => [product.sku, product]))
  const skus = [...bySku.keys()]
  const found = new Map(known ?? (await productsOfSkus(tx, skus)))
  const fresh = skus.filter((sku) => !found.has(sku))
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
    for (const [sku, product] of await productsOfSkus(tx, fresh)) found.set(sku, product)
  }
  return found
}
