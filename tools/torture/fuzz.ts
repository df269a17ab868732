import { startTelegram } from '../../test/emulators/telegram.ts'
import { startViber } from '../../test/emulators/viber.ts'
import type { Json, World } from '../../test/support/world.ts'
import { startProduct } from './product.ts'
import { atMost, between, exactly, type Figure, percentile, pick, type Scenario, sized } from './scenario.ts'
import { connectBots, countable, hold, numbersIn, type Stage, until } from './stage.ts'

/** G12: broken payloads at every door, valid ones between them. */
export const fuzz: Scenario = async (run) => {
  const telegram = await startTelegram({ limits: false })
  const viber = await startViber({ limits: false })
  const product = await startProduct({ telegram, viber })
  const stage = await connectBots({ telegram, viber, api: product.api }, 4)
  const figures = await everythingBroken(product.url, stage, sized(run, 5_000, 200), run.random, 300_000)
  const metrics = await (await fetch(`${product.url}/metrics`)).text()
  const lag = Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(metrics)?.[1] ?? Number.NaN) * 1000
  const output = product.output()
  await product.stop()
  const [rows] = await product.rows(`select count(*)::int as dead from updates where state = 'dead'`)
  await telegram.stop()
  await viber.stop()
  product.remove()
  return [
    ...figures,
    exactly('updates in the list of dead letters', 0, Number(rows?.['dead'])),
    exactly('crashes', 0, /unhandled|uncaught/i.test(output) ? 1 : 0),
    atMost('event loop lag, p99', 100, lag, ' ms'),
  ]
}

interface Shot {
  readonly door: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: Buffer
  /** What a valid one is answered; a broken one may be answered anything below 500. */
  readonly status?: number
}

/** Posts `count` broken payloads and a fifth as many valid ones, in any order, and holds every valid one's effect against it. */
export async function everythingBroken(
  url: string,
  stage: Stage,
  count: number,
  random: () => number,
  timeoutMs: number,
): Promise<Figure[]> {
  const { api, bots, account } = stage
  const key = String((await must(api('POST', '/v1/api-keys', { name: 'fuzz', scopes: ['events:write'] }))).key)
  const channels = (await must(api('GET', '/v1/channels'))).data.filter((one: Json) => one.kind === 'web')
  const web = `/webchat/${channels[0]?.id}`
  const visitor = async () => {
    const made: Json = await (await fetch(`${url}${web}/visitors`, { method: 'POST' })).json()
    return String(made.visitor)
  }
  const visitors = await Promise.all(Array.from({ length: 10 }, visitor))
  const valid = Math.ceil(count / 5 / 4)
  const people = bots.map((bot, at) => bot.person({ id: 30_000 + at, first_name: 'Valid' }))
  const viberPeople = Array.from({ length: 5 }, (_, at) => account.person({ id: `valid${at}==` }))

  const shots: Shot[] = []
  for (let at = 0; at < count; at += 1) {
    const [door, template] = pick(random, templates(at, visitors)) ?? ['event', {}]
    shots.push(shot(stage, { key, web }, door, broken(template, random)))
  }
  const events = Array.from({ length: valid }, (_, at) =>
    shot(stage, { key, web }, 'purchase', json(purchase(`valid-${at}`)), 201),
  )
  const texts = Array.from({ length: valid }, (_, at) =>
    shot(stage, { key, web }, 'webchat', json({ visitor: visitors[at % visitors.length], text: `/w${at}` }), 202),
  )
  const answers: { shot: Shot; status: number; ms: number }[] = []
  const queue = [...shots, ...events, ...texts].sort(() => random() - 0.5)
  let next = 0
  let said = 0
  const client = async () => {
    for (let one = queue[next++]; one; one = queue[next++]) {
      // The platforms' own posts come by the platforms' own way.
      if (said < valid && random() < (valid * 2) / queue.length) {
        said += 1
        people[said % people.length]?.says(countable('f', Math.ceil(said / people.length)))
        viberPeople[said % viberPeople.length]?.says(countable('f', Math.ceil(said / viberPeople.length)))
      }
      const started = performance.now()
      const status = await post(url, one)
      answers.push({ shot: one, status, ms: performance.now() - started })
    }
  }
  await Promise.all(Array.from({ length: 8 }, client))

  const tally = { lost: 0, repeated: 0, inversions: 0 }
  const judge = () => {
    Object.assign(tally, { lost: 0, repeated: 0, inversions: 0 })
    const share = (place: number, among: number) =>
      Math.floor(said / among) + (place > 0 && place <= said % among ? 1 : 0)
    people.forEach(({ chat }, place) => {
      hold(
        tally,
        numbersIn(
          chat.incoming.map(({ text }) => text),
          'f',
        ),
        share(place, people.length),
      )
    })
    viberPeople.forEach(({ chat }, place) => {
      hold(tally, numbersIn(chat.texts(), 'f'), share(place, viberPeople.length))
    })
    return tally.lost === 0
  }
  await until(judge, timeoutMs, 'every valid message to be answered').catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, 500))
  judge()
  const failed = answers.filter(({ status }) => status === 0 || status >= 500)
  for (const { shot: one, status } of failed.slice(0, 5))
    console.error(`${one.door} was answered ${status}: ${one.body.toString('utf8').slice(0, 500)}`)
  const refused = answers.filter(({ shot: one, status }) => one.status !== undefined && one.status !== status)
  for (const { shot: one, status } of refused.slice(0, 5)) console.error(`a valid ${one.door} was answered ${status}`)
  return [
    exactly('answers of 500 and more, or none', 0, failed.length),
    exactly('valid events and web messages refused', 0, refused.length),
    exactly('valid messages of Telegram and Viber lost', 0, tally.lost),
    exactly('valid messages answered twice', 0, tally.repeated),
    atMost('slowest answer', 1_000, Math.max(...answers.map(({ ms }) => ms)), ' ms'),
    atMost(
      'answers, p99',
      1_000,
      percentile(
        answers.map(({ ms }) => ms),
        0.99,
      ),
      ' ms',
    ),
  ]
}

