import { afterAll, beforeAll, expect, it } from 'vitest'
import { databaseError } from '../../../core/errors.ts'
import { type Figure, generator } from '../../../tools/torture/scenario.ts'
import { randomOrders, stockRush } from '../../../tools/torture/stock.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ pool: 20, settings: { orderExpiresHours: 1 } })
})
afterAll(() => shop?.stop())

const broken = (figures: readonly Figure[]) => figures.filter((figure) => !figure.holds)

it('G21 500 people after 100 pieces buy exactly 100, the rest are told what is left', async () => {
  const { figures } = await stockRush(shop, 500, 100)
  expect(broken(figures)).toEqual([])
}, 60_000)

it('G21 whatever happens to orders in whatever order, no balance goes below zero and the ledger sums up to it', async () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  const { heard, figures } = await randomOrders(shop, generator(seed), { clients: 10, turns: 60, products: 10 })
  expect(heard['done'] ?? 0, `seed ${seed}`).toBeGreaterThan(200)
  expect(broken(figures), `seed ${seed}`).toEqual([])
}, 120_000)

it('G21 the table itself refuses to promise more than there is', async () => {
  const [variantId = ''] = await shop.product('LAST', '10.00', { M: 3 })
  const promise = shop.rows('update stock set reserved = on_hand + 1 where variant_id = $1', [variantId])
  expect(databaseError(await promise.catch((error: unknown) => error))).toEqual({
    state: '23514',
    constraint: 'stock_not_oversold',
  })
})
