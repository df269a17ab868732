import type { Actor } from '../../core/actor.ts'
import { countStock, receiveStock } from '../../core/catalog/index.ts'
import { AppError } from '../../core/errors.ts'
import {
  acceptOrder,
  cancelOrder,
  changeOrderLine,
  counterSale,
  declineOrder,
  expireOrder,
  markDelivered,
  markSent,
  placeOrder,
  purchaseSchema,
  recordPurchases,
  returnOrder,
} from '../../core/orders/index.ts'
import { app, openShop, type Shop } from '../../test/core/orders/shop.ts'
import { between, exactly, type Figure, pick, type Scenario, sized } from './scenario.ts'

/** G21: a rush after a hundred pieces, then whatever may happen to orders, in any order and at once. */
export const stock: Scenario = async (run) => {
  const shop = await openShop({ pool: 20, settings: { orderExpiresHours: 1 } })
  const rush = await stockRush(shop, sized(run, 500, 150), 100)
  run.note(`the rush: ${JSON.stringify(rush.heard)}`)
  const clients = 16
  const turns = Math.ceil(sized(run, 20_000, 500) / clients)
  const random = await randomOrders(shop, run.random, { clients, turns, products: 25 })
  run.note(`${clients * turns} steps: ${JSON.stringify(random.heard)}`)
  await shop.stop()
  return [...rush.figures, ...random.figures]
}

interface Found {
  readonly heard: Readonly<Record<string, number>>
  readonly figures: Figure[]
}

export async function stockRush(shop: Shop, people: number, units: number): Promise<Found> {
  const [variantId = ''] = await shop.product('HIT', '100.00', { M: units })
  const crowd: Extract<Actor, { kind: 'customer' }>[] = []
  for (let at = 0; at < people; at += 1) crowd.push(await shop.customer())
  // As many at once as there are connections; the others stand in line before the door, as chats do.
  const outside = [...crowd]
  const said: string[] = []
  const connection = async () => {
    for (let who = outside.pop(); who; who = outside.pop()) {
      const buyer = who
      const order = { lines: [{ variantId, quantity: 1 }], delivery: 'pickup' as const }
      said.push(await outcome(shop.run((tx) => placeOrder(tx, buyer, order))))
    }
  }
  await Promise.all(Array.from({ length: 20 }, connection))
  const heard = tally(said)
  const [row] = await shop.rows<{ on_hand: number; reserved: number }>(
    'select on_hand, reserved from stock where variant_id = $1',
    [variantId],
  )
  const [numbers] = await shop.rows<{ different: number; span: number }>(
    'select count(distinct number)::int as different, max(number)::int - min(number)::int + 1 as span from orders',
  )
  return {
    heard,
    figures: [
      exactly('the rush: orders', units, heard['done'] ?? 0),
      exactly('the rush: kindly told that it is gone', people - units, heard['stock-short'] ?? 0),
      exactly('the rush: pieces held', units, row?.reserved ?? -1),
      exactly('the rush: order numbers without a gap', units, numbers?.different === numbers?.span ? units : 0),
    ],
  }
}

export async function randomOrders(
  shop: Shop,
  random: () => number,
  size: { clients: number; turns: number; products: number },
): Promise<Found> {
  const variants: string[] = []
  const skus: string[] = []
  for (let at = 0; at < size.products; at += 1) {
    skus.push(`R${at}`)
    variants.push(...(await shop.product(`R${at}`, '10.00', { S: 5 + at, M: at })))
  }
  const who = await shop.customer()
  const staff = await shop.manager('Оксана')
  const ids: string[] = []
  let facts = 0
  const some = () => ({ variantId: pick(random, variants) ?? '', quantity: between(random, 1, 3) })
  const two = () => {
    const [one, other] = [some(), some()]
    return one.variantId === other.variantId ? [one] : [one, other]
  }
  const on = async (work: (orderId: string) => Promise<unknown>) => {
    const orderId = pick(random, ids)
    if (orderId) await work(orderId)
  }
  const place = async () => {
    const lines = two()
    ids.push((await shop.run((tx) => placeOrder(tx, who, { lines, delivery: 'pickup' }))).id)
  }
  const others: readonly (() => Promise<unknown>)[] = [
    () => on((orderId) => shop.run((tx) => acceptOrder(tx, staff, { orderId }))),
    () => on((orderId) => shop.run((tx) => declineOrder(tx, staff, { orderId }))),
    () => on((orderId) => shop.run((tx) => cancelOrder(tx, who, { orderId }))),
    () => on((orderId) => shop.run((tx) => markSent(tx, staff, { orderId }))),
    () => on((orderId) => shop.run((tx) => markDelivered(tx, staff, { orderId }))),
    () => on((orderId) => shop.run((tx) => returnOrder(tx, staff, { orderId }))),
    () => {
      const [line, quantity] = [between(random, 1, 2), between(random, 0, 3)]
      return on((orderId) => shop.run((tx) => changeOrderLine(tx, staff, { orderId, line, quantity })))
    },
    () => {
      const lines = two()
      return shop.run((tx) => counterSale(tx, staff, { lines }))
    },
    () => {
      const piece = some()
      return shop.run((tx) => receiveStock(tx, staff, piece))
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
        items: [0, 1].map(() => ({ sku: pick(random, skus), quantity: between(random, 1, 4), unit_price: '10' })),
      })
      return shop.run((tx) => recordPurchases(tx, app, [purchase]))
    },
    () => shop.run((tx) => expireOrder(tx, { kind: 'system', channel: 'system' })),
  ]
  const heard: string[] = []
  const client = async () => {
    for (let turn = 0; turn < size.turns; turn += 1) {
      if (random() < 0.05) shop.advance(20 * 60_000)
      const operation = random() < 0.4 ? place : (pick(random, others) ?? place)
      heard.push(await outcome(operation()))
    }
  }
  await Promise.all(Array.from({ length: size.clients }, client))
  const told = tally(heard)
  const balances = await shop.balances()
  const below = balances.filter((row) => row.reserved < 0 || row.on_hand < row.reserved)
  const unequal = balances.filter((row) => row.on_hand !== row.ledger_on_hand || row.reserved !== row.ledger_reserved)
  const [held] = await shop.rows<{ count: number }>(heldOtherwise)
  return {
    heard: told,
    figures: [
      exactly('balances below zero', 0, below.length),
      exactly('balances that are not the sum of their ledger', 0, unequal.length),
      exactly('pieces held for no open order, or not held for one', 0, held?.count ?? -1),
      exactly('people shown that two of them waited for each other', 0, told['just-taken'] ?? 0),
      exactly('defects', 0, told['defect'] ?? 0),
    ],
  }
}

/** What is held is exactly what open orders wait for. */
const heldOtherwise = `
  select count(*)::int as count
  from (select variant_id as id, sum(reserved) as held from stock group by 1) v
  left join (select l.variant_id as id, sum(l.quantity) as wanted from order_lines l
             join orders o on o.business_id = l.business_id and o.id = l.order_id
             where o.state in ('placed', 'accepted') group by 1) l using (id)
  where v.held <> coalesce(l.wanted, 0)`

/** What somebody heard: `done`, the code of a refusal, or `defect`. */
async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof AppError) return error.code
    console.error(error)
    return 'defect'
  }
}

function tally(heard: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of heard) counts[one] = (counts[one] ?? 0) + 1
  return counts
}
