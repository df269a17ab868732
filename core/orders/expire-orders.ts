import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { releaseStock } from '../catalog/index.ts'
import { record } from '../events.ts'
import { reachedFrom } from './order.ts'
import { clearReserved, moveOrderRow, notPaid, ordersOverdue } from './queries.ts'

/** Ends orders that nobody accepted in time and frees what they held. Says how many; call again while it is `limit`. */
export async function expireOrders(tx: TenantTx, actor: Actor, input: { readonly limit?: number }): Promise<number> {
  allow(actor, 'orders.handle')
  const limit = input.limit ?? 100
  const placedBefore = new Date(tx.now.getTime() - tx.business.settings.orderExpiresHours * 3_600_000)
  let expired = 0
  for (const id of await ordersOverdue(tx, placedBefore, limit)) {
    const set = { state: 'expired', endedAt: tx.now } as const
    if (!(await moveOrderRow(tx, id, reachedFrom.expired, set, notPaid()))) continue
    await releaseStock(tx, id)
    await clearReserved(tx, id)
    await record(tx, { type: 'order.changed', orderId: id, state: 'expired', byStaff: false })
    expired += 1
  }
  return expired
}
