import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectTelegram, telegramAdapter, telegramPlatform } from '../../../bots/telegram/channel.ts'
import { AppError } from '../../../core/errors.ts'
import type { Channel, Media, Outgoing } from '../../../core/inbox/index.ts'
import { startTelegram, type TelegramEmulator, type TelegramPerson, tinyPicture } from '../../emulators/telegram.ts'
import { outgoing } from '../outgoing.ts'

const token = '42:secret-of-the-bot'
const picture: Media = { bytes: tinyPicture, mime: 'image/png', name: 'picture.png', url: null }
let telegram: TelegramEmulator
let channel: Channel
let people = 1000
let person: TelegramPerson

beforeAll(async () => {
  telegram = await startTelegram({ limits: false, keepAlive: false })
  telegram.addBot({ token, username: 'malva_bot', name: 'Мальва' })
})
afterAll(() => telegram.stop())
beforeEach(() => {
  channel = connectTelegram({ token, apiRoot: telegram.url, seconds: 2 }, { partPauseMs: 1 })
  people += 1
  person = telegram.person({ id: people, first_name: 'Леся' })
  person.says('/start')
})

const send = (more: Partial<Outgoing>) => channel.send(outgoing(person.id, more))
async function sentId(more: Partial<Outgoing>): Promise<string> {
  const outcome = await send(more)
  if (outcome.kind !== 'sent' || outcome.platformId === null) throw new Error(JSON.stringify(outcome))
  return outcome.platformId
}
const shown = () => [...person.chat.messages.values()].filter((message) => message.from === 'bot')

