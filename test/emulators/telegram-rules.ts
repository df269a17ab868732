/**
 * What Telegram accepts in a message: texts, entities, keyboards, commands. Descriptions of errors are the Bot API server's
 * own (tdlib/telegram-bot-api). Where the real server mends or drops silently (buttons without a text, too many of them),
 * this one refuses, because the person would see less than the bot meant.
 */
import type {
  BotCommand,
  InlineKeyboardButton,
  InlineKeyboardMarkup,
  KeyboardButton,
  MessageEntity,
  ReplyKeyboardMarkup,
} from 'grammy/types'
import { z } from 'zod'

/** A refusal as the Bot API words it. */
export class Refusal extends Error {
  readonly status: number
  readonly retryAfter: number | undefined

  constructor(status: number, description: string, retryAfter?: number) {
    super(description)
    this.status = status
    this.retryAfter = retryAfter
  }
}

export function badRequest(reason: string): never {
  throw new Refusal(400, `Bad Request: ${reason}`)
}

/** A record, or the refusal named by the caller. */
export function record(value: unknown, refuse: () => never): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(value)
  return parsed.success ? parsed.data : refuse()
}

export type Formatted = { text: string; entities: MessageEntity[] }

/** The text as people see it, with its entities; `what` is a message (1 to 4,096 characters) or a caption (0 to 1,024). */
export function readText(
  raw: unknown,
  what: 'message' | 'caption',
  parseMode: unknown,
  given: unknown,
  mayBeEmpty = what === 'caption',
): Formatted {
  const source = raw === undefined || raw === null ? '' : String(raw)
  if (source === '' && !mayBeEmpty) badRequest(`${what} text is empty`)
  const parsed = parse(source, parseMode, given)
  const formatted = trimmed(parsed)
  if (formatted.text === '' && !mayBeEmpty) badRequest('text must be non-empty')
  const limit = what === 'message' ? 4096 : 1024
  if (formatted.text.length > limit)
    badRequest(what === 'message' ? 'message is too long' : 'message caption is too long')
  return formatted
}

function parse(source: string, parseMode: unknown, given: unknown): Formatted {
  const mode = String(parseMode ?? '').toLowerCase()
  if (mode === '' || mode === 'none') return { text: source, entities: given === undefined ? [] : readEntities(given) }
  if (mode === 'html') return parseHtml(source)
  if (mode === 'markdownv2') return parseMarkdownV2(source)
  if (mode === 'markdown') return parseMarkdown(source)
  return badRequest('unsupported parse_mode')
}

function readEntities(given: unknown): MessageEntity[] {
  if (!Array.isArray(given)) return badRequest("can't parse entities: expected an Array")
  return given.flatMap((one): MessageEntity[] => {
    const entity = entityShape.safeParse(one)
    return entity.success ? [entity.data] : []
  })
}

const span = { offset: z.int().min(0), length: z.int().min(1) }
const plainTypes = [
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
] as const
const entityShape = z.union([
  z.object({ type: z.enum(plainTypes), ...span }),
  z.object({ type: z.literal('pre'), language: z.string().exactOptional(), ...span }),
  z.object({ type: z.literal('text_link'), url: z.string(), ...span }),
  z.object({ type: z.literal('custom_emoji'), custom_emoji_id: z.string(), ...span }),
])

const invisible = /[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff]/u

function trimmed({ text, entities }: Formatted): Formatted {
  if ([...text].every((sign) => invisible.test(sign))) return { text: '', entities: [] }
  const kept = text.replace(/\r/g, '').trimEnd()
  const start = kept.length - kept.trimStart().length
  const moved = entities.flatMap((entity): MessageEntity[] => {
    const from = Math.max(entity.offset - start, 0)
    const to = Math.min(entity.offset + entity.length, kept.length) - start
    return to > from ? [{ ...entity, offset: from, length: to - from }] : []
  })
  moved.sort((one, other) => one.offset - other.offset || other.length - one.length)
  return { text: kept.slice(start), entities: moved }
}

