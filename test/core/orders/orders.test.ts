import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../../core/actor.ts'
import { getProduct, receiveStock, wishRestock } from '../../../core/catalog/index.ts'
import {
  acceptOrder,
  addToCart,
  cancelOrder,
  changeCart,
  changeOrderLine,
  counterSale,
  declineOrder,
  expireOrder,
  getOrder,
  listOrders,
  listOwnOrders,
  markDelivered,
  markPaid,
  markSent,
  placeOrder,
  readCart,
  repeatOrder,
  returnOrder,
} from '../../../core/orders/index.ts'
import { openShop, owner, type Shop, told } from './shop.ts'

let shop: Shop
let lesia: Extract<Actor, { kind: 'customer' }>
let oksana: Actor
let petro: Actor
beforeAll(async () => {
  shop = await openShop()
  lesia = await shop.customer()
  oksana = await shop.manager('Оксана')
  petro = await shop.manager('Петро')
})
afterAll(() => shop?.stop())

let next = 0
const dress = async (pieces = 5, price = '1250.00') => {
  next += 1
  const [variantId = ''] = await shop.product(`D${next}`, price, { M: pieces })
  return variantId
}
const order = (variantId: string, quantity = 1, who: Actor = lesia) =>
  shop.run((tx) => placeOrder(tx, who, { lines: [{ variantId, quantity }], delivery: 'pickup' }))
const shelf = async (variantId: string) =>
  (
    await shop.rows<{ on_hand: number; reserved: number }>(
      'select on_hand, reserved from stock where variant_id = $1',
      [variantId],
    )
  )[0]
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => error.code,
  )

describe('the cart', () => {
  it('keeps what was put in, at the prices of now, and refuses more than there is', async () => {
    const variantId = await dress(3, '99.90')
    await shop.run((tx) => addToCart(tx, lesia, { variantId }))
    await shop.run((tx) => addToCart(tx, lesia, { variantId, quantity: 2 }))
    const cart = await shop.run((tx) => readCart(tx, lesia))
    expect(cart.total).toBe(29970)
    expect(cart.lines).toMatchObject([{ variantId, quantity: 3, left: 3, size: 'M', amount: 29970 }])
    await expect(shop.run((tx) => addToCart(tx, lesia, { variantId }))).rejects.toMatchObject({
      code: 'stock-short',
      detail: { left: 3, variantId },
    })
    await shop.run((tx) => changeCart(tx, lesia, { variantId, quantity: 0 }))
    expect(await shop.run((tx) => readCart(tx, lesia))).toEqual({ lines: [], total: 0 })
  })

  it.each([0, -1, 1.5, 100, Number.NaN])('takes no quantity of %s', async (quantity) => {
    const variantId = await dress()
    expect(await code(shop.run((tx) => addToCart(tx, lesia, { variantId, quantity })))).toBe('quantity-invalid')
  })

  it('is ordered whole and is empty afterwards', async () => {
    const variantId = await dress(3)
    await shop.run((tx) => addToCart(tx, lesia, { variantId, quantity: 2 }))
    const placed = await shop.run((tx) =>
      placeOrder(tx, lesia, { delivery: 'nova-poshta', address: 'Львів, відділення 5', comment: 'Подзвоніть' }),
    )
    expect(placed.total).toBe(250000)
    expect((await shop.run((tx) => readCart(tx, lesia))).lines).toEqual([])
    expect(await shelf(variantId)).toEqual({ on_hand: 3, reserved: 2 })
    const seen = await shop.run((tx) => getOrder(tx, lesia, { orderId: placed.id }))
    expect(seen).toMatchObject({ delivery: 'Львів, відділення 5', comment: 'Подзвоніть', state: 'placed' })
    expect(await code(shop.run((tx) => placeOrder(tx, lesia, { delivery: 'pickup' })))).toBe('cart-empty')
  })

  it('is asked about again when a price has changed since it was shown', async () => {
    const variantId = await dress()
    await shop.run((tx) => addToCart(tx, lesia, { variantId }))
    expect(await code(shop.run((tx) => placeOrder(tx, lesia, { delivery: 'pickup', expectedTotal: 100 })))).toBe(
      'order-price-changed',
    )
    expect(await shelf(variantId)).toEqual({ on_hand: 5, reserved: 0 })
    await shop.run((tx) => changeCart(tx, lesia, { variantId, quantity: 0 }))
  })
})