describe('a message to Telegram', () => {
  test('is plain text: nothing in it is taken for markup', async () => {
    const text = '<b>*Сукня* _M_ & [знижка](1) 👗 שלום'
    await send({ text })
    expect(shown()).toMatchObject([{ text, entities: [] }])
  })

  test('its buttons hang on it: taps with their press, links with their address', async () => {
    await send({
      buttons: [
        [
          { label: 'Так', press: '7.0' },
          { label: 'Ні', press: '7.1' },
        ],
        [{ label: 'Сайт', url: 'https://malva.ua' }],
      ],
    })
    expect(shown()[0]?.buttons).toEqual([
      [
        { label: 'Так', data: '7.0' },
        { label: 'Ні', data: '7.1' },
      ],
      [{ label: 'Сайт', url: 'https://malva.ua' }],
    ])
  })

  test('a link that Telegram would refuse on a button is said in the text', async () => {
    await send({ text: 'Кабінет', buttons: [[{ label: 'Увійти', url: 'http://localhost:3000/x' }]] })
    expect(shown()[0]?.text).toBe('Кабінет\nУвійти: http://localhost:3000/x')
  })

  test('over 4,096 characters it comes in several, in order, the buttons on the last, whose id is kept', async () => {
    const paragraphs = Array.from({ length: 30 }, (_, at) => `${at} ${'слово '.repeat(60)}`.trim())
    const platformId = await sentId({ text: paragraphs.join('\n\n'), buttons: [[{ label: 'Далі', press: '1.0' }]] })
    const all = shown()
    expect(all.length).toBe(3)
    expect(all.map((message) => message.text).join('\n\n')).toBe(paragraphs.join('\n\n'))
    expect(all.map((message) => message.buttons.length)).toEqual([0, 0, 1])
    expect(platformId).toBe(String(all.at(-1)?.id))
  })

  test('cut off in the middle it goes on where it stopped', async () => {
    const long = { text: `${'а'.repeat(4000)}\n\n${'б'.repeat(4000)}` }
    const slow = connectTelegram({ token, apiRoot: telegram.url }, { partPauseMs: 60 })
    const first = slow.send(outgoing(person.id, long))
    await telegram.waitFor(() => shown().length === 1)
    telegram.faults.failNext('sendMessage', { status: 429, retryAfter: 1 })
    expect(await first).toMatchObject({ kind: 'later', seconds: 1, wholeBot: true })
    await new Promise((resolve) => setTimeout(resolve, 1050))
    expect(await slow.send(outgoing(person.id, long))).toMatchObject({ kind: 'sent' })
    expect(shown().map((message) => message.text[0])).toEqual(['а', 'б'])
  })

  test('the phone is asked for by a keyboard whose other labels come back as text; the next message takes it away', async () => {
    await send({ buttons: [[{ label: 'Поділитися', shareContact: true }], [{ label: 'Не зараз', press: '3.0' }]] })
    expect(person.chat.keyboard).toEqual([[{ label: 'Поділитися', asks: 'contact' }], [{ label: 'Не зараз' }]])
    await send({ text: 'Дякую' })
    expect(person.chat.keyboard).toEqual([])
  })

  test('a picture brings a short text as its caption, and the buttons', async () => {
    await send({ text: 'Сукня', image: picture, buttons: [[{ label: 'Купити', press: '2.0' }]] })
    expect(shown()).toMatchObject([{ text: 'Сукня', buttons: [[{ data: '2.0' }]] }])
    expect(shown()[0]?.photo).toBeDefined()
  })

  test('a picture comes before a text that is too long for a caption', async () => {
    await send({ text: 'о'.repeat(1025), image: picture, buttons: [[{ label: 'Купити', press: '2.0' }]] })
    expect(shown()).toMatchObject([
      { text: '', buttons: [] },
      { text: 'о'.repeat(1025), buttons: [[{ data: '2.0' }]] },
    ])
  })

  test('the same picture is uploaded once; a file that Telegram forgot is uploaded again', async () => {
    await send({ image: picture })
    await send({ image: picture })
    const [first, second] = telegram.sentTo(person.id)
    expect(first?.body['photo']).toMatch(/^attach:/)
    expect(second?.body['photo']).toBe(shown()[0]?.raw.photo?.at(-1)?.file_id)
    telegram.faults.failNext('sendPhoto', {
      status: 400,
      description: 'Bad Request: wrong file identifier/HTTP URL specified',
    })
    expect(await send({ image: picture })).toMatchObject({ kind: 'sent' })
    expect(telegram.sentTo(person.id).at(-1)?.body['photo']).toMatch(/^attach:/)
  })

  test('what Telegram cannot show as a picture still comes as a file', async () => {
    await send({ text: 'Ось', image: { ...picture, bytes: Buffer.from('no picture'), name: 'фото "1".heic' } })
    expect(shown()).toMatchObject([{ text: 'Ось', document: { name: 'фото _1_.heic' } }])
  })

  test('a file is a file', async () => {
    await send({
      text: 'Рахунок',
      file: { bytes: Buffer.from('%PDF'), mime: 'application/pdf', name: 'bill.pdf', url: null },
    })
    expect(shown()).toMatchObject([{ text: 'Рахунок', document: { name: 'bill.pdf' } }])
  })
})

