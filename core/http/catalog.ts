import { z } from 'zod'
import {
  countStock,
  getProduct,
  type ListedProduct,
  listCategories,
  listProducts,
  type Product,
  receiveStock,
  saveProduct,
  saveProductSchema,
} from '../catalog/index.ts'
import { toDecimal } from '../money.ts'
import { fromCursor, listOf, listQuery, toCursor } from './cursor.ts'
import { type App, by, type Room } from './desk.ts'
import { idParams, idSchema, moneySchema, namesViewSchema } from './schemas.ts'

const tags = ['catalogue']

const listedSchema = z.object({
  id: idSchema,
  sku: z.string(),
  names: namesViewSchema,
  brand: z.string().nullable(),
  price: moneySchema,
  left: z.int(),
  listed: z.boolean(),
})
const productSchema = listedSchema.extend({
  about: namesViewSchema.nullable(),
  category: z.object({ slug: z.string(), names: namesViewSchema }).nullable(),
  variants: z.array(z.object({ id: idSchema, size: z.string(), left: z.int() })),
})

/** Categories, products and what is left of them. */
export function catalogRoutes(app: App, { answer }: Room): void {
  app.get(
    '/v1/categories',
    by('shop.browse', {
      tags,
      summary: 'Categories with something to show',
      response: {
        200: listOf(z.object({ id: idSchema, slug: z.string(), names: namesViewSchema, products: z.int() })),
      },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        body: { data: await listCategories(tx, actor), next_cursor: null },
      })),
  )

  app.get(
    '/v1/products',
    by('shop.browse', {
      tags,
      summary:
        'What customers may buy, the newest first; `query` finds by words in any language, `all` adds what is not shown (for those who write the catalogue)',
      querystring: listQuery.extend({
        category: z.string().max(100).optional(),
        query: z.string().trim().min(1).max(200).optional(),
        all: z.stringbool().default(false),
      }),
      response: { 200: listOf(listedSchema) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { limit, cursor, category, query, all } = request.query
        const place = fromCursor(cursor, z.tuple([z.iso.datetime(), idSchema]))
        const after = place && { createdAt: place[0], id: place[1] }
        const { products, next } = await listProducts(tx, actor, { limit, category, query, all, after })
        return {
          body: {
            data: products.map((product) => listedView(product, tx.business.currency)),
            next_cursor: next && toCursor([next.createdAt, next.id]),
          },
        }
      }),
  )

  app.get(
    '/v1/products/:id',
    by('shop.browse', {
      tags,
      summary: 'A product, by our id or by `sku:` and yours',
      params: idParams,
      response: { 200: productSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        body: productView(await getProduct(tx, actor, productRef(request.params.id)), tx.business.currency),
      })),
  )

  app.post(
    '/v1/products',
    by('catalog.write', {
      tags,
      summary: 'Add a product, or change the one with this sku; what is left out keeps its value',
      body: saveProductSchema,
      response: { 200: productSchema, 201: productSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { id, created } = await saveProduct(tx, actor, request.body)
        const body = productView(await getProduct(tx, actor, { id }), tx.business.currency)
        return { status: created ? 201 : 200, body }
      }),
  )

  app.post(
    '/v1/stock',
    by('catalog.write', {
      tags,
      summary: 'Goods came in (`receipt`), or what the shelf says counts from now on (`count`)',
      body: z.object({
        kind: z.enum(['receipt', 'count']),
        variant_id: idSchema,
        shop_id: idSchema.optional(),
        quantity: z.int().min(0).max(100_000),
      }),
      response: { 200: z.object({ left: z.int() }) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { kind, variant_id: variantId, shop_id: shopId, quantity } = request.body
        const change = { variantId, quantity, ...(shopId === undefined ? {} : { shopId }) }
        return { body: await (kind === 'receipt' ? receiveStock : countStock)(tx, actor, change) }
      }),
  )
}

const productRef = (id: string) => (id.startsWith('sku:') ? { sku: id.slice(4) } : { id })

function listedView(product: ListedProduct & { readonly listed: boolean }, currency: string) {
  const { id, sku, names, brand, price, left, listed } = product
  return { id, sku, names, brand, left, listed, price: toDecimal(price, currency) }
}

function productView(product: Product, currency: string) {
  const { about, category, variants } = product
  return { ...listedView(product, currency), about, category, variants }
}
