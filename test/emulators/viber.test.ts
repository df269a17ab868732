import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { tinyPicture } from './telegram.ts'
import { plain, startViber, toJson, type ViberEmulator, type ViberOptions } from './viber.ts'

const token = '4453b6ac1s345678-e02c5f12174805f9-daec9cbb5448c51f'
const stops: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

type Answered = { status: number; body?: string }
type Got = { raw: string; event: string; signature: string; body: Record<string, unknown> }

async function webhook(answer: (got: Got) => Answered = () => ({ status: 200 })) {
  const received: Got[] = []
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => {
      const raw = Buffer.concat(parts).toString()
      const body = z.looseObject({ event: z.string() }).parse(JSON.parse(raw))
      const signature = String(incoming.headers['x-viber-content-signature'])
      const got = { raw, event: body.event, signature, body }
      received.push(got)
      const { status, body: text = '' } = answer(got)
      outgoing.writeHead(status)
      outgoing.end(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return { received, url: `http://127.0.0.1:${port}/viber` }
}

async function emulate(options: ViberOptions = {}) {
  const viber = await startViber({ receipts: false, ...options })
  stops.push(() => viber.stop())
  viber.addAccount({ token, name: 'Мальва' })
  const olena = viber.person({ id: '01234567890A=', name: 'Олена', phone: '380671112233' })
  return { viber, olena }
}

/** An emulator with a webhook and one subscriber. */
async function connected(options: ViberOptions = {}, answer?: (got: Got) => Answered) {
  const made = await emulate(options)
  const hook = await webhook(answer)
  expect(await call(made.viber, 'set_webhook', { url: hook.url })).toMatchObject({ status: 0 })
  made.olena.subscribes()
  await made.viber.settled()
  return { ...made, hook }
}

const answerShape = z.looseObject({ status: z.number(), status_message: z.string() })

async function call(viber: ViberEmulator, method: string, body: unknown, auth: string | null = token) {
  const answer = await fetch(`${viber.apiRoot}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(auth === null ? {} : { 'x-viber-auth-token': auth }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
  return answerShape.parse(await answer.json())
}

const sender = { name: 'Мальва' }
const text = (more: Record<string, unknown> = {}) => ({
  receiver: '01234567890A=',
  sender,
  type: 'text',
  text: 'Вітаємо',
  ...more,
})
const keyboard = (...buttons: Record<string, unknown>[]) => ({ Type: 'keyboard', Buttons: buttons })

describe('an account', () => {
  test('is asked for a token, in the header or in the body', async () => {
    const { viber } = await emulate()
    expect(await call(viber, 'get_account_info', {}, null)).toEqual({ status: 2, status_message: 'missing_auth_token' })
    expect(await call(viber, 'get_account_info', {}, 'wrong')).toEqual({
      status: 2,
      status_message: 'invalidAuthToken',
    })
    expect(await call(viber, 'get_account_info', { auth_token: token }, null)).toMatchObject({
      status: 0,
      name: 'Мальва',
    })
    expect(JSON.stringify(viber.log)).not.toContain(token)
  })

  test('has a webhook that must answer at once, over https unless on this machine', async () => {
    const { viber } = await emulate()
    const hook = await webhook()
    const asked = { url: hook.url, event_types: ['delivered', 'message'] }
    expect(await call(viber, 'set_webhook', asked)).toMatchObject({ status: 0, event_types: ['delivered'] })
    expect(hook.received.map(({ event }) => event)).toEqual(['webhook'])
    expect(await call(viber, 'set_webhook', { url: 'http://shop.example' })).toMatchObject({ status: 1 })
    expect(await call(viber, 'set_webhook', { url: 'nonsense' })).toMatchObject({ status: 1 })
    expect(await call(viber, 'set_webhook', {})).toMatchObject({ status: 4 })
    const broken = await webhook(() => ({ status: 500 }))
    expect(await call(viber, 'set_webhook', { url: broken.url })).toMatchObject({ status: 1 })
    expect(await call(viber, 'get_account_info', {})).toMatchObject({ webhook: hook.url })
    await call(viber, 'set_webhook', { url: '' })
    expect(await call(viber, 'send_message', text())).toMatchObject({ status: 10 })
  })
})

describe('messages to people', () => {
  test('are answered with a token larger than a JavaScript number, digit by digit', async () => {
    const { viber } = await connected()
    const answer = await fetch(`${viber.apiRoot}/send_message`, {
      method: 'POST',
      headers: { 'x-viber-auth-token': token },
      body: JSON.stringify(text()),
    })
    const raw = await answer.text()
    const digits = /"message_token":(\d{19})[,}]/.exec(raw)?.[1]
    expect(digits).toBe(String(viber.chat('01234567890A=').last()?.token))
    expect(String(JSON.parse(raw).message_token)).not.toBe(digits)
  })

  test('reach subscribers only', async () => {
    const { viber, olena } = await connected()
    expect(await call(viber, 'send_message', text({ receiver: 'nobody' }))).toEqual({
      status: 5,
      status_message: 'receiverNotRegistered',
    })
    olena.unsubscribes()
    expect(await call(viber, 'send_message', text())).toMatchObject({ status: 6 })
    olena.says('знову тут')
    expect(await call(viber, 'send_message', text())).toMatchObject({ status: 0, billing_status: 1 })
    olena.chat.refuses = 'receiverNoSuitableDevice'
    expect(await call(viber, 'send_message', text())).toMatchObject({ status: 11 })
    const old = viber.person({ id: 'old', api_version: 2 })
    old.says('hi')
    expect(await call(viber, 'send_message', text({ receiver: 'old', min_api_version: 3 }))).toMatchObject({
      status: 13,
    })
    expect(viber.sentTo('01234567890A=')).toHaveLength(1)
    expect(viber.attemptsTo('01234567890A=')).toHaveLength(3)
  })

  const button = { ActionBody: 'yes', Text: 'Так' }
  const phone = { ActionType: 'share-phone', ActionBody: 'phone', Text: 'Мій номер' }
  test.each<[string, Record<string, unknown>, number]>([
    ['no text', { text: undefined }, 4],
    ['empty text', { text: '' }, 4],
    ['7,000 characters', { text: 'x'.repeat(7000) }, 0],
    ['7,001 characters', { text: 'x'.repeat(7001) }, 3],
    ['more than 30 KB', { alt_text: 'x'.repeat(31 * 1024) }, 3],
    ['no sender', { sender: undefined }, 4],
    ['a sender of 29 characters', { sender: { name: 'x'.repeat(29) } }, 3],
    ['tracking data of 4,000', { tracking_data: 'x'.repeat(4000) }, 0],
    ['tracking data of 4,001', { tracking_data: 'x'.repeat(4001) }, 3],
    ['an unknown type', { type: 'hologram' }, 3],
    ['a picture', { type: 'picture', media: 'https://shop.example/1.jpg' }, 0],
    ['a picture without address', { type: 'picture' }, 4],
    ['a picture with a strange address', { type: 'picture', media: 'file:///etc/passwd' }, 3],
    ['a caption of 513', { type: 'picture', media: 'https://a.example/1.jpg', text: 'x'.repeat(513) }, 3],
    ['a keyboard', { keyboard: keyboard(button) }, 0],
    ['a keyboard of its own', { type: undefined, text: undefined, keyboard: keyboard(button) }, 0],
    ['nulls, as viber-bot writes them', { keyboard: null, min_api_version: null, tracking_data: '""' }, 0],
    ['no keyboard Type', { keyboard: { Buttons: [button] } }, 3],
    ['no buttons', { keyboard: keyboard() }, 3],
    ['seven columns', { keyboard: keyboard({ ...button, Columns: 7 }) }, 3],
    ['three rows', { keyboard: keyboard({ ...button, Rows: 3 }) }, 3],
    ['a button without ActionBody', { keyboard: keyboard({ Text: 'Так' }) }, 3],
    ['an ActionBody of 251', { keyboard: keyboard({ ...button, ActionBody: 'x'.repeat(251) }) }, 3],
    ['a strange ActionType', { keyboard: keyboard({ ...button, ActionType: 'explode' }) }, 3],
    ['a link that is none', { keyboard: keyboard({ ...button, ActionType: 'open-url' }) }, 3],
    ['share-phone for old clients', { keyboard: keyboard(phone), min_api_version: 2 }, 3],
    ['share-phone for version 3', { keyboard: keyboard(phone), min_api_version: 3 }, 0],
    [
      'a carousel',
      { type: 'rich_media', min_api_version: 7, rich_media: { Type: 'rich_media', Buttons: [button] } },
      0,
    ],
    ['a carousel for old clients', { type: 'rich_media', rich_media: { Type: 'rich_media', Buttons: [button] } }, 3],
    [
      'a carousel of seven cards',
      {
        type: 'rich_media',
        min_api_version: 7,
        rich_media: {
          Type: 'rich_media',
          ButtonsGroupColumns: 6,
          ButtonsGroupRows: 1,
          Buttons: Array.from({ length: 7 }, () => button),
        },
      },
      3,
    ],
  ])('with %s', async (_what, more, status) => {
    const { viber } = await connected()
    expect(await call(viber, 'send_message', text(more))).toMatchObject({ status })
    expect(viber.chat('01234567890A=').messages).toHaveLength(status === 0 ? 1 : 0)
  })

  test('are a hundred an hour at most to somebody who does not answer', async () => {
    let now = Date.UTC(2026, 0, 5)
    const { viber, olena } = await connected({ clock: () => now })
    for (let one = 0; one < 100; one += 1) await call(viber, 'send_message', text())
    expect(await call(viber, 'send_message', text())).toEqual({ status: 12, status_message: 'tooManyRequests' })
    expect(viber.violations.map(({ kind }) => kind)).toEqual(['per-hour-without-reply'])
    olena.says('годі')
    expect(await call(viber, 'send_message', text())).toMatchObject({ status: 0 })
    now += 3600 * 1000
    expect(await call(viber, 'send_message', text())).toMatchObject({ status: 0 })
  })
})

describe('broadcasts', () => {
  test('reach 300 at most, and name those they did not reach', async () => {
    const { viber } = await connected()
    const ids = Array.from({ length: 300 }, (_, index) => `user${index}`)
    viber.account.audience(ids)
    viber.chat('user7').subscribed = false
    viber.chat('user8').refuses = 'receiverNoSuitableDevice'
    const { receiver: _one, ...message } = text()
    expect(await call(viber, 'broadcast_message', { ...message, broadcast_list: [...ids, 'x'] })).toMatchObject({
      status: 3,
    })
    expect(await call(viber, 'broadcast_message', message)).toMatchObject({ status: 4 })
    const answer = await call(viber, 'broadcast_message', { ...message, broadcast_list: [...ids.slice(1), 'nobody'] })
    expect(answer).toMatchObject({
      status: 0,
      failed_list: [
        { receiver: 'user7', status: 6, status_message: 'receiverNotSubscribed' },
        { receiver: 'user8', status: 11, status_message: 'receiverNoSuitableDevice' },
        { receiver: 'nobody', status: 5, status_message: 'receiverNotRegistered' },
      ],
    })
    expect(viber.chat('user299').texts()).toEqual(['Вітаємо'])
    expect(viber.log.at(-1)?.messages).toBe(297)
    expect(viber.sentTo('user299')).toHaveLength(1)
  })

  test('are 500 in ten seconds at most', async () => {
    let now = Date.UTC(2026, 0, 5)
    const { viber } = await connected({ clock: () => now, limits: { broadcastsPer10s: 5 } })
    const { receiver, ...message } = text()
    const broadcast = () => call(viber, 'broadcast_message', { ...message, broadcast_list: [receiver] })
    for (let one = 0; one < 5; one += 1) expect(await broadcast()).toMatchObject({ status: 0 })
    expect(await broadcast()).toMatchObject({ status: 12 })
    now += 10_000
    expect(await broadcast()).toMatchObject({ status: 0 })
    expect(viber.violations.map(({ kind }) => kind)).toEqual(['broadcasts-per-10s'])
  })
})

describe('callbacks', () => {
  test('are signed over their very bytes and carry raw tokens', async () => {
    const { viber, olena, hook } = await connected()
    olena.says('Привіт "світе"')
    await viber.settled()
    const got = hook.received.at(-1)
    expect(got?.signature).toBe(
      createHmac('sha256', token)
        .update(got?.raw ?? '')
        .digest('hex'),
    )
    expect(got?.raw).toMatch(/"message_token":\d{19},/)
    expect(got?.body).toMatchObject({ sender: { id: olena.id, name: 'Олена' }, message: { type: 'text' } })
  })

  test('are repeated until they are answered 200, in order for each person', async () => {
    let failures = 2
    const { viber, olena, hook } = await connected({ retryDelayMs: () => 20 }, ({ raw }) => ({
      status: raw.includes('перше') && failures-- > 0 ? 503 : 200,
    }))
    olena.says('перше')
    olena.says('друге')
    await viber.settled()
    const texts = hook.received.flatMap(({ body }) => {
      const message = z.object({ message: z.object({ text: z.string() }) }).safeParse(body)
      return message.success ? [message.data.message.text] : []
    })
    expect(texts).toEqual(['перше', 'перше', 'перше', 'друге'])
  })

  test('are given up after an hour', async () => {
    let now = Date.UTC(2026, 0, 5)
    let up = true
    const { viber, olena } = await connected({ clock: () => now, retryDelayMs: () => 20 }, () => ({
      status: up ? 200 : 503,
    }))
    up = false
    olena.says('загублене')
    await viber.waitFor(() => viber.account.deliveries.some(({ status }) => status === 503))
    now += 3600 * 1000 + 1
    await viber.settled()
    expect(viber.account.lost).toHaveLength(1)
  })

  test('of a conversation started are answered with a welcome, seen by those not subscribed', async () => {
    const welcome = JSON.stringify({
      sender,
      type: 'text',
      text: 'Ласкаво просимо',
      keyboard: keyboard({ ActionBody: 'go', Text: '<b>Почати</b>' }),
    })
    const { viber, hook } = await connected({}, ({ event }) =>
      event === 'conversation_started' ? { status: 200, body: welcome } : { status: 200 },
    )
    const ihor = viber.person({ id: 'ihor', name: 'Ігор' })
    ihor.opens({ context: 'src_flyer' })
    expect(await ihor.nextMessage()).toMatchObject({ text: 'Ласкаво просимо', welcome: true })
    expect(hook.received.at(-1)?.body).toMatchObject({ type: 'open', context: 'src_flyer', subscribed: false })
    expect(await call(viber, 'send_message', text({ receiver: 'ihor' }))).toMatchObject({ status: 6 })
    ihor.presses('Почати')
    await viber.settled()
    expect(hook.received.at(-1)?.body).toMatchObject({ event: 'message', message: { type: 'text', text: 'go' } })
    ihor.opens()
    await viber.settled()
    expect(ihor.chat.messages).toHaveLength(1)
  })

  test('note a welcome that is no valid message', async () => {
    const { viber } = await connected({}, ({ event }) =>
      event === 'conversation_started' ? { status: 200, body: '{"type":"text","text":"no sender"}' } : { status: 200 },
    )
    viber.person({ id: 'ihor' }).opens()
    await viber.settled()
    expect(viber.account.badWelcomes).toMatchObject([{ userId: 'ihor' }])
    expect(viber.chat('ihor').messages).toEqual([])
  })

  test('tell of deliveries, in and out, and only of what was asked for', async () => {
    const { viber, olena } = await emulate({ receipts: true })
    const hook = await webhook()
    await call(viber, 'set_webhook', { url: hook.url, event_types: ['delivered'] })
    olena.subscribes()
    olena.says('hi')
    await call(viber, 'send_message', text())
    olena.sees()
    await viber.settled()
    expect(hook.received.map(({ event }) => event)).toEqual(['webhook', 'message', 'delivered', 'delivered'])
    expect(viber.log.at(-1)?.answer).toMatchObject({ message_token: olena.chat.last()?.token })
    expect(hook.received.at(-1)?.raw).toContain(`"message_token":${olena.chat.last()?.token},`)
  })
})

describe('people', () => {
  test('press buttons of the last keyboard, share their phone, send pictures', async () => {
    const { viber, olena, hook } = await connected()
    const buttons = [
      { ActionBody: 'a.1', Text: '<font color="#000000">Замовити</font>', Silent: true },
      { ActionBody: 'phone', ActionType: 'share-phone', Text: 'Мій номер' },
      { ActionBody: 'https://shop.example', ActionType: 'open-url', Text: 'Сайт' },
    ]
    await call(
      viber,
      'send_message',
      text({ min_api_version: 4, keyboard: keyboard(...buttons), tracking_data: 'flow-7' }),
    )
    await call(viber, 'send_message', text({ tracking_data: 'flow-8' }))
    olena.presses('Замовити')
    olena.presses('Мій номер')
    expect(olena.presses('Сайт')).toBe('https://shop.example')
    expect(() => olena.presses('Немає')).toThrow('sees no button')
    olena.sendsPicture({ bytes: tinyPicture, caption: 'ось' })
    await viber.settled()
    const [pressed, shared, picture] = hook.received.slice(-3).map(({ body }) => body)
    expect(pressed).toMatchObject({ silent: true, message: { type: 'text', text: 'a.1', tracking_data: 'flow-8' } })
    expect(shared).toMatchObject({ message: { type: 'contact', contact: { phone_number: '380671112233' } } })
    const { media } = z.object({ message: z.object({ media: z.string() }) }).parse(picture).message
    expect(Buffer.from(await (await fetch(media)).arrayBuffer())).toEqual(tinyPicture)
  })

  test('are found by their details', async () => {
    const { viber } = await connected()
    expect(await call(viber, 'get_user_details', { id: '01234567890A=' })).toMatchObject({ user: { name: 'Олена' } })
    expect(await call(viber, 'get_user_details', { id: 'x' })).toMatchObject({ status: 5 })
    expect(await call(viber, 'get_online', { ids: ['01234567890A='] })).toMatchObject({ users: [{ online_status: 0 }] })
  })

  test('are posted in the shape of the documented callbacks', async () => {
    const { viber, olena } = await connected()
    const documented = readFileSync('test/fixtures/viber/callbacks.jsonl', 'utf8')
      .trim()
      .split('\n')
      .map((line) => z.object({ name: z.string(), raw_body: z.string() }).parse(JSON.parse(line)))
    expect(documented).toHaveLength(4)
    const made = new Map([
      ['message_text', olena.says('a')],
      ['message_unicode', olena.says('ふで')],
      ['conversation_started', olena.opens({ context: 'c' })],
      ['failed', olena.fails(1n)],
    ])
    for (const { name, raw_body } of documented) {
      const ours = z.looseObject({}).parse(JSON.parse(made.get(name) ?? '{}'))
      const theirs = z.looseObject({}).parse(JSON.parse(raw_body))
      expect(
        Object.keys(theirs).filter((field) => !(field in ours)),
        name,
      ).toEqual([])
    }
    await viber.settled()
  })
})

describe('faults', () => {
  test('fail, cut and flood when a test orders it', async () => {
    const { viber, olena } = await connected()
    viber.faults.failNext('send_message', { status: 7, description: 'publicAccountBlocked' })
    expect(await call(viber, 'send_message', text())).toEqual({ status: 7, status_message: 'publicAccountBlocked' })
    viber.faults.cutAfterBody(1)
    await expect(call(viber, 'send_message', text())).rejects.toThrow()
    expect(olena.chat.messages).toHaveLength(1)
    expect(viber.sentTo(olena.id)).toMatchObject([{ cut: true }])
    viber.faults.flood({ probability: 1 })
    expect(await call(viber, 'send_message', text())).toMatchObject({ status: 12 })
    viber.faults.flood(null)
    expect(await call(viber, 'send_message', '{"broken')).toMatchObject({ status: 3 })
    viber.faults.failNext('send_message', { status: 502 })
    const answer = await fetch(`${viber.apiRoot}/send_message`, {
      method: 'POST',
      headers: { 'x-viber-auth-token': token },
      body: JSON.stringify(text()),
    })
    expect(answer.status).toBe(502)
  })
})

test('bigints become bare digits, texts that look like them stay texts', () => {
  expect(toJson({ a: 4912661846655238145n, b: '4912661846655238145', c: [1n] })).toBe(
    '{"a":4912661846655238145,"b":"4912661846655238145","c":[1]}',
  )
  expect(plain('<b>Так &amp; ні</b>')).toBe('Так & ні')
})
