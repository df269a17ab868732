import { readdirSync, readFileSync, statSync } from 'node:fs'
import { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { createWorld, type Json, type Talker, type World } from './support/world.ts'

/**
 * Requirements by their ids, each as its row says that it is accepted: through a channel, the API or the page, and nothing
 * behind them. Rows that are proved where their own subject is tested are not repeated here.
 */
vi.setConfig({ testTimeout: 60_000 })

const day = 24 * 60 * 60_000
const minute = 60_000

/** The answer's body, if it is the status that was to come. */
async function ask(world: World, method: string, path: string, body?: unknown, status = 200): Promise<Json> {
  const answer = await world.api(method, path, body)
  expect([`${method} ${path}`, answer.status, answer.status === status ? '' : answer.body]).toEqual([
    `${method} ${path}`,
    status,
    '',
  ])
  return answer.body
}

/** Sells a dress in M, and has a master, Олена, who does a manicure. */
async function furnish(world: World): Promise<{ variantId: string; master: Talker }> {
  const dress = {
    sku: 'SU-1',
    names: { default: 'Сукня червона' },
    category: { slug: 'dresses', names: { default: 'Сукні' } },
    brand: 'Льон',
    price: '1250.00',
    sizes: ['M'],
  }
  const variantId: string = (await ask(world, 'POST', '/v1/products', dress, 201)).variants[0].id
  await ask(world, 'POST', '/v1/stock', { kind: 'receipt', variant_id: variantId, quantity: 50 })
  const master = await world.staff('master', 'web', { name: 'Олена' })
  const team: { id: string; role: string }[] = (await ask(world, 'GET', '/v1/team')).data
  const id = team.find((one) => one.role === 'master')?.id
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 540, to: 1140 }))
  await ask(world, 'PATCH', `/v1/staff/${id}`, { names: { default: 'Олена' }, hours }, 204)
  const manicure = { names: { default: 'Манікюр' }, duration_min: 60, price: '450', staff_ids: [id] }
  await ask(world, 'POST', '/v1/services', manicure, 201)
  return { variantId, master }
}

async function idOf(world: World, query: string): Promise<string> {
  const { data } = await ask(world, 'GET', `/v1/customers?query=${encodeURIComponent(query)}`)
  expect(data).toHaveLength(1)
  return data[0].id
}

async function orders(person: Talker): Promise<string> {
  await person.says('/catalog')
  await person.presses(/Сукні/)
  await person.presses(/Сукня червона/)
  await person.presses(/^M/)
  await person.presses('Оформити замовлення')
  await person.presses('Самовивіз')
  await person.presses('Без коментаря')
  return (await person.presses('Підтвердити')).text
}

async function books(person: Talker, when: string): Promise<string> {
  await person.says(`манікюр у Олени ${when}`)
  return (await person.says('так')).text
}

const onScreen = (person: Talker) =>
  person
    .screen()
    .map((one) => one.text)
    .join('\n')