async function must(answer: ReturnType<World['api']>): Promise<Json> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}

async function post(url: string, { path, headers, body }: Shot): Promise<number> {
  try {
    const answer = await fetch(path.startsWith('http') ? path : url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(10_000),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 0
  }
}

function shot(
  { hooks, account }: Stage,
  { key, web }: { key: string; web: string },
  door: string,
  body: Buffer,
  status?: number,
): Shot {
  const more = { door, body, ...(status === undefined ? {} : { status }) }
  const authorization = { authorization: `Bearer ${key}` }
  switch (door) {
    case 'telegram':
      return {
        ...more,
        path: hooks.telegram.url,
        headers: { 'x-telegram-bot-api-secret-token': hooks.telegram.secret },
      }
    case 'viber':
      return {
        ...more,
        path: hooks.viber.url,
        headers: { 'x-viber-content-signature': account.signatureOf(body) },
      }
    case 'webchat':
      return { ...more, path: `${web}/messages`, headers: {} }
    case 'visitors':
      return { ...more, path: `${web}/visitors`, headers: {} }
    case 'purchase':
      return { ...more, path: '/v1/purchases', headers: authorization }
    case 'view':
      return { ...more, path: '/v1/views', headers: authorization }
    case 'refund':
      return { ...more, path: '/v1/refunds', headers: authorization }
    default:
      return { ...more, path: '/v1/events', headers: authorization }
  }
}

type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree }

