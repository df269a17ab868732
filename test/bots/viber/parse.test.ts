import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { viberAdapter, viberHook } from '../../../bots/viber/channel.ts'
import { startedBy } from '../../../bots/viber/parse.ts'
import type { IncomingContent } from '../../../core/inbox/index.ts'
import { atHand } from '../../support/at-hand.ts'
import { recorded } from '../outgoing.ts'

const sender = { id: '01234567890A=', name: 'Леся', language: 'uk', country: 'UA', api_version: 10 }
const share = '{"share":true}'

/** Viber writes its tokens as bare digits, more of them than a JavaScript number holds. */
function body(event: string, more: object, token = '4912661846655238145'): string {
  return JSON.stringify({ event, timestamp: 1_780_000_000_000, message_token: '?', ...more }).replace('"?"', token)
}
const said = (message: object, more: object = {}) =>
  viberAdapter.parse(body('message', { sender, message, silent: false, ...more }))

describe('what a person sends in Viber', () => {
  test('comes with who they are, when, and in which chat', () => {
    expect(said({ type: 'text', text: 'Добрий день' })).toEqual({
      chat: '01234567890A=',
      person: { name: 'Леся', language: 'uk' },
      at: new Date(1_780_000_000_000),
      content: { kind: 'text', text: 'Добрий день' },
    })
  })

  const contact = { type: 'contact', contact: { name: 'Леся', phone_number: '380671234567' } }
  const card = { kind: 'contact', phone: '380671234567', name: 'Леся' } as const

  test.each<[string, object, object, IncomingContent | undefined]>([
    ['a tap', { type: 'text', text: '#12.3' }, { silent: true }, { kind: 'press', press: '12.3', ref: null }],
    ['a tap of an old app', { type: 'text', text: '#12.3' }, {}, { kind: 'press', press: '12.3', ref: null }],
    ['a time that was typed', { type: 'text', text: '15.30' }, {}, { kind: 'text', text: '15.30' }],
    ['a command', { type: 'text', text: '/help' }, {}, { kind: 'text', text: '/help' }],
    ['a start that was typed', { type: 'text', text: '/start ref_1' }, {}, { kind: 'start', payload: 'ref_1' }],
    ['their phone, by our button', { ...contact, tracking_data: share }, { silent: true }, { ...card, proved: true }],
    ['a card from the address book', contact, {}, { ...card, proved: false }],
    ['a card sent while the phone is asked for', { ...contact, tracking_data: share }, {}, { ...card, proved: false }],
    ['a silent card that nobody asked for', contact, { silent: true }, { ...card, proved: false }],
    [
      'a picture',
      { type: 'picture', media: 'https://dl-media.viber.com/1/x', file_name: 'x.png', text: 'така' },
      {},
      { kind: 'photo', ref: 'https://dl-media.viber.com/1/x', mime: 'image/png', caption: 'така', album: null },
    ],
    [
      'where they are',
      { type: 'location', location: { lat: '50.45', lon: 30.52 } },
      {},
      { kind: 'location', latitude: 50.45, longitude: 30.52 },
    ],
    ['a link', { type: 'url', media: 'https://malva.ua' }, {}, { kind: 'text', text: 'https://malva.ua' }],
    ['a sticker', { type: 'sticker', sticker_id: 46105 }, {}, { kind: 'unsupported', what: 'sticker' }],
    ['a video', { type: 'video', media: 'https://x.viber.com/v' }, {}, { kind: 'unsupported', what: 'video' }],
    ['a file', { type: 'file', media: 'https://x.viber.com/f' }, {}, { kind: 'unsupported', what: 'file' }],
    ['something of 2030', { type: 'hologram' }, {}, { kind: 'unsupported', what: 'other' }],
  ])('%s', (_what, message, more, expected) => {
    expect(said(message, more)?.content).toEqual(expected)
  })

  test('opening the chat is answered by the welcome alone, which knows the link', () => {
    const opened = body('conversation_started', { user: sender, context: 'src_insta' })
    expect(startedBy(opened)).toEqual({ chat: sender.id, context: 'src_insta', language: 'uk' })
    expect(startedBy(body('conversation_started', { user: sender }))?.context).toBe('')
    expect(startedBy(body('subscribed', { user: sender }))).toBeUndefined()
    expect(startedBy('{')).toBeUndefined()
    expect(viberAdapter.parse(opened)).toBeUndefined()
    expect(viberHook.envelope(opened)).toBeUndefined()
  })

  test('leaving and coming back are noticed', () => {
    expect(viberAdapter.parse(body('unsubscribed', { user_id: sender.id }))).toMatchObject({
      chat: sender.id,
      content: { kind: 'blocked' },
    })
    expect(viberAdapter.parse(body('subscribed', { user: sender }))?.content).toEqual({ kind: 'unblocked' })
  })

  test.each(['delivered', 'seen', 'failed', 'webhook', 'client_status', 'something_of_2030'])(
    'a receipt is nothing to store: %s',
    (event) => {
      expect(viberAdapter.parse(body(event, { user_id: sender.id }))).toBeUndefined()
      expect(viberHook.envelope(body(event, { user_id: sender.id }))).toBeUndefined()
    },
  )

  test('two messages whose tokens differ in the last digit only are two', () => {
    const of = (token: string) =>
      viberHook.envelope(body('message', { sender, message: { type: 'text', text: 'a' } }, token))
    expect(of('4912661846655238145')).toEqual({ key: 'message/4912661846655238145/01234567890A=', chat: sender.id })
    expect(of('4912661846655238146')?.key).toBe('message/4912661846655238146/01234567890A=')
    expect(of('1478683725125')?.key).toBe('message/1478683725125/01234567890A=')
  })
})

