import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
let url: string
beforeAll(async () => {
  server = await ownServer({ settings: { checkAnswers: true, patience: 1_000 } })
  url = await server.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => server.close())

const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  return (await response.json()) as { status: number; title: string; type: string; errors?: unknown }
}
const json = { 'content-type': 'application/json' }

describe('what HTTP itself refuses', () => {
  test('an unknown address, a wrong method, no key', async () => {
    expect(await problemOf(await fetch(`${url}/v1/nothing`))).toMatchObject({ status: 404 })
    const wrong = await fetch(`${url}/v1/api-keys`, { method: 'PUT' })
    expect(await problemOf(wrong)).toMatchObject({ status: 405, title: 'Method Not Allowed' })
    expect(wrong.headers.get('allow')).toContain('POST')
    expect(await problemOf(await fetch(`${url}/v1/connection`))).toMatchObject({ status: 401 })
  })

  test.each([
    ['broken JSON', '{"email": "x"', 400],
    ['a body nested 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 400],
    ['__proto__', '{"email":"a@b.co","password":"x","__proto__":{"admin":true}}', 400],
    ['constructor.prototype', '{"email":"a@b.co","password":"x","constructor":{"prototype":{}}}', 400],
    ['a zero byte', '{"email":"a\\u0000@b.co","password":"x"}', 400],
    ['10 MB', JSON.stringify({ email: 'x'.repeat(10 * 1024 * 1024) }), 413],
    ['a list instead of an object', '[]', 400],
    ['nothing at all', '', 400],
  ])('G12 %s is a problem, not a failure', async (_name, body, status) => {
    const response = await fetch(`${url}/v1/auth/login`, { method: 'POST', headers: json, body })
    expect(await problemOf(response)).toMatchObject({ status })
  })

  test('a text with a zero byte is named; one that only spells it is none', async () => {
    const logIn = (email: string) =>
      fetch(`${url}/v1/auth/login`, { method: 'POST', headers: json, body: JSON.stringify({ email, password: 'x' }) })
    expect(await problemOf(await logIn('a\0@b.co'))).toMatchObject({ status: 400, errors: [{ path: 'email' }] })
    expect(await problemOf(await logIn('a\\u0000@b.co'))).toMatchObject({ status: 401 })
  })

  test('another media type is 415', async () => {
    const response = await fetch(`${url}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: '<a/>',
    })
    expect(await problemOf(response)).toMatchObject({ status: 415 })
  })

  test('brackets in texts are not depth', async () => {
    const response = await fetch(`${url}/v1/auth/login`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ email: 'a@b.co', password: '[{'.repeat(90) }),
    })
    expect(response.status).toBe(401)
  })

  test('G25 a body that never ends is 408, and others are served meanwhile', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const heard = new Promise<string>((resolve) => {
      let text = ''
      socket.on('data', (part) => {
        text += part
      })
      socket.on('close', () => resolve(text))
    })
    socket.write(
      'POST /v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a',
    )
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(await heard).toMatch(/^HTTP\/1.1 408/)
  })
})

describe('for everybody', () => {
  test('every answer has its headers', async () => {
    const { headers } = await fetch(`${url}/healthz`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-\w+$/)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('the pages are served, and not sent again when nothing changed', async () => {
    const page = await fetch(`${url}/`)
    expect([page.status, await page.text()]).toEqual([200, 'home false'])
    const again = await fetch(`${url}/`, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    expect((await fetch(`${url}/page/chat.js`)).status).toBe(200)
    expect((await fetch(`${url}/page/..%2fpages.ts`)).status).toBe(404)
    expect((await fetch(`${url}/demo`)).status).toBe(404)
    expect((await fetch(`${url}/demo/tokens`)).status).toBe(404)
  })

  test('health, readiness and figures', async () => {
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('rozmova_http_requests_total')
  })

  test('the API describes itself, and every route says who may call it', async () => {
    const spec = (await (await fetch(`${url}/openapi.json`)).json()) as {
      openapi: string
      paths: Record<string, Record<string, { responses: Record<string, unknown>; security?: unknown }>>
    }
    expect(spec.openapi).toMatch(/^3\.1/)
    expect(Object.keys(spec.paths)).toContain('/v1/purchases')
    expect(spec.paths['/v1/api-keys']?.['post']?.security).toEqual([{ key: [] }, { session: [] }])
    expect(Object.keys(spec.paths['/v1/api-keys']?.['post']?.responses ?? {})).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '409', '413', '429', '503']),
    )
    expect((await fetch(`${url}/docs`)).status).toBe(200)
    expect((await fetch(`${url}/docs/static/swagger-ui.css`)).status).toBe(200)
  })
})

test('the description names the hooks, what may be repeated, what the web chat reads and methods that are not there', async () => {
  const server = await ownServer()
  const { paths } = (await server.app.inject('/openapi.json')).json<{
    paths: Record<string, Record<string, Described>>
  }>()
  await server.close()
  const statuses = (path: string, method = 'post') => Object.keys(paths[path]?.[method]?.responses ?? {})
  for (const platform of ['telegram', 'viber'])
    expect(statuses(`/hooks/${platform}/{channel}`)).toEqual(['200', '401', '413', '503'])
  const unnamed = Object.entries(paths).filter(
    ([path, { post }]) =>
      post && !path.startsWith('/hooks/') && !post.parameters?.some(({ name }) => name === 'Idempotency-Key'),
  )
  expect(unnamed.map(([path]) => path)).toEqual([])
  const { content } = paths['/webchat/{channel}/messages']?.['post']?.requestBody ?? {}
  expect(Object.keys(content ?? {})).toEqual(['application/json', 'multipart/form-data'])
  expect(content?.['application/json']?.schema.properties).toHaveProperty('press')
  expect(content?.['multipart/form-data']?.schema.properties).toHaveProperty('photo')
  expect(statuses('/v1/orders', 'get')).toContain('405')
})

interface Described {
  readonly parameters?: readonly { readonly name: string }[]
  readonly responses: Record<string, unknown>
  readonly requestBody?: { readonly content: Record<string, { schema: { properties: object } }> }
}

test('a route that does not say who may call it stops the start', async () => {
  const { default: fastify } = await import('fastify')
  const { refuseUndeclaredRoutes } = await import('../../../core/http/server.ts')
  const app = fastify()
  refuseUndeclaredRoutes(app)
  expect(() => app.get('/open', async () => 'x')).toThrow('does not say who may call it')
  await app.close()
})
