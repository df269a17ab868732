import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  acceptInvitation,
  createInvitation,
  createTokens,
  leaveTeam,
  listTeam,
  parseApiKey,
} from '../../../core/accounts/index.ts'
import { newApiKey, randomText } from '../../../core/accounts/secrets.ts'
import { slugOf } from '../../../core/accounts/slug.ts'
import type { Actor } from '../../../core/actor.ts'
import type { TenantTx } from '../../../db/tenant.ts'
import { type OwnServer, ownServer } from '../http/own-server.ts'

describe('secrets', () => {
  test('a key is well-formed, and a letter changed anywhere is noticed', () => {
    const { id, secret, key } = newApiKey()
    expect(parseApiKey(key)).toEqual({ id, secret })
    for (let at = 4; at < key.length; at += 1) {
      if (key[at] === '_') continue
      const other = key[at] === 'x' ? 'y' : 'x'
      expect(parseApiKey(key.slice(0, at) + other + key.slice(at + 1))).toBeUndefined()
    }
    expect(parseApiKey('')).toBeUndefined()
  })

  test('random texts use every letter about equally often', () => {
    const counts = new Map<string, number>()
    for (const letter of randomText(62_000)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    expect(counts.size).toBe(62)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(250)
  })

  test('an e-mail is found however it is written, and only with the pepper', () => {
    const [one, other] = [createTokens(Buffer.alloc(32, 1)), createTokens(Buffer.alloc(32, 2))]
    expect(one.emailIndex(' Anna@Example.com ')).toEqual(one.emailIndex('anna@example.com'))
    expect(one.emailIndex('anna@example.com')).not.toEqual(other.emailIndex('anna@example.com'))
    expect(one.hash('session', 'x')).not.toEqual(one.hash('visitor', 'x'))
  })

  test.each([
    ['Мальва', 'malva'],
    ['Салон «Краса» №1', 'salon-krasa-no1'],
    ['Beauty & Co.', 'beauty-co'],
    ['!!!', 'shop'],
    ["Об'єднання", 'obiednannia'],
  ])('%s is %s in links', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
  })
})

describe('invitations', () => {
  let server: OwnServer
  let business: string
  let channelId: string
  const chats: string[] = []
  beforeAll(async () => {
    server = await ownServer()
    const owner = await server.owner()
    business = owner.business.id
    channelId = (await owner.ask('GET', '/v1/channels')).json().data[0].id
    for (let at = 0; at < 6; at += 1) chats.push(await newChat(`chat-${at}`))
  })
  afterAll(() => server.close())

  const inside = <T>(work: (tx: TenantTx) => Promise<T>) => server.tenancy.run(business, work)
  const owner: Actor = { kind: 'system', channel: 'system' }
  const invite = () => inside(async (tx) => (await createInvitation(tx, owner, { role: 'manager' })).code)
  const newChat = (chat: string) =>
    inside(async (tx) => (await server.deps.webchat.open(tx, { channelId, chat, language: 'uk' })).addressId)
  const accept = (code: string, addressId: string) => {
    const actor: Actor = { kind: 'customer', addressId, customerId: null, channel: 'web' }
    return inside((tx) => acceptInvitation(tx, actor, { code, addressId, name: 'Оксана' }))
  }
  test('G39 of six who come with one code at once, one joins', async () => {
    const code = await invite()
    const tries = await Promise.allSettled(chats.map((chat) => accept(code, chat)))
    const joined = tries.filter((one) => one.status === 'fulfilled')
    expect(joined).toHaveLength(1)
    for (const one of tries) if (one.status === 'rejected') expect(one.reason.code).toBe('invitation-invalid')
    const team = await inside((tx) => listTeam(tx, owner))
    expect(team).toMatchObject([{ role: 'owner' }, { role: 'manager', name: 'Оксана', channels: ['web'] }])
  })

  test('after a day the code is no good', async () => {
    const code = await invite()
    const before = server.clock.now
    server.clock.now = new Date(before.getTime() + 24 * 3600 * 1000)
    await expect(accept(code, chats[0] ?? '')).rejects.toMatchObject({ code: 'invitation-invalid' })
    server.clock.now = before
  })

  test('whoever leaves is gone from the team and from their chat', async () => {
    const [, manager] = await inside((tx) => listTeam(tx, owner))
    const actor: Actor = {
      kind: 'staff',
      staffId: manager?.id ?? '',
      role: 'manager',
      addressId: null,
      channel: 'web',
    }
    await inside((tx) => leaveTeam(tx, actor))
    expect(await inside((tx) => listTeam(tx, owner))).toHaveLength(1)
  })
})
