import type { FastifyReply } from 'fastify'
import type { Rates } from './deps.ts'
import { HttpError } from './error-reply.ts'

const defaultRates: Rates = {
  key: { perSecond: 10_000, burst: 20_000 },
  session: { perSecond: 50, burst: 500 },
  visitor: { perSecond: 20, burst: 200 },
  anonymous: { perSecond: 100, burst: 1000 },
  login: { perSecond: 0.2, burst: 10 },
}

/** Lets each caller through at a steady pace with room for a burst (GCRA), in this process. */
export interface Limiter {
  /** Throws 429 with Retry-After once the caller is over the limit; else tells them where they stand. */
  take(kind: keyof Rates, caller: string, reply: FastifyReply): void
}

export function createLimiter(rates: Partial<Rates>, elapsed: () => number): Limiter {
  const limits = { ...defaultRates, ...rates }
  const known = new Map<string, number>()

  return {
    take(kind, caller, reply) {
      const { perSecond, burst } = limits[kind]
      const step = 1000 / perSecond
      const id = `${kind}/${caller}`
      const now = elapsed()
      const next = Math.max(known.get(id) ?? now, now) + step
      const over = next - now - burst * step
      if (over > 0) {
        const seconds = String(Math.max(1, Math.ceil(over / 1000)))
        throw new HttpError(429, 'too-many-requests', 'Too many requests. Please slow down.', {
          ...standing(burst, 0, seconds),
          'retry-after': seconds,
        })
      }
      if (known.size > 100_000) forgetIdle(known, now)
      known.set(id, next)
      reply.headers(
        standing(burst, Math.floor(burst - (next - now) / step), String(Math.max(0, Math.ceil((next - now) / 1000)))),
      )
    },
  }
}

function standing(limit: number, remaining: number, reset: string): Record<string, string> {
  return { 'ratelimit-limit': String(limit), 'ratelimit-remaining': String(remaining), 'ratelimit-reset': reset }
}

function forgetIdle(known: Map<string, number>, now: number): void {
  for (const [id, at] of known) if (at <= now) known.delete(id)
}