function cannotParse(reason: string): never {
  return badRequest(`can't parse entities: ${reason}`)
}

/** Offsets in errors are bytes of UTF-8, offsets in entities are UTF-16 units, as on the real server. */
const byteOffset = (source: string, index: number): number => Buffer.byteLength(source.slice(0, index))

const htmlTags: Record<string, (typeof plainTypes)[number] | 'pre' | 'a' | 'span' | 'custom_emoji'> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  a: 'a',
  span: 'span',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  blockquote: 'blockquote',
}
const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

function decodeEntities(source: string): string {
  return source.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot));?/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[String(name)] ?? whole
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

function parseHtml(source: string): Formatted {
  const open: { tag: string; at: number; offset: number; attributes: Map<string, string> }[] = []
  const entities: MessageEntity[] = []
  let text = ''
  let index = 0
  while (index < source.length) {
    const next = source.indexOf('<', index)
    text += decodeEntities(source.slice(index, next < 0 ? source.length : next))
    if (next < 0) break
    const at = byteOffset(source, next)
    const end = source.indexOf('>', next)
    if (source[next + 1] === '/') {
      const last = open.pop()
      if (!last) return cannotParse(`Unexpected end tag at byte offset ${at}`)
      if (end < 0) return cannotParse(`Unclosed end tag at byte offset ${at}`)
      const tag = source
        .slice(next + 2, end)
        .trim()
        .toLowerCase()
      if (tag !== '' && tag !== last.tag) {
        return cannotParse(`Unmatched end tag at byte offset ${at}, expected "</${last.tag}>", found "</${tag}>"`)
      }
      addHtmlEntity(entities, last, text)
      index = end + 1
      continue
    }
    if (end < 0) return cannotParse(`Unclosed start tag at byte offset ${at}`)
    const inside = source.slice(next + 1, end)
    const tag = (/^[^\s>]*/.exec(inside)?.[0] ?? '').toLowerCase()
    if (!(tag in htmlTags)) return cannotParse(`Unsupported start tag "${tag}" at byte offset ${at}`)
    const attributes = new Map<string, string>()
    for (const [, name = '', double, single, bare] of inside
      .slice(tag.length)
      .matchAll(/([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g)) {
      attributes.set(name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ''))
    }
    if (tag === 'span' && attributes.get('class') !== 'tg-spoiler') {
      return cannotParse(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`)
    }
    open.push({ tag, at, offset: text.length, attributes })
    index = end + 1
  }
  const last = open.at(-1)
  if (last) return cannotParse(`Can't find end tag corresponding to start tag "${last.tag}"`)
  return { text, entities }
}

function addHtmlEntity(
  entities: MessageEntity[],
  { tag, offset, attributes }: { tag: string; offset: number; attributes: Map<string, string> },
  text: string,
): void {
  const length = text.length - offset
  if (length === 0) return
  const kind = htmlTags[tag]
  const place = { offset, length }
  if (kind === 'a') {
    const url = attributes.get('href') ?? text.slice(offset)
    if (/^(https?|tg|mailto|tel):/i.test(url)) entities.push({ type: 'text_link', url, ...place })
  } else if (kind === 'custom_emoji') {
    entities.push({ type: 'custom_emoji', custom_emoji_id: attributes.get('emoji-id') ?? '', ...place })
  } else if (kind === 'span') entities.push({ type: 'spoiler', ...place })
  else if (kind === 'pre') entities.push({ type: 'pre', ...place })
  else if (kind === 'blockquote' && attributes.has('expandable')) {
    entities.push({ type: 'expandable_blockquote', ...place })
  } else if (kind) entities.push({ type: kind, ...place })
}

const markdownV2Marks = [
  { mark: '__', type: 'underline', name: 'Underline' },
  { mark: '||', type: 'spoiler', name: 'Spoiler' },
  { mark: '*', type: 'bold', name: 'Bold' },
  { mark: '_', type: 'italic', name: 'Italic' },
  { mark: '~', type: 'strikethrough', name: 'Strikethrough' },
] as const

function parseMarkdownV2(source: string): Formatted {
  const open: { mark: string; name: string; at: number; offset: number; type: (typeof plainTypes)[number] | 'link' }[] =
    []
  const entities: MessageEntity[] = []
  let text = ''
  let quote: number | null = null
  const endQuote = () => {
    if (quote !== null && text.length > quote) {
      entities.push({ type: 'blockquote', offset: quote, length: text.length - quote })
    }
    quote = null
  }
  for (let index = 0; index < source.length; ) {
    const sign = source[index] ?? ''
    const lineStart = index === 0 || source[index - 1] === '\n'
    if (sign === '\\' && index + 1 < source.length && (source.charCodeAt(index + 1) ?? 128) < 127) {
      text += source[index + 1] ?? ''
      index += 2
      continue
    }
    if (lineStart && sign === '>') {
      quote ??= text.length
      index += 1
      continue
    }
    if (lineStart && quote !== null) endQuote()
    if (sign === '`') {
      const mark = source.startsWith('```', index) ? '```' : '`'
      const end = source.indexOf(mark, index + mark.length)
      const kind = mark === '`' ? 'Code' : 'Pre'
      if (end < 0) return cannotParse(`Can't find end of ${kind} entity at byte offset ${byteOffset(source, index)}`)
      const language = mark === '`' ? null : /^([^\s`]+)\n/.exec(source.slice(index + 3, end))
      const inner = source.slice(index + mark.length + (language?.[0].length ?? 0), end).replace(/\\([\\`])/g, '$1')
      const place = { offset: text.length, length: inner.length }
      if (mark === '`') entities.push({ type: 'code', ...place })
      else entities.push({ type: 'pre', ...(language?.[1] ? { language: language[1] } : {}), ...place })
      text += inner
      index = end + mark.length
      continue
    }
    if (sign === '[') {
      open.push({ mark: ']', name: 'TextUrl', at: byteOffset(source, index), offset: text.length, type: 'link' })
      index += 1
      continue
    }
    const last = open.at(-1)
    if (sign === ']' && last?.type === 'link') {
      open.pop()
      const link = /^\]\(((?:\\.|[^)\\])*)\)/.exec(source.slice(index))
      const length = text.length - last.offset
      if (link?.[1] !== undefined && length > 0) {
        entities.push({ type: 'text_link', url: link[1].replace(/\\(.)/g, '$1'), offset: last.offset, length })
      }
      index += link?.[0].length ?? 1
      continue
    }
    const mark = markdownV2Marks.find((one) => source.startsWith(one.mark, index))
    if (mark) {
      if (last?.mark === mark.mark) {
        open.pop()
        const length = text.length - last.offset
        if (length > 0) entities.push({ type: mark.type, offset: last.offset, length })
      } else open.push({ ...mark, at: byteOffset(source, index), offset: text.length })
      index += mark.mark.length
      continue
    }
    if (']()>#+-=|{}.!'.includes(sign)) {
      return cannotParse(`Character '${sign}' is reserved and must be escaped with the preceding '\\'`)
    }
    text += sign
    index += 1
  }
  const last = open.at(-1)
  if (last) return cannotParse(`Can't find end of ${last.name} entity at byte offset ${last.at}`)
  endQuote()
  return { text, entities }
}

const legacyMarks = { _: 'italic', '*': 'bold', '`': 'code' } as const

function parseMarkdown(source: string): Formatted {
  const entities: MessageEntity[] = []
  let text = ''
  for (let index = 0; index < source.length; ) {
    const sign = source[index] ?? ''
    const next = source[index + 1] ?? ''
    if (sign === '\\' && '_*`['.includes(next) && next !== '') {
      text += next
      index += 2
    } else if (sign === '_' || sign === '*' || sign === '`' || sign === '[') {
      const pre = source.startsWith('```', index)
      const mark = pre ? '```' : sign === '[' ? ']' : sign
      const start = index + (pre ? 3 : 1)
      const end = source.indexOf(mark, start)
      if (end < 0)
        return cannotParse(`Can't find end of the entity starting at byte offset ${byteOffset(source, index)}`)
      const inner = source.slice(start, end)
      const place = { offset: text.length, length: inner.length }
      const link = sign === '[' ? /^\(([^)]*)\)/.exec(source.slice(end + 1)) : null
      if (inner.length > 0) {
        if (pre) entities.push({ type: 'pre', ...place })
        else if (sign !== '[') entities.push({ type: legacyMarks[sign], ...place })
        else if (link?.[1]) entities.push({ type: 'text_link', url: link[1], ...place })
      }
      text += inner
      index = end + mark.length + (link?.[0].length ?? 0)
    } else {
      text += sign
      index += 1
    }
  }
  return { text, entities }
}

