import { createRequire } from 'node:module'
import { z } from 'zod'
import type { Outgoing, OutgoingButton } from '../../core/inbox/index.ts'
import { isVisible, shorten, splitText } from '../conversation/split-text.ts'

// viber-bot is an old CommonJS package without types: its message classes alone, without its server and its client.
const require = createRequire(import.meta.url)
interface Built {
  toJson(): unknown
}
const TextMessage: new (text: string) => Built = require('viber-bot/lib/message/text-message')
const PictureMessage: new (url: string, text: string) => Built = require('viber-bot/lib/message/picture-message')
const FileMessage: new (
  url: string,
  size: number,
  name: string,
) => Built = require('viber-bot/lib/message/file-message')

/** The fields of one message, without its receiver: a request to send, or the answer to `conversation_started`. */
export type ViberMessage = Readonly<Record<string, unknown>>

/** Comes back with whatever is written under a keyboard that asks for the phone. */
export const shareMark = '{"share":true}'

/** The press that a button's text stands for. The sign before it keeps "15.30", typed by a person, what it is: a time. */
export function pressOf(text: string): string | undefined {
  return /^#(\d{1,15}\.\d{1,6})$/.exec(text)?.[1]
}

const longestText = 7000
const longestCaption = 512
/** Viber takes 30 KB; the receiver and the braces need some of it. */
const mostBytes = 29_000

/**
 * The messages that say it, in order. Viber shows the last keyboard it was sent, so each carries it: the buttons of the
 * message, or `fallback` where it has none.
 */
export function renderMessages(outgoing: Outgoing, fallback: readonly OutgoingButton[]): ViberMessage[] {
  const around = frameOf(outgoing, fallback)
  const cut = (limit: number) => bodies(outgoing, limit).map((body) => ({ ...body, ...around }))
  // A text of signs that take many bytes each can be too large before it is too long.
  const fits = (message: object) => Buffer.byteLength(JSON.stringify(message)) <= mostBytes
  const messages = cut(longestText)
  if (messages.length === 0 && outgoing.buttons.length > 0) return [around]
  return messages.every(fits) ? messages : cut(longestText / 4)
}

/** All of it in the one message that may answer `conversation_started`; what does not fit is left out. */
export function renderWelcome(outgoing: Outgoing, fallback: readonly OutgoingButton[]): ViberMessage {
  const around = frameOf(outgoing, fallback)
  const picture = pictureOf(outgoing)
  const body =
    picture && outgoing.text.length <= longestCaption
      ? picture(outgoing.text)
      : json(new TextMessage(shorten(outgoing.text, longestText / 2)))
  return { ...body, ...around }
}

function bodies(outgoing: Outgoing, limit: number): Record<string, unknown>[] {
  const picture = pictureOf(outgoing)
  const captioned = picture && outgoing.text.length <= longestCaption
  // What Viber cannot show as a picture it still brings as a file.
  const file = picture ? outgoing.file : (outgoing.file ?? outgoing.image)
  return [
    ...(captioned ? [] : splitText(outgoing.text, limit).map((text) => json(new TextMessage(text)))),
    ...(picture ? [picture(captioned ? outgoing.text : '')] : []),
    ...(file?.url ? [json(new FileMessage(file.url, file.bytes.length, shorten(file.name, 256)))] : []),
  ]
}

/** Viber fetches pictures: without a public address there is none, and the text stands alone. */
function pictureOf({ image }: Outgoing): ((caption: string) => Record<string, unknown>) | undefined {
  const url = image?.url
  if (!image || !url) return undefined
  if (/^image\/(jpeg|png|gif)$/.test(image.mime))
    return (caption) => json(new PictureMessage(url, caption.toWellFormed()))
  return undefined
}

const fields = z.record(z.string(), z.unknown())

/** What viber-bot writes, without its nulls, except that a picture has a text always. */
function json(message: { toJson(): unknown }): Record<string, unknown> {
  const all = Object.entries(fields.parse(message.toJson()))
  const kept = Object.fromEntries(all.filter(([, value]) => value !== null))
  return kept['type'] === 'picture' ? { ...kept, text: kept['text'] ?? '' } : kept
}

function frameOf(outgoing: Outgoing, fallback: readonly OutgoingButton[]): Record<string, unknown> {
  const own = outgoing.buttons.some((row) => row.length > 0)
  const rows = own ? outgoing.buttons : fallback.map((button) => [button])
  const asksPhone = rows.some((row) => row.some((button) => 'shareContact' in button))
  const name = shorten(outgoing.sender.trim(), longestSender)
  return {
    sender: { name },
    // The button that shares a phone needs the third version of the API; the rest is as old as the API itself.
    min_api_version: asksPhone ? 3 : 1,
    // Says at once what the next answer belongs to; empty takes the earlier mark away.
    tracking_data: asksPhone ? shareMark : '',
    ...(rows.length > 0 ? { keyboard: keyboardOf(rows) } : {}),
  }
}

const longestSender = 28
const longestAction = 250
const columns = 6
const mostRows = 12

function keyboardOf(rows: readonly (readonly OutgoingButton[])[]): object {
  const lines = linesOf(rows)
  const count = lines.flat().length
  return {
    Type: 'keyboard',
    DefaultHeight: false,
    BgColor: '#F3F2F7',
    Buttons: lines.flatMap((line) =>
      line.map((button) => ({
        Columns: columns / line.length,
        Rows: 1,
        BgColor: '#FFFFFF',
        Text: plain(shorten(button.label, count > 24 ? 40 : 120)),
        TextSize: 'regular',
        ...actionOf(button),
      })),
    ),
  }
}

/** Rows of one, two or three buttons, which fill the six columns; more rows than a screen has are set closer together. */
function linesOf(rows: readonly (readonly OutgoingButton[])[]): OutgoingButton[][] {
  const lines = rows.filter((row) => row.length > 0).flatMap((row) => inLines(row, row.length === 4 ? 2 : 3))
  if (lines.length <= mostRows) return lines
  const all = lines.flat()
  const width = [2, 3, columns].find((one) => one * mostRows >= all.length) ?? columns
  return inLines(all.slice(0, columns * mostRows), width)
}

function inLines(buttons: readonly OutgoingButton[], width: number): OutgoingButton[][] {
  const lines: OutgoingButton[][] = []
  for (let at = 0; at < buttons.length; ) {
    const left = buttons.length - at
    // Six columns cannot be shared by four or five.
    const take = Math.min(width, left === 4 || left === 5 ? 3 : left)
    lines.push(buttons.slice(at, at + take))
    at += take
  }
  return lines
}

function actionOf(button: OutgoingButton): object {
  if ('url' in button) return { ActionType: 'open-url', ActionBody: button.url }
  // Silent: the chat shows neither numbers nor commands, and a card that is not silent did not come from the button.
  if ('shareContact' in button) return { ActionType: 'share-phone', ActionBody: 'share', Silent: true }
  const isTap = /^\d+\.\d+$/.test(button.press)
  // A link that somebody made up may bring a long context into a command.
  const body = isTap ? `#${button.press}` : button.press.slice(0, longestAction)
  return { ActionType: 'reply', ActionBody: body, Silent: true }
}

/** Texts of buttons may hold markup; what people wrote is none. A button with nothing to see would be refused. */
function plain(label: string): string {
  if (!isVisible(label)) return '·'
  return label.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
