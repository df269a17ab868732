import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Actor } from '../../../core/actor.ts'
import { countStock, receiveStock } from '../../../core/catalog/index.ts'
import { AppError } from '../../../core/errors.ts'
import {
  acceptOrder,
  cancelOrder,
  changeOrderLine,
  counterSale,
  declineOrder,
  expireOrders,
  markDelivered,
  markSent,
  placeOrder,
  purchaseSchema,
  recordPurchases,
  returnOrder,
} from '../../../core/orders/index.ts'
import { app, openShop, type Shop } from './shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ pool: 20, settings: { orderExpiresHours: 1 } })
})
afterAll(() => shop?.stop())

/** Of many at once, what each heard: `done` or the code of a refusal. Anything else is a defect and fails the test. */
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof AppError) return error.code
      throw error
    },
  )

it('G21 500 people after 100 pieces buy exactly 100, the rest are told what is left', async () => {
  const [variantId = ''] = await shop.product('HIT', '100.00', { M: 100 })
  const people: Extract<Actor, { kind: 'customer' }>[] = []
  for (let at = 0; at < 500; at += 1) people.push(await shop.customer())
  const heard = await Promise.all(
    people.map((who) =>
      outcome(shop.run((tx) => placeOrder(tx, who, { lines: [{ variantId, quantity: 1 }], delivery: 'pickup' }))),
    ),
  )
  expect(heard.filter((one) => one === 'done')).toHaveLength(100)
  expect(heard.filter((one) => one === 'stock-short')).toHaveLength(400)
  const [row] = await shop.rows('select on_hand, reserved from stock where variant_id = $1', [variantId])
  expect(row).toEqual({ on_hand: 100, reserved: 100 })
  const [numbers] = await shop.rows(
    'select count(distinct number)::int as distinct, max(number)::int - min(number)::int as span from orders',
  )
  expect(numbers).toEqual({ distinct: 100, span: 99 })
}, 60_000)

it('G21 whatever happens to orders in whatever order, no balance goes below zero and the ledger sums up to it', async () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  const random = mulberry(seed)
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const variants: string[] = []
  const skus: string[] = []
  for (let at = 0; at < 10; at += 1) {
    skus.push(`R${at}`)
    variants.push(...(await shop.product(`R${at}`, '10.00', { S: 5 + at, M: at })))
  }
  const who = await shop.customer()
  const staff = await shop.manager('Оксана')
  const ids: string[] = []
  let facts = 0
  const some = () => ({ variantId: pick(variants) ?? '', quantity: 1 + Math.floor(random() * 3) })
  const two = () => {
    const [a, b] = [some(), some()]
    return a.variantId === b.variantId ? [a] : [a, b]
  }
  const operations: (() => Promise<unknown>)[] = [
    async () => {
      const lines = two()
      ids.push((await shop.run((tx) => placeOrder(tx, who, { lines, delivery: 'pickup' }))).id)
    },
    () => on((orderId) => shop.run((tx) => acceptOrder(tx, staff, { orderId }))),
    () => on((orderId) => shop.run((tx) => declineOrder(tx, staff, { orderId }))),
    () => on((orderId) => shop.run((tx) => cancelOrder(tx, who, { orderId }))),
    () => on((orderId) => shop.run((tx) => markSent(tx, staff, { orderId }))),
    () => on((orderId) => shop.run((tx) => markDelivered(tx, staff, { orderId }))),
    () => on((orderId) => shop.run((tx) => returnOrder(tx, staff, { orderId }))),
    () => {
      const [line, quantity] = [1 + Math.floor(random() * 2), Math.floor(random() * 4)]
      return on((orderId) => shop.run((tx) => changeOrderLine(tx, staff, { orderId, line, quantity })))
    },
    () => {
      const lines = two()
      return shop.run((tx) => counterSale(tx, staff, { lines }))
    },
    () => {
      const { variantId, quantity } = some()
      return shop.run((tx) => receiveStock(tx, staff, { variantId, quantity }))
    },
    () => {
      const { variantId, quantity } = some()
      return shop.run((tx) => countStock(tx, staff, { variantId, quantity: quantity * 3 }))
    },
    () => {
      facts += 1
      const purchase = purchaseSchema.parse({
        external_id: `r${facts}`,
        customer: { external_id: `c${facts % 7}` },
        purchased_at: '2026-05-01T10:00:00Z',
        items: [0, 1].map(() => ({ sku: pick(skus), quantity: 1 + Math.floor(random() * 4), unit_price: '10' })),
      })
      return shop.run((tx) => recordPurchases(tx, app, [purchase]))
    },
    () => shop.run((tx) => expireOrders(tx, { kind: 'system', channel: 'system' }, { limit: 3 })),
  ]
  const on = async (work: (orderId: string) => Promise<unknown>) => {
    const orderId = pick(ids)
    if (orderId) await work(orderId)
  }
  const counts = new Map<string, number>()
  const client = async () => {
    for (let turn = 0; turn < 60; turn += 1) {
      if (random() < 0.05) shop.advance(20 * 60_000)
      const operation = random() < 0.35 ? operations[0] : pick(operations)
      if (!operation) continue
      const heard = await outcome(operation())
      counts.set(heard, (counts.get(heard) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 10 }, client))

  expect(counts.get('done') ?? 0, `seed ${seed}`).toBeGreaterThan(200)
  // Nobody is ever shown that two of them waited for each other.
  expect(counts.get('just-taken') ?? 0, `seed ${seed}`).toBe(0)
  for (const row of await shop.balances()) {
    expect(row.on_hand, `seed ${seed}`).toBeGreaterThanOrEqual(row.reserved)
    expect(row.reserved, `seed ${seed}`).toBeGreaterThanOrEqual(0)
    expect([row.on_hand, row.reserved], `seed ${seed}`).toEqual([row.ledger_on_hand, row.ledger_reserved])
  }
  // What is held is exactly what open orders wait for.
  const held = await shop.rows(
    `select v.id, v.held::int as held, coalesce(l.wanted, 0)::int as wanted
     from (select variant_id as id, sum(reserved) as held from stock group by 1) v
     left join (select l.variant_id as id, sum(l.quantity) as wanted from order_lines l
                join orders o on o.business_id = l.business_id and o.id = l.order_id
                where o.state in ('placed', 'accepted') group by 1) l using (id)
     where v.held <> coalesce(l.wanted, 0)`,
  )
  expect(held, `seed ${seed}`).toEqual([])
}, 120_000)

function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