export type Markup =
  | { kind: 'inline'; markup: InlineKeyboardMarkup }
  | { kind: 'keyboard'; markup: ReplyKeyboardMarkup }
  | { kind: 'remove' }
  | { kind: 'force-reply' }

/** The keyboard that comes with a message, or null when there is none. */
export function readMarkup(raw: unknown, isPrivate: boolean): Markup | null {
  if (raw === undefined || raw === null || raw === '') return null
  const markup = record(raw, () => badRequest('object expected as reply markup'))
  if ('inline_keyboard' in markup) {
    const inline_keyboard = readRows(markup['inline_keyboard'], 100, readInlineButton)
    return inline_keyboard.length === 0 ? null : { kind: 'inline', markup: { inline_keyboard } }
  }
  if ('keyboard' in markup) {
    const keyboard = readRows(markup['keyboard'], 300, (button) => readReplyButton(button, isPrivate))
    if (keyboard.length === 0) return null
    const settings = keyboardSettings.safeParse(markup)
    if (!settings.success) return badRequest("can't parse reply keyboard markup JSON object")
    return { kind: 'keyboard', markup: { keyboard, ...settings.data } }
  }
  if (markup['remove_keyboard'] === true) return { kind: 'remove' }
  if (markup['force_reply'] === true) return { kind: 'force-reply' }
  return null
}