describe('recorded callbacks of Viber', () => {
  const expected: Record<string, IncomingContent | undefined> = {
    message_text: { kind: 'text', text: 'a message to the service' },
    subscribed: { kind: 'unblocked' },
    conversation_started: undefined,
    webhook_set: undefined,
    failed: undefined,
    message_chat_extension: { kind: 'text', text: 'HI!' },
    message_without_event: undefined,
    message_unicode: {
      kind: 'text',
      text: '批封廟根縄華勢田郎報株聞。変宝長独部鉱内出殺反提似惑金参勧車査真測。',
    },
  }

  function judge(text: string): number {
    const lines = recorded(text)
    for (const { name, raw_body, message_token_text } of lines) {
      const payload = String(raw_body)
      const content = viberAdapter.parse(payload)?.content
      expect(Object.keys(expected)).toContain(name)
      expect([name, content]).toEqual([name, expected[name]])
      const envelope = viberHook.envelope(payload)
      expect(envelope === undefined).toBe(content === undefined)
      if (envelope) expect(envelope.key.split('/')[1]).toBe(message_token_text)
    }
    return lines.length
  }

  test('a few, kept with the tests', () => {
    expect(judge(readFileSync('test/fixtures/viber/callbacks.jsonl', 'utf8'))).toBeGreaterThan(3)
  })

  test.runIf(atHand.sharedData)('all of them', () => {
    const file = join(atHand.sharedData ?? '', 'viber_callbacks/callbacks.jsonl')
    expect(judge(readFileSync(file, 'utf8'))).toBe(Object.keys(expected).length)
  })
})

test('whatever arrives is understood or ignored, never a crash', () => {
  const field = fc.oneof(fc.jsonValue(), fc.constant(sender))
  const shaped = fc.record(
    {
      event: fc.constantFrom('message', 'subscribed', 'unsubscribed', 'conversation_started', 'seen'),
      timestamp: field,
      message_token: field,
      sender: field,
      user: field,
      user_id: field,
      context: field,
      silent: field,
      message: fc.oneof(
        fc.jsonValue(),
        fc.record({
          type: fc.constantFrom('text', 'picture', 'contact', 'location', 'url', 'sticker'),
          text: field,
          media: field,
          contact: field,
          location: field,
        }),
      ),
    },
    { requiredKeys: ['event'] },
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        shaped.map((one) => JSON.stringify(one)),
      ),
      (payload) => {
        const incoming = viberAdapter.parse(payload)
        const envelope = viberHook.envelope(payload)
        if (incoming && envelope) expect(envelope.chat).toBe(incoming.chat)
        if (incoming?.at) expect(incoming.at.getTime()).not.toBeNaN()
      },
    ),
    { numRuns: 1000 },
  )
})
