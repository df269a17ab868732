import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { RouteOptions } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { permissions } from '../actor.ts'
import type { Access, App } from './desk.ts'
import { problemSchema } from './schemas.ts'

const version = '1'

/** OpenAPI 3.1 from the routes' own schemas, at `/openapi.json`; readable at `/docs`. To be called before the routes. */
export async function describeApi(app: App, publicUrl: string | undefined): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Rozmova',
        version,
        description:
          'Chatbot-first CRM for small businesses. Amounts are decimal strings, times RFC 3339. Every POST takes an `Idempotency-Key`.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      ...(publicUrl === undefined ? {} : { servers: [{ url: publicUrl }] }),
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key, `rzm_ID_SECRET`' },
          session: { type: 'apiKey', in: 'cookie', name: 'rozmova_session' },
        },
      },
    },
    transform: (route) => {
      const { schema, url } = jsonSchemaTransform(route)
      return { schema: { ...schema, ...readByItself(route.route) }, url }
    },
  })
  app.addHook('onRoute', (route) => document(route))
}

/** What holds for every route is said once: who may, and every way it may be refused. */
function document(route: RouteOptions): void {
  const access = route.config?.access
  if (!route.schema || isHidden(route.schema) || access === undefined) return
  const schema: Documented = route.schema
  const given = isRecord(schema.response) ? schema.response : { 200: problemFree }
  const refusals = Object.fromEntries(
    refusalsOf(route, access).map((status) => [status, problemContent(status)] as const),
  )
  schema.response = { ...refusals, ...given }
  if (access !== 'public') schema.security = [{ key: [] }, { session: [] }]
  schema.description = [schema.description, whoMay(access)].filter(Boolean).join('\n\n')
}

/** What no schema of the route says: headers that it reads, and a body that it looks at by itself. */
function readByItself({ method, url, config }: RouteOptions) {
  const { bodies, headers = {} } = config?.reads ?? {}
  const once = [method].flat().includes('POST') && !url.startsWith('/hooks/') ? { 'Idempotency-Key': onceSchema } : {}
  const read = { ...once, ...headers }
  return {
    ...(Object.keys(read).length === 0 ? {} : { headers: { type: 'object', properties: described(read, inputOf) } }),
    ...(bodies ? { body: { content: described(bodies, (schema) => ({ schema: inputOf(schema) })) } } : {}),
  }
}

/** The description itself, made when it is first asked for, and the page to read and try it. */
export async function docsRoutes(app: App): Promise<void> {
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(app.swagger())),
  )
  // The page's own routes do not say who may call them: everybody may.
  await app.register(async (scope) => {
    await scope.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: pagePolicy,
      uiConfig: { url: '/openapi.json', docExpansion: 'list', persistAuthorization: false, validatorUrl: null },
    })
  })
}

const pagePolicy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"

interface Documented {
  response?: unknown
  security?: readonly Record<string, readonly string[]>[]
  description?: string
}

const onceSchema = z.string().min(1).max(255).meta({
  description: 'The same key and body give the first answer again for a day; another body is refused with 409',
})

const described = (schemas: Readonly<Record<string, z.ZodType>>, how: (schema: z.ZodType) => object) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, how(schema)]))

const inputOf = (schema: z.ZodType) => {
  const { $schema: _dialect, ...plain } = z.toJSONSchema(schema, { io: 'input' })
  return plain
}

const problemFree = z.unknown().meta({ description: 'As described' })

function refusalsOf(route: RouteOptions, access: Access): number[] {
  const { url } = route
  const method = String(route.method)
  if (url.startsWith('/hooks/')) return [401, 413, 503]
  if (!url.startsWith('/v1/') && !url.startsWith('/webchat/') && !url.startsWith('/media/'))
    return url === '/readyz' ? [503] : []
  return [
    400,
    ...(access === 'public' && !url.startsWith('/v1/auth/') ? [] : [401, 403]),
    404,
    405,
    ...(method === 'POST' || method === 'PATCH' || method === 'DELETE' ? [409, 413, 415] : []),
    429,
    503,
  ]
}

function problemContent(status: number) {
  return {
    description: reasons[status] ?? 'Refused',
    content: { 'application/problem+json': { schema: problemSchema } },
  }
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Something in the request is wrong; `errors` names the fields',
  401: 'Nobody is known by this key or session',
  403: 'Known, but not allowed',
  404: 'There is no such thing in this business',
  405: 'The address is known, but not with this method; `Allow` names those that are',
  409: 'Something stands against it; `type` says what',
  413: 'Too large',
  415: 'Not a media type that is understood here',
  429: 'Too many requests; `Retry-After` says when',
  503: 'Cannot be stored now; `Retry-After` says when to try again',
}

function whoMay(access: Access): string {
  if (access === 'public') return ''
  if (access === 'caller') return 'For every key and every session.'
  const rules = [access.permission].flat().map((permission) => permissions[permission])
  const scopes = new Set([...rules.flatMap((rule) => [...rule.scopes]), 'admin'])
  const roles = new Set(['owner', ...rules.flatMap((rule) => [...rule.roles])])
  return `Scope ${[...scopes].map((scope) => `\`${scope}\``).join(' or ')}; roles: ${[...roles].join(', ')}.`
}

function isHidden(schema: object): boolean {
  return 'hide' in schema && schema.hide === true
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For the description only: bodies by media type and headers that the route reads by itself. */
    reads?: {
      readonly bodies?: Readonly<Record<string, z.ZodType>>
      readonly headers?: Readonly<Record<string, z.ZodType>>
    }
  }
}
