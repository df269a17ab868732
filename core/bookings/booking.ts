import { z } from 'zod'
import { type Actor, may } from '../actor.ts'
import type { Names } from '../business.ts'

export const bookingStates = [
  'held',
  'pending',
  'confirmed',
  'done',
  'no_show',
  'cancelled',
  'declined',
  'expired',
] as const
export type BookingState = (typeof bookingStates)[number]

/** The states in which a booking keeps its time for itself. */
export const blockingStates = ['held', 'pending', 'confirmed'] as const satisfies readonly BookingState[]
/** Agreed or about to be: what a person calls "my bookings". */
export const openStates = ['pending', 'confirmed'] as const satisfies readonly BookingState[]

export interface Booking {
  readonly id: string
  readonly number: number
  readonly state: BookingState
  readonly serviceId: string
  readonly service: Names
  readonly staffId: string
  readonly master: Names
  readonly startsAt: Date
  readonly endsAt: Date
  /** The visit and the buffer after it end here. */
  readonly blockedUntil: Date
  readonly heldUntil: Date | null
  readonly price: number
  readonly paid: number | null
  readonly paidAt: Date | null
  readonly customerId: string | null
  readonly addressId: string | null
  readonly channel: string
  readonly source: string | null
  readonly comment: string | null
  /** Why it was declined or cancelled. */
  readonly reason: string | null
  /** Another time that a manager proposes and the customer has not answered yet. */
  readonly proposedAt: Date | null
  readonly handledBy: string | null
  readonly createdAt: Date
  readonly changedAt: Date
}

/** A moment in a request or in a talk's draft: RFC 3339. */
const instant = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))])
const localDay = z.iso.date()
export const masterOrAny = z.union([z.literal('any'), z.guid()])
export type MasterOrAny = z.infer<typeof masterOrAny>
const ownWords = z.string().trim().max(1000)

export const slotSearch = z.object({
  serviceId: z.guid(),
  staffId: masterOrAny.default('any'),
  from: localDay,
  days: z.int().min(1).max(62).default(7),
  limit: z.int().min(1).max(5000).optional(),
  /** A booking that is to move: its own time counts as free. */
  moving: z.guid().optional(),
})
export type SlotSearch = z.output<typeof slotSearch>

export const nearSearch = z.object({
  serviceId: z.guid(),
  staffId: masterOrAny.default('any'),
  around: instant,
  limit: z.int().min(1).max(50).default(5),
  moving: z.guid().optional(),
})
export type NearSearch = z.output<typeof nearSearch>

export const slotWish = z.object({
  serviceId: z.guid(),
  staffId: masterOrAny.default('any'),
  startsAt: instant,
  /** Whom it is for; a customer in a chat books for themselves. */
  customerId: z.guid().nullable().default(null),
  addressId: z.guid().nullable().default(null),
  comment: ownWords.nullable().default(null),
})
export type SlotWish = z.output<typeof slotWish>

export interface BookingMove {
  readonly bookingId: string
  readonly startsAt: Date
  /** The same master unless said otherwise. */
  readonly staffId?: MasterOrAny | undefined
}

export interface TimeProposal {
  readonly bookingId: string
  readonly startsAt: Date
}

export const proposalAnswer = z.object({ bookingId: z.guid(), startsAt: instant, accept: z.boolean() })
export type ProposalAnswer = z.output<typeof proposalAnswer>

export interface BookingId {
  readonly bookingId: string
}

export interface BookingEnd {
  readonly bookingId: string
  /** In the words of whoever ends it. */
  readonly reason: string | null
}

export const bookingPayment = z.object({
  bookingId: z.guid(),
  /** Minor units; the booking's price unless said otherwise. */
  amount: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
})
export type BookingPayment = z.output<typeof bookingPayment>

export const bookingFilter = z.object({
  from: instant.optional(),
  /** Not included. */
  to: instant.optional(),
  states: z.array(z.enum(bookingStates)).optional(),
  staffId: z.guid().optional(),
  serviceId: z.guid().optional(),
  customerId: z.guid().optional(),
  newestFirst: z.boolean().default(false),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(50),
})
export type BookingFilter = z.output<typeof bookingFilter>

/** Whether it is the person's own. */
export function isOwn(
  actor: Extract<Actor, { kind: 'customer' }>,
  booking: { readonly addressId: string | null; readonly customerId: string | null },
): boolean {
  return booking.addressId === actor.addressId || (actor.customerId !== null && booking.customerId === actor.customerId)
}

/** What a booking is once the person agreed: a manager's word is waited for where the business wants it, and never for a manager's own. */
export function agreedState(actor: Actor, settings: { readonly confirmBookings: boolean }): 'pending' | 'confirmed' {
  return settings.confirmBookings && !may(actor, 'bookings.handle') ? 'pending' : 'confirmed'
}

export const chatOf = (actor: Actor): string | null =>
  actor.kind === 'staff' || actor.kind === 'customer' ? actor.addressId : null

export const staffIdOf = (actor: Actor): string | null => (actor.kind === 'staff' ? actor.staffId : null)

export const bookingTopic = (bookingId: string): string => `booking:${bookingId}`
/** The master's copies carry other buttons than the managers'. */
export const masterTopic = (bookingId: string): string => `booking-master:${bookingId}`
