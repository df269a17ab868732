import { z } from 'zod'
import type { Language } from '../../core/business.ts'
import { AppError } from '../../core/errors.ts'
import type { Channel, ChannelAdapter, Outcome, Outgoing, OutgoingButton } from '../../core/inbox/index.ts'
import { type Access, type Answer, callViber, outcomeOf } from './client.ts'
import { envelopeOf, parseCallback } from './parse.ts'
import { renderMessages, renderWelcome, type ViberMessage } from './render.ts'

/** Answers have no limit but Viber's own per person (status 12). It edits nothing: a change is said anew. */
export const viberAdapter: ChannelAdapter = {
  kind: 'viber',
  limits: null,
  canEdit: false,
  parse: parseCallback,
}

/** What the webhook's route stores: a callback's key, its token digit by digit, and its chat. */
export const viberHook = { envelope: (body: string) => envelopeOf(body) }

/** The buttons under a message that has none of its own. */
export type FallbackButtons = (language: Language) => readonly OutgoingButton[]

/** A connected account. A message that takes several calls goes on after the part that arrived last when it is sent again. */
export function connectViber(access: Access, { fallbackButtons }: { fallbackButtons: FallbackButtons }): Channel {
  const begun = new Map<string, number>()

  async function send(outgoing: Outgoing): Promise<Outcome> {
    const parts = renderMessages(outgoing, fallbackButtons(outgoing.language))
    const key = parts.length > 1 ? JSON.stringify([outgoing.chat, parts]) : ''
    const first = begun.get(key) ?? 0
    let last: Outcome = { kind: 'refused', why: 'nothing to show' }
    for (const [at, part] of parts.entries()) {
      if (at < first) continue
      last = outcomeOf(await callViber(access, 'send_message', { receiver: outgoing.chat, ...part }))
      if (last.kind !== 'sent') return last
      if (at + 1 < parts.length) keepPlace(key, at + 1)
    }
    begun.delete(key)
    return last
  }

  function keepPlace(key: string, next: number): void {
    begun.set(key, next)
    const [oldest] = begun.keys()
    if (begun.size > 100 && oldest !== undefined) begun.delete(oldest)
  }

  return {
    send,
    // Viber has neither a typing status for bots nor anything to answer a tap with.
    typing: async () => {},
    acknowledge: async () => {},
    download: (ref) => download(access, ref),
  }
}

/** The message as the HTTP answer to `conversation_started`. */
export function welcomeOf(outgoing: Outgoing, fallbackButtons: FallbackButtons): ViberMessage {
  return renderWelcome(outgoing, fallbackButtons(outgoing.language))
}

/** What is done to an account when it is connected or taken away. Refusals are AppErrors. */
export function viberPlatform({ apiRoot }: { apiRoot: string }) {
  async function call(token: string, method: string, body: object): Promise<Answer & { kind: 'answered' }> {
    // The token stands in a header.
    if (!/^[\x21-\x7e]{1,200}$/.test(token)) throw new AppError('channel-token-refused')
    const end = await callViber({ token, apiRoot }, method, body)
    if (end.kind === 'answered' && end.status === 0) return end
    const wrong = end.kind === 'answered' ? end.status === 2 : end.kind === 'http' && [401, 403].includes(end.status)
    throw new AppError(wrong ? 'channel-token-refused' : 'channel-unreachable')
  }

  return {
    /** Asks Viber who this token is; `uri` is what deep links name. */
    check: async (token: string) => {
      const { name, uri } = account.parse((await call(token, 'get_account_info', {})).body)
      return { name, uri }
    },

    /**
     * Viber calls the address at once, and refuses one that does not answer 200. One that stands already is left alone:
     * nobody says what becomes of the callbacks that wait for it, such as those of an outage that has just ended.
     */
    setWebhook: async (token: string, { url }: { url: string }) => {
      const { webhook, event_types } = account.parse((await call(token, 'get_account_info', {})).body)
      if (webhook === url && wantedEvents.every((event) => event_types.includes(event))) return
      await call(token, 'set_webhook', { url, event_types: wantedEvents, send_name: true, send_photo: false })
    },

    removeWebhook: async (token: string) => {
      await call(token, 'set_webhook', { url: '' })
    },
  }
}

/** Messages come always; receipts are of no use to us. */
const wantedEvents = ['subscribed', 'unsubscribed', 'conversation_started']

const account = z.object({
  name: z.string().catch(''),
  uri: z.string().optional().catch(undefined),
  webhook: z.string().catch(''),
  event_types: z.array(z.string()).catch([]),
})

const largestDownload = 20 * 1024 * 1024

/** A picture that somebody sent, by the address that Viber gave it: never one inside our own network. */
async function download({ apiRoot }: Access, ref: string): Promise<{ bytes: Uint8Array; mime: string }> {
  if (!isViberMedia(ref, apiRoot)) throw new Error('the picture has no address that may be fetched')
  const response = await fetch(ref, { redirect: 'error', signal: AbortSignal.timeout(60_000) })
  if (!response.ok) throw new Error(`the picture cannot be fetched: ${response.status}`)
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > largestDownload) throw new Error('the picture is too large')
    parts.push(part)
  }
  return { bytes: Buffer.concat(parts), mime: response.headers.get('content-type') ?? 'image/jpeg' }
}

/** Viber's own hosts, or that of the API root (a test server). */
function isViberMedia(ref: string, apiRoot: string): boolean {
  if (!URL.canParse(ref)) return false
  const { protocol, hostname, host } = new URL(ref)
  return (protocol === 'https:' && /(^|\.)viber\.com$/.test(hostname)) || host === new URL(apiRoot).host
}
