import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  countStock,
  getProduct,
  listCategories,
  listProducts,
  receiveStock,
  type SaveProduct,
  saveProduct,
} from '../../../core/catalog/index.ts'
import { searchTerms } from '../../../core/catalog/product.ts'
import { placeOrder } from '../../../core/orders/index.ts'
import { openShop, owner, type Shop } from '../orders/shop.ts'

let shop: Shop
const customer = { kind: 'customer', addressId: '', customerId: null, channel: 'web' } as const
const goods: SaveProduct[] = [
  {
    sku: 'SU-1',
    names: { default: 'Сукня літня червона', ru: 'Платье летнее красное', en: 'Red summer dress' },
    category: { slug: 'dresses', names: { default: 'Сукні', ru: 'Платья', en: 'Dresses' } },
    brand: 'Мальва',
    price: '1250',
    sizes: ['S', 'M', 'L'],
    picture: { kind: 'product', category: 'dresses', colour: 'red', seed: 1 },
  },
  {
    sku: 'SU-2',
    names: { default: 'Сукня чорна', ru: 'Платье чёрное', en: 'Black dress' },
    category: { slug: 'dresses' },
    brand: 'Либідь',
    price: '1999.90',
    sizes: ['42', '44'],
  },
  {
    sku: 'JE-1',
    names: { default: 'Джинси прямі', ru: 'Джинсы прямые', en: 'Straight jeans' },
    category: { slug: 'jeans', names: { default: 'Джинси', ru: 'Джинсы', en: 'Jeans' } },
    brand: 'Мальва',
    price: '1499',
    sizes: ['M'],
  },
  { sku: 'HIDDEN', names: { default: 'Сукня таємна' }, category: { slug: 'dresses' }, price: '1', listed: false },
]

beforeAll(async () => {
  shop = await openShop()
  await shop.run(async (tx) => {
    for (const one of goods) await saveProduct(tx, owner, one)
  })
})
afterAll(() => shop?.stop())

const found = async (query: string) =>
  (await shop.run((tx) => listProducts(tx, customer, { query }))).products.map((one) => one.sku).sort()

describe('the search', () => {
  it.each([
    ['сукні', ['SU-1', 'SU-2']],
    ['покажи сукню будь ласка', ['SU-1', 'SU-2']],
    ['Покажите платья', ['SU-1', 'SU-2']],
    ['show me dresses', ['SU-1', 'SU-2']],
    ['червону сукню', ['SU-1']],
    ['красное платье', ['SU-1']],
    ['чёрных платьев', ['SU-2']],
    ['red dress M', ['SU-1']],
    ['сукня 44', ['SU-2']],
    ['мальва', ['JE-1', 'SU-1']],
    ['джинсы Мальва', ['JE-1']],
    ['je-1', ['JE-1']],
    ['таємна', []],
    ['велосипед', []],
    ['%', []],
    ['', []],
  ])('finds by %j', async (query, skus) => {
    expect(await found(query)).toEqual(skus)
  })

  it('never fails, whatever is typed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => text.slice(0, 200)),
        async (text) => {
          await found(text)
        },
      ),
      { numRuns: 60 },
    )
  })

  it.each([
    [['сукня', 'сукні', 'сукню', 'сукнею']],
    [['червона', 'червоного', 'червоній', 'червоні', 'червоними']],
    [['красное', 'красных', 'красному', 'красная']],
    [['dress', 'dresses']],
    [['куртка', 'куртки', 'куртку']],
  ])('the forms of a word begin alike: %j', (forms) => {
    const stems = forms.map((form) => searchTerms(form)[0]?.stem ?? '')
    const shortest = stems.reduce((a, b) => (a.length <= b.length ? a : b))
    for (const form of forms) expect(form.startsWith(shortest)).toBe(true)
    expect(shortest.length).toBeGreaterThanOrEqual(3)
  })
})

describe('a product', () => {
  it('has its category, price in minor units, picture and what is left of each size', async () => {
    const product = await shop.run((tx) => getProduct(tx, customer, { sku: 'SU-1' }))
    expect(product).toMatchObject({
      price: 125000,
      category: { slug: 'dresses', names: { en: 'Dresses' } },
      picture: { colour: 'red' },
      left: 0,
    })
    expect(product.variants.map((one) => one.size)).toEqual(['S', 'M', 'L'])
  })

  it('saved again keeps what was left out and its sizes', async () => {
    const saved = await shop.run((tx) =>
      saveProduct(tx, owner, { sku: 'SU-2', names: { default: 'Сукня чорна' }, price: '1800' }),
    )
    expect(saved.created).toBe(false)
    const product = await shop.run((tx) => getProduct(tx, customer, { id: saved.id }))
    expect(product).toMatchObject({ price: 180000, brand: 'Либідь', category: { slug: 'dresses' } })
    expect(product.variants).toHaveLength(2)
  })

  it('that is not shown exists for the staff only', async () => {
    await expect(shop.run((tx) => getProduct(tx, customer, { sku: 'HIDDEN' }))).rejects.toMatchObject({
      code: 'product-gone',
    })
    expect((await shop.run((tx) => getProduct(tx, owner, { sku: 'HIDDEN' }))).listed).toBe(false)
    const categories = await shop.run((tx) => listCategories(tx, customer))
    expect(categories.map((one) => [one.slug, one.products])).toEqual([
      ['dresses', 2],
      ['jeans', 1],
    ])
  })

  it('is changed by the staff only', async () => {
    await expect(
      shop.run((tx) => saveProduct(tx, customer, { sku: 'X', names: { default: 'X' }, price: '1' })),
    ).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('stock', () => {
  it('counts what came in and what was counted; what is promised cannot be counted away', async () => {
    const { variants } = await shop.run((tx) => getProduct(tx, owner, { sku: 'JE-1' }))
    const variantId = variants[0]?.id ?? ''
    expect((await shop.run((tx) => receiveStock(tx, owner, { variantId, quantity: 5 }))).left).toBe(5)
    const who = await shop.customer()
    await shop.run((tx) => placeOrder(tx, who, { lines: [{ variantId, quantity: 2 }], delivery: 'pickup' }))
    await expect(shop.run((tx) => countStock(tx, owner, { variantId, quantity: 1 }))).rejects.toMatchObject({
      code: 'stock-promised',
      detail: { reserved: 2 },
    })
    expect((await shop.run((tx) => countStock(tx, owner, { variantId, quantity: 4 }))).left).toBe(2)
    for (const row of await shop.balances())
      expect([row.on_hand, row.reserved]).toEqual([row.ledger_on_hand, row.ledger_reserved])
  })

  it('a page shows what can be had first', async () => {
    const { products, total } = await shop.run((tx) => listProducts(tx, customer, { limit: 2 }))
    expect(total).toBe(3)
    expect(products.map((one) => one.sku)[0]).toBe('JE-1')
    const next = await shop.run((tx) => listProducts(tx, customer, { limit: 2, offset: 2 }))
    expect(next.products).toHaveLength(1)
  })
})
