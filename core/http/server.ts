import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import { z } from 'zod'
import { createTokens } from '../accounts/index.ts'
import { may } from '../actor.ts'
import { AppError } from '../errors.ts'
import { accountRoutes } from './accounts.ts'
import { authRoutes } from './auth.ts'
import { bookingRoutes } from './bookings.ts'
import { createCallers, refuseForeignOrigin, unauthenticated } from './caller.ts'
import { catalogRoutes } from './catalog.ts'
import { customerRoutes } from './customers.ts'
import { deadLetterRoutes } from './dead-letters.ts'
import type { ServerDeps } from './deps.ts'
import { type App, createAnswering, type Room, type ZodInput } from './desk.ts'
import { describeApi, docsRoutes } from './docs.ts'
import { errorReply, InputError, problem, sendProblem } from './error-reply.ts'
import { eventRoutes } from './events.ts'
import { healthRoutes } from './health.ts'
import { hookRoutes } from './hooks.ts'
import { readJsonBodies } from './json-body.ts'
import { createMediaTokens } from './media-token.ts'
import { orderRoutes } from './orders.ts'
import { pageRoutes } from './pages.ts'
import { createLimiter } from './rates.ts'
import { reportRoutes } from './reports.ts'
import { requestRoutes } from './requests.ts'
import { webchatRoutes } from './webchat.ts'

export type { ServerDeps } from './deps.ts'

const largestBody = 1024 * 1024

/**
 * The HTTP side of the product, not yet listening. Every route says who may call it; whatever goes wrong is answered with
 * an RFC 9457 problem. `close` lets what is in flight end and hangs up the streams.
 */
export async function createServer(deps: ServerDeps): Promise<FastifyInstance> {
  const { publicUrl } = deps.settings
  const app = newApp(deps)
  const room = roomOf(deps)
  readJsonBodies(app)
  await app.register(cookie)
  await app.register(multipart)
  refuseUndeclaredRoutes(app)
  await describeApi(app, publicUrl)
  refuseWrongMethods(app)
  guard(app, room)

  healthRoutes(app, room)
  await app.register(async (scope) => hookRoutes(scope, room))
  authRoutes(app, room)
  accountRoutes(app, room)
  eventRoutes(app, room)
  customerRoutes(app, room)
  catalogRoutes(app, room)
  orderRoutes(app, room)
  bookingRoutes(app, room)
  reportRoutes(app, room)
  deadLetterRoutes(app, room)
  requestRoutes(app, room)
  webchatRoutes(app, room)
  pageRoutes(app, room)
  await docsRoutes(app)
  hangUpInTime(app)
  await app.ready()
  return app
}

function newApp(deps: ServerDeps): App {
  const { publicUrl, patience = 15_000 } = deps.settings
  const app = fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: newRequestId(),
    bodyLimit: largestBody,
    trustProxy: publicUrl === undefined ? false : ['loopback', 'linklocal', 'uniquelocal'],
    requestTimeout: patience,
    http: { headersTimeout: patience, connectionsCheckingInterval: Math.min(2_000, patience / 4) },
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 700 },
  }).withTypeProvider<ZodInput>()
  app.setValidatorCompiler<z.ZodType>(({ schema }) => (data) => {
    // A request without a body has `null` for one.
    const result = schema.safeParse(data ?? undefined)
    return result.success ? { value: result.data } : { error: new InputError(result.error.issues) }
  })
  // Answers are made by us; tests hold them against their schemas.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  app.setErrorHandler(errorReply(deps.words))
  return app
}

function roomOf(deps: ServerDeps): Room {
  const elapsed = deps.elapsed ?? (() => performance.now())
  const tokens = createTokens(deps.pepper)
  return {
    deps,
    tokens,
    elapsed,
    media: createMediaTokens(deps.pepper),
    callers: createCallers(deps, tokens, elapsed),
    limiter: createLimiter(deps.settings.rates ?? {}, elapsed),
    answer: createAnswering(deps),
  }
}

/** Short, unique enough to find a request in the log, and not taken from whoever asks. */
function newRequestId(): () => string {
  const prefix = randomBytes(4).toString('hex')
  let count = 0
  return () => {
    count += 1
    return `${prefix}-${count.toString(36)}`
  }
}

/** Deny by default: a route that does not say who may call it stops the start. */
export function refuseUndeclaredRoutes(app: Pick<FastifyInstance, 'addHook'>): void {
  app.addHook('onRoute', (route) => {
    // Another library's pages, which know nothing of this.
    if (route.url.startsWith('/docs')) route.config = { ...route.config, access: 'public' }
    if (route.config?.access === undefined)
      throw new Error(`${String(route.method)} ${route.url} does not say who may call it`)
  })
}

/** A path that exists, asked with a method that does not: 405 and the methods that do. */
function refuseWrongMethods(app: App): void {
  const known = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`)
    const entry = known.get(url) ?? { pattern, methods: new Set<string>() }
    for (const one of [method].flat()) entry.methods.add(one)
    known.set(url, entry)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const methods = [...known.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((entry) => [...entry.methods])
    if (methods.length === 0) return sendProblem(reply, problem(404, 'not-found', 'There is nothing at this address.'))
    return sendProblem(reply, problem(405, 'method-not-allowed', 'Not with this method.'), {
      allow: [...new Set(methods)].join(', '),
    })
  })
}

/** What is in flight may end; whoever does not let go by then is cut off, so that a stop is a matter of seconds. */
function hangUpInTime(app: App): void {
  let timer: NodeJS.Timeout | undefined
  app.addHook('preClose', async () => {
    timer = setTimeout(() => app.server.closeAllConnections(), 5_000)
  })
  app.addHook('onClose', async () => clearTimeout(timer))
}

/** Before anything else of a request: headers that hold for every answer, who is asking, may they, and not too often. */
function guard(app: App, { deps, callers, limiter }: Room): void {
  app.decorateRequest('caller', null)
  app.decorateRequest('checkAnswer', undefined)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(commonHeaders)
    reply.header('x-request-id', request.id)
    const access = request.routeOptions.config.access
    if (access === undefined) return
    if (deps.settings.checkAnswers) request.checkAnswer = answerChecker(request)
    if (access === 'public') {
      if (limited.test(request.routeOptions.url ?? '')) limiter.take('anonymous', request.ip, reply)
      return
    }
    const caller = await callers.of(request)
    if (!caller) {
      limiter.take('anonymous', request.ip, reply)
      throw unauthenticated('An API key or a session is needed.')
    }
    if (caller.kind === 'session') refuseForeignOrigin(request, deps.settings.publicUrl)
    limiter.take(caller.kind, caller.id, reply)
    if (access !== 'caller' && ![access.permission].flat().some((one) => may(caller.actor, one)))
      throw new AppError('not-allowed')
    request.caller = caller
  })
}

/** Public routes that cost something. Platforms' webhooks are never among them. */
const limited = /^\/(v1\/auth|webchat\/:channel\/visitors)/

const commonHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

function answerChecker(request: FastifyRequest) {
  return (status: number, body: string): void => {
    const schemas = request.routeOptions.schema?.response
    const schema: unknown =
      schemas && typeof schemas === 'object'
        ? Object.entries(schemas).find(([key]) => key === String(status))?.[1]
        : undefined
    if (!(schema instanceof z.ZodType))
      throw new Error(`${request.routeOptions.url} answers ${status}, which it does not describe`)
    const result = schema.safeParse(body === '' ? undefined : JSON.parse(body))
    if (!result.success)
      throw new Error(`${request.routeOptions.url} answers ${status} not as described: ${result.error.message}`)
  }
}
