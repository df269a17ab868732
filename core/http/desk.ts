import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchema,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { answerOnce, type FirstAnswer, type Tokens } from '../accounts/index.ts'
import type { Actor, Permission } from '../actor.ts'
import { AppError, databaseError, sqlState } from '../errors.ts'
import type { Caller, Callers } from './caller.ts'
import type { ServerDeps } from './deps.ts'
import { HttpError, InputError, languageOf, problemOf } from './error-reply.ts'
import type { MediaTokens } from './media-token.ts'
import type { Limiter } from './rates.ts'

/** What comes in has the type of its zod schema; what goes out is held against its schema by tests. */
export interface ZodInput extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown
  serializer: unknown
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodInput
>

/** Who may call a route: everybody, whoever is known, or whoever has a permission (one of several). A route that does not say is refused at start. */
export type Access = 'public' | 'caller' | { readonly permission: Permission | readonly Permission[] }

/** A route's permission and schema, as most routes give them. */
export function by<const Schema extends FastifySchema & { tags: string[]; summary: string }>(
  permission: Permission | readonly Permission[],
  schema: Schema,
) {
  return { config: { access: { permission } }, schema }
}

/** What every resource's routes are made with. */
export interface Room {
  readonly deps: ServerDeps
  readonly tokens: Tokens
  readonly media: MediaTokens
  readonly callers: Callers
  readonly limiter: Limiter
  readonly elapsed: () => number
  readonly answer: Answering
}

export interface Answer {
  readonly status?: number
  readonly body?: unknown
  /** Done after the commit and before the answer leaves, by whoever did the work; not when it is repeated. */
  readonly after?: () => void | Promise<void>
}

/**
 * Does a request's work in one transaction of the caller's business and sends the answer after the commit. A POST with an
 * Idempotency-Key is done once: its key, its effects and its answer commit together, and whoever repeats it gets the same bytes.
 */
export type Answering = (
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: TenantTx, actor: Actor) => Promise<Answer>,
) => Promise<FastifyReply>

export function createAnswering(deps: ServerDeps): Answering {
  return async (request, reply, work) => {
    const { businessId, actor, id: caller } = callerOf(request)
    const key = idempotencyKey(request)
    if (key === undefined) {
      const answer = await inBusiness(deps, businessId, (tx) => work(tx, actor))
      await answer.after?.()
      return send(reply, serialize(request, answer))
    }
    const asked = { caller, key, body: bodyOf(request) }
    let after: Answer['after']
    try {
      const first = await inBusiness(deps, businessId, (tx) =>
        answerOnce(tx, asked, async () => {
          const answer = await work(tx, actor)
          after = answer.after
          return serialize(request, answer)
        }),
      )
      await after?.()
      return send(reply, first)
    } catch (error) {
      if (!isFinal(error)) throw error
      // Nothing was done, and that is the first answer too.
      const { problem } = problemOf(error, deps.words, languageOf(request))
      const first = { status: problem.status, body: JSON.stringify(problem) }
      return send(reply, await deps.tenancy.run(businessId, (tx) => answerOnce(tx, asked, async () => first)))
    }
  }
}

/** A transaction that two others got in the way of is done again: nothing of it has been seen. */
export async function inBusiness<T>(
  { tenancy }: Pick<ServerDeps, 'tenancy'>,
  businessId: string,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tenancy.run(businessId, work)
    } catch (error) {
      const state = databaseError(error)?.state
      if (tries === 3 || (state !== sqlState.deadlock && state !== sqlState.serialization)) throw error
    }
  }
}

export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('a route without a caller asked who it is')
  return request.caller
}

/** The key a client gave this POST, if any. */
export function idempotencyKey(request: FastifyRequest): string | undefined {
  const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key))
    throw new HttpError(400, 'input-invalid', 'An Idempotency-Key has 1 to 255 printable ASCII characters.')
  return key
}

/** What counts as "the same body": the route and what the JSON says, however it is laid out. */
function bodyOf(request: FastifyRequest): string {
  return `${request.method} ${request.url}\n${request.bodyMeaning ?? ''}`
}

/** Told by the rules, so that a second try would hear the same. */
function isFinal(error: unknown): boolean {
  if (error instanceof InputError) return true
  if (!(error instanceof AppError) || error.code === 'idempotency-key-reused') return false
  return error.kind !== 'busy' && error.kind !== 'unavailable'
}

function serialize(request: FastifyRequest, { status = 200, body }: Answer): FirstAnswer {
  const text = body === undefined ? '' : JSON.stringify(body)
  request.checkAnswer?.(status, text)
  return { status, body: text }
}

function send(reply: FastifyReply, { status, body }: FirstAnswer): FastifyReply {
  reply.code(status)
  if (body === '') return reply.send()
  return reply
    .type(status >= 400 ? 'application/problem+json; charset=utf-8' : 'application/json; charset=utf-8')
    .send(body)
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    caller: Caller | null
    /** Set by tests: refuses an answer that its own schema does not describe. */
    checkAnswer?: ((status: number, body: string) => void) | undefined
  }
}
