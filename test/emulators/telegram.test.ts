import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Bot, GrammyError, InlineKeyboard, InputFile, Keyboard } from 'grammy'
import type { Update } from 'grammy/types'
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startTelegram, TelegramEmulator, type TelegramOptions, tinyPicture } from './telegram.ts'

const token = '700100:test-token'
const stops: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function emulate(options: TelegramOptions = {}) {
  const telegram = await startTelegram({ limits: false, ...options })
  stops.push(() => telegram.stop())
  telegram.addBot({ token, username: 'malva_bot', name: 'Мальва' })
  const { api } = new Bot(token, { client: { apiRoot: telegram.url } })
  const olena = telegram.person({ id: 501, first_name: 'Олена', language_code: 'uk', phone: '380671112233' })
  return { telegram, api, olena }
}

/** The description of the error that a call was answered with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => null,
    (caught: unknown) => caught,
  )
  if (!(error instanceof GrammyError)) throw new Error(`expected a refusal, got ${String(error)}`)
  return `${error.error_code} ${error.description}`
}

type Got = { update: Update; secret: string | undefined }

/** A webhook that answers what it is told to; 200 by default. */
async function webhook(answer: (got: Got, earlier: Got[]) => number | Promise<number> = () => 200) {
  const received: Got[] = []
  const server: Server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', async () => {
      const secret = incoming.headers['x-telegram-bot-api-secret-token']
      const got = { update: JSON.parse(Buffer.concat(parts).toString()), secret: secret?.toString() }
      const status = await answer(got, received)
      received.push(got)
      outgoing.writeHead(status)
      outgoing.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = z.object({ port: z.number() }).parse(server.address() satisfies AddressInfo | string | null)
  return { received, url: `http://127.0.0.1:${port}/hook` }
}

describe('a bot', () => {
  test('is asked for a known token', async () => {
    const { telegram } = await emulate()
    const stranger = new Bot('1:none', { client: { apiRoot: telegram.url } })
    expect(await refusal(stranger.api.getMe())).toBe('401 Unauthorized')
    const answer = await fetch(`${telegram.url}/bot${token}/noSuchMethod`)
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { ok: false, error_code: 404, description: 'Not Found: method not found' },
    ])
  })

  test('is known by name, and methods may be written in any case and come as a form', async () => {
    const { telegram, api, olena } = await emulate()
    expect(await api.getMe()).toMatchObject({ id: 700100, is_bot: true, username: 'malva_bot' })
    olena.says('привіт')
    const form = new URLSearchParams({
      chat_id: '501',
      text: 'Вітаємо',
      reply_markup: '{"inline_keyboard":[[{"text":"Так","callback_data":"y"}]]}',
    })
    const answer = await fetch(`${telegram.url}/bot${token}/SENDMESSAGE`, { method: 'POST', body: form })
    expect(await answer.json()).toMatchObject({ ok: true, result: { text: 'Вітаємо' } })
    expect(olena.chat.last()?.buttons).toEqual([[{ label: 'Так', data: 'y' }]])
  })
})

