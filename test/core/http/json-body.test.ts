import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
let ask: Ask
let cookie: string
beforeAll(async () => {
  server = await ownServer()
  ;({ ask, cookie } = await server.owner())
})
afterAll(() => server.close())

const post = (url: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
  server.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { cookie, 'content-type': 'application/json', ...headers },
  })

test('G04 under a key the same JSON in another order and layout is the same body, other JSON is not', async () => {
  const key = { 'idempotency-key': 'laid-out-anew' }
  const items = ['{"sku":"a","quantity":1,"unit_price":"2.50"}', '{"sku":"b","quantity":2,"unit_price":"1"}']
  const body = (sold: string) => `{"external_id":"k-1","purchased_at":"2026-11-20T10:00:00Z","items":[${sold}]}`
  const first = await post('/v1/purchases', body(items.join()), key)
  expect(first.statusCode).toBe(201)
  const again = await post(
    '/v1/purchases',
    `{ "items": [{"unit_price": "2.50", "quantity": 1.0, "sku": "a"}, ${items[1]}],\n
       "purchased_at": "2026-11-20T10:00:00Z", "external_id": "\\u006b-1" }\n`,
    key,
  )
  expect([again.statusCode, again.body]).toEqual([201, first.body])
  for (const other of [[...items].reverse().join(), items.join().replace('"1"', '1'), items[0] ?? ''])
    expect([other, (await post('/v1/purchases', body(other), key)).statusCode]).toEqual([other, 409])
})

test('G20 an external id with a broken character is refused by its name, and only such an event of many', async () => {
  const broken = Buffer.concat([Buffer.from('{"external_id":"c-'), Buffer.from([0xff]), Buffer.from('"}')])
  for (const body of [
    '{"external_id":"c-\\ud800"}',
    '{"external_id":"c-\\uDC00x"}',
    '{"external_id":"\ufffd"}',
    broken,
  ]) {
    const answer = await post('/v1/customers', body)
    expect([String(body), answer.json()]).toMatchObject([
      String(body),
      { status: 400, errors: [{ path: 'external_id', message: expect.stringContaining('broken character') }] },
    ])
  }
  const purchase = { external_id: 'p-1', purchased_at: '2026-11-20T10:00:00Z', customer: { external_id: 'c\ud800' } }
  const items = [{ sku: 'one', quantity: 1, unit_price: '10' }]
  const nested = (await ask('POST', '/v1/purchases', { ...purchase, items })).json()
  expect(nested).toMatchObject({ status: 400, errors: [{ path: 'customer.external_id' }] })
  const events = ['c-\ud83d\ude00', 'c-\ud83d', 'c-1'].map((external_id) => ({ type: 'customer', external_id }))
  const told = (await ask('POST', '/v1/events', { events })).json()
  expect(told).toMatchObject({ accepted: 2, rejected: [{ index: 1, error: { errors: [{ path: 'external_id' }] } }] })
  expect((await post('/v1/customers', '{"external_id":"c-\\ud83d\\ude00"}')).statusCode).toBe(200)
})