const keyboardSettings = z.object({
  is_persistent: z.boolean().exactOptional(),
  resize_keyboard: z.boolean().exactOptional(),
  one_time_keyboard: z.boolean().exactOptional(),
  input_field_placeholder: z.string().min(1).max(64).exactOptional(),
  selective: z.boolean().exactOptional(),
})

function readRows<T>(raw: unknown, most: number, readButton: (button: unknown) => T): T[][] {
  if (!Array.isArray(raw) || !raw.every(Array.isArray)) return badRequest('field "keyboard" must be of type Array')
  const rows = raw.filter((row) => row.length > 0).map((row) => row.map(readButton))
  if (rows.flat().length > most || rows.some((row) => row.length > 12)) badRequest('reply markup is too long')
  return rows
}

const actions = [
  'callback_data',
  'url',
  'web_app',
  'login_url',
  'copy_text',
  'switch_inline_query',
  'pay',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'callback_game',
] as const
const textOf = z.object({ text: z.string() })
const urlOf = z.object({ url: z.string() })

function readInlineButton(raw: unknown): InlineKeyboardButton {
  const button = record(raw, () =>
    badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
  )
  const named = textOf.safeParse(button)
  if (!named.success) return badRequest('can\'t parse inline keyboard button: Can\'t find field "text"')
  const { text } = named.data
  if (text.trim() === '') badRequest('inline keyboard button text must be non-empty')
  const present = actions.filter((action) => button[action] !== undefined)
  const [action] = present
  if (action === undefined) {
    return badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
  }
  if (present.length > 1)
    return badRequest('exactly one of the optional fields must be used in an inline keyboard button')
  const value = button[action]
  if (action === 'callback_data') {
    const bytes = typeof value === 'string' ? Buffer.byteLength(value) : 0
    if (bytes < 1 || bytes > 64) badRequest('BUTTON_DATA_INVALID')
    return { text, callback_data: String(value) }
  }
  if (action === 'url')
    return {
      text,
      url: checkLink(String(value), 'inline keyboard button', ['http:', 'https:', 'tg:', 'ton:', 'tonsite:']),
    }
  if (action === 'web_app' || action === 'login_url') {
    const target = urlOf.safeParse(value)
    if (!target.success)
      return badRequest(`can't parse inline keyboard button: Field "${action}" must be of type Object`)
    const url = checkLink(
      target.data.url,
      action === 'web_app' ? 'inline keyboard button Web App' : 'inline keyboard button login',
      ['https:'],
    )
    return action === 'web_app' ? { text, web_app: { url } } : { text, login_url: { url } }
  }
  if (action === 'copy_text') {
    const copied = textOf.safeParse(value)
    if (!copied.success || copied.data.text.length < 1 || copied.data.text.length > 256)
      return badRequest('BUTTON_COPY_TEXT_INVALID')
    return { text, copy_text: { text: copied.data.text } }
  }
  if (action === 'switch_inline_query') return { text, switch_inline_query: String(value) }
  if (action === 'switch_inline_query_current_chat') return { text, switch_inline_query_current_chat: String(value) }
  return badRequest(`the emulator knows no ${action} buttons`)
}