describe('placing', () => {
  it('gives numbers one after the other and keeps address and comment sealed', async () => {
    const variantId = await dress()
    const first = await order(variantId)
    const second = await order(variantId)
    expect(second.number).toBe(first.number + 1)
    await shop.run((tx) =>
      placeOrder(tx, lesia, {
        lines: [{ variantId, quantity: 1 }],
        delivery: 'courier',
        address: 'Хрещатик 1, кв. 7',
      }),
    )
    const sealed = await shop.rows<{ hex: string }>(
      "select encode(delivery, 'hex') as hex from orders where delivery is not null",
    )
    const plain = Buffer.from('Хрещатик').toString('hex')
    expect(sealed.length).toBeGreaterThan(0)
    for (const { hex } of sealed) expect(hex).not.toContain(plain)
  })

  it('is all or nothing: a size that ran out leaves the others free', async () => {
    const [there, gone] = [await dress(5), await dress(0)]
    const lines = [
      { variantId: there, quantity: 2 },
      { variantId: gone, quantity: 1 },
    ]
    await expect(shop.run((tx) => placeOrder(tx, lesia, { lines, delivery: 'pickup' }))).rejects.toMatchObject({
      code: 'stock-short',
      detail: { left: 0, variantId: gone },
    })
    expect(await shelf(there)).toEqual({ on_hand: 5, reserved: 0 })
  })

  it('asks for an address where there is something to bring', async () => {
    const variantId = await dress()
    await expect(
      shop.run((tx) => placeOrder(tx, lesia, { lines: [{ variantId, quantity: 1 }], delivery: 'courier' })),
    ).rejects.toMatchObject({ code: 'input-invalid', path: 'address' })
  })

  it('alerts every manager', async () => {
    const before = 'addressId' in oksana && oksana.addressId ? await told(shop, oksana.addressId) : 0
    await order(await dress())
    expect('addressId' in oksana && oksana.addressId ? await told(shop, oksana.addressId) : 0).toBe(before + 1)
  })
})

