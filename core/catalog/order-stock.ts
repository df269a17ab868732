import type { TenantTx } from '../../db/tenant.ts'
import type { Names } from '../business.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { lockStock, moveStock, type StockMove, stockOfOrder, variantsForSale } from './queries.ts'

/** So many of a size. */
export interface Wanted {
  readonly variantId: string
  readonly quantity: number
}

/**
 * Holds pieces for an order, all of them or none: whoever finds too little hears `stock-short` with what is left.
 * Rows are locked in one order and the table's checks stand behind, so that 500 people after 100 pieces get exactly 100.
 * Says which shop gives the first piece.
 */
export async function reserveStock(tx: TenantTx, orderId: string, wanted: readonly Wanted[]): Promise<string | null> {
  const moves = await allot(tx, wanted)
  await moveStock(
    tx,
    'reserve',
    orderId,
    moves.map(({ variantId, shopId, quantity }) => ({ variantId, shopId, onHand: 0, reserved: quantity })),
  )
  return moves[0]?.shopId ?? null
}

/** Takes pieces off the shelf at once (a counter sale), all of them or none. */
export async function sellFromShelf(tx: TenantTx, orderId: string, wanted: readonly Wanted[]): Promise<string | null> {
  const moves = await allot(tx, wanted)
  await moveStock(
    tx,
    'sale',
    orderId,
    moves.map(({ variantId, shopId, quantity }) => ({ variantId, shopId, onHand: -quantity, reserved: 0 })),
  )
  return moves[0]?.shopId ?? null
}

/** What was held for an order leaves the shelf for good. Doing it twice does nothing the second time. */
export async function sellReserved(tx: TenantTx, orderId: string): Promise<void> {
  const held = await heldBy(tx, orderId)
  await moveStock(
    tx,
    'sale',
    orderId,
    held.map(({ variantId, shopId, quantity }) => ({ variantId, shopId, onHand: -quantity, reserved: -quantity })),
  )
}

/** What was held for an order is free again: all of it, or so many pieces as are named. */
export async function releaseStock(tx: TenantTx, orderId: string, only?: readonly Wanted[]): Promise<void> {
  const held = await heldBy(tx, orderId)
  const moves: StockMove[] = []
  const open = new Map(only?.map(({ variantId, quantity }) => [variantId, quantity]))
  for (const { variantId, shopId, quantity } of held) {
    const freed = only ? Math.min(quantity, open.get(variantId) ?? 0) : quantity
    if (freed <= 0) continue
    open.set(variantId, (open.get(variantId) ?? 0) - freed)
    moves.push({ variantId, shopId, onHand: 0, reserved: -freed })
  }
  await moveStock(tx, 'release', orderId, moves)
  await tellOfArrival(tx, moves)
}

/** What an order took comes back to the shelf it was taken from. */
export async function putBackStock(tx: TenantTx, orderId: string): Promise<void> {
  const before = await stockOfOrder(tx, orderId)
  await lockStock(tx, idsOf(before))
  const taken = (await stockOfOrder(tx, orderId)).filter((row) => row.taken > 0)
  await moveStock(
    tx,
    'return',
    orderId,
    taken.map((row) => ({ variantId: row.variantId, shopId: row.shopId, onHand: row.taken, reserved: 0 })),
  )
  await tellOfArrival(tx, taken)
}

/**
 * Books what an app has sold already: it is never refused. Takes what is free, in the order of the sizes given, and says
 * how many pieces the books lacked. Sizes whose stock is not kept are passed over.
 */
export async function sellRegardless(
  tx: TenantTx,
  sales: readonly { readonly orderId: string; readonly variantIds: readonly string[]; readonly quantity: number }[],
): Promise<{ orderId: string; variantId: string; quantity: number }[]> {
  const rows = await lockStock(tx, [...new Set(sales.flatMap((sale) => sale.variantIds))])
  const free = rows.map((row) => ({ ...row, free: row.onHand - row.reserved }))
  const missing: { orderId: string; variantId: string; quantity: number }[] = []
  const moves = new Map<string, StockMove[]>()
  for (const { orderId, variantIds, quantity } of sales) {
    const kept = variantIds.flatMap((id) => free.filter((row) => row.variantId === id))
    let wanted = quantity
    for (const row of kept) {
      const taken = Math.min(wanted, row.free)
      if (taken <= 0) continue
      row.free -= taken
      wanted -= taken
      const { variantId, shopId } = row
      moves.set(orderId, [...(moves.get(orderId) ?? []), { variantId, shopId, onHand: -taken, reserved: 0 }])
    }
    const [first] = kept
    if (wanted > 0 && first) missing.push({ orderId, variantId: first.variantId, quantity: wanted })
  }
  for (const [orderId, list] of moves) await moveStock(tx, 'sale', orderId, list)
  return missing
}

interface Allotment extends Wanted {
  readonly shopId: string
}

/** Which shop gives how many. One shop that has enough is better than two, a retail shop better than a warehouse. */
async function allot(tx: TenantTx, wanted: readonly Wanted[]): Promise<Allotment[]> {
  const sums = new Map<string, number>()
  for (const { variantId, quantity } of wanted) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity)
  const rows = await lockStock(tx, [...sums.keys()].sort())
  const allotments: Allotment[] = []
  for (const [variantId, quantity] of sums) {
    const shelves = rows
      .filter((row) => row.variantId === variantId)
      .map(({ shopId, onHand, reserved, retail }) => ({ shopId, free: onHand - reserved, retail }))
      .sort(
        (a, b) =>
          Number(b.free >= quantity) - Number(a.free >= quantity) ||
          Number(b.retail) - Number(a.retail) ||
          b.free - a.free,
      )
    let open = quantity
    for (const { shopId, free } of shelves) {
      const taken = Math.min(open, free)
      if (taken <= 0) continue
      allotments.push({ variantId, shopId, quantity: taken })
      open -= taken
    }
    if (open > 0) {
      const [variant] = await variantsForSale(tx, [variantId])
      throw variant ? stockShort(tx, variant, quantity - open) : new AppError('product-gone')
    }
  }
  return allotments
}

/** Too little of a size: what it is and how much is left, in words that a person may see. */
export function stockShort(
  tx: TenantTx,
  variant: { readonly id: string; readonly names: Names; readonly size: string },
  left: number,
): AppError {
  const product = variant.names[tx.business.locale] ?? variant.names.default
  return new AppError('stock-short', { left: Math.max(0, left), product, size: variant.size, variantId: variant.id })
}

/** Held by an order according to the ledger, read once the balances are locked. */
async function heldBy(tx: TenantTx, orderId: string): Promise<Allotment[]> {
  await lockStock(tx, idsOf(await stockOfOrder(tx, orderId)))
  return (await stockOfOrder(tx, orderId))
    .filter((row) => row.held > 0)
    .map(({ variantId, shopId, held }) => ({ variantId, shopId, quantity: held }))
}

const idsOf = (rows: readonly { variantId: string }[]) => [...new Set(rows.map((row) => row.variantId))].sort()

async function tellOfArrival(tx: TenantTx, rows: readonly { variantId: string }[]): Promise<void> {
  for (const variantId of idsOf(rows)) await record(tx, { type: 'stock.arrived', variantId })
}
