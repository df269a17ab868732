import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
let ask: Ask
beforeAll(async () => {
  server = await ownServer({
    words: (language, what) => `${language}: ${what.say} ${String(what.with?.['product'] ?? '')}`.trim(),
  })
  ask = (await server.owner()).ask
})
afterAll(() => server.close())

test('a field that is wrong is told what it must be', async () => {
  const purchase = { external_id: 'p', purchased_at: '2026-11-20T10:00:00Z' }
  const items = [{ sku: 'one', quantity: 1, unit_price: '10' }]
  const { id: customer_id } = (await ask('POST', '/v1/customers', { external_id: 'buyer' })).json()
  const made = (await ask('POST', '/v1/products', { sku: 'cup', names: { default: 'Чашка' }, price: 10 })).json()
  const lines = [{ variant_id: made.variants[0].id, quantity: 1 }]
  const refund = { external_id: 'r', refunded_at: '2026-11-20T10:00:00Z' }
  const cases: [string, object, string][] = [
    ['/v1/purchases', { ...purchase, items, discount: '10.01' }, 'discount'],
    ['/v1/purchases', { ...purchase, items, discount: 'much' }, 'discount'],
    ['/v1/refunds', refund, 'amount'],
    ['/v1/refunds', { ...refund, amount: '1.001' }, 'amount'],
    ['/v1/customers', { external_id: 'c', birthday: '2090-01-01' }, 'birthday'],
    ['/v1/customers', { external_id: 'c', birthday: '31.05.1990' }, 'birthday'],
    ['/v1/orders', { lines, delivery: 'courier', customer_id }, 'address'],
  ]
  for (const [url, body, path] of cases) {
    const answer = (await ask('POST', url, body, { 'accept-language': 'uk' })).json()
    expect([body, answer]).toMatchObject([
      body,
      { status: 400, errors: [{ path, message: `uk: error-field-${path}` }] },
    ])
  }
})

test('a period that is none is told in terms of from and to', async () => {
  const answer = (await ask('GET', '/v1/reports/sales?from=2026-11-15&to=2026-11-01')).json()
  expect(answer).toMatchObject({ type: 'urn:rozmova:error:period-invalid', detail: 'en: error-dates-of-period' })
})

test('of what there is too little the line is named, in one language', async () => {
  const { id: customer_id } = (await ask('POST', '/v1/customers', { external_id: 'buyer' })).json()
  const add = async (sku: string, names: object) =>
    (await ask('POST', '/v1/products', { sku, names, price: 10 })).json().variants[0].id
  const plenty = await add('many', { default: 'Стрічка' })
  const scarce = await add('few', { default: 'Сукня', en: 'Dress' })
  for (const [variant_id, quantity] of [
    [plenty, 9],
    [scarce, 1],
  ])
    await ask('POST', '/v1/stock', { kind: 'count', variant_id, quantity })
  const lines = [
    { variant_id: plenty, quantity: 1 },
    { variant_id: scarce, quantity: 2 },
  ]
  const short = async (url: string, body: object, headers = {}) => (await ask('POST', url, body, headers)).json()
  const order = { lines, delivery: 'pickup', customer_id }
  const [inEnglish, inUkrainian] = ['en: error-stock-short Dress', 'uk: error-stock-short Сукня']
  const errors = [{ path: 'lines[1].quantity', message: inEnglish }]
  expect(await short('/v1/orders', order)).toMatchObject({ status: 409, detail: inEnglish, errors })
  expect(await short('/v1/orders', order, { 'accept-language': 'uk' })).toMatchObject({ detail: inUkrainian })
  expect(await short('/v1/counter-sales', { lines })).toMatchObject({ status: 409, detail: inEnglish, errors })
  const placed = (await ask('POST', '/v1/orders', { ...order, lines: [{ variant_id: scarce, quantity: 1 }] })).json()
  const changed = await ask('PATCH', `/v1/orders/${placed.id}/lines/1`, { quantity: 2 })
  expect(changed.json()).toMatchObject({ detail: inEnglish, errors: [{ path: 'quantity' }] })
})
