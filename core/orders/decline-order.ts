import type { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { releaseStock } from '../catalog/index.ts'
import { personBehind } from '../customers/index.ts'
import { record } from '../events.ts'
import { place } from '../vault.ts'
import { moveOrder, staffIdOf } from './move-order.ts'
import { type declineOrderSchema, reachedFrom } from './order.ts'
import { clearReserved, moveOrderRow } from './queries.ts'

/** Says no to an order that nobody has taken on yet; the reason is passed to the customer, the pieces are free again. */
export async function declineOrder(
  tx: TenantTx,
  actor: Actor,
  { orderId, reason }: z.output<typeof declineOrderSchema>,
): Promise<void> {
  allow(actor, 'orders.handle')
  const order = await moveOrder(tx, orderId, reachedFrom.declined, {
    state: 'declined',
    staffId: staffIdOf(actor),
    endedAt: tx.now,
  })
  const { keyId } = await personBehind(tx, order)
  if (reason && keyId) {
    const sealed = tx.vault.seal(keyId, place('orders', 'reason', order.id), reason)
    await moveOrderRow(tx, order.id, ['declined'], { reason: sealed })
  }
  await releaseStock(tx, order.id)
  await clearReserved(tx, order.id)
  await audit(tx, actor, 'orders.decline', `order:${order.id}`)
  await record(tx, {
    type: 'order.changed',
    orderId: order.id,
    state: 'declined',
    byStaff: true,
  })
}
