import type { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { sellReserved } from '../catalog/index.ts'
import { personBehind } from '../customers/index.ts'
import { record } from '../events.ts'
import { place } from '../vault.ts'
import { moveOrder } from './move-order.ts'
import { type markSentSchema, reachedFrom } from './order.ts'
import { clearReserved, moveOrderRow } from './queries.ts'

/** The parcel is on its way: the pieces have left the shelf, the customer gets the tracking number. */
export async function markSent(
  tx: TenantTx,
  actor: Actor,
  { orderId, tracking }: z.output<typeof markSentSchema>,
): Promise<void> {
  allow(actor, 'orders.handle')
  const order = await moveOrder(tx, orderId, reachedFrom.sent, { state: 'sent', sentAt: tx.now })
  const { keyId } = await personBehind(tx, order)
  if (tracking && keyId) {
    const sealed = tx.vault.seal(keyId, place('orders', 'tracking', order.id), tracking)
    await moveOrderRow(tx, order.id, ['sent'], { tracking: sealed })
  }
  await sellReserved(tx, order.id)
  await clearReserved(tx, order.id)
  await audit(tx, actor, 'orders.send', `order:${order.id}`)
  await record(tx, { type: 'order.changed', orderId: order.id, state: 'sent', byStaff: true })
}
