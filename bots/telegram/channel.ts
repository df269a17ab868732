import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { GrammyError } from 'grammy'
import type { Language } from '../../core/business.ts'
import { AppError } from '../../core/errors.ts'
import type { Channel, ChannelAdapter, Outcome, Outgoing } from '../../core/inbox/index.ts'
import { type Access, createApi, createClient, downloadFile, outcomeOf } from './client.ts'
import { envelopeOf, parseUpdate, wantedUpdates } from './parse.ts'
import { renderEdit, renderParts } from './render.ts'

/** Telegram allows about 30 messages a second, and one a second to a chat with short bursts. */
export const telegramAdapter: ChannelAdapter = {
  kind: 'telegram',
  limits: { perSecond: 29, chatSeconds: 1, chatBurst: 3 },
  canEdit: true,
  parse: parseUpdate,
}

/** What the webhook's route and the polling store: an update's key and its chat. */
export const telegramHook = { envelope: (body: string) => envelopeOf(body) }

/**
 * A connected bot. A message that takes several calls goes on after the part that arrived last when it is sent again,
 * and an edit that Telegram has no way for is `edit-lost`.
 */
export function connectTelegram(access: Access, { partPauseMs = 1000 } = {}): Channel {
  const api = createApi(access)
  const client = createClient(api)
  const begun = new Map<string, number>()

  async function send(outgoing: Outgoing): Promise<Outcome> {
    try {
      return outgoing.edits === null ? await sendNew(outgoing) : await change(outgoing, outgoing.edits)
    } catch (error) {
      return outcomeOf(error)
    }
  }

  async function change(outgoing: Outgoing, messageId: string): Promise<Outcome> {
    const edit = renderEdit(outgoing)
    if (!edit || !/^\d+$/.test(messageId)) return { kind: 'edit-lost' }
    try {
      await client.edit(outgoing.chat, Number(messageId), edit)
    } catch (error) {
      const outcome = outcomeOf(error)
      if (outcome.kind !== 'sent') return outcome
    }
    return { kind: 'sent', platformId: messageId }
  }

  async function sendNew(outgoing: Outgoing): Promise<Outcome> {
    const parts = renderParts(outgoing)
    if (parts.length === 0) return { kind: 'refused', why: 'nothing to show' }
    const key = parts.length > 1 ? nameOf(outgoing) : ''
    const first = begun.get(key) ?? 0
    let platformId: string | null = null
    for (const [at, part] of parts.entries()) {
      if (at < first) continue
      // The limits of the chat count a message as one call.
      if (at > first) await sleep(partPauseMs)
      platformId = await client.send(outgoing.chat, part)
      if (at + 1 < parts.length) keepPlace(key, at + 1)
    }
    begun.delete(key)
    return { kind: 'sent', platformId }
  }

  function keepPlace(key: string, next: number): void {
    begun.set(key, next)
    const [oldest] = begun.keys()
    if (begun.size > 1000 && oldest !== undefined) begun.delete(oldest)
  }

  return {
    send,
    typing: async (chat) => {
      await api.sendChatAction(chat, 'typing').catch(() => undefined)
    },
    // Too late, or answered already: the person sees the answer either way.
    acknowledge: async (ref) => {
      await api.answerCallbackQuery(ref).catch(() => undefined)
    },
    download: (ref) => downloadFile(api, access, ref),
  }
}

/** One list of commands: of everybody, or of one chat; in a language, or for all languages without a list. */
export interface CommandMenu {
  readonly chat: string | null
  readonly language: Language | null
  /** None takes the list away: the chat sees what everybody sees. */
  readonly commands: readonly { readonly command: string; readonly description: string }[]
}

/** What is done to a bot when it is connected, taken away or its people change. Refusals are AppErrors. */
export function telegramPlatform({ apiRoot }: { apiRoot: string }) {
  async function call<T>(token: string, work: (api: ReturnType<typeof createApi>) => Promise<T>): Promise<T> {
    // The token is part of the address: nothing else may become one.
    if (!/^[\w:-]{1,200}$/.test(token)) throw new AppError('channel-token-refused')
    try {
      return await work(createApi({ token, apiRoot }))
    } catch (error) {
      const wrong = error instanceof GrammyError && [401, 404].includes(error.error_code)
      throw new AppError(wrong ? 'channel-token-refused' : 'channel-unreachable')
    }
  }

  return {
    /** Asks Telegram who this token is. */
    check: (token: string) =>
      call(token, async (api) => {
        const { first_name, username } = await api.getMe()
        return { name: first_name, username }
      }),

    setWebhook: (token: string, { url, secret }: { url: string; secret: string }) =>
      call(token, async (api) => {
        const more = { secret_token: secret, allowed_updates: wantedUpdates, max_connections: 40 }
        await api.setWebhook(url, more)
      }),

    /** Updates that wait are kept: whoever asks next gets them. */
    deleteWebhook: (token: string) =>
      call(token, async (api) => {
        await api.deleteWebhook()
      }),

    setCommands: (token: string, menus: readonly CommandMenu[]) =>
      call(token, async (api) => {
        for (const { chat, language, commands } of menus) {
          const scope = chat === null ? { type: 'default' as const } : { type: 'chat' as const, chat_id: Number(chat) }
          const where = { scope, ...(language === null ? {} : { language_code: language }) }
          if (commands.length === 0) await api.deleteMyCommands(where)
          else await api.setMyCommands([...commands], where)
        }
      }),
  }
}

function nameOf({ chat, text, image, file }: Outgoing): string {
  const hash = createHash('sha256').update(JSON.stringify([chat, text]))
  for (const media of [image, file]) hash.update(media?.bytes ?? '-')
  return hash.digest('base64')
}