describe('a change in place', () => {
  test('replaces text and buttons; without buttons the old ones go', async () => {
    const edits = await sentId({ text: 'Нове замовлення', buttons: [[{ label: 'Прийняти', press: '1.0' }]] })
    expect(await send({ text: 'Прийняла Оксана', edits })).toEqual({ kind: 'sent', platformId: edits })
    expect(shown()).toMatchObject([{ text: 'Прийняла Оксана', buttons: [], edits: 1 }])
  })

  test('to what it says already is done', async () => {
    const edits = await sentId({ text: 'Те саме', buttons: [[{ label: 'Так', press: '1.0' }]] })
    expect(await send({ text: 'Те саме', buttons: [[{ label: 'Так', press: '1.0' }]], edits })).toMatchObject({
      kind: 'sent',
    })
  })

  test('replaces a picture and its caption', async () => {
    const edits = await sentId({ text: 'Синя', image: picture, buttons: [[{ label: 'Далі', press: '1.0' }]] })
    expect(await send({ text: 'Червона', image: picture, edits })).toMatchObject({ kind: 'sent' })
    expect(shown()).toMatchObject([{ text: 'Червона', edits: 1, buttons: [] }])
  })

  test('puts a picture into a message that was a text', async () => {
    const edits = await sentId({ text: 'Зачекайте', buttons: [[{ label: 'Стоп', press: '1.0' }]] })
    expect(await send({ text: 'Готово', image: picture, edits })).toMatchObject({ kind: 'sent' })
    expect(shown()).toMatchObject([{ text: 'Готово', edits: 1 }])
  })

  test.each<[string, () => Promise<Partial<Outgoing>>]>([
    ['of a message that is gone', async () => ({ edits: '999999' })],
    [
      'of a picture to a text',
      async () => ({ edits: await sentId({ image: picture, buttons: [[{ label: 'Так', press: '1.0' }]] }) }),
    ],
    [
      'of a message with a keyboard',
      async () => ({ edits: await sentId({ buttons: [[{ label: 'Номер', shareContact: true }]] }) }),
    ],
    [
      'to a keyboard',
      async () => ({
        edits: await sentId({ buttons: [[{ label: 'Так', press: '1.0' }]] }),
        buttons: [[{ label: 'Номер', shareContact: true as const }]],
      }),
    ],
    [
      'to a text too long for one message',
      async () => ({ edits: await sentId({ buttons: [[{ label: 'Так', press: '1.0' }]] }), text: 'а'.repeat(5000) }),
    ],
    ['of an id that is none', async () => ({ edits: 'seven' })],
  ])('%s is lost, and said anew by whoever asked', async (_what, prepare) => {
    expect(await send({ text: 'Нове', ...(await prepare()) })).toEqual({ kind: 'edit-lost' })
  })
})

describe('how a send to Telegram ends', () => {
  test('a blocked bot, a deleted account, a stranger and an unknown chat cannot be reached', async () => {
    telegram.block(person.id)
    expect(await send({})).toMatchObject({ kind: 'unreachable', why: '403: Forbidden: bot was blocked by the user' })
    telegram.deactivate(person.id)
    expect(await send({})).toMatchObject({ kind: 'unreachable' })
    const stranger = telegram.person({ id: people + 500_000, first_name: 'Хтось' })
    expect(await channel.send(outgoing(stranger.id))).toMatchObject({ kind: 'unreachable' })
    expect(await channel.send(outgoing(123_456_789))).toMatchObject({ kind: 'unreachable' })
  })

  test('too many: later, for the whole bot, when Telegram says', async () => {
    telegram.faults.failNext('sendMessage', { status: 429, retryAfter: 1 })
    expect(await send({})).toMatchObject({ kind: 'later', seconds: 1, wholeBot: true })
    await new Promise((resolve) => setTimeout(resolve, 1050))
  })

  test('a message that Telegram finds wrong is refused', async () => {
    telegram.faults.failNext('sendMessage', { status: 400, description: 'Bad Request: BUTTON_DATA_INVALID' })
    expect(await send({})).toEqual({ kind: 'refused', why: '400: Bad Request: BUTTON_DATA_INVALID' })
    expect(await send({ text: ' \u200b ' })).toMatchObject({ kind: 'refused' })
  })

  test('a token that was revoked is refused, and stands in no reason', async () => {
    const revoked = connectTelegram({ token: '42:revoked', apiRoot: telegram.url })
    expect(await revoked.send(outgoing(person.id))).toEqual({ kind: 'refused', why: '401: Unauthorized' })
  })

  test('an answer that broke off, never came or says 500 leaves it open', async () => {
    telegram.faults.cutAfterBody(1)
    expect(await send({})).toMatchObject({ kind: 'unclear' })
    telegram.faults.failNext('sendMessage', { status: 500 })
    expect(await send({})).toMatchObject({ kind: 'unclear' })
    const hasty = connectTelegram({ token, apiRoot: telegram.url, seconds: 0.05 })
    telegram.faults.delay(300)
    const outcome = await hasty.send(outgoing(person.id))
    telegram.faults.delay(0)
    expect(outcome).toMatchObject({ kind: 'unclear' })
  })

  test('without a connection nothing was sent: again in a moment', async () => {
    await telegram.refuseConnections()
    const outcome = await send({})
    await telegram.acceptConnections()
    expect(outcome).toEqual({ kind: 'later', seconds: 2, wholeBot: false, why: 'ECONNREFUSED' })
    expect(telegram.sentTo(person.id)).toEqual([])
  })
})

