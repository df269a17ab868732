import { z } from 'zod'
import type { Incoming, IncomingContent } from '../../core/inbox/index.ts'
import { pressOf, shareMark } from './render.ts'

/**
 * What a callback says; undefined for receipts (delivered, seen, failed) and for what nobody knows yet. Takes any text and
 * never throws.
 */
export function parseCallback(payload: string): Incoming | undefined {
  const callback = readCallback(payload)
  const chat = callback && chatOf(callback)
  const content = callback && contentOf(callback)
  if (!callback || chat === undefined || !content) return undefined
  const who = callback.sender ?? callback.user
  const name = who?.name?.trim()
  return {
    chat,
    person: { name: name ? name : null, language: who?.language ?? null },
    at: callback.timestamp === undefined ? null : new Date(callback.timestamp),
    content,
  }
}

/** Who opened the chat and by which link; undefined for any other callback. */
export function startedBy(body: string): { chat: string; context: string; language: string | null } | undefined {
  const callback = readCallback(body)
  const chat = callback && chatOf(callback)
  if (callback?.event !== 'conversation_started' || chat === undefined) return undefined
  return { chat, context: callback.context ?? '', language: callback.user?.language ?? null }
}

/** The callback's own key and its chat; undefined where there is nothing to store. */
export function envelopeOf(body: string): { key: string; chat: string } | undefined {
  const callback = readCallback(body)
  const chat = callback && chatOf(callback)
  if (!callback || chat === undefined || callback.message_token === undefined) return undefined
  if (callback.event === 'conversation_started') return undefined
  return { key: `${callback.event}/${callback.message_token}/${chat}`, chat }
}

/** JSON whose whole numbers keep every digit: those that JavaScript would round come as text. Throws for what is no JSON. */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context?.source
      : value,
  )
}

/** A token digit by digit. */
export const token = z.union([z.int(), z.string().regex(/^\d{1,30}$/)]).transform(String)

/** A field of another shape than documented counts as absent: the rest of the callback is still good. */
const maybe = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined)

const person = z.object({ id: z.string().min(1), name: maybe(z.string()), language: maybe(z.string()) })
const callback = z.object({
  event: z.enum(['message', 'subscribed', 'unsubscribed', 'conversation_started']),
  message_token: maybe(token),
  timestamp: maybe(z.int().min(0).max(8_640_000_000_000_000)),
  sender: maybe(person),
  user: maybe(person),
  user_id: maybe(z.string().min(1)),
  context: maybe(z.string()),
  silent: maybe(z.boolean()),
  message: maybe(
    z.object({
      type: z.string(),
      text: maybe(z.string()),
      media: maybe(z.string()),
      file_name: maybe(z.string()),
      tracking_data: maybe(z.string()),
      contact: maybe(z.object({ name: maybe(z.string()), phone_number: z.string().min(1) })),
      location: maybe(z.object({ lat: z.coerce.number(), lon: z.coerce.number() })),
    }),
  ),
})
type Callback = z.infer<typeof callback>

function readCallback(text: string): Callback | undefined {
  try {
    return callback.safeParse(parseJson(text)).data
  } catch {
    return undefined
  }
}

function chatOf({ sender, user, user_id }: Callback): string | undefined {
  return sender?.id ?? user?.id ?? user_id
}

function contentOf(callback: Callback): IncomingContent | undefined {
  switch (callback.event) {
    // Answered at once by the welcome, whose button brings the context back as `/start`: nothing else may be said yet.
    case 'conversation_started':
      return undefined
    // Comes with the first message of somebody who was welcomed already: greeting them again would end their talk.
    case 'subscribed':
      return { kind: 'unblocked' }
    case 'unsubscribed':
      return { kind: 'blocked' }
    case 'message':
      return messageOf(callback)
  }
}

function messageOf({ message, silent }: Callback): IncomingContent | undefined {
  if (!message) return undefined
  const { type, text, media, contact, location } = message
  if (type === 'text' && text !== undefined) {
    const press = pressOf(text)
    if (press !== undefined) return { kind: 'press', press, ref: null }
    const start = /^\/start(?:\s+(\S+))?\s*$/.exec(text)
    return start ? { kind: 'start', payload: start[1] ?? '' } : { kind: 'text', text }
  }
  if (type === 'picture' && media)
    return { kind: 'photo', ref: media, mime: mimeOf(message.file_name ?? media), caption: text ?? '', album: null }
  if (type === 'contact' && contact) {
    // Only a button answers silently: a card from the address book that follows our question may be anybody's.
    const proved = message.tracking_data === shareMark && silent === true
    return { kind: 'contact', phone: contact.phone_number, name: contact.name ?? null, proved }
  }
  if (type === 'location' && location) return { kind: 'location', latitude: location.lat, longitude: location.lon }
  if (type === 'url' && media) return { kind: 'text', text: media }
  if (type === 'sticker' || type === 'video' || type === 'file') return { kind: 'unsupported', what: type }
  return { kind: 'unsupported', what: 'other' }
}

function mimeOf(name: string): string {
  const [, ending = ''] = /\.(png|gif|webp)(?:\?|$)/i.exec(name) ?? []
  return ending === '' ? 'image/jpeg' : `image/${ending.toLowerCase()}`
}
