import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  purchaseSchema,
  recordPurchases,
  recordRefunds,
  recordViews,
  refundSchema,
  viewSchema,
} from '../../../core/orders/index.ts'
import { app, openShop, type Shop } from './shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.stop())

const purchase = (more: object = {}) =>
  purchaseSchema.parse({
    external_id: 'p1',
    customer: { external_id: 'lesia@example.com' },
    purchased_at: '2026-05-01T10:00:00Z',
    items: [{ sku: 'A1', name: 'Сукня', category: 'dresses', brand: 'Мальва', quantity: 2, unit_price: '199.90' }],
    ...more,
  })
const purchases = (...list: ReturnType<typeof purchase>[]) => shop.run((tx) => recordPurchases(tx, app, list))
const statuses = (list: readonly { status: string }[]) => list.map((one) => one.status)
const count = async (table: string, where = 'true') =>
  (await shop.rows<{ count: number }>(`select count(*)::int as count from ${table} where ${where}`))[0]?.count

describe('a purchase', () => {
  it('is in the history once, however often it is reported; its customer and product are added', async () => {
    expect(statuses(await purchases(purchase(), purchase()))).toEqual(['accepted', 'duplicate'])
    expect(statuses(await purchases(purchase()))).toEqual(['duplicate'])
    expect(await shop.rows('select kind, state, total::int, channel, paid_at is not null as paid from orders')).toEqual(
      [{ kind: 'app', state: 'delivered', total: 39980, channel: 'api', paid: true }],
    )
    expect(await count('order_lines')).toBe(1)
    expect(await shop.rows('select sku, listed, brand from products')).toEqual([
      { sku: 'A1', listed: false, brand: 'Мальва' },
    ])
    expect(await count('customers', "first_paid_at = '2026-05-01T10:00:00Z'")).toBe(1)
    expect(await count('discrepancies')).toBe(0)
  })

  it('numbers spelled another way are the same purchase', async () => {
    const items = [{ sku: 'A1', name: 'Сукня', category: 'dresses', brand: 'Мальва', quantity: 2, unit_price: 199.9 }]
    expect(statuses(await purchases(purchase({ items, purchased_at: '2026-05-01T13:00:00+03:00' })))).toEqual([
      'duplicate',
    ])
    expect(await count('discrepancies')).toBe(0)
  })

  it('reported again with another content changes nothing and is listed once', async () => {
    const items = [{ sku: 'A9', quantity: 1, unit_price: '1' }]
    for (let at = 0; at < 3; at += 1)
      expect(statuses(await purchases(purchase({ items, customer: { external_id: 'somebody else' } })))).toEqual([
        'duplicate',
      ])
    expect(await shop.rows("select kind from discrepancies where kind = 'changed-duplicate'")).toHaveLength(1)
    expect(await count('orders')).toBe(1)
    expect(await count('products', "sku = 'A9'")).toBe(0)
    expect(await count('customers')).toBe(1)
  })

  it('without a customer is anonymous; a wrong one is named and spoils no other', async () => {
    const answers = await purchases(
      purchase({ external_id: 'p2', customer: undefined }),
      purchase({ external_id: 'p3', discount: '10000.00' }),
      purchase({ external_id: 'p4', discount: '0.001' }),
      purchase({ external_id: 'p5', discount: '99.80' }),
    )
    expect(statuses(answers)).toEqual(['accepted', 'rejected', 'rejected', 'accepted'])
    expect(answers[1]).toMatchObject({ error: { code: 'input-invalid', path: 'discount' } })
    expect(await count('orders', 'customer_id is null')).toBe(1)
    expect(await count('orders', 'total = 30000')).toBe(1)
  })

  it('keeps the person’s id from the app sealed', async () => {
    const [row] = await shop.rows<{ hex: string }>(
      "select encode(external_id, 'hex') || encode(external_id_index, 'hex') as hex from customers",
    )
    expect(row?.hex).toBeTruthy()
    expect(row?.hex).not.toContain(Buffer.from('lesia@example.com').toString('hex'))
  })

  it('an earlier one moves the first payment back, a later one does not', async () => {
    await purchases(purchase({ external_id: 'p6', purchased_at: '2026-04-01T10:00:00Z' }))
    await purchases(purchase({ external_id: 'p7', purchased_at: '2026-05-05T10:00:00Z' }))
    expect(await count('customers', "first_paid_at = '2026-04-01T10:00:00Z'")).toBe(1)
  })

  it('takes from the shelf what is there and lists what is missing; it is never refused', async () => {
    await shop.product('STOCKED', '10.00', { S: 2, M: 1 })
    const items = [{ sku: 'STOCKED', quantity: 5, unit_price: '10.00' }]
    expect(statuses(await purchases(purchase({ external_id: 'p8', items })))).toEqual(['accepted'])
    expect(await shop.rows("select quantity from discrepancies where kind = 'stock-shortfall'")).toEqual([
      { quantity: 2 },
    ])
    for (const row of await shop.balances()) {
      expect(row.on_hand).toBe(0)
      expect(row.ledger_on_hand).toBe(0)
    }
  })

  it('the same batch from many at once is there once', async () => {
    const batch = Array.from({ length: 50 }, (_, at) =>
      purchase({
        external_id: `race${at}`,
        customer: { external_id: `racer${at % 9}` },
        items: [{ sku: `R${at % 7}`, quantity: 1, unit_price: '5' }],
      }),
    )
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => purchases(...(at % 2 ? batch : [...batch].reverse()))),
    )
    expect(answers.flat().filter((one) => one.status === 'accepted')).toHaveLength(50)
    expect(answers.flat().filter((one) => one.status === 'duplicate')).toHaveLength(350)
    expect(await count('orders', 'total = 500')).toBe(50)
    expect(
      await count(
        'person_keys k',
        'customer_id is not null and not exists (select from customers c where c.key_id = k.id)',
      ),
    ).toBe(0)
    expect(await count('discrepancies', "kind = 'changed-duplicate'")).toBe(1)
  })

  it.each([
    ['quantity', { items: [{ sku: 'A', quantity: -1, unit_price: '1' }] }],
    ['quantity', { items: [{ sku: 'A', quantity: 0.0001, unit_price: '1' }] }],
    ['unit_price', { items: [{ sku: 'A', quantity: 1, unit_price: '1.1234567' }] }],
    ['unit_price', { items: [{ sku: 'A', quantity: 1, unit_price: '-5' }] }],
    ['items', { items: [] }],
    ['purchased_at', { purchased_at: 'yesterday' }],
  ])('with a wrong %s is refused by its schema', (field, more) => {
    const parsed = purchaseSchema.safeParse({
      external_id: 'x',
      purchased_at: '2026-05-01T10:00:00Z',
      items: [{ sku: 'A', quantity: 1, unit_price: '1' }],
      ...more,
    })
    expect(parsed.error?.issues[0]?.path.map(String)).toContain(field)
  })

  it('unit prices with six decimals are exact to the minor unit', async () => {
    const items = [{ sku: 'BOLT', quantity: 1000, unit_price: '0.0125' }]
    await purchases(purchase({ external_id: 'bolts', items }))
    expect(await count('order_lines', 'amount = 1250 and unit_price = 0.0125')).toBe(1)
  })
})

