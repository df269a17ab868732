import { z } from 'zod'

/** Where a talk stands, kept with the address. A session that cannot be read is a fresh one. */
const sessionSchema = z.object({
  flow: z
    .object({
      name: z.string(),
      version: z.number(),
      step: z.string(),
      draft: z.record(z.string(), z.unknown()),
      /** Staff may buy and book too: then the talk runs as a customer's. */
      as: z.enum(['customer', 'staff']),
      until: z.string(),
    })
    .nullable(),
  /** The number of the offer that the current step made: the only one whose plain presses are not stale. */
  offer: z.number().nullable(),
  /** The album whose first picture was taken: the others belong to it. */
  album: z.string().nullable(),
})

export type Session = z.infer<typeof sessionSchema>

export const freshSession: Session = { flow: null, offer: null, album: null }

export function readSession(text: string | null, now: Date): Session {
  if (text === null) return freshSession
  const parsed = sessionSchema.safeParse(safeJson(text))
  if (!parsed.success) return freshSession
  const { flow } = parsed.data
  return flow && new Date(flow.until) < now ? { ...parsed.data, flow: null, offer: null } : parsed.data
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
