import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { releaseStock } from '../catalog/index.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { isId } from '../ids.ts'
import { moveOrder } from './move-order.ts'
import { isChangeable, type OrderId, reachedFrom } from './order.ts'
import { ownedBy } from './own-order.ts'
import { clearReserved, insertOwnRefund, moveOrderRow, notPaid, orderById } from './queries.ts'

/**
 * Calls an order off before it has left the shop: a customer their own as long as it is not paid, the staff any. The
 * pieces are free again; money that had come in is a refund.
 */
export async function cancelOrder(tx: TenantTx, actor: Actor, { orderId }: OrderId): Promise<void> {
  allow(actor, actor.kind === 'customer' ? 'orders.own' : 'orders.handle')
  const set = { state: 'cancelled', endedAt: tx.now } as const
  const order =
    actor.kind === 'customer'
      ? await cancelOwn(tx, actor, orderId)
      : await moveOrder(tx, orderId, reachedFrom.cancelled, set)
  await releaseStock(tx, order.id)
  await clearReserved(tx, order.id)
  if (order.paidAt) {
    await insertOwnRefund(tx, {
      orderId: order.id,
      customerId: order.customerId,
      amount: order.total,
      source: order.source,
    })
  }
  await audit(tx, actor, 'orders.cancel', `order:${order.id}`)
  await record(tx, {
    type: 'order.changed',
    orderId: order.id,
    state: 'cancelled',
    byStaff: actor.kind !== 'customer',
  })
}

async function cancelOwn(tx: TenantTx, actor: Extract<Actor, { kind: 'customer' }>, orderId: string) {
  const order = isId(orderId) ? await orderById(tx, orderId) : undefined
  if (!order || !ownedBy(actor, order)) throw new AppError('not-found')
  const set = { state: 'cancelled', endedAt: tx.now } as const
  const moved = isChangeable(order.state)
    ? await moveOrderRow(tx, orderId, reachedFrom.cancelled, set, notPaid())
    : undefined
  if (!moved) throw new AppError('order-not-cancellable')
  return moved
}