describe('a refund', () => {
  const refund = (more: object = {}) =>
    refundSchema.parse({
      external_id: 'r1',
      purchase: { external_id: 'p1' },
      refunded_at: '2026-05-03T10:00:00Z',
      ...more,
    })
  const refunds = (...list: ReturnType<typeof refund>[]) => shop.run((tx) => recordRefunds(tx, app, list))

  it('is the amount, else the items, else the whole purchase; the revenue stays', async () => {
    const answers = await refunds(
      refund(),
      refund(),
      refund({ external_id: 'r2', amount: '10.50' }),
      refund({ external_id: 'r3', items: [{ sku: 'A1', quantity: 1, unit_price: '199.90' }] }),
      refund({ external_id: 'r4', purchase: { external_id: 'never seen' } }),
    )
    expect(statuses(answers)).toEqual(['accepted', 'duplicate', 'accepted', 'accepted', 'rejected'])
    expect(await shop.rows('select amount::int from refunds where order_id is not null order by amount')).toEqual([
      { amount: 1050 },
      { amount: 19990 },
      { amount: 39980 },
    ])
    expect(await count('refunds', 'customer_id is not null')).toBe(3)
    expect(statuses(await refunds(refund({ amount: '1.00' })))).toEqual(['duplicate'])
    expect(await count('discrepancies', 'refund_id is not null')).toBe(1)
  })
})

describe('a view', () => {
  it('counts once, with the app’s id or by who looked at what and when', async () => {
    const view = (more: object = {}) =>
      viewSchema.parse({
        customer: { external_id: 'lesia@example.com' },
        sku: 'V1',
        price: 10,
        viewed_at: '2026-05-03T10:00:00Z',
        ...more,
      })
    const views = (...list: ReturnType<typeof view>[]) => shop.run((tx) => recordViews(tx, app, list))
    expect(statuses(await views(view(), view(), view({ external_id: 'v' }), view({ external_id: 'v' })))).toEqual([
      'accepted',
      'duplicate',
      'accepted',
      'duplicate',
    ])
    expect(statuses(await views(view()))).toEqual(['duplicate'])
    expect(await count('product_views')).toBe(2)
  })
})
