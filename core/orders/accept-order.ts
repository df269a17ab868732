import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { record } from '../events.ts'
import { moveOrder, staffIdOf } from './move-order.ts'
import { type OrderId, reachedFrom } from './order.ts'

/** Takes the order on. Of two managers who press at once, the second hears who has it. */
export async function acceptOrder(tx: TenantTx, actor: Actor, { orderId }: OrderId): Promise<void> {
  allow(actor, 'orders.handle')
  const { id } = await moveOrder(tx, orderId, reachedFrom.accepted, {
    state: 'accepted',
    staffId: staffIdOf(actor),
    acceptedAt: tx.now,
  })
  await audit(tx, actor, 'orders.accept', `order:${id}`)
  await record(tx, { type: 'order.changed', orderId: id, state: 'accepted', byStaff: true })
}
