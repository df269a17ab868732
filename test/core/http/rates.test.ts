import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
beforeAll(async () => {
  server = await ownServer({
    settings: {
      checkAnswers: true,
      rates: { key: { perSecond: 2, burst: 5 }, session: { perSecond: 100, burst: 100 } },
    },
  })
})
afterAll(() => server.close())

test('G25 a key that asks too often is told when to come back, and nobody else is', async () => {
  const { ask } = await server.owner()
  const keys: string[] = []
  for (const name of ['loud', 'calm'])
    keys.push((await ask('POST', '/v1/api-keys', { name, scopes: ['reports:read'] })).json().key)
  const use = (key: string | undefined) =>
    server.app.inject({ method: 'GET', url: '/v1/connection', headers: { authorization: `Bearer ${key}` } })
  const statuses = []
  for (let at = 0; at < 8; at += 1) statuses.push((await use(keys[0])).statusCode)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
  const refused = await use(keys[0])
  expect(refused.headers).toMatchObject({ 'retry-after': '1', 'ratelimit-limit': '5', 'ratelimit-remaining': '0' })
  expect(refused.json().status).toBe(429)
  expect((await use(keys[1])).headers['ratelimit-remaining']).toBe('4')
  server.clock.elapsed += 1000
  expect((await use(keys[0])).statusCode).toBe(200)
})
