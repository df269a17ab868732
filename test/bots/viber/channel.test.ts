import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  connectViber,
  type FallbackButtons,
  viberAdapter,
  viberPlatform,
  welcomeOf,
} from '../../../bots/viber/channel.ts'
import { AppError } from '../../../core/errors.ts'
import type { Channel, Media, Outgoing, OutgoingButton } from '../../../core/inbox/index.ts'
import { tinyPicture } from '../../emulators/telegram.ts'
import { startViber, type ViberEmulator, type ViberPerson } from '../../emulators/viber.ts'
import { readMessage } from '../../emulators/viber-rules.ts'
import { outgoing } from '../outgoing.ts'
import { openHook } from '../quiet-hook.ts'

const token = 'viber-secret'
const picture: Media = {
  bytes: tinyPicture,
  mime: 'image/png',
  name: 'picture.png',
  url: 'https://malva.example/media/1.png',
}
const fallbackButtons: FallbackButtons = (language) => [
  { label: language === 'en' ? 'Help' : 'Допомога', press: '/help' },
]
let viber: ViberEmulator
let channel: Channel
let hook: Awaited<ReturnType<typeof openHook>>
let people = 0
let person: ViberPerson

beforeAll(async () => {
  viber = await startViber({ limits: false, keepAlive: false })
  viber.addAccount({ token, name: 'Мальва', uri: 'malva' })
  hook = await openHook()
  await viberPlatform({ apiRoot: viber.apiRoot }).setWebhook(token, { url: hook.url })
})
afterAll(async () => {
  await viber.stop()
  await hook.close()
})
beforeEach(() => {
  channel = connectViber({ token, apiRoot: viber.apiRoot, seconds: 2 }, { fallbackButtons })
  people += 1
  person = viber.person({ id: `person${people}==`, name: 'Леся' })
  person.says('привіт')
})

const send = (more: Partial<Outgoing>) => channel.send(outgoing(person.id, more))
const labels = () => person.chat.keyboard.map(({ Text }) => Text)
const rows = () => person.chat.keyboard.map(({ Columns }) => Columns)
const taps = (count: number): OutgoingButton[] =>
  Array.from({ length: count }, (_, at) => ({ label: `Кнопка ${at}`, press: `7.${at}` }))