describe('the life of an order', () => {
  it('of two managers the first has it and the second hears who', async () => {
    const { id } = await order(await dress())
    await shop.run((tx) => acceptOrder(tx, oksana, { orderId: id }))
    for (const late of [acceptOrder, declineOrder])
      await expect(shop.run((tx) => late(tx, petro, { orderId: id }))).rejects.toMatchObject({
        code: 'already-decided',
        detail: { who: 'Оксана' },
      })
  })

  it('both pressing at once still leaves one of them with it', async () => {
    const { id } = await order(await dress())
    const presses = [oksana, petro, oksana, petro].map((who) =>
      code(shop.run((tx) => acceptOrder(tx, who, { orderId: id }))),
    )
    expect((await Promise.all(presses)).sort()).toEqual([
      'already-decided',
      'already-decided',
      'already-decided',
      'done',
    ])
  })

  it('leaves the shelf when sent, not before, and counts as revenue when paid', async () => {
    const variantId = await dress(4)
    const { id } = await order(variantId, 3)
    await shop.run((tx) => acceptOrder(tx, oksana, { orderId: id }))
    expect(await shelf(variantId)).toEqual({ on_hand: 4, reserved: 3 })
    await shop.run((tx) => markSent(tx, oksana, { orderId: id, tracking: '20400048799000' }))
    expect(await shelf(variantId)).toEqual({ on_hand: 1, reserved: 0 })
    await shop.run((tx) => markDelivered(tx, oksana, { orderId: id }))
    expect(await shelf(variantId)).toEqual({ on_hand: 1, reserved: 0 })
    await shop.run((tx) => markPaid(tx, oksana, { orderId: id }))
    expect(await code(shop.run((tx) => markPaid(tx, petro, { orderId: id })))).toBe('order-paid-already')
    const seen = await shop.run((tx) => getOrder(tx, lesia, { orderId: id }))
    expect(seen).toMatchObject({ state: 'delivered', tracking: '20400048799000' })
    expect(seen.paidAt).not.toBeNull()
  })

  it('a pick-up leaves the shelf when it is handed over', async () => {
    const variantId = await dress(2)
    const { id } = await order(variantId)
    await shop.run((tx) => acceptOrder(tx, oksana, { orderId: id }))
    await shop.run((tx) => markDelivered(tx, oksana, { orderId: id }))
    expect(await shelf(variantId)).toEqual({ on_hand: 1, reserved: 0 })
  })

  it('declined, cancelled and expired orders free what they held', async () => {
    const variantId = await dress(9)
    const [declined, cancelled, expired] = [
      await order(variantId, 2),
      await order(variantId, 3),
      await order(variantId, 4),
    ]
    await shop.run((tx) => declineOrder(tx, oksana, { orderId: declined.id, reason: 'Немає кольору' }))
    expect((await shop.run((tx) => getOrder(tx, lesia, { orderId: declined.id }))).reason).toBe('Немає кольору')
    await shop.run((tx) => cancelOrder(tx, lesia, { orderId: cancelled.id }))
    expect(await shelf(variantId)).toEqual({ on_hand: 9, reserved: 4 })
    shop.advance(71 * 3_600_000)
    while (await shop.run((tx) => expireOrder(tx, { kind: 'system', channel: 'system' }))) {}
    expect((await shop.run((tx) => getOrder(tx, lesia, { orderId: expired.id }))).state).toBe('placed')
    shop.advance(2 * 3_600_000)
    while (await shop.run((tx) => expireOrder(tx, { kind: 'system', channel: 'system' }))) {}
    expect((await shop.run((tx) => getOrder(tx, lesia, { orderId: expired.id }))).state).toBe('expired')
    expect(await shelf(variantId)).toEqual({ on_hand: 9, reserved: 0 })
  })

  it('a customer cancels their own, not once it is on its way, and never somebody else’s', async () => {
    const variantId = await dress()
    const stranger = await shop.customer()
    const { id } = await order(variantId)
    expect(await code(shop.run((tx) => cancelOrder(tx, stranger, { orderId: id })))).toBe('not-found')
    expect(await code(shop.run((tx) => getOrder(tx, stranger, { orderId: id })))).toBe('not-found')
    await shop.run((tx) => acceptOrder(tx, oksana, { orderId: id }))
    await shop.run((tx) => markSent(tx, oksana, { orderId: id }))
    expect(await code(shop.run((tx) => cancelOrder(tx, lesia, { orderId: id })))).toBe('order-not-cancellable')
    expect(await code(shop.run((tx) => acceptOrder(tx, lesia, { orderId: id })))).toBe('not-allowed')
  })

  it('a return puts the pieces back and shows the money as a refund, the revenue stays', async () => {
    const variantId = await dress(1, '500.00')
    const { id } = await order(variantId)
    await shop.run((tx) => acceptOrder(tx, oksana, { orderId: id }))
    await shop.run((tx) => markDelivered(tx, oksana, { orderId: id }))
    await shop.run((tx) => markPaid(tx, oksana, { orderId: id }))
    await shop.run((tx) => returnOrder(tx, oksana, { orderId: id }))
    expect(await shelf(variantId)).toEqual({ on_hand: 1, reserved: 0 })
    expect(await shop.rows('select amount::int, order_id from refunds where order_id = $1', [id])).toEqual([
      { amount: 50000, order_id: id },
    ])
    expect((await shop.run((tx) => getOrder(tx, oksana, { orderId: id }))).paidAt).not.toBeNull()
  })

  it('a changed line holds as many as it says, and the total follows', async () => {
    const [first, second] = [await dress(5, '100.00'), await dress(5, '10.00')]
    const { id } = await shop.run((tx) =>
      placeOrder(tx, lesia, {
        lines: [
          { variantId: first, quantity: 2 },
          { variantId: second, quantity: 1 },
        ],
        delivery: 'pickup',
      }),
    )
    await shop.run((tx) => changeOrderLine(tx, oksana, { orderId: id, line: 1, quantity: 4 }))
    expect(await shelf(first)).toEqual({ on_hand: 5, reserved: 4 })
    expect((await shop.run((tx) => getOrder(tx, oksana, { orderId: id }))).total).toBe(41000)
    expect(await code(shop.run((tx) => changeOrderLine(tx, oksana, { orderId: id, line: 1, quantity: 6 })))).toBe(
      'stock-short',
    )
    await shop.run((tx) => changeOrderLine(tx, oksana, { orderId: id, line: 1, quantity: 0 }))
    expect(await shelf(first)).toEqual({ on_hand: 5, reserved: 0 })
    expect((await shop.run((tx) => getOrder(tx, oksana, { orderId: id }))).total).toBe(1000)
    expect(await code(shop.run((tx) => changeOrderLine(tx, oksana, { orderId: id, line: 2, quantity: 0 })))).toBe(
      'order-last-line',
    )
  })

  it('repeats what is still there', async () => {
    const [plenty, scarce] = [await dress(9), await dress(2)]
    const { id } = await shop.run((tx) =>
      placeOrder(tx, lesia, {
        lines: [
          { variantId: plenty, quantity: 3 },
          { variantId: scarce, quantity: 2 },
        ],
        delivery: 'pickup',
      }),
    )
    expect(await shop.run((tx) => repeatOrder(tx, lesia, { orderId: id }))).toEqual({ added: 3, missing: 2 })
    expect((await shop.run((tx) => readCart(tx, lesia))).lines).toMatchObject([{ variantId: plenty, quantity: 3 }])
  })
})

