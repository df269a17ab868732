import { z } from 'zod'

export const requestStates = ['new', 'taken', 'closed'] as const
export type RequestState = (typeof requestStates)[number]

/** A question that waits for a person, from its first word to its end. */
export interface Request {
  readonly id: string
  readonly number: number
  readonly state: RequestState
  readonly addressId: string
  readonly customerId: string | null
  readonly channel: string
  readonly takenBy: string | null
  readonly createdAt: Date
  /** By when the person was promised an answer; null where the staff wrote first. */
  readonly answerDueAt: Date | null
  readonly firstAnsweredAt: Date | null
  readonly closedAt: Date | null
}

/** A request as the staff read it. */
export interface ReadRequest extends Request {
  /** What the person is called; null when nobody knows. */
  readonly customer: string | null
  /** Who has it; empty when nobody has. */
  readonly who: string
}

const words = z.string().trim().max(4000)

/** What a person says to the staff, or the staff to a person: words, a photo, or both. */
export const saidSchema = z
  .object({ text: words.default(''), fileId: z.guid().nullable().default(null) })
  .refine(({ text, fileId }) => text !== '' || fileId !== null, 'nothing was said')
export type SaidInput = z.input<typeof saidSchema>

export const requestIdSchema = z.object({ requestId: z.guid() })
export type RequestId = z.output<typeof requestIdSchema>

export const listRequestsSchema = z.object({
  states: z.array(z.enum(requestStates)).optional(),
  customerId: z.guid().optional(),
  /** Those who wait longest first; else the newest first. */
  oldestFirst: z.boolean().default(false),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(50),
})
export type ListRequests = z.input<typeof listRequestsSchema>

export const requestTopic = (requestId: string): string => `request:${requestId}`