/** Sums and dates are written with spaces that do not break. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('a shop and a salon', () => {
  let world: World
  let variantId: string
  let master: Talker
  let manager: Talker
  beforeAll(async () => {
    world = await createWorld()
    ;({ variantId, master } = await furnish(world))
    manager = await world.staff('manager', 'web', { name: 'Оксана' })
  })
  afterAll(() => world?.stop())

  test('A01 a product has category, brand and price; a sale lowers its stock and stands in the register of sales', async () => {
    const before = await ask(world, 'GET', '/v1/products/sku:SU-1')
    expect(before).toMatchObject({ category: { slug: 'dresses' }, brand: 'Льон', price: '1250.00', left: 50 })
    const sale = await ask(world, 'POST', '/v1/counter-sales', { lines: [{ variant_id: variantId, quantity: 2 }] }, 201)
    expect((await ask(world, 'GET', '/v1/products/sku:SU-1')).left).toBe(48)
    const register = (await ask(world, 'GET', '/v1/orders')).data
    expect(register).toMatchObject([{ id: sale.id, kind: 'counter', total: '2500.00', paid_at: expect.any(String) }])
    const report = await ask(world, 'GET', '/v1/reports/sales?from=2026-05-12&to=2026-05-12&group_by=product')
    expect(report.rows).toMatchObject([{ key: 'SU-1', units: 2, revenue: '2500.00' }])
  })

  test('B01 a message becomes a request in the CRM, with its channel, its client and its time', async () => {
    for (const channel of ['telegram', 'viber', 'web'] as const) {
      const person = await world.customer(channel, { name: 'Дарина Запитайло' })
      const asked = world.clock.now().getTime()
      await person.says('Я вчора забула у вас парасольку')
      const [request] = (await ask(world, 'GET', '/v1/requests?limit=1')).data
      expect(request).toMatchObject({ channel, state: 'new', customer_id: expect.any(String) })
      expect(Math.abs(new Date(request.created_at).getTime() - asked)).toBeLessThan(10_000)
      const client = await ask(world, 'GET', `/v1/customers/${request.customer_id}`)
      expect(client.channels).toEqual([channel])
      // The web page knows no name.
      if (channel !== 'web') expect([client.name, request.customer]).toEqual(['Дарина Запитайло', 'Дарина Запитайло'])
      await ask(world, 'POST', `/v1/requests/${request.id}/close`)
    }
  })

  test('B08 the card of a client has the whole conversation: their words, the bot’s and the staff’s', async () => {
    const person = await world.customer('viber', { name: 'Леся Розмова' })
    await person.says('Чи є подарункові сертифікати?')
    await manager.hears()
    await manager.presses('Відповісти')
    await manager.says('Так, від 500 гривень')
    await person.says('Дякую, зайду завтра')
    await manager.presses('Завершити')
    await person.hears()
    const id = await idOf(world, 'Леся Розмова')
    expect(await ask(world, 'GET', `/v1/customers/${id}`)).toMatchObject({ name: 'Леся Розмова', channels: ['viber'] })
    const history: Json[] = (await ask(world, 'GET', `/v1/customers/${id}/history?limit=200`)).data
    const said = (author: string) =>
      history.filter((one) => one.kind === 'message' && one.author === author).map((one) => one.text)
    expect(said('person')).toEqual(expect.arrayContaining(['Чи є подарункові сертифікати?', 'Дякую, зайду завтра']))
    expect(said('staff')).toEqual([expect.stringContaining('Так, від 500 гривень')])
    // Nothing is on the person's screen that the card does not know; the welcome is Viber's own.
    const known = [...said('bot'), ...said('staff')]
    for (const { text } of person.screen().slice(1)) expect(known).toContain(text)
    // And it is in the manager's chat, in a word.
    await manager.says('/customer Леся Розмова')
    const shown = await manager.presses('Історія')
    for (const words of ['Чи є подарункові сертифікати?', 'Так, від 500 гривень', 'Дякую, зайду завтра'])
      expect(shown.text).toContain(words)
  })

  test('B10 a sale at the counter with its payment is posted against a client in one step', async () => {
    const { id } = await ask(world, 'POST', '/v1/customers', { external_id: 'b10', name: 'Катерина Касова' }, 201)
    const lines = [{ variant_id: variantId, quantity: 1 }]
    const sale = await ask(world, 'POST', '/v1/counter-sales', { lines, customer_id: id }, 201)
    expect(sale).toMatchObject({ customer_id: id, kind: 'counter', paid_at: expect.any(String), total: '1250.00' })
    expect((await ask(world, 'GET', `/v1/customers/${id}`)).orders).toMatchObject({ count: 1, paid: '1250.00' })
    expect((await ask(world, 'GET', `/v1/customers/${id}/history`)).data).toMatchObject([
      { kind: 'order', order_kind: 'counter', paid: true, amount: '1250.00' },
    ])
    // In chat it is one talk, with its money.
    await manager.says('/sale')
    await manager.says('SU-1')
    await manager.presses('Далі')
    await manager.says('Касова')
    await manager.presses('Оплачено')
    expect(onScreen(manager)).toMatch(/Чек № \d+: 1\s250/)
    expect((await ask(world, 'GET', `/v1/customers/${id}`)).orders).toMatchObject({ count: 2, paid: '2500.00' })
  })

  test('C07 a client is created, found and changed', async () => {
    const anna = { external_id: 'c07', name: 'Ганна Пошукова', phone: '067 765 43 21', email: 'hanna@example.com' }
    const { id } = await ask(world, 'POST', '/v1/customers', anna, 201)
    for (const query of ['пошук', '0677654321', 'hanna@example.com']) expect(await idOf(world, query)).toBe(id)
    await ask(world, 'PATCH', `/v1/customers/${id}`, { name: 'Ганна Знайденко', email: null })
    expect(await ask(world, 'GET', `/v1/customers/${id}`)).toMatchObject({
      name: 'Ганна Знайденко',
      phone: '+380677654321',
      email: null,
    })
    expect(await idOf(world, 'Знайденко')).toBe(id)
    expect((await ask(world, 'GET', `/v1/customers?query=${encodeURIComponent('Пошукова')}`)).data).toEqual([])
    expect((await manager.says('/customer Знайденко')).text).toContain('+380677654321')
  })

  describe('somebody who tells of themselves and comes for a visit', () => {
    let id: string
    beforeAll(async () => {
      const person = await world.customer('telegram', { name: 'Соломія' })
      await person.says('/profile')
      await person.presses('Ім’я')
      await person.says('Соломія Гнатюк')
      await person.presses('Телефон')
      await person.sharesPhone('+380501112233')
      await person.says('/profile')
      await person.presses('День народження')
      await person.says('14.03.1990')
      await person.presses('Пошта')
      await person.says('solomiia@example.com')
      await person.presses('Побажання')
      await person.says('Без блискіток, тиха музика')
      id = await idOf(world, 'Гнатюк')
      expect(await books(person, 'сьогодні о 15')).toContain('Записано!')
    })

    test('D07a the card keeps name, contacts, date of birth and consent', async () => {
      expect(await ask(world, 'GET', `/v1/customers/${id}`)).toMatchObject({
        name: 'Соломія Гнатюк',
        phone: '+380501112233',
        phone_proved: true,
        email: 'solomiia@example.com',
        birthday: '1990-03-14',
        consented_at: expect.any(String),
      })
      const { text } = await manager.says('/customer Гнатюк')
      for (const shown of ['Соломія Гнатюк', '+380501112233', 'solomiia@example.com', '14.03.1990', 'Згода на дані: є'])
        expect(text).toContain(shown)
    })

    test('D05 preferences stand on the card in a field of their own, and the master sees them', async () => {
      expect((await ask(world, 'GET', `/v1/customers/${id}`)).preferences).toBe('Без блискіток, тиха музика')
      const card = await master.says('/customer Гнатюк')
      expect(card.text).toContain('Побажання: Без блискіток, тиха музика')
    })

    test('D07b a visit stands in the history with service, master, sum and date', async () => {
      const [booking] = (await ask(world, 'GET', '/v1/bookings')).data
      world.clock.advance(8 * 60 * minute)
      await ask(world, 'POST', `/v1/bookings/${booking.id}/done`)
      await ask(world, 'POST', `/v1/bookings/${booking.id}/pay`, { amount: '480' })
      const history: Json[] = (await ask(world, 'GET', `/v1/customers/${id}/history`)).data
      expect(history.filter((one) => one.kind === 'booking')).toMatchObject([
        {
          service: { default: 'Манікюр' },
          master: { default: 'Олена' },
          amount: '480.00',
          at: '2026-05-12T12:00:00.000Z',
          state: 'done',
        },
      ])
      await manager.says('/customer Гнатюк')
      const { text } = await manager.presses('Історія')
      expect(plain(text)).toMatch(/12 травня.*15:00.*Манікюр, Олена, 480 ₴/)
    })
  })

  test('E02b one line of time per client: messages, events of apps, orders and bookings, whatever the channel', async () => {
    const buyer = { external_id: 'e02b', name: 'Мирослава Часова', phone: '+380631234567' }
    await ask(world, 'POST', '/v1/customers', buyer, 201)
    const bought = world.clock.now().toISOString()
    const purchase = {
      external_id: 'e02b-1',
      customer: { external_id: 'e02b' },
      purchased_at: bought,
      items: [{ sku: 'AP-1', name: 'Шарф', quantity: 1, unit_price: '199.90' }],
    }
    await ask(world, 'POST', '/v1/purchases', purchase, 201)
    const view = { customer: { external_id: 'e02b' }, sku: 'AP-2', name: 'Капелюх', viewed_at: bought }
    await ask(world, 'POST', '/v1/views', view, 201)
    const person = await world.customer('telegram', { name: 'Міра' })
    await person.says('/profile')
    await person.presses('Телефон')
    expect((await person.sharesPhone('+380631234567')).text).toContain('Ми вже знайомі')
    expect(await orders(person)).toContain('оформлено')
    expect(await books(person, 'у п’ятницю о 12')).toContain('Записано!')
    await person.says('Чи можна оплатити карткою?')

    const history: Json[] = (await ask(world, 'GET', '/v1/customers/external:e02b/history?limit=200')).data
    const moments = history.map((one) => Date.parse(one.at))
    expect(moments).toEqual([...moments].sort((a, b) => b - a))
    expect(new Set(history.map((one) => one.kind))).toEqual(new Set(['message', 'order', 'view', 'booking', 'request']))
    expect(history.filter((one) => one.kind === 'order').map((one) => one.order_kind)).toEqual(['chat', 'app'])
    expect(history.filter((one) => one.kind === 'message').map((one) => one.text)).toContain(
      'Чи можна оплатити карткою?',
    )
  })

  test('E11 both endpoints, New user and Purchase, are in the OpenAPI document and answer as it says', async () => {
    const document = await ask(world, 'GET', '/openapi.json')
    const schema = (part: Json) => z.fromJSONSchema(part.content[Object.keys(part.content)[0] ?? ''].schema)
    const route = (path: string) => document.paths[path].post
    const purchase = (more: object = {}) => ({
      external_id: 'e11-1',
      customer: { external_id: 'e11' },
      purchased_at: '2026-05-12T10:00:00+03:00',
      items: [{ sku: 'E11', quantity: 1, unit_price: '10.00' }],
      ...more,
    })
    const cases: readonly (readonly [string, object, number])[] = [
      ['/v1/customers', { external_id: 'e11', name: 'Нова Людина', attributes: { size: 'M' } }, 201],
      ['/v1/customers', { external_id: 'e11', name: 'Нова Людина' }, 200],
      ['/v1/customers', { name: 'Без номера' }, 400],
      ['/v1/purchases', purchase(), 201],
      ['/v1/purchases', purchase(), 200],
      ['/v1/purchases', purchase({ external_id: 'e11-2', items: [] }), 400],
    ]
    for (const [path, body, status] of cases) {
      const { requestBody, responses } = route(path)
      const answer = await ask(world, 'POST', path, body, status)
      expect([path, status, schema(responses[status]).safeParse(answer).error]).toEqual([path, status, undefined])
      expect([path, body, schema(requestBody).safeParse(body).success]).toEqual([path, body, status !== 400])
    }
    // Whoever may not is told so as the document says.
    const stranger = await world.api('POST', '/v1/purchases', purchase(), { key: 'rzm_nobody_nothing' })
    expect(stranger.status).toBe(401)
    expect(schema(route('/v1/purchases').responses[401]).safeParse(stranger.body).success).toBe(true)
  })

  test('E13 a purchase is added to the client’s history, and replaying the event changes nothing', async () => {
    const event = {
      external_id: 'e13-1',
      customer: { external_id: 'e13' },
      purchased_at: '2026-05-11T12:00:00+03:00',
      items: [{ sku: 'E13', name: 'Пояс', quantity: 2, unit_price: '99.95' }],
    }
    const first = await ask(world, 'POST', '/v1/purchases', event, 201)
    const read = async () => [
      await ask(world, 'GET', '/v1/customers/external:e13'),
      await ask(world, 'GET', '/v1/customers/external:e13/history'),
      await ask(world, 'GET', '/v1/reports/sales?from=2026-05-11&to=2026-05-11'),
    ]
    const before = await read()
    expect(before[1].data).toMatchObject([{ id: first.id, kind: 'order', amount: '199.90', paid: true }])
    expect(before[2].totals).toMatchObject({ revenue: '199.90', orders: 1, units: 2 })
    expect(await ask(world, 'POST', '/v1/purchases', event, 200)).toEqual({ id: first.id, status: 'duplicate' })
    const batch = { events: [{ type: 'purchase', ...event }] }
    expect(await ask(world, 'POST', '/v1/events', batch)).toEqual({ accepted: 0, duplicates: 1, rejected: [] })
    expect(await read()).toEqual(before)
  })

  test('E14 what an app reports is in the counters within seconds', async () => {
    const today = '2026-05-12'
    const key = await world.key(['events:write'])
    const counters = async () => {
      const { totals } = await ask(world, 'GET', `/v1/reports/sales?from=${today}&to=${today}`)
      const known = await world.api('GET', '/v1/customers/external:e14')
      return [totals.orders, totals.new_customers, known.body.orders?.count ?? 0]
    }
    const before = await counters()
    const purchase = (number: number) => ({
      type: 'purchase',
      external_id: `e14-${number}`,
      customer: { external_id: 'e14' },
      purchased_at: `${today}T09:00:0${number}+03:00`,
      items: [{ sku: 'E14', quantity: 1, unit_price: '5.00' }],
    })
    const sent = Date.now()
    const customer = { type: 'customer', external_id: 'e14', name: 'Свіжа Людина' }
    const events = [customer, purchase(1), purchase(2), purchase(3)]
    expect((await world.api('POST', '/v1/events', { events }, { key })).body).toMatchObject({ accepted: 4 })
    const after = [before[0] + 3, before[1] + 1, 3]
    await expect.poll(counters, { timeout: 5_000 }).toEqual(after)
    expect(Date.now() - sent).toBeLessThan(5_000)
    const connection = (await world.api('GET', '/v1/connection', undefined, { key })).body
    expect(Math.abs(Date.parse(connection.last_event_at) - world.clock.now().getTime())).toBeLessThan(10_000)
  })

  test('E18 the list of clients is filtered and comes in pages, in the bot and by the API', async () => {
    const people = Array.from({ length: 11 }, (_, at) => ({
      type: 'customer',
      external_id: `e18-${at}`,
      name: `Перелік Людина${String(at).padStart(2, '0')}`,
    }))
    await ask(world, 'POST', '/v1/events', { events: people })
    const names = people.map((one) => one.name)
    const listed: string[] = []
    const sizes: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path = `/v1/customers?query=${encodeURIComponent('перелік')}&limit=4${cursor ? `&cursor=${cursor}` : ''}`
      const page = await ask(world, 'GET', path)
      sizes.push(page.data.length)
      listed.push(...page.data.map((one: { name: string }) => one.name))
      cursor = page.next_cursor
    }
    expect(sizes).toEqual([4, 4, 3])
    expect([...listed].sort()).toEqual(names)

    const shown: string[] = []
    let page = await manager.says('/customer перелік')
    for (let pages = 1; ; pages += 1) {
      // A list never exceeds a screen.
      expect(page.buttons.length).toBeLessThanOrEqual(9)
      shown.push(...page.buttons.flatMap((label) => /Перелік Людина\d\d/.exec(label)?.[0] ?? []))
      if (!page.buttons.includes('Ще')) {
        expect(pages).toBeGreaterThan(1)
        break
      }
      page = await manager.presses('Ще')
    }
    expect(shown).toEqual(listed)
  })
})

describe('on both messengers', () => {
  let world: World
  let manager: Talker
  let viberPerson: Talker
  /** Wherever this process opened a connection to, while it did all of this. */
  const went: { host: string; port: number }[] = []
  const { connect } = Socket.prototype
  beforeAll(async () => {
    Socket.prototype.connect = new Proxy(connect, {
      apply: (target, socket, args) => {
        went.push(whereTo(args))
        return Reflect.apply(target, socket, args)
      },
    })
    world = await createWorld()
    await furnish(world)
    manager = await world.staff('manager', 'web', { name: 'Оксана' })
  })
  afterAll(() => {
    Socket.prototype.connect = connect
    return world?.stop()
  })

  test('B13 before any token exists the whole talk is tried in the web chat', async () => {
    expect((await ask(world, 'GET', '/v1/channels')).data).toMatchObject([{ kind: 'web' }])
    const person = await world.customer('web')
    expect(await orders(person)).toContain('оформлено')
    expect(await books(person, 'завтра о 10')).toContain('Записано!')
  })

  test.each(['telegram', 'viber'] as const)(
    'B04 an order, a booking and a question are the same on %s',
    async (channel) => {
      const name = `Марта ${channel}`
      const person = await world.customer(channel, { name })
      expect(await orders(person)).toMatch(/Замовлення № \d+ на 1\s250.*оформлено/)
      const id = await idOf(world, name)
      const [order] = (await ask(world, 'GET', `/v1/orders?customer=${id}`)).data
      await manager.hears()
      await manager.presses(`Прийняти № ${order.number}`)
      await person.hears()
      expect(onScreen(person)).toContain(`Замовлення № ${order.number} прийнято`)
      expect(await ask(world, 'GET', `/v1/orders/${order.id}`)).toMatchObject({ channel, state: 'accepted' })

      expect(await books(person, channel === 'telegram' ? 'завтра о 12' : 'завтра о 14')).toContain('Записано!')
      const bookings: Json[] = (await ask(world, 'GET', '/v1/bookings')).data
      expect(bookings.filter((one) => one.customer_id === id)).toMatchObject([{ channel, state: 'confirmed' }])

      expect((await person.says('Чи є подарункові сертифікати?')).text).toContain('Передаю ваше питання людині')
      await manager.hears()
      await manager.presses('Відповісти')
      await manager.says('Так, є')
      await person.hears()
      expect(onScreen(person)).toContain('Так, є')
      await manager.presses('Завершити')
      expect((await ask(world, 'GET', `/v1/requests?customer=${id}`)).data).toMatchObject([
        { channel, state: 'closed' },
      ])
      if (channel === 'viber') viberPerson = person
    },
  )

  test('B05 all of that called nobody but the two messengers: no SMS is sent', () => {
    const port = (url: string) => Number(new URL(url).port)
    const ours = [world.url, inject('postgres').adminUrl].map(port)
    const called = new Set(went.map((to) => to.port).filter((one) => !ours.includes(one)))
    expect(called).toEqual(new Set([port(world.telegram.url), port(world.viber.url)]))
    for (const { host } of went) expect(['127.0.0.1', 'localhost', '::1', '']).toContain(host)
    // There is nothing to set up that could send one.
    const settings = readFileSync('config.ts', 'utf8').match(/^ {4}([A-Z_]+):/gm) ?? []
    expect(settings.length).toBeGreaterThan(10)
    expect(settings.filter((name) => /SMS|TWILIO|TURBO/.test(name))).toEqual([])
  })

  test('B05 messages that Viber charges for are counted, by the day: those outside the session that the person opened', async () => {
    const viber = async (date: string) => {
      const { totals } = await ask(world, 'GET', `/v1/reports/response-times?from=${date}&to=${date}`)
      return { paid: totals.viber_paid, free: totals.viber_free }
    }
    const sent = () => world.viber.log.filter((call) => call.method === 'send_message' && call.messages > 0).length
    // Answers, and what follows within a day, cost nothing.
    const answers = sent()
    expect(answers).toBeGreaterThan(5)
    expect(await viber('2026-05-12')).toEqual({ paid: 0, free: answers })

    // The next day nobody has written for more than 24 hours: what we begin is paid, and a tap opens a session again.
    world.clock.advance(day + 2 * 60 * minute)
    const id = await idOf(world, 'Марта viber')
    const [order] = (await ask(world, 'GET', `/v1/orders?customer=${id}`)).data
    await ask(world, 'POST', `/v1/orders/${order.id}/send`, { tracking: '20400048799000' })
    await world.settled()
    expect(sent()).toBe(answers + 1)
    expect(await viber('2026-05-13')).toEqual({ paid: 1, free: 0 })
    await viberPerson.presses(0)
    expect(await viber('2026-05-13')).toEqual({ paid: 1, free: sent() - answers - 1 })
    expect(sent()).toBeGreaterThan(answers + 1)
    await ask(world, 'POST', `/v1/orders/${order.id}/deliver`)
    await world.settled()
    expect(await viber('2026-05-13')).toEqual({ paid: 1, free: sent() - answers - 1 })
    expect(await viber('2026-05-12')).toEqual({ paid: 0, free: answers })
    const shown = await manager.says('/stats today operations')
    expect(shown.text).toContain(`Viber: платних повідомлень 1, безкоштовних ${sent() - answers - 1}`)
  })
})

