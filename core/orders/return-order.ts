import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { putBackStock } from '../catalog/index.ts'
import { record } from '../events.ts'
import { moveOrder } from './move-order.ts'
import { type OrderId, reachedFrom } from './order.ts'
import { insertOwnRefund } from './queries.ts'

/** The goods came back: they are on the shelf again, and what was paid is a refund of today. */
export async function returnOrder(tx: TenantTx, actor: Actor, { orderId }: OrderId): Promise<void> {
  allow(actor, 'orders.handle')
  const order = await moveOrder(tx, orderId, reachedFrom.returned, { state: 'returned', endedAt: tx.now })
  await putBackStock(tx, order.id)
  if (order.paidAt) {
    await insertOwnRefund(tx, {
      orderId: order.id,
      customerId: order.customerId,
      amount: order.total,
      source: order.source,
    })
  }
  await audit(tx, actor, 'orders.return', `order:${order.id}`)
  await record(tx, {
    type: 'order.changed',
    orderId: order.id,
    state: 'returned',
    byStaff: true,
  })
}