describe('what needs no answer', () => {
  test('typing is shown; a tap is acknowledged, and once more does no harm', async () => {
    await channel.typing(String(person.id))
    expect(person.chat.statuses).toMatchObject([{ action: 'typing' }])
    await send({ buttons: [[{ label: 'Так', press: '1.0' }]] })
    const update = person.press('Так')
    const tap = telegramAdapter.parse(JSON.stringify(update))
    if (tap?.content.kind !== 'press' || tap.content.ref === null) throw new Error('no tap')
    await channel.acknowledge(tap.content.ref)
    await channel.acknowledge(tap.content.ref)
    const answers = telegram.log.filter((call) => call.method === 'answerCallbackQuery')
    expect(answers.map((call) => call.status)).toEqual([200, 400])
  })

  test('a photo that somebody sent is fetched; its kind is told by its bytes', async () => {
    const incoming = telegramAdapter.parse(JSON.stringify(person.sendsPhoto({ bytes: tinyPicture })))
    if (incoming?.content.kind !== 'photo') throw new Error('no photo')
    const fetched = await channel.download(incoming.content.ref)
    expect(Buffer.from(fetched.bytes).equals(tinyPicture)).toBe(true)
    expect(fetched.mime).toBe('image/png')
    await expect(channel.download('gone')).rejects.toThrow()
  })
})

describe('connecting a bot', () => {
  const platform = () => telegramPlatform({ apiRoot: telegram.url })

  test('says who it is', async () => {
    expect(await platform().check(token)).toEqual({ name: 'Мальва', username: 'malva_bot' })
  })

  test.each(['42:wrong', 'no token/../at all', ''])('a token that is none is refused: %s', async (wrong) => {
    await expect(platform().check(wrong)).rejects.toEqual(new AppError('channel-token-refused'))
  })

  test('a platform out of reach is no wrong token', async () => {
    await expect(telegramPlatform({ apiRoot: 'http://127.0.0.1:9' }).check(token)).rejects.toEqual(
      new AppError('channel-unreachable'),
    )
  })

  test('sets the webhook with its secret and only the kinds that are wanted, and takes it away', async () => {
    await platform().setWebhook(token, { url: 'https://malva.example/hooks/telegram/1', secret: 'hush' })
    expect(telegram.log.at(-1)?.body).toMatchObject({
      secret_token: 'hush',
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    })
    await platform().deleteWebhook(token)
    expect(telegram.log.at(-1)).toMatchObject({ method: 'deleteWebhook', status: 200 })
  })

  test('gives everybody a menu in their language, and a chat of the staff its own until it is taken away', async () => {
    const menu = (description: string) => [{ command: 'start', description }]
    await platform().setCommands(token, [
      { chat: null, language: null, commands: menu('Start') },
      { chat: null, language: 'uk', commands: menu('Почати') },
      { chat: String(person.id), language: null, commands: [{ command: 'today', description: 'Сьогодні' }] },
    ])
    expect(telegram.bot.menuOf(1, 'uk')).toEqual(menu('Почати'))
    expect(telegram.bot.menuOf(1, 'pl')).toEqual(menu('Start'))
    expect(telegram.bot.menuOf(person.id, 'uk')).toEqual([{ command: 'today', description: 'Сьогодні' }])
    await platform().setCommands(token, [{ chat: String(person.id), language: null, commands: [] }])
    expect(telegram.bot.menuOf(person.id, 'uk')).toEqual(menu('Почати'))
  })
})