describe('how the work goes', () => {
  let world: World
  let manager: Talker
  beforeAll(async () => {
    world = await createWorld()
    const { variantId } = await furnish(world)
    manager = await world.staff('manager', 'web', { name: 'Оксана' })
    const asks = async (name: string, waits: number, takes: number) => {
      const person = await world.customer('telegram', { name })
      await person.says('Чи є подарункові сертифікати?')
      world.clock.advance(waits * minute)
      await manager.hears()
      await manager.presses('Відповісти')
      await manager.says('Так, є')
      world.clock.advance((takes - waits) * minute)
      await manager.presses('Завершити')
    }
    const looks = async (name: string) => {
      const person = await world.customer('telegram', { name })
      await person.says('/catalog')
    }
    // Tuesday: one waits for 20 minutes and buys nothing; one looks around with the bot alone.
    await asks('Повільна', 20, 60)
    await looks('Перша')
    world.clock.advance(day - 40 * minute)
    // Wednesday: one waits for two minutes and buys; two look around.
    await asks('Швидка', 2, 30)
    const customer_id = await idOf(world, 'Швидка')
    const lines = [{ variant_id: variantId, quantity: 1 }]
    await ask(world, 'POST', '/v1/counter-sales', { lines, customer_id }, 201)
    await looks('Друга')
    await looks('Третя')
    world.clock.advance(60 * minute)
  })
  afterAll(() => world?.stop())

  const read = (from: string, to: string, more = '') =>
    ask(world, 'GET', `/v1/reports/response-times?from=${from}&to=${to}${more}`)

  test('B02 the middle wait for the first answer is measured and shown beside the one before', async () => {
    const { text } = await manager.says('/stats today')
    expect(plain(text)).toContain('Перша відповідь на запитання: 2 хв ▼ 90 % (було 20 хв)')
    const { totals, before } = await read('2026-05-13', '2026-05-13')
    expect(Math.round(totals.first_response / 60)).toBe(2)
    expect(Math.round(before.first_response / 60)).toBe(20)
  })

  test('B03 conversion is reported by how long people waited', async () => {
    const { buckets } = await read('2026-05-12', '2026-05-13')
    const none = { requests: 0, converted: 0, conversion: null }
    expect(buckets).toEqual([
      { bucket: '0-5', requests: 1, converted: 1, conversion: 1 },
      { bucket: '5-15', ...none },
      { bucket: '15-60', requests: 1, converted: 0, conversion: 0 },
      { bucket: '60-240', ...none },
      { bucket: '240-', ...none },
      { bucket: 'none', ...none },
    ])
    await manager.says('/stats 2026-05-12 2026-05-13')
    const shown = await manager.presses('Робота з людьми')
    expect(shown.picture).toBe(true)
    expect(plain(shown.text)).toContain('до 5 хв — 100 % (1 з 1)')
    expect(plain(shown.text)).toContain('15–60 хв — 0 % (0 з 1)')
    // As it was known on Tuesday evening, nobody had bought.
    const earlier = await read('2026-05-12', '2026-05-13', '&as_of=2026-05-12')
    expect(earlier.buckets).toMatchObject([{ requests: 0 }, {}, { requests: 1, converted: 0 }, {}, {}, {}])
  })

  test('B14 an operations report shows response time, handling time and the share that the bot handled', async () => {
    const { totals, before } = await read('2026-05-13', '2026-05-13')
    expect(totals).toMatchObject({ requests: 1, answered: 1, chats: 3, chats_by_bot: 2, bot_share: 0.6667 })
    expect(before).toMatchObject({ requests: 1, answered: 1, chats: 2, chats_by_bot: 1, bot_share: 0.5 })
    expect([totals.handling, before.handling].map((seconds) => Math.round(seconds / 60))).toEqual([30, 60])
    await manager.says('/stats today')
    const text = plain((await manager.presses('Робота з людьми')).text)
    expect(text).toContain('Запитання: 1, відповіли: 1')
    expect(text).toContain('Перша відповідь на запитання: 2 хв ▼ 90 % (було 20 хв)')
    expect(text).toContain('Запитання вирішено за: 30 хв ▼ 50 % (було 1 год 0 хв)')
    expect(text).toContain('Бот упорався сам: 67 % ▲ 33 % (було 50 %)')
    expect(text).toContain('Viber: платних повідомлень 0, безкоштовних 0')
  })

  test.each([
    ['ru', 'Бот справился сам: 67 %', 'до 5 мин — 100 % (1 из 1)'],
    ['en', 'The bot managed alone: 67%', 'within 5 min — 100% (1 of 1)'],
  ] as const)('it is read in %s too, by whoever may read reports', async (language, share, bucket) => {
    const reader = await world.staff('read-only', 'web', { language })
    const text = plain((await reader.says('/stats today operations')).text)
    expect(text).toContain(share)
    expect(text).toContain(bucket)
    const writer = await world.key(['events:write'])
    const path = '/v1/reports/response-times?from=2026-05-13&to=2026-05-13'
    expect((await world.api('GET', path, undefined, { key: writer })).status).toBe(403)
    expect((await world.api('GET', path.replace('05-13&', '05-14&'), undefined)).status).toBe(400)
  })
})

