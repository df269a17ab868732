import type { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { releaseStock, reserveStock } from '../catalog/index.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { isId } from '../ids.ts'
import { lineAmount } from '../money.ts'
import { type changeOrderLineSchema, isChangeable } from './order.ts'
import { deleteLine, linesOf, lockOrder, recomputeTotal, updateLine } from './queries.ts'

/**
 * So many pieces in a line from now on; 0 takes it out, but not the last one (that is a cancelled order). What is held and
 * the total follow. Only before it has left the shop, and not once it is paid: the sum that was paid stays.
 */
export async function changeOrderLine(
  tx: TenantTx,
  actor: Actor,
  { orderId, line: lineNumber, quantity }: z.output<typeof changeOrderLineSchema>,
): Promise<void> {
  allow(actor, 'orders.handle')
  const order = isId(orderId) ? await lockOrder(tx, orderId) : undefined
  if (!order) throw new AppError('not-found')
  if (order.paidAt) throw new AppError('order-paid-already')
  if (!isChangeable(order.state)) throw new AppError('order-wrong-state', { state: order.state })
  const lines = await linesOf(tx, orderId)
  const line = lines.find((one) => one.line === lineNumber)
  if (!line) throw new AppError('not-found', {}, 'line')
  if (quantity === 0 && lines.length === 1) throw new AppError('order-last-line')

  const { variantId } = line
  const change = quantity - Number(line.quantity)
  if (change === 0) return
  if (variantId && change > 0) await reserveStock(tx, orderId, [{ variantId, quantity: change }])
  if (variantId && change < 0) await releaseStock(tx, orderId, [{ variantId, quantity: -change }])
  if (quantity === 0) await deleteLine(tx, orderId, lineNumber)
  else {
    await updateLine(tx, orderId, lineNumber, {
      quantity: String(quantity),
      amount: lineAmount(quantity, line.unitPrice, tx.business.currency),
      reserved: variantId ? quantity : 0,
    })
  }
  await recomputeTotal(tx, orderId)
  await audit(tx, actor, 'orders.change-line', `order:${orderId}`, { line: lineNumber, quantity })
  await record(tx, { type: 'order.changed', orderId, state: 'changed', byStaff: true })
}
