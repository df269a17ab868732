import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectTelegram, telegramAdapter } from '../../bots/telegram/channel.ts'
import { connectViber, viberAdapter, viberPlatform } from '../../bots/viber/channel.ts'
import { webAdapter, webChannel } from '../../bots/web/channel.ts'
import type { Channel, ChannelAdapter, Media, Outgoing, OutgoingButton } from '../../core/inbox/index.ts'
import { startTelegram, tinyPicture } from '../emulators/telegram.ts'
import { startViber } from '../emulators/viber.ts'
import { outgoing } from './outgoing.ts'
import { openHook } from './quiet-hook.ts'

/** A connected channel, somebody in it, and what they do as the platform would tell of it. */
interface Line {
  readonly adapter: ChannelAdapter
  readonly channel: Channel
  readonly chat: string
  says(text: string): string
  presses(label: string, press: string): string
  /** The texts that arrived, in order; undefined where the transcript itself is the delivery. */
  texts(): string[] | undefined
  stop(): Promise<void>
}

const lines: Record<string, () => Promise<Line>> = {
  async telegram() {
    const telegram = await startTelegram({ limits: false })
    const { token } = telegram.addBot({ token: '1:contract', username: 'malva_bot' })
    const person = telegram.person({ id: 501, first_name: 'Леся' })
    person.says('/start')
    return {
      adapter: telegramAdapter,
      channel: connectTelegram({ token, apiRoot: telegram.url }, { partPauseMs: 1 }),
      chat: '501',
      says: (text) => JSON.stringify(person.says(text)),
      presses: (label) => JSON.stringify(person.press(label)),
      texts: () => person.chat.incoming.map((message) => message.text),
      stop: () => telegram.stop(),
    }
  },
  async viber() {
    const viber = await startViber({ limits: false })
    const { token } = viber.addAccount({ token: 'contract', name: 'Мальва' })
    const hook = await openHook()
    await viberPlatform({ apiRoot: viber.apiRoot }).setWebhook(token, { url: hook.url })
    const person = viber.person({ id: 'person501==', name: 'Леся' })
    person.says('привіт')
    return {
      adapter: viberAdapter,
      channel: connectViber({ token, apiRoot: viber.apiRoot }, { fallbackButtons: () => [] }),
      chat: person.id,
      says: (text) => person.says(text),
      presses: (label) => person.presses(label),
      texts: () => person.chat.texts(),
      stop: async () => {
        await viber.stop()
        await hook.close()
      },
    }
  },
  async web() {
    const update = (more: object) => JSON.stringify({ chat: 'visitor', key: 'k', at: '2026-05-12T07:00:00Z', ...more })
    return {
      adapter: webAdapter,
      channel: webChannel,
      chat: 'visitor',
      says: (text) => update({ text }),
      presses: (_label, press) => update({ press }),
      texts: () => undefined,
      stop: async () => {},
    }
  },
}

const picture: Media = {
  bytes: tinyPicture,
  mime: 'image/png',
  name: 'p.png',
  url: 'https://malva.example/media/p.png',
}
const taps = (count: number, width = 1): OutgoingButton[][] =>
  Array.from({ length: Math.ceil(count / width) }, (_, row) =>
    Array.from({ length: Math.min(width, count - row * width) }, (_, at) => {
      const index = row * width + at
      return { label: `Вибір ${index}`, press: `1234567890.${index}` }
    }),
  )
const longText = 'Сукня з льону, 42–50. '.repeat(900)

