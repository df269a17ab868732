import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Names } from '../business.ts'
import { lineAmount } from '../money.ts'
import { type ListedProduct, type ListProducts, listProductsSchema, searchTerms, searchWords } from './product.ts'
import { allCategories, type ProductPlace, pageOfProducts, type Term, tellingTerms } from './queries.ts'

export interface ProductPage {
  readonly products: readonly (ListedProduct & { readonly listed: boolean })[]
  readonly total: number
  /** Where the page after this one begins; null at the end. */
  readonly next: ProductPlace | null
  readonly offset: number
  readonly category: { readonly slug: string; readonly names: Names } | null
}

/**
 * A page of what customers may buy, what can be had first. Words that mean nothing in this catalogue are passed over
 * ("show me dresses please"); if none of them means anything, nothing is found. `all` adds what customers are not shown,
 * for those who write the catalogue; `after` lists by the time of making, so that what is added meanwhile moves nothing.
 */
export async function listProducts(
  tx: TenantTx,
  actor: Actor,
  input: ListProducts & { readonly all?: boolean; readonly after?: ProductPlace | null },
): Promise<ProductPage> {
  const { all = false, after } = input
  allow(actor, all ? 'catalog.write' : 'shop.browse')
  const { category: slug, query, offset, limit } = listProductsSchema.parse(input)
  const categories = await allCategories(tx)
  const category = slug === undefined ? null : (categories.find((one) => one.slug === slug) ?? null)
  const nothing = { products: [], total: 0, next: null, offset, category }
  if (slug !== undefined && !category) return nothing

  const terms = await termsOf(tx, query ?? '', categories, all)
  if (query !== undefined && terms.length === 0) return nothing
  const { rows } = await pageOfProducts(tx, { categoryId: category?.id, terms, all, after, offset, limit })
  const total = rows[0]?.total ?? 0
  const last = rows.at(-1)
  return {
    products: rows.map(({ total: _, createdAt: _made, price, ...product }) => ({
      ...product,
      price: lineAmount(1, price, tx.business.currency),
    })),
    total,
    next: last && rows.length + offset < total ? { createdAt: last.createdAt, id: last.id } : null,
    offset,
    category,
  }
}

async function termsOf(
  tx: TenantTx,
  query: string,
  categories: readonly { id: string; slug: string; names: Names }[],
  all: boolean,
): Promise<Term[]> {
  const terms = searchTerms(query).map(({ word, stem }) => ({
    word,
    stem,
    categoryIds: categories
      .filter(({ slug, names }) => searchWords({ sku: slug, names }).includes(` ${stem}`))
      .map(({ id }) => id),
  }))
  const telling = await tellingTerms(tx, terms, all)
  return terms.filter((_, at) => telling[at])
}
