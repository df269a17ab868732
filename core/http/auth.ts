import { createHmac } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  credentialsSchema,
  type LoggedIn,
  logIn,
  type Registration,
  registerBusiness,
  registrationSchema,
} from '../accounts/index.ts'
import { roles } from '../actor.ts'
import { AppError, databaseError, sqlState } from '../errors.ts'
import { dropSession, refuseForeignOrigin, sessionCookie, setSession } from './caller.ts'
import { type App, idempotencyKey, type Room } from './desk.ts'
import { idSchema } from './schemas.ts'

const accountSchema = z.object({ id: idSchema, email: z.string(), name: z.string() })
const placeSchema = z.object({ id: idSchema, name: z.string(), slug: z.string() })

/** Registering, logging in and out. */
export function authRoutes(app: App, room: Room): void {
  const { deps, tokens } = room
  const { publicUrl } = deps.settings

  app.post(
    '/v1/auth/register',
    {
      config: { access: 'public' },
      schema: {
        tags: ['accounts'],
        summary: 'Register an account and its first business; answers with a session cookie',
        body: registrationSchema,
        response: {
          201: z.object({
            account: accountSchema,
            business: placeSchema.extend({ currency: z.string(), timezone: z.string(), locale: z.string() }),
          }),
        },
      },
    },
    async (request, reply) => {
      refuseForeignOrigin(request, publicUrl)
      const key = idempotencyKey(request)
      const id = key === undefined ? undefined : businessIdFrom(key, request)
      try {
        const { account, business, session } = await registerBusiness(
          deps.tenancy,
          tokens,
          request.body,
          id === undefined ? {} : { id },
        )
        setSession(reply, session, publicUrl)
        return reply.code(201).send({ account, business })
      } catch (error) {
        if (id !== undefined && isTaken(error)) return registeredAgain(reply, id, request.body, error)
        throw error
      }
    },
  )

  /** The same key and body again: the business is there already, and the password proves whose it is. */
  async function registeredAgain(reply: FastifyReply, id: string, body: Registration, error: unknown) {
    if (!(await deps.directory.findBusiness(id))) throw error
    const again = await logIn({ ...deps, tokens }, { email: body.email, password: body.password, business: id })
    const { currency, timezone, locale } = body.business
    setSession(reply, again.session, publicUrl)
    return reply.code(201).send({ account: again.account, business: { ...again.business, currency, timezone, locale } })
  }

  /** A repeated registration finds its business by this id, without anything being kept in between. */
  function businessIdFrom(key: string, request: FastifyRequest): string {
    const hex = createHmac('sha256', deps.pepper)
      .update(`register\0${key}\0`)
      .update(request.bodyMeaning ?? '')
      .digest('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }

  app.post(
    '/v1/auth/login',
    {
      config: { access: 'public' },
      schema: {
        tags: ['accounts'],
        summary: 'Log in; answers with a session cookie',
        body: credentialsSchema,
        response: {
          200: z.object({ account: accountSchema, business: placeSchema, role: z.enum(roles) }),
        },
      },
    },
    async (request, reply) => {
      refuseForeignOrigin(request, publicUrl)
      room.limiter.take('login', tokens.emailIndex(request.body.email).toString('base64'), reply)
      const { session, ...rest }: LoggedIn = await logIn({ ...deps, tokens }, request.body)
      setSession(reply, session, publicUrl)
      return reply.send(rest)
    },
  )

  app.post(
    '/v1/auth/logout',
    {
      config: { access: 'public' },
      schema: { tags: ['accounts'], summary: 'End the session', response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      refuseForeignOrigin(request, publicUrl)
      const token = request.cookies[sessionCookie]
      if (token) await deps.directory.endSession(tokens.hash('session', token))
      room.callers.forget()
      dropSession(reply, publicUrl)
      return reply.code(204).send()
    },
  )
}

function isTaken(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'account-exists'
  return databaseError(error)?.state === sqlState.unique
}