const messages: [string, Partial<Outgoing>][] = [
  ['a text', { text: 'Вітаю!' }],
  ['a text in many scripts', { text: 'Ціна 5 < 6 & *7* _8_ [9](x) `0` 👩‍👩‍👧 שלום العربية' }],
  ['a long text', { text: longText }],
  ['a long text without a space', { text: 'щ'.repeat(15_000) }],
  ['a long text with buttons', { text: longText, buttons: taps(3) }],
  ['one button', { buttons: taps(1) }],
  [
    'eight buttons and a pager',
    {
      buttons: [
        ...taps(8),
        [
          { label: '‹', press: '5.8' },
          { label: '1/3', press: '5.9' },
          { label: '›', press: '5.10' },
        ],
      ],
    },
  ],
  ['many buttons', { buttons: taps(40, 4) }],
  ['a very long row', { buttons: taps(15, 15) }],
  [
    'long labels',
    {
      buttons: taps(6).map((row) =>
        row.map((button) => ({ ...button, label: `${button.label} ${'дуже '.repeat(60)}` })),
      ),
    },
  ],
  ['labels of other scripts', { buttons: [[{ label: '👗 <b>שלום</b> & ко', press: '1.0' }]] }],
  ['a link', { buttons: [[{ label: 'Сайт', url: 'https://malva.example/?a=1&b=2' }]] }],
  ['a link on this machine', { buttons: [[{ label: 'Кабінет', url: 'http://localhost:3000/chat' }]] }],
  [
    'a question for the phone',
    { buttons: [[{ label: 'Мій номер', shareContact: true }], [{ label: 'Пізніше', press: '1.0' }]] },
  ],
  ['what follows it', { text: 'Дякую' }],
  ['a picture', { text: 'Сукня', image: picture, buttons: taps(2) }],
  ['a picture with a long text', { text: longText, image: picture }],
  ['a picture without a text', { text: '', image: picture }],
  ['a picture that has no address', { text: 'Сукня', image: { ...picture, url: null } }],
  [
    'a file',
    {
      text: 'Рахунок',
      file: {
        bytes: Buffer.from('%PDF-1.7'),
        mime: 'application/pdf',
        name: 'рахунок.pdf',
        url: 'https://malva.example/f.pdf',
      },
    },
  ],
  ['half a sign', { text: 'ось \ud83d', buttons: [[{ label: '\ud83d', press: '1.0' }]] }],
]

describe.each(Object.keys(lines))('any channel: %s', (name) => {
  let line: Line
  beforeAll(async () => {
    const open = lines[name]
    if (!open) throw new Error(name)
    line = await open()
  })
  afterAll(() => line.stop())
  const send = (more: Partial<Outgoing>) => line.channel.send(outgoing(line.chat, more))

  test.each(messages)('takes %s', async (_what, more) => {
    expect(await send(more)).toMatchObject({ kind: 'sent' })
  })

  test('brings the whole of a long text, in order', async () => {
    const before = line.texts()?.length ?? 0
    await send({ text: longText, image: picture, buttons: taps(2) })
    const texts = line.texts()?.slice(before)
    const squeezed = (text: string) => text.replace(/\s/g, '')
    if (texts) expect(squeezed(texts.join(''))).toBe(squeezed(longText))
  })

  test.each([1, 8, 40])('brings every press of %i back as it was offered', async (count) => {
    const buttons = taps(count, 2)
    await send({ buttons })
    for (const button of buttons.flat()) {
      if (!('press' in button)) throw new Error('no press')
      const tap = line.adapter.parse(line.presses(button.label, button.press))
      expect(tap).toMatchObject({ chat: line.chat, content: { kind: 'press', press: button.press } })
      if (tap?.content.kind === 'press' && tap.content.ref !== null) await line.channel.acknowledge(tap.content.ref)
    }
  })

  test('a change is taken, in place or as what it falls back to', async () => {
    const sent = await send({ text: 'Нове замовлення', buttons: taps(2) })
    const edits = line.adapter.canEdit && sent.kind === 'sent' ? sent.platformId : null
    expect(await send({ text: 'Прийняла Оксана', edits })).toMatchObject({ kind: 'sent' })
    expect(await send({ text: 'Прийняла Оксана', edits })).toMatchObject({ kind: 'sent' })
  })

  test('what a person types is text, also when it looks like a time or a price', () => {
    for (const text of ['Добрий день', '15.30', '7', '/orders', '👗', 'a'.repeat(4000)])
      expect(line.adapter.parse(line.says(text))).toMatchObject({ chat: line.chat, content: { kind: 'text', text } })
    expect(line.adapter.parse(line.says('/start src_insta'))?.content).toEqual({ kind: 'start', payload: 'src_insta' })
  })

  test('typing and an acknowledgement of nothing do no harm', async () => {
    await line.channel.typing(line.chat)
    await line.channel.typing('404')
    await line.channel.acknowledge('404')
  })
})
