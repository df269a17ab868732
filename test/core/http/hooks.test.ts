import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChannel } from '../../../core/accounts/index.ts'
import { asAdmin } from '../../support/sql.ts'
import { type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
let owner: Awaited<ReturnType<OwnServer['owner']>>
const viberToken = 'viber-token-of-the-hooks'
const channels = { telegram: '', viber: '', secret: '' }
beforeAll(async () => {
  server = await ownServer()
  owner = await server.owner()
  const connect = async (kind: string, token: string) =>
    (await owner.ask('POST', '/v1/channels', { kind, token })).json<{ id: string }>().id
  channels.telegram = await connect('telegram', '555:telegram-token')
  channels.viber = await connect('viber', viberToken)
  const open = await server.tenancy.run(owner.business.id, (tx) => openChannel(tx, channels.telegram))
  channels.secret = open?.hookSecret ?? ''
})
afterAll(() => server.close())

const telegram = (body: string | Buffer, headers: Record<string, string> = {}, channel = channels.telegram) =>
  server.app.inject({
    method: 'POST',
    url: `/hooks/telegram/${channel}`,
    payload: body,
    headers: { 'x-telegram-bot-api-secret-token': channels.secret, 'content-type': 'application/json', ...headers },
  })
const sign = (body: string, token = viberToken) => createHmac('sha256', token).update(body).digest('hex')
const viber = (body: string, signature = sign(body), channel = channels.viber) =>
  server.app.inject({
    method: 'POST',
    url: `/hooks/viber/${channel}`,
    payload: body,
    headers: { 'x-viber-content-signature': signature, 'content-type': 'application/json' },
  })
const stored = () =>
  server.tenancy.run(owner.business.id, async (tx) => {
    const { rows } = await tx.db.$client.query<{ count: string }>(
      'select count(*) from updates where business_id = $1',
      [owner.business.id],
    )
    return Number(rows[0]?.count)
  })

describe('Telegram', () => {
  test('an update is stored once, however often it is delivered', async () => {
    const before = await stored()
    const answers = await Promise.all(Array.from({ length: 5 }, () => telegram('{"id": 1, "chat": "42"}')))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200])
    expect(await stored()).toBe(before + 1)
  })

  test('G13 no secret, a wrong one, half of it, another channel: all are 401 and nothing is stored', async () => {
    const before = await stored()
    const forged = [
      telegram('{"id": 2}', { 'x-telegram-bot-api-secret-token': '' }),
      telegram('{"id": 2}', { 'x-telegram-bot-api-secret-token': 'x'.repeat(43) }),
      telegram('{"id": 2}', { 'x-telegram-bot-api-secret-token': channels.secret.slice(0, -1) }),
      telegram('{"id": 2}', {}, channels.viber),
      telegram('{"id": 2}', {}, '00000000-0000-4000-8000-000000000000'),
      telegram('{"id": 2}', {}, 'not-an-id'),
      server.app.inject({ method: 'POST', url: `/hooks/telegram/${channels.telegram}`, payload: '{"id": 2}' }),
    ]
    expect((await Promise.all(forged)).map(({ statusCode }) => statusCode)).toEqual(forged.map(() => 401))
    expect(await stored()).toBe(before)
  })

  test('what is genuine but unreadable is accepted and dropped, so that it is not sent for ever', async () => {
    const before = await stored()
    for (const body of ['not json', '{}', '[]', ''])
      expect([body, (await telegram(body)).statusCode]).toEqual([body, 200])
    expect(await stored()).toBe(before)
  })

  test('more than a megabyte is 413', async () => {
    expect((await telegram(Buffer.alloc(1024 * 1024 + 1, 'x'))).statusCode).toBe(413)
  })

  test('a channel that was taken away is refused within five seconds', async () => {
    const made = await owner.ask('POST', '/v1/channels', { kind: 'telegram', token: '556:soon-removed' })
    const { id } = made.json<{ id: string }>()
    const open = await server.tenancy.run(owner.business.id, (tx) => openChannel(tx, id))
    const post = () => telegram('{"id": 9}', { 'x-telegram-bot-api-secret-token': open?.hookSecret ?? '' }, id)
    expect((await post()).statusCode).toBe(200)
    await owner.ask('DELETE', `/v1/channels/${id}`)
    server.clock.elapsed += 4_500
    expect((await post()).statusCode).toBe(401)
  })
})

describe('Viber', () => {
  test('the signature covers the very bytes', async () => {
    const before = await stored()
    const body = '{"id": 77, "chat": "anna", "message_token": 5741311803571721087}'
    expect((await viber(body)).statusCode).toBe(200)
    expect(await stored()).toBe(before + 1)
    const forged = [
      viber(body.replace('77', '78'), sign(body)),
      viber(body, sign(body, 'another token')),
      viber(
        body,
        sign(body).replace(/^./, (first) => (first === '0' ? '1' : '0')),
      ),
      viber(body, ''),
      viber(body, 'zz'),
      viber(body, sign(body), channels.telegram),
    ]
    expect((await Promise.all(forged)).map(({ statusCode }) => statusCode)).toEqual(forged.map(() => 401))
    expect(await stored()).toBe(before + 1)
  })

  test('the answer to an opened chat is the welcome', async () => {
    const answer = await viber('{"event": "conversation_started"}')
    expect(answer.json()).toEqual({ type: 'text', text: 'hello' })
  })
})

test('G15 while the database is gone the platforms and the apps hear 503, and afterwards all is well', async () => {
  const other = await ownServer()
  try {
    const { ask, business } = await other.owner()
    const { id } = (await ask('POST', '/v1/channels', { kind: 'telegram', token: '1:outage-token' })).json()
    const secret = (await other.tenancy.run(business.id, (tx) => openChannel(tx, id)))?.hookSecret ?? ''
    const hook = () =>
      other.app.inject({
        method: 'POST',
        url: `/hooks/telegram/${id}`,
        payload: '{"id": 1}',
        headers: { 'x-telegram-bot-api-secret-token': secret },
      })
    const admin = new URL(other.database.url)
    const name = admin.pathname.slice(1)
    admin.pathname = '/postgres'
    await asAdmin(admin.href, `alter database ${name} allow_connections false`)
    await asAdmin(admin.href, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
    other.clock.elapsed += 10_000
    const [refused, asked] = [await hook(), await ask('GET', '/v1/settings')]
    expect([refused.statusCode, asked.statusCode]).toEqual([503, 503])
    expect([refused.headers['retry-after'], asked.headers['retry-after']]).toEqual(['1', '2'])
    await asAdmin(admin.href, `alter database ${name} allow_connections true`)
    expect((await hook()).statusCode).toBe(200)
    expect((await ask('GET', '/v1/settings')).statusCode).toBe(200)
  } finally {
    await other.close()
  }
})
