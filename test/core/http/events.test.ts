import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
let post: (url: string, body: object | string, headers?: Record<string, string>) => ReturnType<Ask>
let owner: Awaited<ReturnType<OwnServer['owner']>>
beforeAll(async () => {
  server = await ownServer()
  owner = await server.owner()
  const { key } = (await owner.ask('POST', '/v1/api-keys', { name: 'till', scopes: ['events:write'] })).json<{
    key: string
  }>()
  post = (url, payload, headers = {}) =>
    server.app.inject({
      method: 'POST',
      url,
      payload,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    })
})
afterAll(() => server.close())

const purchase = (external_id: string, more: object = {}) => ({
  external_id,
  purchased_at: '2026-11-20T12:00:00+02:00',
  items: [{ sku: 'dress-1', name: 'Сукня', quantity: 2, unit_price: '199.90' }],
  ...more,
})

describe('one event at a time', () => {
  test('a purchase is 201, the same again 200 with the same id', async () => {
    const first = await post('/v1/purchases', purchase('p-1', { customer: { external_id: 'anna@example.com' } }))
    expect([first.statusCode, first.json().status]).toEqual([201, 'accepted'])
    const again = await post('/v1/purchases', purchase('p-1', { customer: { external_id: 'anna@example.com' } }))
    expect([again.statusCode, again.json()]).toEqual([200, { id: first.json().id, status: 'duplicate' }])
  })

  test('many that come at once are written together, each with its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) => post('/v1/purchases', purchase(`many-${at % 50}`))),
    )
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(50)
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(10)
  })

  test('a view without an id of its own counts once', async () => {
    const view = { customer: { external_id: 'c-1' }, sku: 'dress-1', viewed_at: '2026-11-20T10:00:00Z' }
    expect((await post('/v1/views', view)).statusCode).toBe(201)
    expect((await post('/v1/views', view)).statusCode).toBe(200)
  })

  test('the field that is wrong is named', async () => {
    const wrong = await post('/v1/purchases', purchase('p-2', { items: [{ sku: 'x', quantity: -1, unit_price: '1' }] }))
    expect(wrong.statusCode).toBe(400)
    expect(wrong.headers['content-type']).toContain('application/problem+json')
    expect(wrong.json()).toMatchObject({ status: 400, errors: [{ path: 'items[0].quantity' }] })
    const cents = await post('/v1/purchases', purchase('p-3', { discount: '1.005' }))
    expect(cents.json()).toMatchObject({ status: 400, errors: [{ path: 'discount' }] })
  })

  test('with a key of its own the answer is the first one', async () => {
    const first = await post('/v1/purchases', purchase('p-4'), { 'idempotency-key': 'till-4' })
    const again = await post('/v1/purchases', purchase('p-4'), { 'idempotency-key': 'till-4' })
    expect([again.statusCode, again.body]).toEqual([201, first.body])
  })
})

describe('a batch', () => {
  test('bad events are named by index and path and never spoil the others', async () => {
    const clean = await post('/v1/events', {
      events: [
        { type: 'purchase', ...purchase('b-1') },
        { type: 'purchase', ...purchase('b-2', { items: [] }) },
        { type: 'nonsense' },
        { type: 'purchase', ...purchase('b-1') },
        null,
        {
          type: 'refund',
          external_id: 'r-1',
          purchase: { external_id: 'b-1' },
          refunded_at: '2026-11-21T09:00:00Z',
          amount: '10.00',
        },
        { type: 'purchase', ...purchase('b-3', { discount: '999999' }) },
        { type: 'view', customer: { external_id: 'c\u0000' }, sku: 'S', viewed_at: '2026-11-21T09:00:00Z' },
      ],
    })
    expect(clean.statusCode).toBe(200)
    const { accepted, duplicates, rejected } = clean.json()
    expect({ accepted, duplicates }).toEqual({ accepted: 2, duplicates: 1 })
    expect(
      rejected.map(({ index, error }: { index: number; error: { errors: { path: string }[] } }) => [
        index,
        error.errors[0]?.path,
      ]),
    ).toEqual([
      [1, 'items'],
      [2, 'type'],
      [4, ''],
      [6, 'discount'],
      [7, 'customer.external_id'],
    ])
  })

  test('what only the database refuses is refused alone', async () => {
    const odd = { purchased_at: '0000-01-01T00:00:00Z' }
    const events = [purchase('odd-1'), purchase('odd-2', odd), purchase('odd-3')]
    const answer = await post('/v1/events', { events: events.map((event) => ({ type: 'purchase', ...event })) })
    expect(answer.json()).toMatchObject({ accepted: 2, duplicates: 0, rejected: [{ index: 1 }] })
    const single = await Promise.all([
      post('/v1/purchases', purchase('odd-4', odd)),
      post('/v1/purchases', purchase('odd-5')),
    ])
    expect(single.map(({ statusCode }) => statusCode)).toEqual([400, 201])
  })

  test('a thousand fit, one more does not', async () => {
    const events = Array.from({ length: 1000 }, (_, at) => ({ type: 'purchase', ...purchase(`k-${at}`) }))
    const answer = await post('/v1/events', { events })
    expect(answer.json()).toEqual({ accepted: 1000, duplicates: 0, rejected: [] })
    expect((await post('/v1/events', { events: [...events, events[0]] })).statusCode).toBe(400)
  })

  test('the connection shows when the last event came', async () => {
    const other = await server.owner()
    expect((await other.ask('GET', '/v1/connection')).json().last_event_at).toBeNull()
    expect((await owner.ask('GET', '/v1/connection')).json().last_event_at).toBe('2026-11-21T10:00:00.000Z')
  })
})
