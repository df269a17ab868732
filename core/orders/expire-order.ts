import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { releaseStock } from '../catalog/index.ts'
import { record } from '../events.ts'
import { reachedFrom } from './order.ts'
import { clearReserved, moveOrderRow, notPaid, ordersOverdue } from './queries.ts'

/**
 * Ends the oldest order that nobody accepted in time, frees what it held and says whether there was one: call again while
 * there is. One to a transaction, so that no two lock the stock of several orders in different turns.
 */
export async function expireOrder(tx: TenantTx, actor: Actor, _input: object = {}): Promise<boolean> {
  allow(actor, 'orders.handle')
  const placedBefore = new Date(tx.now.getTime() - tx.business.settings.orderExpiresHours * 3_600_000)
  const [id] = await ordersOverdue(tx, placedBefore, 1)
  if (id === undefined) return false
  if (!(await moveOrderRow(tx, id, reachedFrom.expired, { state: 'expired', endedAt: tx.now }, notPaid()))) return false
  await releaseStock(tx, id)
  await clearReserved(tx, id)
  await record(tx, { type: 'order.changed', orderId: id, state: 'expired', byStaff: false })
  return true
}
