import { z } from 'zod'
import type { Names } from '../business.ts'

export const orderStates = [
  'placed',
  'accepted',
  'sent',
  'delivered',
  'declined',
  'cancelled',
  'expired',
  'returned',
] as const
export type OrderState = (typeof orderStates)[number]

export const deliveryMethods = ['pickup', 'courier', 'nova-poshta'] as const
export type DeliveryMethod = (typeof deliveryMethods)[number]

/** From where each state is reached. Whoever presses second finds the order elsewhere. */
export const reachedFrom = {
  accepted: ['placed'],
  declined: ['placed'],
  expired: ['placed'],
  cancelled: ['placed', 'accepted'],
  sent: ['accepted'],
  delivered: ['accepted', 'sent'],
  returned: ['sent', 'delivered'],
} as const satisfies Partial<Record<OrderState, readonly OrderState[]>>

/** As long as nothing has left the shop. */
export const isChangeable = (state: OrderState): boolean => state === 'placed' || state === 'accepted'

/** An order as it stands in a list. */
export interface ListedOrder {
  readonly id: string
  readonly number: number | null
  readonly kind: 'chat' | 'counter' | 'app'
  readonly state: OrderState
  readonly total: number
  readonly placedAt: Date
  readonly paidAt: Date | null
  readonly customerId: string | null
  readonly pieces: number
}

export interface OrderLine {
  readonly line: number
  readonly productId: string
  readonly variantId: string | null
  readonly names: Names
  readonly size: string
  readonly sku: string
  /** Up to three digits after the point, as a number for people. */
  readonly quantity: number
  readonly unitPrice: string
  readonly amount: number
}

export interface Order extends Omit<ListedOrder, 'pieces'> {
  readonly addressId: string | null
  readonly channel: string
  readonly source: string | null
  readonly staffId: string | null
  readonly subtotal: number
  readonly discount: number
  readonly deliveryMethod: DeliveryMethod | null
  readonly acceptedAt: Date | null
  readonly sentAt: Date | null
  readonly deliveredAt: Date | null
  readonly endedAt: Date | null
  readonly lines: readonly OrderLine[]
  /** What whoever placed it is called, as far as anybody knows. */
  readonly customerName: string | null
  // A person's words, opened for those who may read them. `null` also where the person was erased.
  readonly delivery: string | null
  readonly comment: string | null
  readonly reason: string | null
  readonly tracking: string | null
}

const words = (longest: number) => z.string().trim().min(1).max(longest)

export const orderQuantitySchema = z.int().min(1).max(99)
export const orderLineSchema = z.object({ variantId: z.uuid(), quantity: orderQuantitySchema })

export const placeOrderSchema = z.object({
  /** What is bought; the cart of the chat where left out. */
  lines: z.array(orderLineSchema).min(1).max(50).optional(),
  delivery: z.enum(deliveryMethods),
  /** Where to: an address, or a branch of the post; not for pick-up. */
  address: words(500).optional(),
  comment: words(1000).optional(),
  /** For whom, when the staff or an app places it. */
  customerId: z.uuid().optional(),
  /** What the person saw as the total; a price that changed meanwhile is asked about again. */
  expectedTotal: z.int().min(0).optional(),
})
export type PlaceOrder = z.input<typeof placeOrderSchema>

export const orderIdSchema = z.object({ orderId: z.uuid() })
export type OrderId = z.output<typeof orderIdSchema>
export const declineOrderSchema = orderIdSchema.extend({ reason: words(500).optional() })
export const markSentSchema = orderIdSchema.extend({ tracking: words(100).optional() })
export const changeOrderLineSchema = orderIdSchema.extend({ line: z.int().min(1), quantity: z.int().min(0).max(99) })

export const counterSaleSchema = z.object({
  lines: z.array(orderLineSchema).min(1).max(50),
  customerId: z.uuid().optional(),
  discount: z.int().min(0).default(0),
})
export type CounterSale = z.input<typeof counterSaleSchema>

export const listOrdersSchema = z.object({
  states: z.array(z.enum(orderStates)).optional(),
  customerId: z.uuid().optional(),
  from: z.date().optional(),
  to: z.date().optional(),
  /** What the page before gave. */
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(50),
})
export type ListOrders = z.input<typeof listOrdersSchema>
