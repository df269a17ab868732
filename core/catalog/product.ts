import { z } from 'zod'
import { type Names, namesSchema } from '../business.ts'
import { type ProductPicture, productPictureSchema } from '../picture.ts'
import { type SayArgument, say } from '../say.ts'

/** A category with something to show in it. */
export interface Category {
  readonly id: string
  readonly slug: string
  readonly names: Names
  readonly products: number
}

/** A product as it stands in a list. */
export interface ListedProduct {
  readonly id: string
  readonly sku: string
  readonly names: Names
  readonly brand: string | null
  /** The price of one, in minor units. */
  readonly price: number
  readonly left: number
}

/** A size of a product. A product without sizes has one variant, whose size is empty. */
export interface Variant {
  readonly id: string
  readonly size: string
  /** What can still be ordered: on hand and not promised to anybody, over all shops. */
  readonly left: number
}

export interface Product extends ListedProduct {
  readonly about: Names | null
  readonly category: { readonly slug: string; readonly names: Names } | null
  readonly picture: ProductPicture | null
  readonly listed: boolean
  readonly variants: readonly Variant[]
}

export const skuSchema = z.string().trim().min(1).max(100)

/** A decimal with up to six digits after the point, as text or as a JSON number. */
export const unitPriceSchema = z
  .union([z.string(), z.number()])
  .transform((value) => (typeof value === 'number' ? plainNumber(value) : value.trim()))
  .pipe(z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, 'a decimal with up to six digits after the point'))

export const saveProductSchema = z.object({
  sku: skuSchema,
  names: namesSchema,
  about: namesSchema.nullable().optional(),
  category: z
    .object({ slug: z.string().min(1).max(100), names: namesSchema.optional() })
    .nullable()
    .optional(),
  brand: z.string().trim().min(1).max(100).nullable().optional(),
  price: unitPriceSchema,
  sizes: z.array(z.string().trim().max(30)).max(60).optional(),
  picture: productPictureSchema.nullable().optional(),
  listed: z.boolean().optional(),
})
export type SaveProduct = z.output<typeof saveProductSchema>

export const listProductsSchema = z.object({
  /** A category's slug. */
  category: z.string().max(100).optional(),
  /** Words in any of the languages, in any case form. */
  query: z.string().max(200).optional(),
  offset: z.int().min(0).max(100_000).default(0),
  limit: z.int().min(1).max(200).default(8),
})
export type ListProducts = z.input<typeof listProductsSchema>

/** A size as it stands after a product's name; nothing where there are no sizes. */
export const sizeSays = (size: string): SayArgument => (size === '' ? '' : say('catalog-size', { size }))

/** What the search looks at. */
export function searchWords(product: { sku: string; names: Names; brand?: string | null | undefined }): string {
  const { names } = product
  const parts = [names.default, names.uk, names.ru, names.en, product.brand, product.sku]
  return ` ${[...new Set(wordsOf(parts.filter((part) => part).join(' ')))].join(' ')} `
}

/**
 * What to look for: beginnings of words that stay the same in all their forms ("сукні", "сукню" and "сукня" begin alike),
 * and the word itself, which may be a size.
 */
export function searchTerms(query: string): { word: string; stem: string }[] {
  return [...new Set(wordsOf(query))].slice(0, 8).map((word) => ({ word, stem: stemOf(word) }))
}

function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/ё/g, 'е')
    .replace(/['’ʼ`]/g, '')
  return plain.match(/[\p{L}\p{N}]+/gu) ?? []
}

/** Endings are cut as long as three letters stay; digits and short words (sizes, models) are left alone. */
function stemOf(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word
  const ending = /^[a-z]+$/.test(word) ? /(?:es|s|y|ies)$/ : slavicEnding
  const stem = word.replace(ending, '')
  return stem.length >= 3 ? stem : word.slice(0, 3)
}

const slavicEnding =
  /(?:ого|его|ому|ему|ими|ыми|іми|ами|ями|ах|ях|ов|ів|їв|ев|ей|ою|ею|єю|ой|ий|ый|ій|их|ых|ім|им|ым|ом|ем|єм|ам|ям|ая|яя|ое|ее|ую|юю|ые|ие|ья|ье|ью|[аеєиіїйоуюяьыэ])+$/u

function plainNumber(value: number): string {
  // Not 1e-7, nor binary noise such as 0.1 + 0.2: six digits are all that a price has.
  const text = String(value)
  return /e/.test(text) ? value.toFixed(6) : text
}
