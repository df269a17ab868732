import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { telegramAdapter, telegramHook } from '../../../bots/telegram/channel.ts'
import type { IncomingContent } from '../../../core/inbox/index.ts'
import { startTelegram } from '../../emulators/telegram.ts'
import { atHand } from '../../support/at-hand.ts'
import { recorded } from '../outgoing.ts'

const from = { id: 77, is_bot: false, first_name: 'Леся', last_name: 'Мельник', language_code: 'uk' }
const chat = { id: 77, type: 'private', first_name: 'Леся' }

const parse = (update: object) => telegramAdapter.parse(JSON.stringify({ update_id: 5, ...update }))
const said = (content: object, where: object = chat) =>
  parse({ message: { message_id: 1, from, chat: where, date: 1_780_000_000, ...content } })
const contentOf = (content: object): IncomingContent | undefined => said(content)?.content

const photo = [
  { file_id: 'small', file_unique_id: 's', width: 90, height: 90, file_size: 1000 },
  { file_id: 'large', file_unique_id: 'l', width: 1280, height: 960, file_size: 200_000 },
  { file_id: 'huge', file_unique_id: 'h', width: 9000, height: 9000, file_size: 21 * 1024 * 1024 },
]

describe('what a person sends in Telegram', () => {
  test('comes with who they are, when, and in which chat', () => {
    expect(said({ text: 'Добрий день' })).toEqual({
      chat: '77',
      person: { name: 'Леся Мельник', language: 'uk' },
      at: new Date(1_780_000_000_000),
      content: { kind: 'text', text: 'Добрий день' },
    })
  })

  test.each<[string, object, IncomingContent | undefined]>([
    ['the start button', { text: '/start' }, { kind: 'start', payload: '' }],
    ['a link with a payload', { text: '/start src_insta-1' }, { kind: 'start', payload: 'src_insta-1' }],
    ['another command', { text: '/orders' }, { kind: 'text', text: '/orders' }],
    ['a command that names the bot', { text: '/orders@malva_bot now' }, { kind: 'text', text: '/orders now' }],
    ['a start that names the bot', { text: '/start@malva_bot ref_7' }, { kind: 'start', payload: 'ref_7' }],
    [
      'their own phone',
      { contact: { phone_number: '+380671234567', first_name: 'Леся', user_id: 77 } },
      { kind: 'contact', phone: '+380671234567', name: 'Леся', proved: true },
    ],
    [
      "a friend's phone",
      { contact: { phone_number: '+380671234567', first_name: 'Оля', last_name: 'К', user_id: 78 } },
      { kind: 'contact', phone: '+380671234567', name: 'Оля К', proved: false },
    ],
    [
      'a card from the address book',
      { contact: { phone_number: '+380671234567', first_name: 'Хтось' } },
      { kind: 'contact', phone: '+380671234567', name: 'Хтось', proved: false },
    ],
    [
      'a photo, the largest that may be fetched',
      { photo, caption: 'така сукня', media_group_id: 'a1' },
      { kind: 'photo', ref: 'large', mime: 'image/jpeg', caption: 'така сукня', album: 'a1' },
    ],
    [
      'a picture sent as a file',
      { document: { file_id: 'doc', file_unique_id: 'd', mime_type: 'image/png', file_size: 9 } },
      { kind: 'photo', ref: 'doc', mime: 'image/png', caption: '', album: null },
    ],
    [
      'a picture too large to fetch',
      { document: { file_id: 'doc', file_unique_id: 'd', mime_type: 'image/png', file_size: 21 * 1024 * 1024 } },
      { kind: 'unsupported', what: 'file' },
    ],
    ['a price list', { document: { file_id: 'd', file_unique_id: 'd' } }, { kind: 'unsupported', what: 'file' }],
    [
      'where they are',
      { location: { latitude: 50.45, longitude: 30.52 } },
      { kind: 'location', latitude: 50.45, longitude: 30.52 },
    ],
    ['a sticker', { sticker: { file_id: 's' } }, { kind: 'unsupported', what: 'sticker' }],
    ['a voice message', { voice: { file_id: 'v' } }, { kind: 'unsupported', what: 'voice' }],
    ['a round video', { video_note: { file_id: 'v' } }, { kind: 'unsupported', what: 'video' }],
    ['a moving picture', { animation: {}, document: { file_id: 'd' } }, { kind: 'unsupported', what: 'video' }],
    ['a poll', { poll: { id: '1' } }, { kind: 'unsupported', what: 'other' }],
    ['a service message', { pinned_message: { message_id: 1 } }, undefined],
  ])('%s', (_what, content, expected) => {
    expect(contentOf(content)).toEqual(expected)
  })

  test('a tap comes with what must be acknowledged, also when its message is too old to be shown', () => {
    const query = { id: '4382', from, data: '12.3', chat_instance: 'x' }
    const press = { kind: 'press', press: '12.3', ref: '4382' }
    expect(parse({ callback_query: { ...query, message: { chat, message_id: 3, date: 0 } } })).toMatchObject({
      chat: '77',
      content: press,
    })
    expect(parse({ callback_query: query })).toMatchObject({ chat: '77', content: press })
  })

  test('a correction of what was said is no new message', () => {
    const edited = { message_id: 1, from, chat, date: 1, edit_date: 2 }
    expect(parse({ edited_message: { ...edited, text: 'Завтра' } })?.content).toEqual({
      kind: 'edited',
      text: 'Завтра',
    })
    expect(parse({ edited_message: { ...edited, location: { latitude: 1, longitude: 1 } } })).toBeUndefined()
  })

  test('blocking the bot and coming back are noticed', () => {
    const member = (status: string) => ({
      my_chat_member: { chat, from, date: 1, old_chat_member: {}, new_chat_member: { status } },
    })
    expect(parse(member('kicked'))?.content).toEqual({ kind: 'blocked' })
    expect(parse(member('member'))?.content).toEqual({ kind: 'unblocked' })
  })

  test('a business talks in private: groups, channels and kinds that nobody knows yet are ignored and not stored', () => {
    const message = { message_id: 1, from, date: 1, text: 'hi' }
    const elsewhere = [
      { message: { ...message, chat: { id: -5, type: 'group' } } },
      { message: { ...message, chat: { id: -5, type: 'supergroup' } } },
      { channel_post: { ...message, chat: { id: -6, type: 'channel' } } },
      { callback_query: { id: '1', from, data: '1.0', message: { chat: { id: -5, type: 'group' }, message_id: 1 } } },
      { my_chat_member: { chat: { id: -5, type: 'group' }, from, date: 1, new_chat_member: { status: 'member' } } },
      { something_of_2030: { chat, from } },
      { inline_query: { id: '1', from, query: 'x', offset: '' } },
    ]
    for (const update of elsewhere) {
      expect(parse(update)).toBeUndefined()
      expect(telegramHook.envelope(JSON.stringify({ update_id: 5, ...update }))).toBeUndefined()
    }
  })

  test('an update is stored under its own number and its chat', () => {
    const update = { update_id: 312744884, message: { message_id: 1, from, chat, date: 1, text: 'hi' } }
    expect(telegramHook.envelope(JSON.stringify(update))).toEqual({ key: '312744884', chat: '77' })
  })

  test('one odd field does not spoil the rest', () => {
    expect(said({ text: 'Добрий день', photo: 'none', date: 'yesterday' })).toMatchObject({
      at: null,
      content: { kind: 'text', text: 'Добрий день' },
    })
  })
})

