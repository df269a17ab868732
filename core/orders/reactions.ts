import type { TenantTx } from '../../db/tenant.ts'
import type { DomainEvent, React } from '../events.ts'
import { retell, tellCustomer, tellStaff } from '../inbox/index.ts'
import { button, message } from '../message.ts'
import { say } from '../say.ts'
import { news, orderSays, staffCard } from './messages.ts'
import { orderById } from './queries.ts'
import { openOrder } from './read-orders.ts'

/**
 * Tells whom it concerns, in the transaction that made it happen: managers get an alert whose copies change with the order,
 * the customer hears of everything that the business did.
 */
export const orderReactions: React = async (tx, event) => {
  if (event.type === 'order.placed') await onOrderPlaced(tx, event)
  if (event.type === 'order.changed') await onOrderChanged(tx, event)
}

export async function onOrderPlaced(
  tx: TenantTx,
  event: Extract<DomainEvent, { type: 'order.placed' }>,
): Promise<void> {
  const row = await orderById(tx, event.orderId)
  if (!row) return
  const order = await openOrder(tx, row)
  await tellStaff(tx, 'orders.handle', await staffCard(tx, order), { topic: orderTopic(order.id) })
  // A chat where it was placed has its answer from the talk; whoever had it placed for them hears of it.
  if (order.addressId) return
  const message = news(tx, order, 'placed')
  if (message) await tellCustomer(tx, order, message)
}

export async function onOrderChanged(
  tx: TenantTx,
  event: Extract<DomainEvent, { type: 'order.changed' }>,
): Promise<void> {
  const row = await orderById(tx, event.orderId)
  if (!row) return
  const order = await openOrder(tx, row)
  await retell(tx, orderTopic(order.id), await staffCard(tx, order))
  if (event.state === 'cancelled' && !event.byStaff) {
    // A card that changes in place makes no sound: what the customer did is said anew.
    const cancelled = say('orders-alert-cancelled', orderSays(tx, order))
    await tellStaff(
      tx,
      'orders.handle',
      message(cancelled, [
        [button(say('orders-button-show', { number: String(order.number ?? '') }), `/order show ${order.id}`)],
      ]),
    )
    return
  }
  const told = news(tx, order, event.state)
  if (told) await tellCustomer(tx, order, told)
}

/** Every copy of the staff's alert is found by it. */
export const orderTopic = (orderId: string): string => `order:${orderId}`