describe('a message to Viber', () => {
  test('comes from the business, with the id that Viber gave it, digit by digit', async () => {
    const outcome = await send({ text: 'Вітаю! 👗 שלום' })
    const last = person.chat.last()
    expect(last?.message).toMatchObject({ type: 'text', text: 'Вітаю! 👗 שלום', sender: { name: 'Мальва' } })
    expect(outcome).toEqual({ kind: 'sent', platformId: String(last?.token) })
    expect(Number.isSafeInteger(Number(last?.token))).toBe(false)
  })

  test('a long name of a business is shortened to what Viber shows', async () => {
    await send({ sender: 'Салон краси та магазин одягу «Мальва»' })
    expect(person.chat.last()?.message.sender.name).toBe('Салон краси та магазин одяг…')
  })

  test('carries its buttons: taps that the chat does not show, links', async () => {
    await send({ buttons: [[{ label: 'Так & <ні>', press: '7.0' }], [{ label: 'Сайт', url: 'https://malva.ua' }]] })
    expect(person.chat.keyboard).toMatchObject([
      { Text: 'Так &amp; &lt;ні&gt;', ActionType: 'reply', ActionBody: '#7.0', Silent: true, Columns: 6 },
      { Text: 'Сайт', ActionType: 'open-url', ActionBody: 'https://malva.ua' },
    ])
  })

  test('without buttons it carries those handed in, in the language of the person', async () => {
    await send({ language: 'en' })
    expect(labels()).toEqual(['Help'])
    const pressed = viberAdapter.parse(person.presses('Help'))
    expect(pressed?.content).toEqual({ kind: 'text', text: '/help' })
  })

  test.each<[number[], number[]]>([
    [[1], [6]],
    [
      [2, 3],
      [3, 3, 2, 2, 2],
    ],
    [[4], [3, 3, 3, 3]],
    [[5], [2, 2, 2, 3, 3]],
    [[7], [2, 2, 2, 2, 2, 2, 6]],
  ])('rows of %j buttons fill six columns each', async (given, columns) => {
    await send({ buttons: given.map((count) => taps(count)) })
    expect(rows()).toEqual(columns)
  })

  test.each([13, 24, 25, 36, 40, 72])('%i rows are set closer together rather than refused', async (count) => {
    expect(await send({ buttons: taps(count).map((button) => [button]) })).toMatchObject({ kind: 'sent' })
    expect(labels()).toHaveLength(count)
    expect(rows().reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(72)
  })

  test('asks for the phone by the platform, and knows the answer of that button from any other card', async () => {
    await send({ buttons: [[{ label: 'Поділитися', shareContact: true }], [{ label: 'Не зараз', press: '3.0' }]] })
    const answer = viberAdapter.parse(person.presses('Поділитися'))
    expect(answer?.content).toMatchObject({ kind: 'contact', phone: person.phone, proved: true })
    const forged = viberAdapter.parse(person.sharesContact({ phone: '380509999999' }))
    expect(forged?.content).toMatchObject({ kind: 'contact', proved: false })
    await send({ text: 'Дякую' })
    const later = viberAdapter.parse(person.sharesContact({ silent: true }))
    expect(later?.content).toMatchObject({ proved: false })
  })

  test('over 7,000 characters it comes in several, in order, each with the keyboard', async () => {
    const text = Array.from({ length: 40 }, (_, at) => `${at} ${'слово '.repeat(60)}`.trim()).join('\n\n')
    await send({ text, buttons: [[{ label: 'Далі', press: '1.0' }]] })
    expect(person.chat.texts().join('\n\n')).toBe(text)
    expect(person.chat.messages.map(({ message }) => message.keyboard?.Buttons.length)).toEqual([1, 1, 1])
  })

  test('never weighs more than Viber takes, whatever signs it is made of', async () => {
    const text = '\u0001"'.repeat(7000)
    expect(
      await send({ text, buttons: taps(36).map((button) => [{ ...button, label: '語'.repeat(300) }]) }),
    ).toMatchObject({
      kind: 'sent',
    })
    expect(person.chat.texts().join('')).toBe(text)
  })

  test('a picture is fetched by its address and brings a short text', async () => {
    await send({ text: 'Сукня', image: picture })
    expect(person.chat.messages).toMatchObject([{ message: { type: 'picture', media: picture.url, text: 'Сукня' } }])
  })

  test('a text too long for a caption comes before its picture', async () => {
    await send({ text: 'о'.repeat(513), image: picture, buttons: [taps(1)] })
    expect(person.chat.messages).toMatchObject([
      { message: { type: 'text' } },
      { message: { type: 'picture', text: '', keyboard: { Buttons: [{ ActionBody: '#7.0' }] } } },
    ])
  })

  test('without a public address the text and the buttons stand alone', async () => {
    const file = { bytes: Buffer.from('%PDF'), mime: 'application/pdf', name: 'bill.pdf', url: null }
    await send({ text: 'Сукня', image: { ...picture, url: null }, file, buttons: [taps(1)] })
    expect(person.chat.messages).toMatchObject([{ message: { type: 'text', text: 'Сукня' } }])
    expect(labels()).toEqual(['Кнопка 0'])
  })

  test('a file, and a picture of a kind that Viber does not show, come as files', async () => {
    const url = 'https://malva.example/media/2'
    await send({
      text: 'Рахунок',
      file: { bytes: Buffer.from('%PDF'), mime: 'application/pdf', name: 'bill.pdf', url },
    })
    await send({ text: '', image: { bytes: Buffer.from('webp'), mime: 'image/webp', name: 'a.webp', url } })
    expect(person.chat.messages.map(({ message }) => [message.type, message.file_name, message.size])).toEqual([
      ['text', undefined, undefined],
      ['file', 'bill.pdf', 4],
      ['file', 'a.webp', 4],
    ])
  })

  test('cut off in the middle it goes on where it stopped', async () => {
    const long = { text: `${'а'.repeat(6900)}\n\n${'б'.repeat(6900)}` }
    viber.faults.delay(60)
    const first = send(long)
    await viber.waitFor(() => person.chat.messages.length === 1)
    viber.faults.failNext('send_message', { status: 12 })
    expect(await first).toMatchObject({ kind: 'later' })
    viber.faults.delay(0)
    expect(await send(long)).toMatchObject({ kind: 'sent' })
    expect(person.chat.texts().map((text) => text[0])).toEqual(['а', 'б'])
  })

  test('an edit is no edit here: the new state is said anew', () => {
    expect(viberAdapter.canEdit).toBe(false)
  })
})

describe('the welcome', () => {
  test.each<[string, Partial<Outgoing>]>([
    ['a greeting with buttons', { text: 'Вітаю у «Мальві»!', buttons: [taps(2)] }],
    ['a picture', { image: picture }],
    ['a picture without an address', { image: { ...picture, url: null } }],
    ['a text too long for one message', { text: 'слово '.repeat(3000), image: picture }],
    ['a question for the phone', { buttons: [[{ label: 'Поділитися', shareContact: true }]] }],
    ['a link with a long context', { buttons: [[{ label: 'Почати', press: `/start ${'x'.repeat(3000)}` }]] }],
  ])('is one message that Viber takes: %s', (_what, more) => {
    const welcome = welcomeOf(outgoing('01234567890A=', more), fallbackButtons)
    const read = readMessage(JSON.parse(JSON.stringify(welcome)))
    expect(read.sender.name).toBe('Мальва')
    expect(read.min_api_version).toBeGreaterThan(0)
    expect(read.keyboard?.Buttons.length).toBeGreaterThan(0)
    expect(Buffer.byteLength(JSON.stringify(welcome))).toBeLessThan(30_000)
  })
})

describe('how a send to Viber ends', () => {
  test.each<[number, object]>([
    [1, { kind: 'refused' }],
    [2, { kind: 'refused' }],
    [3, { kind: 'refused' }],
    [4, { kind: 'refused' }],
    [5, { kind: 'unreachable' }],
    [6, { kind: 'unreachable' }],
    [7, { kind: 'refused' }],
    [10, { kind: 'later', seconds: 30, wholeBot: true }],
    [11, { kind: 'unreachable' }],
    [12, { kind: 'later', seconds: 60, wholeBot: false }],
    [13, { kind: 'refused' }],
    [23, { kind: 'refused' }],
    [24, { kind: 'refused' }],
    [429, { kind: 'later', wholeBot: true }],
    [404, { kind: 'refused' }],
    [502, { kind: 'unclear' }],
  ])('status %i', async (status, expected) => {
    viber.faults.failNext('send_message', { status, description: 'why' })
    expect(await send({})).toMatchObject(expected)
  })

  test('somebody who left cannot be reached', async () => {
    person.unsubscribes()
    expect(await send({})).toMatchObject({ kind: 'unreachable' })
  })

  test('an answer that broke off or never came leaves it open; without a connection nothing was sent', async () => {
    viber.faults.cutAfterBody(1)
    expect(await send({})).toMatchObject({ kind: 'unclear' })
    const hasty = connectViber({ token, apiRoot: viber.apiRoot, seconds: 0.05 }, { fallbackButtons })
    viber.faults.delay(300)
    const late = await hasty.send(outgoing(person.id))
    viber.faults.delay(0)
    expect(late).toMatchObject({ kind: 'unclear', why: 'no answer in time' })
    await viber.refuseConnections()
    const refused = await send({})
    await viber.acceptConnections()
    expect(refused).toEqual({ kind: 'later', seconds: 2, wholeBot: false, why: 'ECONNREFUSED' })
  })

  test('with nothing to show is refused', async () => {
    expect(await send({ text: '' })).toEqual({ kind: 'refused', why: 'nothing to show' })
  })

  test('with buttons alone is a keyboard', async () => {
    expect(await send({ text: '', buttons: [taps(1)] })).toMatchObject({ kind: 'sent' })
    expect(labels()).toEqual(['Кнопка 0'])
  })
})

describe('a picture that somebody sent', () => {
  test('is fetched from where Viber put it', async () => {
    const incoming = viberAdapter.parse(person.sendsPicture({ bytes: tinyPicture, caption: 'така' }))
    if (incoming?.content.kind !== 'photo') throw new Error('no photo')
    const fetched = await channel.download(incoming.content.ref)
    expect(Buffer.from(fetched.bytes).equals(tinyPicture)).toBe(true)
  })

  test.each([
    'http://169.254.169.254/latest',
    'https://viber.com.evil.example/1',
    'http://localhost:5432/',
    'file:///etc/passwd',
    'x',
  ])('is never looked for elsewhere: %s', async (ref) => {
    await expect(channel.download(ref)).rejects.toThrow('no address that may be fetched')
  })
})

describe('connecting an account', () => {
  const platform = () => viberPlatform({ apiRoot: viber.apiRoot })

  test('says who it is; a wrong token is refused; a platform out of reach is no wrong token', async () => {
    expect(await platform().check(token)).toEqual({ name: 'Мальва', uri: 'malva' })
    await expect(platform().check('wrong')).rejects.toEqual(new AppError('channel-token-refused'))
    await expect(platform().check('with\nline')).rejects.toEqual(new AppError('channel-token-refused'))
    await expect(viberPlatform({ apiRoot: 'http://127.0.0.1:9' }).check(token)).rejects.toEqual(
      new AppError('channel-unreachable'),
    )
  })

  test('a webhook that does not answer is said; one is taken away', async () => {
    await expect(platform().setWebhook(token, { url: 'http://127.0.0.1:9/hooks/viber/1' })).rejects.toEqual(
      new AppError('channel-unreachable'),
    )
    expect(viber.log.at(-1)?.body).toMatchObject({
      event_types: ['subscribed', 'unsubscribed', 'conversation_started'],
    })
    await platform().removeWebhook(token)
    expect(viber.log.at(-1)).toMatchObject({ method: 'set_webhook', body: { url: '' }, status: 0 })
  })
})
