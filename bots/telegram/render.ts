import type { InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types'
import type { Media, Outgoing, OutgoingButton } from '../../core/inbox/index.ts'
import { splitText } from '../conversation/split-text.ts'

type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

/** One call that brings one message into the chat. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly markup: Markup | undefined }
  | {
      readonly kind: 'photo' | 'document'
      readonly media: Media
      readonly caption: string
      readonly markup: Markup | undefined
    }

/** One call that changes a message in place. */
export type Edit =
  | { readonly kind: 'text'; readonly text: string; readonly markup: InlineKeyboardMarkup }
  | { readonly kind: 'photo'; readonly media: Media; readonly caption: string; readonly markup: InlineKeyboardMarkup }

const longestText = 4096
const longestCaption = 1024
const mostInRow = 8
const mostButtons = 100

/**
 * The messages that say it, in order; the buttons hang on the last one. Plain text, no markup language: nothing a person
 * wrote can break it.
 */
export function renderParts(outgoing: Outgoing): Part[] {
  const { text, markup } = withButtons(outgoing)
  const media = [
    ...(outgoing.image ? [{ kind: 'photo' as const, media: outgoing.image }] : []),
    ...(outgoing.file ? [{ kind: 'document' as const, media: outgoing.file }] : []),
  ]
  const captioned = media.length > 0 && text.length <= longestCaption
  const texts = captioned ? [] : splitText(text, longestText)
  const parts = [
    ...media.map((one, at) => ({ ...one, caption: captioned && at === media.length - 1 ? text : '' })),
    ...texts.map((piece) => ({ kind: 'text' as const, text: piece })),
  ]
  return parts.map((part, at) => ({ ...part, markup: at === parts.length - 1 ? markup : undefined }))
}

/** The change in place, or undefined where Telegram has none: several messages, a file, a keyboard under the input field. */
export function renderEdit(outgoing: Outgoing): Edit | undefined {
  const { text, markup } = withButtons(outgoing)
  if ('keyboard' in markup || outgoing.file) return undefined
  const inline = 'inline_keyboard' in markup ? markup : { inline_keyboard: [] }
  if (outgoing.image && text.length <= longestCaption)
    return { kind: 'photo', media: outgoing.image, caption: text, markup: inline }
  return outgoing.image || text.length > longestText ? undefined : { kind: 'text', text, markup: inline }
}

/**
 * Buttons in the message itself; where the phone is asked for, a keyboard under the input field, whose other labels come
 * back as text. A message without buttons takes such a keyboard away again.
 */
function withButtons({ text, buttons }: Outgoing): { text: string; markup: Markup } {
  const asksPhone = buttons.some((row) => row.some((button) => 'shareContact' in button))
  const asLink = (button: OutgoingButton) => 'url' in button && (asksPhone || !isOpenable(button.url))
  const links = buttons.flat().flatMap((button) => ('url' in button && asLink(button) ? [button] : []))
  const rows = buttons.map((row) => row.filter((button) => !asLink(button))).flatMap(chunked)
  return {
    text: [text, ...links.map(({ label, url }) => `${label}: ${url}`)].join('\n').toWellFormed(),
    markup: asksPhone ? replyKeyboard(rows) : inlineKeyboard(rows),
  }
}

/** Telegram takes no button with an address that has no dot in it, as one on this machine. */
function isOpenable(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && new URL(url).hostname.includes('.')
}

function chunked(row: readonly OutgoingButton[]): OutgoingButton[][] {
  return Array.from({ length: Math.ceil(row.length / mostInRow) }, (_, at) =>
    row.slice(at * mostInRow, (at + 1) * mostInRow),
  )
}

function replyKeyboard(rows: OutgoingButton[][]): ReplyKeyboardMarkup {
  return {
    keyboard: rows.map((row) =>
      row.map((button) => {
        const text = button.label.toWellFormed()
        return 'shareContact' in button ? { text, request_contact: true } : { text }
      }),
    ),
    one_time_keyboard: true,
    resize_keyboard: true,
  }
}

function inlineKeyboard(rows: OutgoingButton[][]): InlineKeyboardMarkup | ReplyKeyboardRemove {
  let left = mostButtons
  const inline_keyboard = rows
    .map((row) =>
      row.flatMap((button): InlineKeyboardButton[] => {
        const text = button.label.toWellFormed()
        left -= 1
        if (left < 0 || 'shareContact' in button) return []
        return ['press' in button ? { text, callback_data: button.press } : { text, url: button.url }]
      }),
    )
    .filter((row) => row.length > 0)
  return inline_keyboard.length > 0 ? { inline_keyboard } : { remove_keyboard: true }
}
