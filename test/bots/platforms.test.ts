import { afterEach, describe, expect, test } from 'vitest'
import { createWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.stop())

const calls = (method: string) => world.telegram.log.filter((call) => call.method === method)
const scopeOf = (call: { body: Record<string, unknown> }) => JSON.stringify(call.body['scope'] ?? null)

describe('B06 a bot is registered by its token', () => {
  test('the token is checked, the webhook set by us and removed by us', async () => {
    world = await createWorld()
    const refused = await world.api('POST', '/v1/channels', {
      kind: 'telegram',
      token: '123456:nobody-knows-this-token',
    })
    expect([refused.status, refused.body.detail]).toEqual([400, expect.any(String)])
    const bot = world.telegram.addBot({ token: '7001:platform-test-token', username: 'malva_bot' })
    const added = await world.api('POST', '/v1/channels', { kind: 'telegram', token: bot.token })
    expect(added.status).toBe(201)
    expect(added.body).toMatchObject({ kind: 'telegram', state: 'connected', name: 'malva_bot' })
    expect(JSON.stringify(added.body)).not.toContain(bot.token)
    expect(calls('setWebhook')).toHaveLength(1)
    const twice = await world.api('POST', '/v1/channels', { kind: 'telegram', token: bot.token })
    expect(twice.status).toBe(409)
    expect((await world.api('DELETE', `/v1/channels/${added.body.id}`)).status).toBe(204)
    expect(calls('deleteWebhook')).toHaveLength(1)
  })

  test('the menu is set per role and language, and follows who joins and leaves', async () => {
    world = await createWorld()
    await world.staff('manager', 'telegram', { name: 'Оксана' })
    const everybody = calls('setMyCommands').filter((call) => scopeOf(call).includes('default'))
    expect(everybody.map((call) => call.body['language_code'] ?? '-').sort()).toEqual(['-', 'en', 'ru', 'uk'])
    const own = calls('setMyCommands').filter((call) => scopeOf(call).includes('"chat"'))
    expect(own).toHaveLength(4)
    expect(JSON.stringify(own[0]?.body['commands'])).toContain('"stats"')
    expect(JSON.stringify(everybody[0]?.body['commands'])).not.toContain('"stats"')
    const team = (await world.api('GET', '/v1/team')).body.data as { id: string; name: string }[]
    const gone = team.find((one) => one.name === 'Оксана')
    expect((await world.api('DELETE', `/v1/team/${gone?.id}`)).status).toBe(204)
    await expect.poll(() => calls('deleteMyCommands').length).toBe(4)
  })
})

describe('without a public address', () => {
  test('Telegram is long-polled and the talk is the same', async () => {
    world = await createWorld({ polling: true })
    const customer = await world.customer('telegram')
    expect(calls('setWebhook')).toHaveLength(0)
    await expect.poll(() => customer.screen().length, { timeout: 5000 }).toBeGreaterThan(0)
    const help = await customer.says('/help')
    await expect.poll(() => customer.screen().at(-1)?.text ?? '', { timeout: 5000 }).toContain('/book')
    expect(help).toBeDefined()
  })
})