describe('who waits for a size', () => {
  it('hears of it once, when it comes in', async () => {
    const variantId = await dress(0)
    const waiting = await shop.customer()
    await shop.run((tx) => wishRestock(tx, waiting, { variantId }))
    await shop.run((tx) => wishRestock(tx, waiting, { variantId }))
    expect(await told(shop, waiting.addressId)).toBe(0)
    await shop.run((tx) => receiveStock(tx, owner, { variantId, quantity: 1 }))
    await shop.run((tx) => receiveStock(tx, owner, { variantId, quantity: 1 }))
    expect(await told(shop, waiting.addressId)).toBe(1)
  })
})

describe('a counter sale', () => {
  it('lowers the shelf, is paid at once and stands in the register', async () => {
    const variantId = await dress(3, '700.00')
    const sold = await shop.run((tx) => counterSale(tx, oksana, { lines: [{ variantId, quantity: 2 }] }))
    expect(sold.total).toBe(140000)
    expect(await shelf(variantId)).toEqual({ on_hand: 1, reserved: 0 })
    const seen = await shop.run((tx) => getOrder(tx, oksana, { orderId: sold.id }))
    expect(seen).toMatchObject({ kind: 'counter', state: 'delivered', channel: 'counter', customerId: null })
    expect(seen.paidAt).not.toBeNull()
    expect(await code(shop.run((tx) => counterSale(tx, oksana, { lines: [{ variantId, quantity: 2 }] })))).toBe(
      'stock-short',
    )
    expect(await code(shop.run((tx) => counterSale(tx, lesia, { lines: [{ variantId, quantity: 1 }] })))).toBe(
      'not-allowed',
    )
  })
})

describe('lists', () => {
  it('page through all orders without missing or repeating one', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await shop.run((tx) => listOrders(tx, oksana, { limit: 3, ...(cursor ? { cursor } : {}) }))
      seen.push(...page.orders.map((one) => one.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    const [all] = await shop.rows<{ count: number }>('select count(*)::int as count from orders')
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(all?.count)
  })

  it('show a customer their own and nobody else’s', async () => {
    const stranger = await shop.customer()
    expect((await shop.run((tx) => listOwnOrders(tx, stranger, {}))).orders).toEqual([])
    const mine = await order(await dress(), 1, stranger)
    expect((await shop.run((tx) => listOwnOrders(tx, stranger, {}))).orders).toMatchObject([{ id: mine.id, pieces: 1 }])
    expect(await code(shop.run((tx) => listOrders(tx, stranger, {})))).toBe('not-allowed')
  })
})

it('what is left of a product is what nobody was promised', async () => {
  const variantId = await dress(5)
  await order(variantId, 2)
  const [row] = await shop.rows<{ product_id: string }>('select product_id from variants where id = $1', [variantId])
  expect((await shop.run((tx) => getProduct(tx, lesia, { id: row?.product_id ?? '' }))).left).toBe(3)
})

it('after all of this the ledger’s sums are the balances', async () => {
  for (const row of await shop.balances())
    expect([row.on_hand, row.reserved]).toEqual([row.ledger_on_hand, row.ledger_reserved])
})