/** One good payload for every door: what is broken was good once. Ids of their own, so that none is taken for a valid one. */
function templates(at: number, visitors: readonly string[]): readonly (readonly [string, Tree])[] {
  const id = 40_000 + (at % 50)
  const person = { id, is_bot: false, first_name: 'Broken', language_code: 'uk' }
  const chat = { id, type: 'private', first_name: 'Broken' }
  const date = 1_795_000_000
  const update_id = 700_000_000 + at
  const said = { message_id: at, date, chat, from: person }
  const sender = { id: `broken${at % 50}==`, name: 'Broken', language: 'uk', country: 'UA', api_version: 10 }
  const callback = {
    timestamp: date * 1000,
    chat_hostname: 'SN',
    message_token: 6_000_000_000 + at,
    silent: false,
    sender,
  }
  return [
    ['telegram', { update_id, message: { ...said, text: '/help' } }],
    ['telegram', { update_id, edited_message: { ...said, text: 'інше', edit_date: date } }],
    [
      'telegram',
      {
        update_id,
        message: { ...said, caption: 'ось', photo: [{ file_id: 'A', file_unique_id: 'a', width: 9, height: 9 }] },
      },
    ],
    [
      'telegram',
      { update_id, message: { ...said, contact: { phone_number: '+380671234567', first_name: 'A', user_id: id } } },
    ],
    ['telegram', { update_id, message: { ...said, location: { latitude: 50.4, longitude: 30.5 } } }],
    [
      'telegram',
      { update_id, callback_query: { id: String(at), from: person, chat_instance: '1', data: '1.0', message: said } },
    ],
    ['telegram', { update_id, my_chat_member: { chat, from: person, date, new_chat_member: { status: 'kicked' } } }],
    ['viber', { ...callback, event: 'message', message: { type: 'text', text: '/help' } }],
    [
      'viber',
      { ...callback, event: 'message', message: { type: 'picture', media: 'http://127.0.0.1:9/x.jpg', text: 'ось' } },
    ],
    [
      'viber',
      {
        ...callback,
        event: 'message',
        message: { type: 'contact', contact: { name: 'A', phone_number: '380671234567' } },
      },
    ],
    [
      'viber',
      { ...callback, event: 'conversation_started', type: 'open', user: sender, subscribed: false, context: 'src_x' },
    ],
    ['viber', { ...callback, event: 'unsubscribed', user_id: `broken${at % 50}==` }],
    ['webchat', { visitor: visitors[at % visitors.length] ?? '', text: '/help' }],
    ['webchat', { visitor: visitors[at % visitors.length] ?? '', press: '1.0' }],
    ['webchat', { visitor: visitors[at % visitors.length] ?? '', contact: { phone: '+380671234567', name: 'A' } }],
    ['purchase', purchase(`broken-${at}`)],
    ['view', { customer: { external_id: `c${at % 9}` }, sku: 'dress-1', viewed_at: '2026-11-20T10:00:00Z' }],
    [
      'refund',
      {
        external_id: `broken-r${at}`,
        purchase: { external_id: `broken-${at - 1}` },
        refunded_at: '2026-11-20T10:00:00Z',
        amount: '1.00',
      },
    ],
    [
      'event',
      {
        events: [
          { type: 'purchase', ...purchase(`broken-e${at}`) },
          { type: 'customer', external_id: `c${at % 9}`, name: 'Леся', phone: '+380671234567' },
        ],
      },
    ],
  ]
}

function purchase(external_id: string) {
  return {
    external_id,
    customer: { external_id: `c${external_id.length % 9}` },
    purchased_at: '2026-11-20T12:00:00+02:00',
    items: [{ sku: 'dress-1', name: 'Сукня', quantity: 2, unit_price: '199.90' }],
  }
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value))

/** Wrong in its parts, in its bytes, or in both. */
function broken(template: Tree, random: () => number): Buffer {
  let tree = template
  for (let times = between(random, 1, 3); times > 0; times -= 1) tree = changed(tree, random)
  const bytes = json(tree)
  if (random() < 0.7 || bytes.length < 4) return bytes
  const at = between(random, 0, bytes.length - 1)
  switch (between(random, 0, 4)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      bytes.writeUInt8(between(random, 0, 255), at)
      return bytes
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xfe, 0x00]), bytes.subarray(at)])
    case 3:
      return Buffer.concat([bytes, bytes])
    default:
      return Buffer.from('['.repeat(between(random, 1, 20_000)))
  }
}

/** The tree with one of its parts taken away or replaced by what nobody expects there. */
function changed(tree: Tree, random: () => number): Tree {
  if (tree !== null && typeof tree === 'object' && random() < 0.85) {
    if (Array.isArray(tree)) {
      const at = between(random, 0, Math.max(0, tree.length - 1))
      return tree.map((part, place) => (place === at ? changed(part, random) : part))
    }
    const name = pick(random, Object.keys(tree))
    if (name === undefined) return strange(random)
    if (random() < 0.15) return Object.fromEntries(Object.entries(tree).filter(([other]) => other !== name))
    if (random() < 0.1)
      return { ...tree, [pick(random, ['__proto__', 'constructor', '', 'toString']) ?? '']: strange(random) }
    return { ...tree, [name]: changed(tree[name] ?? null, random) }
  }
  return strange(random)
}

function strange(random: () => number): Tree {
  const all: readonly Tree[] = [
    ...[null, true, false, 0, -1, 1.5, 1e308, -1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, 9e15, 1e21, 4_294_967_296],
    ...[
      '',
      ' ',
      '0',
      '-1',
      'NaN',
      '1e999',
      '\u0000',
      'a\u0000b',
      '\ud800',
      '\u202e\u200b\u200d',
      '😀'.repeat(300),
      'я'.repeat(5_000),
    ],
    ...[
      "'; drop table updates; --",
      '{{7*7}}',
      '../../etc/passwd',
      '2026-02-30',
      '9999-12-31T23:59:60Z',
      '/start join_x',
    ],
    ...[[], {}, [[[[]]]], { a: { b: {} } }, [null, null], { toString: 1 }],
    Array.from({ length: 300 }, () => 'x'),
  ]
  return pick(random, all) ?? null
}