describe('recorded updates of Telegram', () => {
  const expected: Record<string, unknown> = {
    official_text: { kind: 'start', payload: '' },
    official_forwarded: { kind: 'start', payload: '' },
    official_forwarded_from_channel: { kind: 'start', payload: '' },
    official_reply: { kind: 'start', payload: '' },
    official_edited: { kind: 'edited', text: 'Edited text' },
    official_entities: { kind: 'text', text: 'Bold and italics' },
    official_audio: { kind: 'unsupported', what: 'voice' },
    official_voice: { kind: 'unsupported', what: 'voice' },
    official_document: { kind: 'unsupported', what: 'file' },
    official_inline_query: undefined,
    official_chosen_inline_result: undefined,
    official_callback_query: { kind: 'press', press: 'Data from button callback', ref: '4382bfdwdsb323b2d9' },
    recorded_mention: { kind: 'text', text: '@vercelchatsdkbot hi' },
    recorded_followup: { kind: 'text', text: 'how are you' },
    recorded_photo: {
      kind: 'photo',
      ref: 'AgACAgUAAxkBAAMRaH8qXw-VQSGAG4X4VoCg9A5nE50AAvLGMRtBGPlXGt4-FX4l2_oBAAMCAAN5AAM2BA',
      mime: 'image/jpeg',
      caption: '',
      album: null,
    },
  }

  function judge(text: string): number {
    const lines = recorded(text)
    for (const { name, update } of lines) {
      expect(Object.keys(expected)).toContain(name)
      expect([name, telegramAdapter.parse(JSON.stringify(update))?.content]).toEqual([name, expected[name]])
    }
    return lines.length
  }

  test('a few, kept with the tests', () => {
    expect(judge(readFileSync('test/fixtures/telegram/updates.jsonl', 'utf8'))).toBeGreaterThan(3)
  })

  test.runIf(atHand.sharedData)('all of them', () => {
    const file = join(atHand.sharedData ?? '', 'telegram_updates/updates.jsonl')
    expect(judge(readFileSync(file, 'utf8'))).toBe(Object.keys(expected).length)
  })
})

test('whatever arrives is understood or ignored, never a crash', async () => {
  const telegram = await startTelegram()
  const person = telegram.addBot({ token: '1:A', username: 'a_bot' }).person({ id: 9, first_name: 'Оля' })
  const real = [person.says('/start x'), person.sendsPhoto(), person.sharesContact(), person.voice(), person.blocks()]
  await telegram.stop()
  const broken = fc
    .constantFrom(...real)
    .chain((update) =>
      fc
        .tuple(fc.constantFrom(...leaves(update)), fc.jsonValue())
        .map(([path, value]) => replaced(update, path, value)),
    )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        broken.map((update) => JSON.stringify(update)),
      ),
      (payload) => {
        const incoming = telegramAdapter.parse(payload)
        const envelope = telegramHook.envelope(payload)
        if (incoming) expect(envelope?.chat).toBe(incoming.chat)
        if (incoming?.at) expect(incoming.at.getTime()).not.toBeNaN()
      },
    ),
    { numRuns: 1000 },
  )
})

/** The way to every value within. */
function leaves(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.entries(value).flatMap(([key, one]) => leaves(one, [...path, key])),
  ]
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((one, at) => (String(at) === key ? replaced(one, rest, by) : one))
  if (typeof value !== 'object' || value === null) return by
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === key ? replaced(one, rest, by) : one]),
  )
}
