import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { keepFirstPaid } from '../customers/index.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { isId } from '../ids.ts'
import type { OrderId } from './order.ts'
import { moveOrderRow, notPaid, orderById } from './queries.ts'

/** The money is here: from now on the order counts as revenue. Once only. */
export async function markPaid(tx: TenantTx, actor: Actor, { orderId }: OrderId): Promise<void> {
  allow(actor, 'orders.handle')
  const order = isId(orderId)
    ? await moveOrderRow(tx, orderId, ['placed', 'accepted', 'sent', 'delivered'], { paidAt: tx.now }, notPaid())
    : undefined
  if (!order) throw await whyNot(tx, orderId)
  if (order.customerId) await keepFirstPaid(tx, [{ customerId: order.customerId, paidAt: tx.now }])
  await audit(tx, actor, 'orders.pay', `order:${order.id}`)
  await record(tx, { type: 'order.paid', orderId: order.id })
  await record(tx, { type: 'order.changed', orderId: order.id, state: 'paid', byStaff: true })
}

async function whyNot(tx: TenantTx, orderId: string): Promise<AppError> {
  const order = isId(orderId) ? await orderById(tx, orderId) : undefined
  if (!order) return new AppError('not-found')
  return order.paidAt ? new AppError('order-paid-already') : new AppError('order-wrong-state', { state: order.state })
}
