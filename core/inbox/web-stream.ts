import { z } from 'zod'
import type { Tenancy, TenantTx } from '../../db/tenant.ts'
import type { Language } from '../business.ts'
import { pictureSchema } from '../picture.ts'
import type { MediaSource } from './deliver.ts'
import { addressById, findAddress, insertAddress, readMessages, type StoredMessage } from './queries.ts'

/** One event of a visitor's stream; `id` is what a reconnecting page names. */
export interface WebEvent {
  readonly id: string
  readonly data: object
}

export interface WebStream {
  open(tx: TenantTx, visitor: { channelId: string; chat: string; language: Language }): Promise<{ addressId: string }>
  follow(
    visitor: { businessId: string; channelId: string; addressId: string },
    after: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<WebEvent>
  /** Something was said in this chat. */
  wake(addressId: string): void
}

const shownSchema = z.object({
  text: z.string(),
  buttons: z.array(z.array(z.record(z.string(), z.unknown()))),
  image: z.union([z.object({ fileId: z.string() }), pictureSchema]).optional(),
  file: z.object({ fileId: z.string() }).optional(),
})

const historyLength = 60

/** The web channel is its own transcript: the page reads the same rows, from wherever it stopped. */
export function createWebStream(
  tenancy: Tenancy,
  mediaUrl: (businessId: string, what: MediaSource) => string,
): WebStream {
  const followers = new Map<string, Set<() => void>>()

  function event(businessId: string, row: StoredMessage): WebEvent {
    const shown = shownSchema.parse(JSON.parse(row.body))
    const image = shown.image && ('fileId' in shown.image ? shown.image : { pictureOf: row.id })
    return {
      id: String(row.position),
      data: {
        id: row.id,
        from: row.author === 'person' ? 'me' : row.author === 'bot' ? 'bot' : 'person',
        at: row.at.toISOString(),
        text: shown.text,
        buttons: shown.buttons,
        ...(image ? { image: mediaUrl(businessId, image) } : {}),
        ...(shown.file ? { file: { url: mediaUrl(businessId, shown.file), name: 'file' } } : {}),
        ...(row.edits ? { edits: row.edits } : {}),
        ...(row.key ? { key: row.key } : {}),
      },
    }
  }

  return {
    async open(tx, { channelId, chat, language }) {
      const known = await findAddress(tx, channelId, chat)
      return {
        addressId: (known ?? (await insertAddress(tx, { channelId, kind: 'web', chat, person: null, language }))).id,
      }
    },
    async *follow({ businessId, addressId }, after, signal) {
      let position = after && /^\d{1,18}$/.test(after) ? Number(after) : null
      let news = true
      let wakeUp = () => {}
      const heard = () => {
        news = true
        wakeUp()
      }
      const mine = followers.get(addressId) ?? new Set()
      followers.set(addressId, mine.add(heard))
      signal.addEventListener('abort', heard)
      try {
        while (!signal.aborted) {
          news = false
          const rows = await tenancy.run(businessId, async (tx) => {
            const address = await addressById(tx, addressId)
            return address ? readMessages(tx, address, position, historyLength) : []
          })
          // A visitor without any message yet starts from the beginning.
          position ??= 0
          for (const row of rows) {
            position = row.position
            yield event(businessId, row)
          }
          if (rows.length === historyLength && after) continue
          if (!news && !signal.aborted) {
            await new Promise<void>((resolve) => {
              wakeUp = resolve
            })
          }
        }
      } finally {
        mine.delete(heard)
        if (mine.size === 0) followers.delete(addressId)
        signal.removeEventListener('abort', heard)
      }
    },
    wake(addressId) {
      for (const heard of followers.get(addressId) ?? []) heard()
    },
  }
}