function checkLink(url: string, what: string, protocols: string[]): string {
  const wrong = (why: string) => badRequest(`${what} URL '${url}' is invalid: ${why}`)
  const withProtocol = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`
  if (!URL.canParse(withProtocol)) return wrong('Wrong HTTP URL')
  const { protocol, hostname } = new URL(withProtocol)
  if (!protocols.includes(protocol))
    return wrong(protocols.length === 1 ? 'Only HTTPS links are allowed' : 'Unsupported URL protocol')
  if (protocol.startsWith('http') && !hostname.includes('.')) return wrong('Wrong HTTP URL')
  return url
}

function readReplyButton(raw: unknown, isPrivate: boolean): KeyboardButton {
  if (typeof raw === 'string') return readReplyButton({ text: raw }, isPrivate)
  const button = record(raw, () =>
    badRequest("can't parse keyboard button: KeyboardButton must be a String or an Object"),
  )
  const named = textOf.safeParse(button)
  if (!named.success) return badRequest('can\'t parse keyboard button: Can\'t find field "text"')
  const { text } = named.data
  if (text.trim() === '') badRequest('keyboard button text must be non-empty')
  if (button['request_contact'] === true) {
    if (!isPrivate) badRequest('phone number can be requested in private chats only')
    return { text, request_contact: true }
  }
  if (button['request_location'] === true) {
    if (!isPrivate) badRequest('location can be requested in private chats only')
    return { text, request_location: true }
  }
  return text
}

/** Commands as Telegram stores them: at most 100, names of small Latin letters, digits and underscores. */
export function readCommands(raw: unknown): BotCommand[] {
  if (!Array.isArray(raw)) return badRequest('expected an Array of BotCommand')
  if (raw.length > 100) badRequest('BOT_COMMANDS_TOO_MUCH')
  return raw.map((one) => {
    const parsed = z.object({ command: z.string(), description: z.string() }).safeParse(one)
    if (!parsed.success) return badRequest("can't parse BotCommand: expected an Object")
    const command = parsed.data.command.trim().replace(/^\//, '')
    const description = parsed.data.description.trim()
    if (command === '') badRequest('command must be non-empty')
    if (command.length > 32) badRequest('command length must not exceed 32')
    if (description === '') badRequest('command description must be non-empty')
    if (description.length > 256) badRequest('command description length must not exceed 256')
    if (!/^[a-z0-9_]+$/.test(command)) badRequest('BOT_COMMAND_INVALID')
    return { command, description }
  })
}

/** The kind and size of a picture, or null for bytes that are none. */
export function pictureSize(bytes: Buffer): { mime: string; width: number; height: number } | null {
  if (bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89504e47) {
    return { mime: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  }
  if (bytes.length >= 10 && bytes.toString('latin1', 0, 4) === 'GIF8') {
    return { mime: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  }
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { mime: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    }
  }
  return null
}
