import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../../core/errors.ts'
import { cookieOf, type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
beforeAll(async () => {
  server = await ownServer()
})
afterAll(() => server.close())

describe('registering and logging in', () => {
  test('a new owner gets a business, a web chat and a session', async () => {
    const { ask, business } = await server.owner('Мальва')
    const connection = await ask('GET', '/v1/connection')
    expect(connection.json()).toMatchObject({
      business: { id: business.id, name: 'Мальва', slug: 'malva', currency: 'UAH', timezone: 'Europe/Kyiv' },
      role: 'owner',
      scopes: ['admin'],
    })
    expect((await ask('GET', '/v1/channels')).json().data).toMatchObject([{ kind: 'web', state: 'connected' }])
  })

  test('a second business of the same name gets a short name of its own', async () => {
    const { business } = await server.owner('Мальва')
    expect(business.slug).toMatch(/^malva-[a-z0-9]{4}$/)
  })

  test('an e-mail that has an account is refused, and nothing is left behind', async () => {
    const { email } = await server.owner()
    const before = (await server.directory.allBusinesses()).length
    const again = await server.app.inject({
      method: 'POST',
      url: '/v1/auth/register',
      payload: { name: 'X', email: email.toUpperCase(), password: 'another one', business: { name: 'Інша' } },
    })
    expect(again.statusCode).toBe(409)
    expect(again.json().type).toBe('urn:rozmova:error:account-exists')
    expect((await server.directory.allBusinesses()).length).toBe(before)
  })

  test('the same registration sent again with its key gets the same answer and another session', async () => {
    const request = {
      method: 'POST' as const,
      url: '/v1/auth/register',
      headers: { 'idempotency-key': 'my-registration' },
      payload: { name: 'Ірина', email: 'again@example.com', password: 'correct horse', business: { name: 'Двічі' } },
    }
    const first = await server.app.inject(request)
    const second = await server.app.inject(request)
    expect([first.statusCode, second.statusCode]).toEqual([201, 201])
    expect(second.body).toBe(first.body)
    expect(cookieOf(second)).not.toBe(cookieOf(first))
  })

  test('the cookie is not for scripts and not for other sites', async () => {
    const { email, password } = await server.owner()
    const login = await server.app.inject({ method: 'POST', url: '/v1/auth/login', payload: { email, password } })
    expect(login.statusCode).toBe(200)
    expect(login.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Lax/)
  })

  test('a wrong password and an unknown e-mail are told alike', async () => {
    const { email } = await server.owner()
    const tell = async (payload: object) => {
      const response = await server.app.inject({ method: 'POST', url: '/v1/auth/login', payload })
      return [response.statusCode, response.body]
    }
    const wrong = await tell({ email, password: 'not this one' })
    expect(wrong[0]).toBe(401)
    expect(await tell({ email: 'nobody@example.com', password: 'not this one' })).toEqual(wrong)
  })

  test('after ten wrong passwords the eleventh has to wait', async () => {
    const payload = { email: 'guess@example.com', password: 'guess' }
    const statuses = []
    for (let at = 0; at < 11; at += 1)
      statuses.push((await server.app.inject({ method: 'POST', url: '/v1/auth/login', payload })).statusCode)
    expect(statuses).toEqual([...Array(10).fill(401), 429])
  })

  test('logging out ends the session', async () => {
    const { ask } = await server.owner()
    expect((await ask('POST', '/v1/auth/logout', {})).statusCode).toBe(204)
    expect((await ask('GET', '/v1/connection')).statusCode).toBe(401)
  })

  test("another site's page cannot use the session", async () => {
    const { ask } = await server.owner()
    const keys = { name: 'x', scopes: ['admin'] }
    expect((await ask('POST', '/v1/api-keys', keys, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await ask('POST', '/v1/api-keys', keys, { origin: 'https://evil.example' })).statusCode).toBe(403)
    expect((await ask('POST', '/v1/api-keys', keys, { origin: 'http://localhost:80' })).statusCode).toBe(201)
  })
})

describe('API keys', () => {
  test('a key is shown once, works by its scopes, and is refused within five seconds of its end', async () => {
    const { ask } = await server.owner()
    const made = await ask('POST', '/v1/api-keys', { name: 'shop', scopes: ['events:write'] })
    expect(made.statusCode).toBe(201)
    const { id, key } = made.json<{ id: string; key: string }>()
    expect(key).toMatch(/^rzm_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/)
    const use = (url: string, text = key) =>
      server.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${text}` } })
    expect((await use('/v1/connection')).json()).toMatchObject({ scopes: ['events:write'], role: null })
    expect((await use('/v1/api-keys')).statusCode).toBe(403)
    expect((await ask('GET', '/v1/api-keys')).body).not.toContain(key)

    const other = await ownServerOverTheSameDatabase()
    const elsewhere = () =>
      other.inject({ method: 'GET', url: '/v1/connection', headers: { authorization: `Bearer ${key}` } })
    expect((await elsewhere()).statusCode).toBe(200)
    expect((await ask('DELETE', `/v1/api-keys/${id}`)).statusCode).toBe(204)
    expect((await use('/v1/connection')).statusCode).toBe(401)
    server.clock.elapsed += 4_500
    expect((await elsewhere()).statusCode).toBe(401)
    await other.close()
  })

  test('a key with one letter changed is refused without asking the database', async () => {
    const { ask } = await server.owner()
    const { key } = (await ask('POST', '/v1/api-keys', { name: 'x', scopes: ['admin'] })).json<{ key: string }>()
    const last = key.endsWith('a') ? 'b' : 'a'
    const response = await server.app.inject({
      method: 'GET',
      url: '/v1/connection',
      headers: { authorization: `Bearer ${key.slice(0, -1)}${last}` },
    })
    expect(response.statusCode).toBe(401)
    expect(response.headers['www-authenticate']).toContain('Bearer')
  })

  async function ownServerOverTheSameDatabase() {
    const { createServer } = await import('../../../core/http/server.ts')
    return createServer({ ...server.deps })
  }
})

describe('first answers', () => {
  test('G16 the same key and body get the same bytes, another body 409, and the effect happens once', async () => {
    const { ask } = await server.owner()
    const post = (name: string) =>
      ask('POST', '/v1/api-keys', { name, scopes: ['events:write'] }, { 'idempotency-key': 'one' })
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('till')))
    expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.body}`)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(201)
    expect((await ask('GET', '/v1/api-keys')).json().data).toHaveLength(1)
    expect((await post('another')).statusCode).toBe(409)
  })

  test('a refusal is a first answer too', async () => {
    const { ask } = await server.owner()
    const body = { name: 'x', scopes: ['admin'], expires_at: '2020-01-01T00:00:00Z' }
    const first = await ask('POST', '/v1/api-keys', body, { 'idempotency-key': 'late' })
    server.clock.now = new Date('2019-01-01T00:00:00Z')
    const second = await ask('POST', '/v1/api-keys', body, { 'idempotency-key': 'late' })
    server.clock.now = new Date('2026-11-21T10:00:00Z')
    expect(first.statusCode).toBe(400)
    expect([second.statusCode, second.body]).toEqual([400, first.body])
  })

  test('after a day the key is free again', async () => {
    const { ask } = await server.owner()
    const post = () => ask('POST', '/v1/api-keys', { name: 'x', scopes: ['admin'] }, { 'idempotency-key': 'daily' })
    const first = await post()
    server.clock.now = new Date(server.clock.now.getTime() + 23.9 * 3600 * 1000)
    expect((await post()).body).toBe(first.body)
    server.clock.now = new Date(server.clock.now.getTime() + 0.2 * 3600 * 1000)
    expect((await post()).body).not.toBe(first.body)
  })

  test("one caller's key says nothing to another", async () => {
    const [one, other] = [await server.owner(), await server.owner()]
    const post = ({ ask }: typeof one) =>
      ask('POST', '/v1/api-keys', { name: 'x', scopes: ['admin'] }, { 'idempotency-key': 'shared' })
    expect((await post(one)).body).not.toBe((await post(other)).body)
  })
})

describe('team', () => {
  test('an invitation is a code of 128 bits and a link for each channel', async () => {
    const { ask, business } = await server.owner()
    await ask('POST', '/v1/channels', { kind: 'telegram', token: '1234567890:invitation' })
    const made = (await ask('POST', '/v1/invitations', { role: 'manager', name: 'Оксана' })).json()
    expect(made.code).toMatch(/^[0-9A-Za-z]{22}$/)
    expect(made.links).toEqual({
      telegram: `https://t.me/telegram_1234_bot?start=join_${made.code}`,
      web: `http://localhost:80/chat/${business.slug}?start=join_${made.code}`,
    })
    expect(new Date(made.expires_at).getTime() - server.clock.now.getTime()).toBe(24 * 3600 * 1000)
  })

  test('the last owner stays', async () => {
    const { ask } = await server.owner()
    const [own] = (await ask('GET', '/v1/team')).json<{ data: { id: string; name: string }[] }>().data
    expect(own).toMatchObject({ name: 'Олена', role: 'owner', has_account: true, channels: [] })
    const refused = await ask('DELETE', `/v1/team/${own?.id}`)
    expect([refused.statusCode, refused.json().type]).toEqual([409, 'urn:rozmova:error:last-owner'])
  })

  test("another business's people do not exist here", async () => {
    const [one, other] = [await server.owner(), await server.owner()]
    const [foreign] = (await other.ask('GET', '/v1/team')).json<{ data: { id: string }[] }>().data
    const refused = await one.ask('DELETE', `/v1/team/${foreign?.id}`)
    const unknown = await one.ask('DELETE', '/v1/team/00000000-0000-4000-8000-000000000000')
    expect([refused.statusCode, refused.body]).toEqual([unknown.statusCode, unknown.body])
    expect(refused.statusCode).toBe(404)
  })
})

describe('channels', () => {
  test('a bot is checked with its platform, connected, and taken away', async () => {
    const { ask } = await server.owner()
    server.platform.calls = []
    const made = await ask('POST', '/v1/channels', { kind: 'viber', token: 'viber-token-1' })
    expect(made.statusCode).toBe(201)
    expect(made.json()).toMatchObject({ kind: 'viber', name: 'viber_vibe_bot', state: 'connected' })
    expect((await ask('DELETE', `/v1/channels/${made.json().id}`)).statusCode).toBe(204)
    expect(server.platform.calls).toEqual(['check viber', 'connect viber by polling', 'disconnect viber'])
    expect((await ask('GET', '/v1/channels')).json().data).toHaveLength(1)
  })

  test('a token belongs to one channel of one business', async () => {
    const [one, other] = [await server.owner(), await server.owner()]
    const token = '777:the-same-token'
    expect((await one.ask('POST', '/v1/channels', { kind: 'telegram', token })).statusCode).toBe(201)
    const refused = await other.ask('POST', '/v1/channels', { kind: 'telegram', token })
    expect([refused.statusCode, refused.json().type]).toEqual([409, 'urn:rozmova:error:channel-token-taken'])
  })

  test('a token that the platform refuses connects nothing', async () => {
    const { ask } = await server.owner()
    server.platform.refuse = new AppError('channel-token-refused')
    const refused = await ask('POST', '/v1/channels', { kind: 'telegram', token: '888:nobody-knows' })
    server.platform.refuse = undefined
    expect(refused.statusCode).toBe(400)
    expect((await ask('GET', '/v1/channels')).json().data).toHaveLength(1)
  })
})

describe('settings and audit', () => {
  test('what is named changes, the rest stays, and the audit says who', async () => {
    const { ask } = await server.owner()
    const before = (await ask('GET', '/v1/settings')).json()
    const after = await ask('PATCH', '/v1/settings', { confirm_bookings: true, modules: { shop: false } })
    expect(after.json()).toEqual({ ...before, confirm_bookings: true, modules: { shop: false, bookings: true } })
    const refused = await ask('PATCH', '/v1/settings', { slot_step: 1, nonsense: true })
    expect(refused.statusCode).toBe(400)
    expect(refused.json().errors.map((error: { path: string }) => error.path)).toContain('slot_step')

    const page = (await ask('GET', '/v1/audit?limit=1')).json()
    expect(page.data).toMatchObject([{ action: 'settings.change', detail: { fields: 'confirm_bookings modules' } }])
    const next = (await ask('GET', `/v1/audit?limit=1&cursor=${page.next_cursor}`)).json()
    expect(next.data).toMatchObject([{ action: 'accounts.register' }])
    expect(next.next_cursor).toBeNull()
    expect((await ask('GET', '/v1/audit?cursor=nonsense')).statusCode).toBe(400)
  })
})

test('the log names nobody', () => {
  const log = server.logged.join('')
  for (const word of ['example.com', 'correct horse', 'Олена', 'rzm_', 'rozmova_session'])
    expect(log).not.toContain(word)
})
