import type { Actor } from '../actor.ts'

/** Whether an order is this person's own: placed by them once they are known, or in this very chat. */
export function ownedBy(actor: Actor, order: { customerId: string | null; addressId: string | null }): boolean {
  if (actor.kind !== 'customer') return false
  return order.addressId === actor.addressId || (actor.customerId !== null && order.customerId === actor.customerId)
}
