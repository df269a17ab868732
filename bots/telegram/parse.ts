import { z } from 'zod'
import type { Incoming, IncomingContent } from '../../core/inbox/index.ts'

/** What a bot may download. */
export const largestDownload = 20 * 1024 * 1024

/** The kinds of updates that are asked for; all others are nothing to a shop. */
export const wantedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/**
 * What an update says; undefined for what is ignored on purpose: groups and channels (a business talks in private),
 * service messages, and kinds of updates that nobody asked for or knows yet. Takes any text and never throws.
 */
export function parseUpdate(payload: string): Incoming | undefined {
  const update = readUpdate(payload)
  const event = update && eventOf(update)
  const content = event?.content()
  if (!event || !content) return undefined
  const { from, date } = event
  const name = [from?.first_name, from?.last_name].filter(Boolean).join(' ').trim()
  return {
    chat: event.chat,
    person: { name: name === '' ? null : name, language: from?.language_code ?? null },
    at: date === undefined ? null : new Date(date * 1000),
    content,
  }
}

/** The update's own key and its chat; undefined where there is nothing to store. */
export function envelopeOf(body: string): { key: string; chat: string } | undefined {
  const update = readUpdate(body)
  const event = update && eventOf(update)
  return update && event ? { key: String(update.update_id), chat: event.chat } : undefined
}

/** A field of another shape than documented counts as absent: the rest of the update is still good. */
const maybe = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined)
/** What a private chat and a person are numbered with: 52 bits at most. */
const id = z.int()

const person = z.object({
  id,
  first_name: maybe(z.string()),
  last_name: maybe(z.string()),
  language_code: maybe(z.string()),
})
const chat = z.object({ id, type: maybe(z.string()) })
const file = z.object({ file_id: z.string().min(1), file_size: maybe(z.number()), mime_type: maybe(z.string()) })
const size = file.extend({ width: maybe(z.number()), height: maybe(z.number()) })
/** Dates outside of what a Date can hold would come out as no date at all. */
const date = z.int().min(0).max(8_640_000_000_000)

const message = z.looseObject({
  chat,
  from: maybe(person),
  date: maybe(date),
  text: maybe(z.string()),
  caption: maybe(z.string()),
  photo: maybe(z.array(size).min(1)),
  document: maybe(file),
  contact: maybe(
    z.object({
      phone_number: z.string().min(1),
      first_name: maybe(z.string()),
      last_name: maybe(z.string()),
      user_id: maybe(id),
    }),
  ),
  location: maybe(z.object({ latitude: z.number(), longitude: z.number() })),
  media_group_id: maybe(z.string()),
})
type Message = z.infer<typeof message>

const update = z.object({
  update_id: z.int(),
  message: maybe(message),
  edited_message: maybe(message),
  callback_query: maybe(
    z.object({
      id: z.string().min(1),
      from: person,
      message: maybe(z.object({ chat })),
      data: maybe(z.string()),
    }),
  ),
  my_chat_member: maybe(
    z.object({ chat, from: maybe(person), date: maybe(date), new_chat_member: z.object({ status: z.string() }) }),
  ),
})
type Update = z.infer<typeof update>

function readUpdate(text: string): Update | undefined {
  try {
    return update.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

interface Event {
  readonly chat: string
  readonly from: z.infer<typeof person> | undefined
  readonly date: number | undefined
  readonly content: () => IncomingContent | undefined
}

function eventOf({ message, edited_message, callback_query, my_chat_member }: Update): Event | undefined {
  if (message) return inPrivate(message, () => contentOf(message))
  if (edited_message) return inPrivate(edited_message, () => correctionOf(edited_message))
  if (callback_query) {
    const { id, from, data } = callback_query
    // A private chat has the number of its person: the message itself may be too old to be shown.
    const at = callback_query.message ?? { chat: { id: from.id, type: 'private' } }
    const content = () => (data === undefined ? undefined : ({ kind: 'press', press: data, ref: id } as const))
    return inPrivate({ ...at, from }, content)
  }
  if (my_chat_member) {
    const { status } = my_chat_member.new_chat_member
    return inPrivate(my_chat_member, () => {
      if (status === 'kicked') return { kind: 'blocked' }
      return status === 'member' ? { kind: 'unblocked' } : undefined
    })
  }
  return undefined
}

function inPrivate(
  about: { chat: z.infer<typeof chat>; from?: Event['from']; date?: number | undefined },
  content: Event['content'],
): Event | undefined {
  const { chat: where, from, date } = about
  return where.type === 'private' ? { chat: String(where.id), from, date, content } : undefined
}

function contentOf(message: Message): IncomingContent | undefined {
  const { text, contact, location } = message
  if (text !== undefined) return textOf(text)
  if (contact) {
    const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ').trim()
    // A card from the address book may be anybody's: only the sender's own number is proved.
    const proved = contact.user_id !== undefined && contact.user_id === message.from?.id
    return { kind: 'contact', phone: contact.phone_number, name: name === '' ? null : name, proved }
  }
  if (location) return { kind: 'location', ...location }
  return photoOf(message) ?? otherOf(message)
}

/** `/command@our_bot` is what Telegram writes where several bots could be meant. */
function textOf(text: string): IncomingContent {
  const said = text.replace(/^(\/\w{1,32})@\w+/, '$1')
  const start = /^\/start(?:\s+(\S+))?\s*$/.exec(said)
  return start ? { kind: 'start', payload: start[1] ?? '' } : { kind: 'text', text: said }
}

function photoOf(message: Message): IncomingContent | undefined {
  const more = { caption: message.caption ?? '', album: message.media_group_id ?? null }
  const fits = ({ file_size = 0 }: { file_size?: number | undefined }) => file_size <= largestDownload
  const area = ({ width = 0, height = 0 }: z.infer<typeof size>) => width * height
  const [largest] = message.photo?.filter(fits).sort((one, other) => area(other) - area(one)) ?? []
  if (largest) return { kind: 'photo', ref: largest.file_id, mime: 'image/jpeg', ...more }
  const { document } = message
  if (document && fits(document) && /^image\/(jpeg|png|webp|gif|heic|heif)$/.test(document.mime_type ?? ''))
    return { kind: 'photo', ref: document.file_id, mime: document.mime_type ?? 'image/jpeg', ...more }
  return undefined
}

const kinds = {
  sticker: 'sticker',
  voice: 'voice',
  audio: 'voice',
  video: 'video',
  video_note: 'video',
  animation: 'video',
  photo: 'file',
  document: 'file',
  dice: 'other',
  poll: 'other',
  story: 'other',
  game: 'other',
  paid_media: 'other',
  checklist: 'other',
} as const

/** What a person sent that we cannot take is answered; service messages (somebody pinned something) are not. */
function otherOf(message: Message): IncomingContent | undefined {
  for (const [field, what] of Object.entries(kinds))
    if (message[field] !== undefined) return { kind: 'unsupported', what }
  return undefined
}

function correctionOf({ text, caption }: Message): IncomingContent | undefined {
  const corrected = text ?? caption
  return corrected === undefined ? undefined : { kind: 'edited', text: corrected }
}
