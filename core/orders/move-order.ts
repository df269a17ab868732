import type { TenantTx } from '../../db/tenant.ts'
import { staffName } from '../accounts/index.ts'
import type { Actor } from '../actor.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import type { OrderState } from './order.ts'
import { moveOrderRow, type OrderRow, orderById } from './queries.ts'

/**
 * Moves an order from one of the states given, by one compare-and-swap: the first press wins. The second hears
 * `already-decided` with who has it, or `order-wrong-state` where nobody of the staff has.
 */
export async function moveOrder(
  tx: TenantTx,
  orderId: string,
  from: readonly OrderState[],
  set: { state: OrderState } & Partial<Omit<OrderRow, 'businessId' | 'id'>>,
): Promise<OrderRow> {
  const moved = isId(orderId) ? await moveOrderRow(tx, orderId, from, set) : undefined
  return moved ?? Promise.reject(await whyNot(tx, orderId))
}

async function whyNot(tx: TenantTx, orderId: string): Promise<AppError> {
  const order = isId(orderId) ? await orderById(tx, orderId) : undefined
  if (!order) return new AppError('not-found')
  const who = await staffName(tx, order.staffId)
  return who ? new AppError('already-decided', { who }) : new AppError('order-wrong-state', { state: order.state })
}

/** Of an actor, the member of the staff. */
export const staffIdOf = (actor: Actor): string | null => (actor.kind === 'staff' ? actor.staffId : null)
