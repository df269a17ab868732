import type { TenantTx } from '../../db/tenant.ts'
import type { Actor } from '../actor.ts'
import { readVariants } from '../catalog/index.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { chatOf, mostOfOne } from './cart.ts'
import type { OrderId } from './order.ts'
import { ownedBy } from './own-order.ts'
import { linesOf, orderById, setCartRow } from './queries.ts'

/** Puts what an earlier order held into the cart, as far as it is still there; says how many pieces are in and how many are not. */
export async function repeatOrder(
  tx: TenantTx,
  actor: Actor,
  { orderId }: OrderId,
): Promise<{ added: number; missing: number }> {
  const addressId = chatOf(actor)
  const order = isId(orderId) ? await orderById(tx, orderId) : undefined
  if (!order || !ownedBy(actor, order)) throw new AppError('not-found')
  const lines = await linesOf(tx, orderId)
  const variants = await readVariants(
    tx,
    lines.flatMap((line) => line.variantId ?? []),
  )
  let added = 0
  let missing = 0
  for (const line of lines) {
    const variant = line.variantId ? variants.get(line.variantId) : undefined
    const wanted = Math.min(Math.ceil(Number(line.quantity)), mostOfOne)
    const there = variant?.listed ? Math.max(0, Math.min(wanted, variant.left)) : 0
    if (variant && there > 0) await setCartRow(tx, addressId, variant.id, there)
    added += there
    missing += wanted - there
  }
  return { added, missing }
}