test('A17 one file runs every suite, units, whole features and end to end, with nothing left out', () => {
  expect(statSync('.ci/run').mode & 0o111).toBe(0o111)
  const steps = readFileSync('.ci/run', 'utf8').split('\n')
  expect(steps).toContain('set -euo pipefail')
  expect(steps.filter((step) => /^(export|npm) /.test(step))).toEqual([
    'export ROZMOVA_TEST_NOTHING_LEFT_OUT=1',
    'npm run check',
    'npm test',
  ])
  const tests = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'))
  expect(readFileSync('vitest.config.ts', 'utf8')).toMatch(/include: \['test\/\*\*\/\*\.test\.ts'\]/)
  expect(readFileSync('vitest.config.ts', 'utf8')).not.toMatch(/exclude|passWithNoTests|bail/)
  for (const kind of ['core/money.test.ts', 'core/orders/orders.test.ts', 'demo.test.ts', 'split.test.ts'])
    expect(tests).toContain(kind)
  // No test is set aside, and none stands alone.
  const aside = tests.filter((file) =>
    /\b(?:test|it|describe)\.(?:skip|only|todo|fails)\b/.test(readFileSync(`test/${file}`, 'utf8')),
  )
  expect(aside).toEqual([])
})

/** Where a socket goes: `connect` is called with options, with a list that begins with them, or with a port and a host. */
function whereTo(args: readonly unknown[]): { host: string; port: number } {
  const [first, second] = args
  const options: unknown = Array.isArray(first) ? first[0] : first
  if (typeof options === 'object')
    return z.object({ host: z.string().catch(''), port: z.coerce.number().catch(0) }).parse(options)
  return { port: Number(options), host: typeof second === 'string' ? second : '' }
}
