import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
let ask: Ask
let other: Ask
beforeAll(async () => {
  server = await ownServer()
  ask = (await server.owner()).ask
  other = (await server.owner()).ask
})
afterAll(() => server.close())

const key = async (scopes: string[]) =>
  (await ask('POST', '/v1/api-keys', { name: scopes.join(), scopes })).json<{ key: string }>().key
const as =
  (apiKey: string): Ask =>
  (method, url, payload, headers = {}) =>
    server.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${apiKey}`, ...headers },
      ...(payload === undefined ? {} : { payload }),
    })

describe('customers', () => {
  test('E12 upserted by external id, found by name and phone, changed, and nobody else sees them', async () => {
    const anna = { external_id: 'anna@shop.example', name: 'Анна Коваль', phone: '+380 50 123 45 67', source: 'app' }
    const made = await ask('POST', '/v1/customers', anna)
    expect([made.statusCode, made.json().status]).toEqual([201, 'accepted'])
    expect((await ask('POST', '/v1/customers', { ...anna, name: 'Ганна Коваль' })).statusCode).toBe(200)
    const { id } = made.json<{ id: string }>()
    for (const query of ['Ганна', 'кова', '0501234567'])
      expect((await ask('GET', `/v1/customers?query=${encodeURIComponent(query)}`)).json().data).toMatchObject([{ id }])
    const card = await ask('GET', `/v1/customers/external:${encodeURIComponent('anna@shop.example')}`)
    expect(card.json()).toMatchObject({
      id,
      name: 'Ганна Коваль',
      phone: '+380501234567',
      orders: { count: 0, paid: '0.00' },
    })
    const changed = await ask('PATCH', `/v1/customers/${id}`, { preferences: 'без лаку', birthday: '1990-05-01' })
    expect(changed.json()).toMatchObject({ preferences: 'без лаку', birthday: '1990-05-01', name: 'Ганна Коваль' })
    expect((await ask('POST', `/v1/customers/${id}/notes`, { text: 'чемна' })).statusCode).toBe(201)
    expect((await ask('GET', `/v1/customers/${id}/history`)).json().data).toMatchObject([
      { kind: 'note', text: 'чемна' },
    ])

    const unknown = await other('GET', '/v1/customers/00000000-0000-4000-8000-000000000000')
    const foreign = await other('GET', `/v1/customers/${id}`)
    expect([foreign.statusCode, foreign.body]).toEqual([404, unknown.body])
    expect((await other('GET', '/v1/customers?query=Ганна')).json().data).toEqual([])
  })

  test('pages follow one another, also when somebody is added meanwhile', async () => {
    const { ask: mine } = await server.owner()
    const add = (at: number) => {
      server.clock.now = new Date(server.clock.now.getTime() + 1000)
      return mine('POST', '/v1/customers', { external_id: `c-${at}`, name: `Клієнт ${at}` })
    }
    for (let at = 0; at < 5; at += 1) await add(at)
    const first = (await mine('GET', '/v1/customers?limit=2')).json()
    await add(5)
    const second = (await mine('GET', `/v1/customers?limit=2&cursor=${first.next_cursor}`)).json()
    const third = (await mine('GET', `/v1/customers?limit=2&cursor=${second.next_cursor}`)).json()
    const names = [first, second, third].flatMap(({ data }) => data.map(({ name }: { name: string }) => name))
    expect(names).toEqual(['Клієнт 4', 'Клієнт 3', 'Клієнт 2', 'Клієнт 1', 'Клієнт 0'])
    expect(third.next_cursor).toBeNull()
    expect((await mine('GET', '/v1/customers?limit=201')).statusCode).toBe(400)
  })

  test('a customer is an event too', async () => {
    const answer = await ask('POST', '/v1/events', {
      events: [
        { type: 'customer', external_id: 'e-1', name: 'Олег' },
        { type: 'customer', external_id: 'e-1', name: 'Олег Б.' },
        { type: 'customer', external_id: 'e-2', phone: 'not a phone' },
      ],
    })
    expect(answer.json()).toMatchObject({ accepted: 2, duplicates: 0, rejected: [{ index: 2 }] })
  })
})

describe('the shop', () => {
  test('a product is added, ordered, accepted, sent, delivered and paid, and the report says so', async () => {
    const product = {
      sku: 'dress-7',
      names: { default: 'Сукня', en: 'Dress' },
      category: { slug: 'dresses', names: { default: 'Сукні' } },
      price: '1250.50',
      sizes: ['S', 'M'],
    }
    const made = await ask('POST', '/v1/products', product)
    expect(made.statusCode).toBe(201)
    expect(made.json()).toMatchObject({
      sku: 'dress-7',
      price: '1250.50',
      left: 0,
      variants: [{ size: 'S' }, { size: 'M' }],
    })
    const variant = made.json().variants[0].id
    expect((await ask('POST', '/v1/stock', { kind: 'receipt', variant_id: variant, quantity: 3 })).json()).toEqual({
      left: 3,
    })
    expect((await ask('GET', '/v1/products?query=dress')).json().data).toMatchObject([{ sku: 'dress-7', left: 3 }])
    expect((await ask('GET', '/v1/products/sku:dress-7')).json().id).toBe(made.json().id)
    expect((await ask('GET', '/v1/categories')).json().data).toMatchObject([{ slug: 'dresses', products: 1 }])

    const { id: customer_id } = (await ask('POST', '/v1/customers', { external_id: 'buyer', name: 'Марія' })).json()
    const order = (quantity: number) =>
      ask('POST', '/v1/orders', { lines: [{ variant_id: variant, quantity }], delivery: 'pickup', customer_id })
    const placed = await order(2)
    expect(placed.statusCode).toBe(201)
    expect(placed.json()).toMatchObject({ state: 'placed', total: '2501.00', customer_id, lines: [{ quantity: 2 }] })
    expect((await order(2)).json()).toMatchObject({ status: 409, type: 'urn:rozmova:error:stock-short' })

    const { id } = placed.json<{ id: string }>()
    const step = async (name: string, body?: object) =>
      (await ask('POST', `/v1/orders/${id}/${name}`, body)).json().state
    expect((await ask('PATCH', `/v1/orders/${id}/lines/1`, { quantity: 1 })).json().total).toBe('1250.50')
    expect(await step('accept')).toBe('accepted')
    expect((await ask('POST', `/v1/orders/${id}/accept`)).statusCode).toBe(409)
    expect(await step('send', { tracking: '20450000000000' })).toBe('sent')
    expect(await step('deliver')).toBe('delivered')
    expect(await step('pay')).toBe('delivered')
    expect((await ask('GET', '/v1/orders?state=delivered')).json().data).toMatchObject([{ id, total: '1250.50' }])
    expect((await other('GET', `/v1/orders/${id}`)).statusCode).toBe(404)
    expect((await ask('GET', '/v1/orders/nonsense')).statusCode).toBe(404)

    const day = server.clock.now.toISOString().slice(0, 10)
    const report = await ask('GET', `/v1/reports/sales?from=${day}&to=${day}&group_by=category`)
    expect(report.json().totals).toMatchObject({ revenue: '1250.50', orders: 1, customers: 1 })
    expect(report.json().rows).toMatchObject([{ names: { default: 'Сукні' }, revenue: '1250.50' }])
    expect((await ask('GET', '/v1/reports/sales?from=2026-02-31&to=2026-03-01')).statusCode).toBe(400)
  })

  test('a declined order says why only to those who may read it', async () => {
    const made = (await ask('POST', '/v1/products', { sku: 'cap', names: { default: 'Капелюх' }, price: 10 })).json()
    const [{ id: variant_id }] = made.variants
    await ask('POST', '/v1/stock', { kind: 'count', variant_id, quantity: 5 })
    const { id: customer_id } = (await ask('POST', '/v1/customers', { external_id: 'buyer' })).json()
    const order = { lines: [{ variant_id, quantity: 1 }], delivery: 'pickup', customer_id }
    const writer = as(await key(['orders:write']))
    const placed = await writer('POST', '/v1/orders', order)
    expect(placed.statusCode).toBe(201)
    expect(Object.keys(placed.json())).toEqual(['id'])
    expect((await writer('GET', `/v1/orders/${placed.json().id}`)).statusCode).toBe(403)
    const declined = await ask('POST', `/v1/orders/${placed.json().id}/decline`, { reason: 'немає кольору' })
    expect(declined.json()).toMatchObject({ state: 'declined', reason: 'немає кольору' })
  })
})

describe('the salon', () => {
  test('a service is offered, a free time found and booked, moved, done and paid', async () => {
    const [me] = (await ask('GET', '/v1/team')).json<{ data: { id: string }[] }>().data
    const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 600, to: 1080 }))
    expect((await ask('PATCH', `/v1/staff/${me?.id}`, { names: { default: 'Олена' }, hours })).statusCode).toBe(204)
    const service = await ask('POST', '/v1/services', {
      names: { default: 'Манікюр' },
      duration_min: 60,
      price: '450',
      staff_ids: [me?.id],
    })
    expect([service.statusCode, service.json().price]).toEqual([201, '450.00'])
    const service_id = service.json().id
    expect((await ask('GET', '/v1/services')).json().data).toHaveLength(1)
    expect((await ask('GET', `/v1/staff?service=${service_id}`)).json().data).toMatchObject([{ id: me?.id }])

    const slots = (await ask('GET', `/v1/slots?service=${service_id}&from=2026-11-23&days=1`)).json().data
    expect(slots[0]).toMatchObject({ day: '2026-11-23', minute: 600, starts_at: '2026-11-23T08:00:00.000Z' })
    const { id: customer_id } = (await ask('POST', '/v1/customers', { external_id: 'guest' })).json()
    const wish = { service_id, starts_at: slots[0].starts_at, customer_id, comment: 'рожевий' }
    const booked = await ask('POST', '/v1/bookings', wish)
    expect(booked.statusCode).toBe(201)
    expect(booked.json()).toMatchObject({ state: 'confirmed', comment: 'рожевий', price: '450.00', paid: null })
    expect((await ask('POST', '/v1/bookings', wish)).json()).toMatchObject({ status: 409 })
    const { id } = booked.json<{ id: string }>()
    const moved = await ask('POST', `/v1/bookings/${id}/move`, { starts_at: '2026-11-23T13:00:00+02:00' })
    expect(moved.json()).toMatchObject({ starts_at: '2026-11-23T11:00:00.000Z' })
    const before = server.clock.now
    server.clock.now = new Date('2026-11-23T11:30:00Z')
    expect((await ask('POST', `/v1/bookings/${id}/done`)).json().state).toBe('done')
    expect((await ask('POST', `/v1/bookings/${id}/pay`, { amount: '500' })).json().paid).toBe('500.00')
    server.clock.now = before
    expect((await ask('GET', '/v1/bookings?from=2026-11-23T00:00:00Z')).json().data).toMatchObject([{ id }])
    expect((await other('POST', `/v1/bookings/${id}/cancel`)).statusCode).toBe(404)
    expect(
      (await ask('POST', `/v1/staff/${me?.id}/time-off`, { from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' }))
        .statusCode,
    ).toBe(201)
  })
})

test('a customer is named by our id or by `external:` and yours, wherever one is named', async () => {
  const { ask: mine } = await server.owner()
  const { id } = (await mine('POST', '/v1/customers', { external_id: 'цe/вона' })).json<{ id: string }>()
  const [who, stranger] = ['external:цe/вона', 'external:хтось']
  const made = (await mine('POST', '/v1/products', { sku: 'hat', names: { default: 'Капелюх' }, price: 10 })).json()
  const lines = [{ variant_id: made.variants[0].id, quantity: 1 }]
  await mine('POST', '/v1/stock', { kind: 'count', variant_id: lines[0]?.variant_id, quantity: 5 })
  const [me] = (await mine('GET', '/v1/team')).json().data
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 600, to: 1080 }))
  await mine('PATCH', `/v1/staff/${me.id}`, { names: { default: 'Олена' }, hours })
  const service = { names: { default: 'Манікюр' }, duration_min: 60, price: '450', staff_ids: [me.id] }
  const { id: service_id } = (await mine('POST', '/v1/services', service)).json()
  const bodies: [string, object][] = [
    ['/v1/orders', { lines, delivery: 'pickup' }],
    ['/v1/counter-sales', { lines }],
    ['/v1/bookings', { service_id, starts_at: '2026-11-23T09:00:00Z' }],
  ]
  for (const [url, body] of bodies) {
    const unknown = await mine('POST', url, { ...body, customer_id: stranger })
    expect([url, unknown.json()]).toMatchObject([url, { status: 404, errors: [{ path: 'customer_id' }] }])
    const nonsense = await mine('POST', url, { ...body, customer: 'external:' })
    expect([url, nonsense.json()]).toMatchObject([url, { status: 400, errors: [{ path: 'customer' }] }])
    const placed = await mine('POST', url, { ...body, customer: who })
    expect([url, placed.statusCode, placed.json().customer_id]).toEqual([url, 201, id])
  }
  expect((await mine('POST', '/v1/orders', { lines, delivery: 'pickup', customer_id: who })).statusCode).toBe(201)
  for (const [list, count] of [
    ['/v1/orders', 3],
    ['/v1/bookings', 1],
  ]) {
    const listed = async (named: string) =>
      (await mine('GET', `${list}?customer=${encodeURIComponent(named)}`)).json().data.length
    expect([list, await listed(who), await listed(id), await listed(stranger)]).toEqual([list, count, count, 0])
  }
})

test('the catalogue page by page, also when something is added meanwhile; with `all` what no customer is shown', async () => {
  const { ask: mine } = await server.owner()
  const add = async (sku: string) => {
    const made = await mine('POST', '/v1/products', { sku, names: { default: sku }, price: 10 })
    expect([made.statusCode, made.json().listed]).toEqual([201, true])
  }
  for (const sku of ['a', 'b', 'c']) await add(sku)
  const item = { sku: 'from-an-app', quantity: 1, unit_price: '10' }
  const purchase = { external_id: 'p-1', purchased_at: '2026-11-20T10:00:00Z', items: [item] }
  expect((await mine('POST', '/v1/purchases', purchase)).statusCode).toBe(201)
  const skus = ({ data }: { data: { sku: string }[] }) => data.map(({ sku }) => sku)
  const first = (await mine('GET', '/v1/products?limit=2')).json()
  await add('d')
  const second = (await mine('GET', `/v1/products?limit=2&cursor=${first.next_cursor}`)).json()
  expect([...skus(first), ...skus(second), second.next_cursor]).toEqual(['c', 'b', 'a', null])
  const all = (await mine('GET', '/v1/products?all=true')).json()
  expect(skus(all).sort()).toEqual(['a', 'b', 'c', 'd', 'from-an-app'])
  expect(all.data.find(({ sku }: { sku: string }) => sku === 'from-an-app').listed).toBe(false)
  expect(skus((await mine('GET', '/v1/products?all=true&query=from')).json())).toEqual(['from-an-app'])
  expect((await mine('GET', '/v1/products?cursor=WzJd')).statusCode).toBe(400)
  const reader = (await mine('POST', '/v1/api-keys', { name: 'reader', scopes: ['orders:read'] })).json()
  expect((await as(reader.key)('GET', '/v1/products?all=true')).statusCode).toBe(403)
})

test('a request says what is documented and nothing else', async () => {
  const { ask: mine, business } = await server.owner()
  const channel = (await mine('GET', '/v1/channels')).json().data[0].id
  const { visitor } = (await server.app.inject({ method: 'POST', url: `/webchat/${channel}/visitors` })).json()
  expect(visitor).toBeTypeOf('string')
  await server.tenancy.run(business.id, async (tx) => {
    await tx.db.$client.query(
      `insert into requests (business_id, id, number, state, address_id, channel, created_at)
       select business_id, gen_random_uuid(), 1, 'new', id, 'web', now() from addresses where business_id = $1 limit 1`,
      [business.id],
    )
  })
  const [request] = (await mine('GET', '/v1/requests')).json().data
  expect(Object.keys(request).sort()).toEqual([
    'answer_due_at',
    'channel',
    'closed_at',
    'created_at',
    'customer',
    'customer_id',
    'first_answered_at',
    'id',
    'number',
    'state',
    'taken_by',
  ])
  const taken = await mine('POST', `/v1/requests/${request.id}/take`)
  expect(taken.json()).toMatchObject({ id: request.id, state: 'taken', who: 'Олена' })
})

test('G22 a key does what its scopes say and nothing else', async () => {
  const routes: [string, 'GET' | 'POST', string][] = [
    ['customers:read', 'GET', '/v1/customers'],
    ['orders:read', 'GET', '/v1/orders'],
    ['bookings:read', 'GET', '/v1/bookings'],
    ['reports:read', 'GET', '/v1/reports/sales?from=2026-11-01&to=2026-11-02'],
    ['admin', 'GET', '/v1/audit'],
    ['events:write', 'POST', '/v1/events'],
  ]
  for (const [scope] of routes) {
    const use = as(await key([scope]))
    for (const [needed, method, url] of routes) {
      const { statusCode } = await use(method, url, method === 'POST' ? { events: [] } : undefined)
      expect([scope, url, statusCode]).toEqual([scope, url, scope === needed || scope === 'admin' ? 200 : 403])
    }
  }
})

test('dead letters are listed and tried again', async () => {
  const { ask: mine, business } = await server.owner()
  const channel = (await mine('GET', '/v1/channels')).json().data[0].id
  await server.tenancy.run(business.id, async (tx) => {
    await tx.db.$client.query(
      `insert into updates (business_id, channel_id, key, chat_index, payload, state, tries, trouble, received_at)
       values ($1, $2, 'k', 'c', 'p', 'dead', 5, 'TypeError', now())`,
      [business.id, channel],
    )
  })
  const [letter] = (await mine('GET', '/v1/dead-letters')).json().data
  expect(letter).toMatchObject({ tries: 5, trouble: 'TypeError', channel_id: channel })
  expect((await mine('POST', `/v1/dead-letters/${letter.id}/replay`)).statusCode).toBe(202)
  expect((await mine('POST', `/v1/dead-letters/${letter.id}/replay`)).statusCode).toBe(404)
  expect((await mine('GET', '/v1/dead-letters')).json().data).toEqual([])
})
