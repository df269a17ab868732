import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Names } from '../business.ts'
import { lineAmount } from '../money.ts'
import { type ListedProduct, type ListProducts, listProductsSchema, searchTerms, searchWords } from './product.ts'
import { allCategories, pageOfProducts, type Term, tellingTerms } from './queries.ts'

export interface ProductPage {
  readonly products: readonly ListedProduct[]
  readonly total: number
  readonly offset: number
  readonly category: { readonly slug: string; readonly names: Names } | null
}

/**
 * A page of what customers may buy, what can be had first. Words that mean nothing in this catalogue are passed over
 * ("show me dresses please"); if none of them means anything, nothing is found.
 */
export async function listProducts(tx: TenantTx, actor: Actor, input: ListProducts): Promise<ProductPage> {
  allow(actor, 'shop.browse')
  const { category: slug, query, offset, limit } = listProductsSchema.parse(input)
  const categories = await allCategories(tx)
  const category = slug === undefined ? null : (categories.find((one) => one.slug === slug) ?? null)
  const nothing = { products: [], total: 0, offset, category }
  if (slug !== undefined && !category) return nothing

  const terms = await termsOf(tx, query ?? '', categories)
  if (query !== undefined && terms.length === 0) return nothing
  const { rows } = await pageOfProducts(tx, { categoryId: category?.id, terms, offset, limit })
  return {
    products: rows.map(({ total: _, price, ...product }) => ({
      ...product,
      price: lineAmount(1, price, tx.business.currency),
    })),
    total: rows[0]?.total ?? 0,
    offset,
    category,
  }
}

async function termsOf(
  tx: TenantTx,
  query: string,
  categories: readonly { id: string; slug: string; names: Names }[],
): Promise<Term[]> {
  const terms = searchTerms(query).map(({ word, stem }) => ({
    word,
    stem,
    categoryIds: categories
      .filter(({ slug, names }) => searchWords({ sku: slug, names }).includes(` ${stem}`))
      .map(({ id }) => id),
  }))
  const telling = await tellingTerms(tx, terms)
  return terms.filter((_, at) => telling[at])
}
