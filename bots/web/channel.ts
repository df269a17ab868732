import { z } from 'zod'
import type { Channel, ChannelAdapter, Incoming, IncomingContent } from '../../core/inbox/index.ts'

/** The web page's own updates, as `core/http/webchat` stores them. */
const updateSchema = z.object({
  chat: z.string(),
  key: z.string(),
  at: z.string(),
  language: z.string().optional(),
  text: z.string().optional(),
  press: z.string().optional(),
  contact: z.object({ phone: z.string(), name: z.string().optional() }).optional(),
  upload: z.object({ fileId: z.string(), caption: z.string() }).optional(),
  start: z.string().optional(),
})

/** Everything a chat can do, no limits of its own: a message is delivered when its transcript row is there. */
export const webAdapter: ChannelAdapter = {
  kind: 'web',
  limits: null,
  canEdit: true,
  parse(payload): Incoming | undefined {
    const update = updateSchema.parse(JSON.parse(payload))
    const content = contentOf(update)
    return (
      content && {
        chat: update.chat,
        person: { name: null, language: update.language ?? null },
        at: new Date(update.at),
        content,
      }
    )
  },
}

export const webChannel: Channel = {
  send: async () => ({ kind: 'sent', platformId: null }),
  typing: async () => {},
  acknowledge: async () => {},
  download: async () => {
    throw new Error('files of the web page are ours already')
  },
}

function contentOf(update: z.infer<typeof updateSchema>): IncomingContent | undefined {
  if (update.start !== undefined) return { kind: 'start', payload: update.start }
  if (update.press !== undefined) return { kind: 'press', press: update.press, ref: null }
  if (update.upload)
    return { kind: 'upload', file: { fileId: update.upload.fileId }, caption: update.upload.caption, key: update.key }
  // Typed on a page, a phone proves nothing.
  if (update.contact)
    return { kind: 'contact', phone: update.contact.phone, name: update.contact.name ?? null, proved: false }
  if (update.text !== undefined) {
    const start = /^\/start(?:\s+(\S+))?\s*$/.exec(update.text)
    return start ? { kind: 'start', payload: start[1] ?? '' } : { kind: 'text', text: update.text }
  }
  return undefined
}
