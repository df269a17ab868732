import type { TenantTx } from '../db/tenant.ts'

/** What happened, told in the transaction that made it happen. Ids only: whoever reacts reads what it needs. */
export type DomainEvent =
  | { readonly type: 'order.placed'; readonly orderId: string }
  | { readonly type: 'order.changed'; readonly orderId: string; readonly state: string; readonly byStaff: boolean }
  | { readonly type: 'order.paid'; readonly orderId: string }
  | { readonly type: 'stock.arrived'; readonly variantId: string }
  | { readonly type: 'booking.created'; readonly bookingId: string }
  | {
      readonly type: 'booking.changed'
      readonly bookingId: string
      readonly change: BookingChange
      readonly byStaff: boolean
      /** The chat it was done in: it has its answer already. */
      readonly chat?: string | null
    }
  | { readonly type: 'request.opened'; readonly requestId: string }
  | { readonly type: 'request.taken'; readonly requestId: string }
  | { readonly type: 'request.closed'; readonly requestId: string }
  | { readonly type: 'customer.changed'; readonly customerId: string }
  | { readonly type: 'customers.alike'; readonly questionIds: readonly string[] }

export type BookingChange =
  | 'confirmed'
  | 'declined'
  | 'moved'
  | 'proposed'
  | 'cancelled'
  | 'done'
  | 'no_show'
  | 'expired'
  | 'paid'

/** Reacts to an event within the same transaction. `core/reactions.ts` holds the list. */
export type React = (tx: TenantTx, event: DomainEvent) => Promise<void>

export async function record(tx: TenantTx, event: DomainEvent): Promise<void> {
  await tx.react(event)
}
