import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { ensureStock, insertShop, lockStock, moveStock, shopBy, variantsForSale } from './queries.ts'

export const receiveStockSchema = z.object({
  variantId: z.uuid(),
  /** The first retail shop where it is left out. */
  shopId: z.uuid().optional(),
  quantity: z.int().min(1).max(100_000),
})

type Change = z.output<typeof receiveStockSchema>

/** Goods came in. Those who waited for them are told. */
export async function receiveStock(tx: TenantTx, actor: Actor, input: Change): Promise<{ left: number }> {
  return changeStock(tx, actor, 'receipt', input, (onHand) => onHand + input.quantity)
}

/** What the shelf says is what the books say from now on; what is promised to orders cannot be counted away. */
export async function countStock(tx: TenantTx, actor: Actor, input: Change): Promise<{ left: number }> {
  return changeStock(tx, actor, 'count', input, () => input.quantity)
}

async function changeStock(
  tx: TenantTx,
  actor: Actor,
  why: 'receipt' | 'count',
  input: Change,
  counted: (onHand: number) => number,
): Promise<{ left: number }> {
  allow(actor, 'catalog.write')
  const { variantId } = input
  const [variant] = await variantsForSale(tx, [variantId])
  if (!variant) throw new AppError('product-gone')
  const shopId = await shopOf(tx, input.shopId)
  await ensureStock(tx, variantId, shopId)
  const before = (await lockStock(tx, [variantId])).find((row) => row.shopId === shopId)
  if (!before) throw new AppError('not-found')

  const onHand = counted(before.onHand)
  if (onHand < before.reserved) throw new AppError('stock-promised', { reserved: before.reserved }, 'quantity')
  if (onHand !== before.onHand) {
    await moveStock(tx, why, null, [{ variantId, shopId, onHand: onHand - before.onHand, reserved: 0 }])
  }
  await audit(tx, actor, `catalog.stock-${why}`, `variant:${variantId}`, { quantity: input.quantity })
  if (onHand > before.onHand) await record(tx, { type: 'stock.arrived', variantId })
  return { left: variant.left + onHand - before.onHand }
}

/** A business that never named a shop has one all the same. */
async function shopOf(tx: TenantTx, wanted: string | undefined): Promise<string> {
  const shop = await shopBy(tx, wanted)
  if (shop) return shop.id
  if (wanted) throw new AppError('not-found', {}, 'shopId')
  return insertShop(tx, tx.business.name, 'retail')
}