describe('messages to people', () => {
  test('reach those who have written, and nobody else', async () => {
    const { telegram, api, olena } = await emulate()
    expect(await refusal(api.sendMessage(999, 'hi'))).toBe('400 Bad Request: chat not found')
    expect(await refusal(api.sendMessage(501, 'hi'))).toBe("403 Forbidden: bot can't initiate conversation with a user")
    olena.startsWith('src_insta')
    await api.sendMessage(501, 'hi')
    olena.blocks()
    expect(await refusal(api.sendMessage(501, 'hi'))).toBe('403 Forbidden: bot was blocked by the user')
    olena.unblocks()
    await api.sendMessage(501, 'again')
    telegram.deactivate(501)
    expect(await refusal(api.sendMessage(501, 'hi'))).toBe('403 Forbidden: user is deactivated')
    expect(olena.chat.texts()).toEqual(['/start src_insta', 'hi', 'again'])
    expect(telegram.sentTo(501)).toHaveLength(2)
    expect(telegram.attemptsTo(501)).toHaveLength(5)
  })

  test('are 1 to 4,096 characters, captions up to 1,024', async () => {
    const { api, olena } = await emulate()
    olena.says('hi')
    expect(await refusal(api.sendMessage(501, ''))).toBe('400 Bad Request: message text is empty')
    expect(await refusal(api.sendMessage(501, ' \n\u200b'))).toBe('400 Bad Request: text must be non-empty')
    await api.sendMessage(501, 'x'.repeat(4096))
    expect(await refusal(api.sendMessage(501, 'x'.repeat(4097)))).toBe('400 Bad Request: message is too long')
    const photo = new InputFile(tinyPicture, 'p.png')
    await api.sendPhoto(501, photo, { caption: 'x'.repeat(1024) })
    expect(await refusal(api.sendPhoto(501, new InputFile(tinyPicture), { caption: 'x'.repeat(1025) }))).toBe(
      '400 Bad Request: message caption is too long',
    )
  })

  test.each([
    ['HTML', '<b>a', `Can't find end tag corresponding to start tag "b"`],
    ['HTML', 'a <x>b</x>', 'Unsupported start tag "x" at byte offset 2'],
    ['HTML', 'ціна < 5', 'Unclosed start tag at byte offset 9'],
    ['HTML', '<b>a</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['HTML', 'a</b>', 'Unexpected end tag at byte offset 1'],
    ['MarkdownV2', '1.5', "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['MarkdownV2', 'я *a', "Can't find end of Bold entity at byte offset 3"],
    ['Markdown', 'a_b', "Can't find end of the entity starting at byte offset 1"],
  ] as const)('in %s are refused when they cannot be parsed: %s', async (parse_mode, text, reason) => {
    const { api, olena } = await emulate()
    olena.says('hi')
    expect(await refusal(api.sendMessage(501, text, { parse_mode }))).toBe(
      `400 Bad Request: can't parse entities: ${reason}`,
    )
  })

  test('are shown without their markup, which becomes entities', async () => {
    const { api, olena } = await emulate()
    olena.says('hi')
    const html = '<b>Сукня &lt;M&gt;</b> — <a href="https://shop.example/1">тут</a>'
    const sent = await api.sendMessage(501, html, { parse_mode: 'HTML' })
    expect(sent.text).toBe('Сукня <M> — тут')
    expect(sent.entities).toEqual([
      { type: 'bold', offset: 0, length: 9 },
      { type: 'text_link', url: 'https://shop.example/1', offset: 12, length: 3 },
    ])
    const marked = await api.sendMessage(501, '*Сукня* `M` \\- [тут](https://a.example)', { parse_mode: 'MarkdownV2' })
    expect(marked.text).toBe('Сукня M - тут')
    expect(marked.entities?.map(({ type }) => type)).toEqual(['bold', 'code', 'text_link'])
  })

  test('carry photos and files by upload, by file_id, in albums', async () => {
    const { telegram, api, olena } = await emulate()
    olena.says('hi')
    const sent = await api.sendPhoto(501, new InputFile(tinyPicture, 'chart.png'), { caption: 'Графік' })
    expect(olena.chat.last()).toMatchObject({ text: 'Графік', photo: tinyPicture })
    const fileId = sent.photo.at(-1)?.file_id ?? ''
    await api.sendPhoto(501, fileId)
    expect(olena.chat.last()?.photo).toEqual(tinyPicture)
    const { file_path } = await api.getFile(fileId)
    const served = await fetch(`${telegram.url}/file/bot${token}/${file_path}`)
    expect(Buffer.from(await served.arrayBuffer())).toEqual(tinyPicture)
    expect(await refusal(api.sendPhoto(501, 'no-such-file'))).toBe(
      '400 Bad Request: wrong file identifier/HTTP URL specified',
    )
    expect(await refusal(api.sendPhoto(501, new InputFile(Buffer.from('text'))))).toBe(
      '400 Bad Request: IMAGE_PROCESS_FAILED',
    )
    await api.sendDocument(501, new InputFile(Buffer.from('a;b'), 'звіт.csv'))
    expect(olena.chat.last()?.document).toEqual({ name: 'звіт.csv', bytes: Buffer.from('a;b') })
    const album = await api.sendMediaGroup(501, [
      { type: 'photo', media: new InputFile(tinyPicture), caption: 'Два' },
      { type: 'photo', media: fileId },
    ])
    expect(olena.chat.incoming.slice(-2).map(({ mediaGroupId }) => mediaGroupId)).toEqual([
      expect.any(String),
      olena.chat.last()?.mediaGroupId,
    ])
    expect(album).toHaveLength(2)
    expect(telegram.sentTo(501).at(-1)?.messages).toBe(2)
  })
})

describe('keyboards', () => {
  test.each([
    ['data over 64 bytes', { text: 'a', callback_data: 'ї'.repeat(33) }, 'BUTTON_DATA_INVALID'],
    ['empty data', { text: 'a', callback_data: '' }, 'BUTTON_DATA_INVALID'],
    ['no label', { text: ' ', callback_data: 'x' }, 'inline keyboard button text must be non-empty'],
    [
      'no action',
      { text: 'a' },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'two actions',
      { text: 'a', callback_data: 'x', url: 'https://a.example' },
      'exactly one of the optional fields must be used in an inline keyboard button',
    ],
    [
      'a strange link',
      { text: 'a', url: 'ftp://a.example' },
      "inline keyboard button URL 'ftp://a.example' is invalid: Unsupported URL protocol",
    ],
    [
      'a link to localhost',
      { text: 'a', url: 'http://localhost/x' },
      "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ],
    [
      'asking for the phone inline',
      { text: 'a', request_contact: true },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
  ])('with a button of %s are refused', async (_what, button, reason) => {
    const { telegram, olena } = await emulate()
    olena.says('hi')
    const answer = await fetch(`${telegram.url}/bot${token}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chat_id: 501, text: 'x', reply_markup: { inline_keyboard: [[button]] } }),
    })
    expect(await answer.json()).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${reason}` })
  })

  test('hold 100 buttons, not 101, and 64 bytes of data are fine', async () => {
    const { api, olena } = await emulate()
    olena.says('hi')
    const rows = (count: number) => Array.from({ length: count }, () => [InlineKeyboard.text('a', 'ї'.repeat(32))])
    await api.sendMessage(501, 'x', { reply_markup: new InlineKeyboard(rows(100)) })
    expect(await refusal(api.sendMessage(501, 'x', { reply_markup: new InlineKeyboard(rows(101)) }))).toBe(
      '400 Bad Request: reply markup is too long',
    )
  })

  test('ask for the phone only in a private chat', async () => {
    const { telegram, api, olena } = await emulate()
    const group = telegram.bot.group(-100500, 'Салон')
    const reply_markup = new Keyboard().requestContact('Мій номер').resized()
    expect(await refusal(api.sendMessage(group.id, 'x', { reply_markup }))).toBe(
      '400 Bad Request: phone number can be requested in private chats only',
    )
    olena.says('hi')
    await api.sendMessage(501, 'Ваш номер?', { reply_markup })
    expect(olena.press('Мій номер')).toMatchObject({
      message: { contact: { phone_number: '380671112233', user_id: 501 } },
    })
    expect(olena.sharesContact({ phone: '380500000000', own: false }).message?.contact).not.toHaveProperty('user_id')
    await api.sendMessage(501, 'Дякуємо', { reply_markup: { remove_keyboard: true } })
    expect(() => olena.press('Мій номер')).toThrow('sees no button')
  })
})

describe('edits', () => {
  test('change what the person sees, and refuse to change nothing', async () => {
    const { api, olena } = await emulate()
    olena.says('hi')
    const reply_markup = new InlineKeyboard().text('Прийняти', 'accept')
    const { message_id } = await api.sendMessage(501, 'Нове замовлення', { reply_markup })
    await api.editMessageText(501, message_id, 'Прийняла Олена')
    expect(olena.chat.messages.get(message_id)).toMatchObject({ text: 'Прийняла Олена', buttons: [], edits: 1 })
    expect(await refusal(api.editMessageText(501, message_id, 'Прийняла Олена'))).toBe(
      '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
    await api.editMessageReplyMarkup(501, message_id, { reply_markup })
    expect(olena.chat.messages.get(message_id)?.buttons).toEqual([[{ label: 'Прийняти', data: 'accept' }]])
    await api.deleteMessage(501, message_id)
    expect(await refusal(api.editMessageText(501, message_id, 'x'))).toBe('400 Bad Request: message to edit not found')
    expect(await refusal(api.deleteMessage(501, message_id))).toBe('400 Bad Request: message to delete not found')
  })

  test('fit the kind of the message', async () => {
    const { api, olena } = await emulate()
    olena.says('hi')
    const photo = await api.sendPhoto(501, new InputFile(tinyPicture), { caption: 'a' })
    expect(await refusal(api.editMessageText(501, photo.message_id, 'b'))).toBe(
      '400 Bad Request: there is no text in the message to edit',
    )
    await api.editMessageCaption(501, photo.message_id, { caption: 'b' })
    expect(olena.chat.last()?.text).toBe('b')
    const text = await api.sendMessage(501, 'a')
    expect(await refusal(api.editMessageCaption(501, text.message_id, { caption: 'b' }))).toBe(
      '400 Bad Request: there is no caption in the message to edit',
    )
    await api.editMessageMedia(501, text.message_id, {
      type: 'photo',
      media: new InputFile(tinyPicture),
      caption: 'now a picture',
    })
    expect(olena.chat.last()).toMatchObject({ text: 'now a picture', photo: tinyPicture })
    const keyboard = await api.sendMessage(501, 'k', { reply_markup: new Keyboard().text('a') })
    expect(await refusal(api.editMessageText(501, keyboard.message_id, 'l'))).toBe(
      "400 Bad Request: message can't be edited",
    )
  })
})

describe('pressed buttons', () => {
  test('are answered once, and in time', async () => {
    let now = Date.UTC(2026, 0, 5)
    const { api, olena } = await emulate({ clock: () => now })
    olena.says('hi')
    await api.sendMessage(501, 'Коли?', { reply_markup: new InlineKeyboard().text('Завтра', 't.1').text('Ні', 't.2') })
    const press = (label: string) => {
      const update = olena.press(label)
      if (typeof update === 'string') throw new Error('a link')
      return update.callback_query
    }
    const first = press('Завтра')
    expect(first).toMatchObject({ data: 't.1', from: { id: 501 }, message: { text: 'Коли?' } })
    await api.answerCallbackQuery(first?.id ?? '', { text: 'Добре' })
    expect(olena.chat.toasts).toEqual([{ queryId: first?.id, text: 'Добре', alert: false }])
    const tooOld = '400 Bad Request: query is too old and response timeout expired or query ID is invalid'
    expect(await refusal(api.answerCallbackQuery(first?.id ?? ''))).toBe(tooOld)
    const second = press('t.2')
    now += 15_001
    expect(await refusal(api.answerCallbackQuery(second?.id ?? ''))).toBe(tooOld)
  })
})

describe('commands', () => {
  test('are kept by scope and language, the narrowest wins', async () => {
    const { telegram, api, olena } = await emulate()
    olena.says('hi')
    await api.setMyCommands([{ command: 'start', description: 'Start' }])
    await api.setMyCommands([{ command: 'start', description: 'Почати' }], { language_code: 'uk' })
    await api.setMyCommands([{ command: 'stats', description: 'Статистика' }], {
      scope: { type: 'chat', chat_id: 501 },
    })
    expect(telegram.bot.menuOf(501, 'en')).toEqual([{ command: 'stats', description: 'Статистика' }])
    expect(telegram.bot.menuOf(502, 'uk')).toEqual([{ command: 'start', description: 'Почати' }])
    expect(await api.getMyCommands({ language_code: 'ru' })).toEqual([])
    await api.deleteMyCommands({ scope: { type: 'chat', chat_id: 501 } })
    expect(telegram.bot.menuOf(501, 'en')).toEqual([{ command: 'start', description: 'Start' }])
    expect(await refusal(api.setMyCommands([{ command: 'Замовити', description: 'x' }]))).toBe(
      '400 Bad Request: BOT_COMMAND_INVALID',
    )
    expect(await refusal(api.setMyCommands([{ command: 'a'.repeat(33), description: 'x' }]))).toBe(
      '400 Bad Request: command length must not exceed 32',
    )
    expect(await refusal(api.setMyDescription('x'.repeat(513)))).toMatch(/^400/)
  })
})

describe('pace', () => {
  test('is 30 a second per bot and one a second per chat after a burst; who is told to wait and does not is noted', async () => {
    let now = Date.UTC(2026, 0, 5)
    const { telegram, api } = await emulate({ clock: () => now, limits: {}, graceMs: 0 })
    telegram.bot.audience(Array.from({ length: 40 }, (_, index) => 1000 + index))
    for (let person = 1000; person < 1030; person += 1) await api.sendMessage(person, 'hi')
    expect(telegram.violations).toEqual([])
    expect(await refusal(api.sendMessage(1030, 'hi'))).toBe('429 Too Many Requests: retry after 1')
    now += 500
    expect(await refusal(api.sendMessage(1031, 'hi'))).toBe('429 Too Many Requests: retry after 1')
    expect(telegram.violations.map(({ kind }) => kind)).toEqual(['bot-per-second', 'inside-retry-after'])
    now += 500
    await api.sendMessage(1030, 'hi')
    now += 10_000
    for (let one = 0; one < 5; one += 1) await api.sendMessage(1000, 'burst')
    expect(await refusal(api.sendMessage(1000, 'sixth'))).toMatch(/^429/)
    await api.sendMessage(1001, 'others are served')
    expect(telegram.violations.at(-1)?.kind).toBe('chat-per-second')
    expect(telegram.maxPerSlidingSecond()).toBe(30)
  })

  test('is 20 a minute in a group', async () => {
    const now = Date.UTC(2026, 0, 5)
    const { telegram, api } = await emulate({ clock: () => now, limits: {} })
    const { id } = telegram.bot.group(-5, 'Майстри', 'group')
    for (let one = 0; one < 20; one += 1) await api.sendMessage(id, 'x')
    expect(await refusal(api.sendMessage(id, 'x'))).toBe('429 Too Many Requests: retry after 60')
  })

  test('is broken at random when a test wants it so', async () => {
    const { telegram, api } = await emulate({ graceMs: 0, clock: () => 1_000_000 })
    telegram.bot.audience([1])
    telegram.faults.flood({ probability: 1, seconds: [7, 7] })
    expect(await refusal(api.sendMessage(1, 'x'))).toBe('429 Too Many Requests: retry after 7')
    telegram.faults.flood(null)
    expect(await refusal(api.sendMessage(1, 'x'))).toMatch(/^429/)
  })
})

describe('faults', () => {
  test('fail the next call, or cut it after its work was done', async () => {
    const { telegram, api, olena } = await emulate()
    olena.says('hi')
    telegram.faults.failNext('sendMessage', { status: 500 })
    expect(await refusal(api.sendMessage(501, 'lost'))).toBe('500 Internal Server Error')
    telegram.faults.cutAfterBody(1)
    await expect(api.sendMessage(501, 'arrived')).rejects.toThrow()
    expect(olena.chat.texts()).toEqual(['hi', 'arrived'])
    expect(telegram.sentTo(501)).toMatchObject([{ cut: true, delivered: true }])
    await api.sendMessage(501, 'and goes on')
  })

  test('refuse connections and come back on the same port', async () => {
    const { telegram, api, olena } = await emulate({ keepAlive: false })
    olena.says('hi')
    await api.sendMessage(501, 'before')
    await telegram.refuseConnections()
    await expect(api.sendMessage(501, 'refused')).rejects.toThrow()
    await telegram.acceptConnections()
    await api.sendMessage(501, 'after')
    expect(olena.chat.texts()).toEqual(['hi', 'before', 'after'])
  })
})

describe('long polling', () => {
  test('brings updates in order, waits for new ones and forgets confirmed ones', async () => {
    const { telegram, api, olena } = await emulate()
    olena.says('one')
    olena.says('two')
    const first = await api.getUpdates({ limit: 1 })
    expect(first.map(({ message }) => message?.text)).toEqual(['one'])
    const offset = (first[0]?.update_id ?? 0) + 1
    const second = await api.getUpdates({ offset })
    expect(second.map(({ update_id, message }) => [update_id, message?.text])).toEqual([[offset, 'two']])
    const waiting = api.getUpdates({ offset: offset + 1, timeout: 5 })
    setTimeout(() => olena.says('three'), 30)
    expect((await waiting).map(({ message }) => message?.text)).toEqual(['three'])
    await api.getUpdates({ offset: offset + 2 })
    await telegram.settled(100)
  })

  test('is for one at a time, and not beside a webhook', async () => {
    const { telegram, api } = await emulate()
    const first = api.getUpdates({ timeout: 5 })
    await telegram.waitFor(() => telegram.log.some(({ method }) => method === 'getUpdates'))
    const told = refusal(first)
    const second = api.getUpdates({ timeout: 5 })
    expect(await told).toBe(
      '409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    )
    const ended = refusal(second)
    await api.setWebhook((await webhook()).url)
    expect(await ended).toBe('409 Conflict: terminated by setWebhook request')
    expect(await refusal(api.getUpdates())).toBe(
      "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await api.deleteWebhook()
    expect(await api.getUpdates()).toEqual([])
  })

  test('runs a whole grammY bot', async () => {
    const { telegram, olena } = await emulate()
    const bot = new Bot(token, { client: { apiRoot: telegram.url } })
    bot.command('start', (context) => context.reply(`Вітаємо, ${context.match}`))
    const running = bot.start()
    stops.push(async () => {
      await bot.stop()
      await running
    })
    olena.startsWith('src_flyer')
    expect((await olena.nextMessage()).text).toBe('Вітаємо, src_flyer')
  })
})

describe('webhooks', () => {
  test('are https anywhere else, on known ports, with a clean secret', async () => {
    const { api } = await emulate()
    expect(await refusal(api.setWebhook('http://shop.example/hook'))).toBe(
      '400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    )
    expect(await refusal(api.setWebhook('https://shop.example:3000/hook'))).toBe(
      '400 Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
    )
    expect(await refusal(api.setWebhook('https://shop.example', { secret_token: 'a b' }))).toBe(
      '400 Bad Request: secret token contains unallowed characters',
    )
    expect(await refusal(api.setWebhook('https://shop.example', { secret_token: 'a'.repeat(257) }))).toBe(
      '400 Bad Request: secret token is too long',
    )
  })

  test('get every update with the secret; a refused one holds back its chat and no other', async () => {
    const { telegram, api, olena } = await emulate({ retryDelayMs: () => 30 })
    const ihor = telegram.person({ id: 502, first_name: 'Ігор' })
    let failures = 3
    const hook = await webhook(({ update }) => (update.message?.text === 'a1' && failures-- > 0 ? 503 : 200))
    await api.setWebhook(hook.url, { secret_token: 's3cret', max_connections: 10 })
    for (const text of ['a1', 'a2', 'a3']) olena.says(text)
    for (const text of ['b1', 'b2']) ihor.says(text)
    await telegram.settled()
    const texts = (person: number) =>
      hook.received.filter(({ update }) => update.message?.chat.id === person).map(({ update }) => update.message?.text)
    expect(texts(501)).toEqual(['a1', 'a1', 'a1', 'a1', 'a2', 'a3'])
    expect(texts(502)).toEqual(['b1', 'b2'])
    expect(hook.received.findIndex(({ update }) => update.message?.text === 'b2')).toBeLessThan(
      hook.received.findIndex(({ update }) => update.message?.text === 'a2'),
    )
    expect(new Set(hook.received.map(({ secret }) => secret))).toEqual(new Set(['s3cret']))
    expect(telegram.bot.deliveries.filter(({ status }) => status === 503)).toHaveLength(3)
    expect(await api.getWebhookInfo()).toMatchObject({
      pending_update_count: 0,
      max_connections: 10,
      last_error_message: 'Wrong response from the webhook: 503',
    })
  })

  test('use no more connections than allowed', async () => {
    const { telegram, api } = await emulate()
    let open = 0
    let most = 0
    const hook = await webhook(async () => {
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setTimeout(resolve, 10))
      open -= 1
      return 200
    })
    await api.setWebhook(hook.url, { max_connections: 3 })
    for (let id = 1; id <= 20; id += 1) telegram.person({ id, first_name: 'P' }).says('x')
    await telegram.settled()
    expect(most).toBe(3)
  })

  test('get repeats when asked for, and what was pending before', async () => {
    const { telegram, api, olena } = await emulate({ duplicates: { max: 3 }, random: () => 0.99 })
    olena.says('before the webhook')
    const hook = await webhook()
    await api.setWebhook(hook.url)
    const update = olena.says('thrice')
    await telegram.waitFor(() => hook.received.length === 4)
    telegram.bot.redeliver([update])
    await telegram.waitFor(() => hook.received.length === 5)
    expect(hook.received.map((got) => got.update.message?.text)).toEqual([
      'before the webhook',
      ...Array.from({ length: 4 }, () => 'thrice'),
    ])
  })

  test('lose what nobody took for a day, and only that', async () => {
    let now = Date.UTC(2026, 0, 5)
    const { telegram, api, olena } = await emulate({ clock: () => now })
    olena.says('too old')
    now += 24 * 3600 * 1000 + 1
    olena.says('fresh')
    const hook = await webhook()
    await api.setWebhook(hook.url)
    await telegram.settled()
    expect(hook.received.map(({ update }) => update.message?.text)).toEqual(['fresh'])
    expect(telegram.bot.lost.map(({ message }) => message?.text)).toEqual(['too old'])
  })
})

describe('people', () => {
  test('send what people send, each with the next update_id', async () => {
    const { telegram, api, olena } = await emulate()
    const group = telegram.bot.group(-100500, 'Салон')
    const said = olena.says('перше')
    olena.edits(said.message?.message_id ?? 0, 'виправлене')
    olena.sticker()
    olena.voice()
    olena.location()
    olena.sendsAlbum([tinyPicture, tinyPicture], 'Ось фото')
    olena.says('у групі', { in: group })
    olena.says('чуже', { forwardedFrom: { id: 9, is_bot: false, first_name: 'Хтось' } })
    telegram.bot.channelPost(-100700, 'Новини', 'Знижки')
    telegram.bot.raw({ something_new: { chat: { id: 501 } } })
    const updates = await api.getUpdates()
    const ids = updates.map(({ update_id }) => update_id)
    expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index))
    expect(updates).toHaveLength(11)
    expect(updates[1]?.edited_message).toMatchObject({ text: 'виправлене' })
    const [one, two] = updates.filter(({ message }) => message?.photo)
    expect(one?.message).toMatchObject({ caption: 'Ось фото', media_group_id: two?.message?.media_group_id })
    expect(updates[7]?.message?.chat).toEqual({ id: -100500, title: 'Салон', type: 'supergroup' })
    expect(updates[9]?.channel_post?.text).toBe('Знижки')
    expect(updates[10]).toHaveProperty('something_new')
  })

  test('only send the kinds of updates that the bot asked for', async () => {
    const { api, olena } = await emulate()
    await api.getUpdates({ allowed_updates: ['callback_query'] })
    olena.says('unwanted')
    expect(await api.getUpdates()).toEqual([])
  })

  test('look like the updates recorded from the real API', () => {
    const recorded = recordedUpdates('test/fixtures/telegram/updates.jsonl')
    expect(recorded).toHaveLength(4)
    for (const { name, update } of recorded) expect(update.update_id, name).toBeGreaterThan(0)
    const message = recorded.find(({ name }) => name === 'recorded_photo')?.update.message
    const made = Object.keys(photoMessage())
    expect(Object.keys(message ?? {}).filter((field) => !made.includes(field))).toEqual([])
  })
})

const recordedLine = z.object({ name: z.string(), update: z.looseObject({ update_id: z.number() }) })

function recordedUpdates(path: string): { name: string; update: Update }[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { name, update } = recordedLine.parse(JSON.parse(line))
      return { name, update }
    })
}

/** A message with a photo as the emulator makes it. */
function photoMessage(): object {
  const telegram = new TelegramEmulator({})
  telegram.addBot({ token, username: 'shapes_bot' })
  return telegram.person({ id: 1, first_name: 'A' }).sendsPhoto().message ?? {}
}

describe('beside telegram-test-api', () => {
  test('a small bot gets answers of the same shape from both', async () => {
    const talk = async (apiRoot: string) => {
      const { api } = new Bot(token, { client: { apiRoot } })
      const reply_markup = new InlineKeyboard().text('Так', 'yes')
      const me = await api.getMe()
      const sent = await api.sendMessage(501, 'Вітаємо', { reply_markup })
      const updates = await api.getUpdates()
      return { me, sent, updates }
    }
    const { telegram, olena } = await emulate()
    olena.startsWith('')
    const ours = await talk(telegram.url)

    const other = new TelegramServer({ port: 9317, host: '127.0.0.1' })
    await other.start()
    stops.push(() => other.stop())
    const client = other.getClient(token, { userId: 501, chatId: 501, firstName: 'Олена' })
    await client.sendCommand(client.makeCommand('/start'))
    const theirs = await talk(other.config.apiURL)

    const fields = (value: object) => Object.keys(value)
    for (const field of fields(theirs.me)) expect(ours.me).toHaveProperty(field)
    // Theirs echoes the request's chat_id inside the message; the real API does not.
    for (const field of fields(theirs.sent).filter((one) => one !== 'chat_id')) expect(ours.sent).toHaveProperty(field)
    expect(ours.sent).toMatchObject({ text: theirs.sent.text, reply_markup: theirs.sent.reply_markup })
    expect(theirs.updates).toHaveLength(1)
    expect(ours.updates).toHaveLength(1)
    const [their, our] = [theirs.updates[0]?.message, ours.updates[0]?.message]
    // Theirs adds fields of its own to a message: the token, and a title of a private chat.
    for (const field of fields(their ?? {}).filter((one) => one !== 'botToken')) expect(our).toHaveProperty(field)
    for (const field of fields(their?.from ?? {}).filter((one) => one !== 'username')) {
      expect(our?.from).toHaveProperty(field)
    }
    expect(our).toMatchObject({ text: their?.text, entities: their?.entities })
  })
})

describe('at length', () => {
  test('a call costs the same after 4,000 others', async () => {
    const { telegram } = await emulate()
    telegram.bot.audience(Array.from({ length: 4000 }, (_, index) => index + 1))
    const took: number[] = []
    for (let first = 1; first <= 4000; first += 100) {
      const started = performance.now()
      await Promise.all(Array.from({ length: 100 }, (_, index) => post(telegram.url, first + index)))
      took.push(performance.now() - started)
    }
    const median = (some: number[]) => some.toSorted((one, other) => one - other)[Math.floor(some.length / 2)] ?? 0
    expect(telegram.log).toHaveLength(4000)
    expect(telegram.sentTo(4000)).toHaveLength(1)
    expect(median(took.slice(-15))).toBeLessThan(median(took.slice(5, 20)) * 3)
  }, 60_000)
})

async function post(root: string, chat_id: number): Promise<void> {
  const answer = await fetch(`${root}/bot${token}/sendMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ chat_id, text: 'Знижки' }),
  })
  expect(answer.status).toBe(200)
  await answer.arrayBuffer()
}
