import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { sellReserved } from '../catalog/index.ts'
import { record } from '../events.ts'
import { moveOrder } from './move-order.ts'
import { type OrderId, reachedFrom } from './order.ts'
import { clearReserved } from './queries.ts'

/** The customer has it. What was never sent (a pick-up) leaves the shelf now. */
export async function markDelivered(tx: TenantTx, actor: Actor, { orderId }: OrderId): Promise<void> {
  allow(actor, 'orders.handle')
  const order = await moveOrder(tx, orderId, reachedFrom.delivered, {
    state: 'delivered',
    deliveredAt: tx.now,
    endedAt: tx.now,
  })
  await sellReserved(tx, order.id)
  await clearReserved(tx, order.id)
  await audit(tx, actor, 'orders.deliver', `order:${order.id}`)
  await record(tx, {
    type: 'order.changed',
    orderId: order.id,
    state: 'delivered',
    byStaff: true,
  })
}
