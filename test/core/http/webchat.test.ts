import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMediaTokens } from '../../../core/http/media-token.ts'
import { type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
let url: string
let owner: Awaited<ReturnType<OwnServer['owner']>>
let channel: string
beforeAll(async () => {
  server = await ownServer()
  url = await server.app.listen({ port: 0, host: '127.0.0.1' })
  owner = await server.owner()
  channel = (await owner.ask('GET', '/v1/channels')).json().data[0].id
})
afterAll(() => server.close())

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${url}/webchat/${channel}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const newVisitor = async (body: object = {}) =>
  ((await (await post('visitors', body)).json()) as { visitor: string }).visitor
const updates = () =>
  server.tenancy.run(owner.business.id, async (tx) => {
    const { rows } = await tx.db.$client.query<{ key: Buffer; payload: Buffer }>(
      'select key, payload from updates where business_id = $1 order by position',
      [owner.business.id],
    )
    return rows.map((row) => JSON.parse(tx.vault.open(row.payload, `updates/payload/${row.key.toString('hex')}`)))
  })

describe('visitors and what they say', () => {
  test('a visitor is an unguessable token of which only a hash is kept', async () => {
    const visitor = await newVisitor({ language: 'en', start: 'src_instagram' })
    expect(visitor).toMatch(/^[\w-]{43}$/)
    expect((await updates()).at(-1)).toMatchObject({ start: 'src_instagram', key: 'start' })
    expect(server.logged.join('')).not.toContain(visitor)
  })

  test('texts, presses and contacts are stored once per key', async () => {
    const visitor = await newVisitor()
    const before = (await updates()).length
    const say = (body: object, key: string) => post('messages', { visitor, ...body }, { 'idempotency-key': key })
    const answers = [
      await say({ text: 'добрий день' }, 'k1'),
      await say({ text: 'добрий день' }, 'k1'),
      await say({ press: '7.1' }, 'k2'),
      await say({ contact: { phone: '+380501234567' } }, 'k3'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202])
    const added = (await updates()).slice(before)
    expect(added).toMatchObject([
      { key: 'k1', text: 'добрий день' },
      { key: 'k2', press: '7.1' },
      { key: 'k3', contact: { phone: '+380501234567' } },
    ])
    expect((await say({ text: 'інше' }, 'k1')).status).toBe(409)
    expect(await updates()).toHaveLength(before + 3)
  })

  test('what says nothing, or two things, or comes from nobody is refused', async () => {
    const visitor = await newVisitor()
    const statuses = []
    for (const body of [
      { visitor },
      { visitor, text: '   ' },
      { visitor, text: 'x', press: '1.1' },
      { visitor, text: 'x'.repeat(5000) },
      { visitor: 'x'.repeat(43), text: 'x' },
      { text: 'x' },
    ])
      statuses.push((await post('messages', body)).status)
    expect(statuses).toEqual([400, 400, 400, 400, 404, 400])
  })

  test('a photo is kept, an imitation and a giant are not', async () => {
    const visitor = await newVisitor()
    const send = (content: Uint8Array<ArrayBuffer>, key: string) => {
      const form = new FormData()
      form.set('visitor', visitor)
      form.set('text', 'ось така')
      form.set('photo', new Blob([content], { type: 'image/png' }), 'сукня.png')
      return fetch(`${url}/webchat/${channel}/messages`, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: form,
      })
    }
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
    expect((await send(png, 'photo-1')).status).toBe(202)
    expect((await send(png, 'photo-1')).status).toBe(202)
    expect(server.files.size).toBe(1)
    expect((await updates()).at(-1)).toMatchObject({
      upload: { fileId: [...server.files.keys()][0], caption: 'ось така' },
    })
    expect((await send(new TextEncoder().encode('<svg onload="alert(1)"/>'), 'photo-2')).status).toBe(415)
    expect((await send(new Uint8Array(10 * 1024 * 1024 + 1), 'photo-3')).status).toBe(413)
  })
})

describe('the stream', () => {
  test('a visitor follows from where they stopped; closing the server hangs up', async () => {
    const visitor = await newVisitor()
    const stop = new AbortController()
    const response = await fetch(`${url}/webchat/${channel}/stream?visitor=${visitor}`, { signal: stop.signal })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toContain('retry:')
    stop.abort()
    const wrong = await fetch(`${url}/webchat/${channel}/stream?visitor=${'x'.repeat(43)}`)
    expect(wrong.status).toBe(404)
  })
})

describe('pictures and files', () => {
  test('an address that nobody was given opens nothing', async () => {
    const tokens = createMediaTokens(server.database.pepper)
    server.files.set('00000000-0000-4000-8000-00000000abcd', Buffer.from('bytes'))
    const token = tokens.sign({
      businessId: owner.business.id,
      kind: 'file',
      id: '00000000-0000-4000-8000-00000000abcd',
    })
    const found = await fetch(`${url}/media/${token}`)
    expect([found.status, await found.text()]).toEqual([200, 'bytes'])
    expect(found.headers.get('content-security-policy')).toContain('sandbox')
    const other = createMediaTokens(Buffer.alloc(32))
    for (const forged of [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      other.sign({ businessId: owner.business.id, kind: 'file', id: '00000000-0000-4000-8000-00000000abcd' }),
      token.split('.')[0],
      'x',
    ])
      expect((await fetch(`${url}/media/${forged}`)).status).toBe(404)
  })
})

test('the chat page of a business is found by its short name', async () => {
  const page = await fetch(`${url}/chat/${owner.business.slug}`)
  expect([page.status, await page.text()]).toEqual([200, 'chat of Мальва'])
  expect((await fetch(`${url}/chat/nobody`)).status).toBe(404)
})
