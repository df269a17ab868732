import type { Role } from '../core/actor.ts'
import { type Language, languages, toLanguage } from '../core/business.ts'
import type { Channel, ChannelKind, Intake, OutgoingButton } from '../core/inbox/index.ts'
import { openChat, openStaffChats, readChannel } from '../core/inbox/index.ts'
import { type Say, say, type Words } from '../core/say.ts'
import type { Tenancy } from '../db/tenant.ts'
import { connectTelegram, telegramPlatform } from './telegram/channel.ts'
import { pollTelegram } from './telegram/poll.ts'
import { connectViber, viberPlatform, welcomeOf } from './viber/channel.ts'
import { startedBy } from './viber/parse.ts'
import { webChannel } from './web/channel.ts'

export interface PlatformPorts {
  readonly tenancy: Tenancy
  readonly intake: Intake
  readonly words: Words
  readonly menu: (role: Role | 'customer') => { readonly name: string; readonly words: Say }[]
  readonly telegramApiRoot: string
  readonly viberApiRoot: string
  /** Whether this process fetches updates of bots that have no webhook. */
  readonly polls: boolean
  readonly log: { warn(details: object, message: string): void }
}

interface Bot {
  readonly businessId: string
  readonly channelId: string
  readonly kind: 'telegram' | 'viber'
  readonly token: string
  readonly hookSecret: string
  readonly hookUrl: string | undefined
}

/** The two platforms behind one face: whose token is this, send through it, listen to it, tell it the menus. */
export function createPlatforms(ports: PlatformPorts) {
  const { tenancy, words } = ports
  const telegram = telegramPlatform({ apiRoot: ports.telegramApiRoot })
  const viber = viberPlatform({ apiRoot: ports.viberApiRoot })
  const connections = new Map<string, { token: string; channel: Channel }>()
  /** Channels that were connected a moment ago: a flood of messages asks once, and what is taken away elsewhere is noticed soon. */
  const lately = new Map<string, { channel: Channel; until: number }>()
  const polls = new Map<string, AbortController>()

  const fallbackButtons = (language: Language): OutgoingButton[] => [
    { label: words(language, say('dialogue-help-button')), press: '/help' },
  ]

  function connection(kind: 'telegram' | 'viber', channelId: string, token: string): Channel {
    const open = connections.get(channelId)
    if (open?.token === token) return open.channel
    const channel =
      kind === 'telegram'
        ? connectTelegram({ token, apiRoot: ports.telegramApiRoot })
        : connectViber({ token, apiRoot: ports.viberApiRoot }, { fallbackButtons })
    connections.set(channelId, { token, channel })
    return channel
  }

  function poll({ businessId, channelId, token }: Bot): void {
    if (!ports.polls || polls.has(channelId)) return
    const stop = new AbortController()
    polls.set(channelId, stop)
    void pollTelegram({
      businessId,
      channelId,
      token,
      apiRoot: ports.telegramApiRoot,
      tenancy,
      intake: ports.intake,
      log: ports.log,
      signal: stop.signal,
    })
  }

  function menusOf(chat: string | null, role: Role | 'customer') {
    return ([null, ...languages] as const).map((language) => ({
      chat,
      language,
      commands: ports
        .menu(role)
        .map((entry) => ({ command: entry.name, description: words(language ?? 'uk', entry.words) })),
    }))
  }

  /** The commands of customers for everybody, those of their role for each member of the staff, in three languages. */
  async function tellMenus({ businessId, channelId, token }: Bot): Promise<void> {
    const chats = await tenancy.run(businessId, (tx) => openStaffChats(tx, channelId))
    await telegram.setCommands(token, [
      ...menusOf(null, 'customer'),
      ...chats.flatMap(({ chat, role }) => menusOf(chat, role)),
    ])
  }

  return {
    async channelOf(businessId: string, channelId: string, kind: ChannelKind): Promise<Channel | undefined> {
      if (kind === 'web') return webChannel
      const known = lately.get(channelId)
      if (known && known.until > performance.now()) return known.channel
      const stored = await tenancy.run(businessId, (tx) => readChannel(tx, channelId))
      lately.delete(channelId)
      if (stored?.state !== 'connected' || !stored.token || stored.kind === 'web') return undefined
      const channel = connection(stored.kind, channelId, stored.token)
      lately.set(channelId, { channel, until: performance.now() + 2_000 })
      return channel
    },

    /** Asks the platform who this token is; the name is the one that links are made of. */
    async check(kind: 'telegram' | 'viber', token: string): Promise<{ name: string }> {
      if (kind === 'telegram') return { name: (await telegram.check(token)).username }
      const { name, uri } = await viber.check(token)
      return { name: uri ?? name }
    },

    async connect(bot: Bot): Promise<void> {
      if (bot.kind === 'viber') {
        if (bot.hookUrl) await viber.setWebhook(bot.token, { url: bot.hookUrl })
        return
      }
      if (bot.hookUrl) await telegram.setWebhook(bot.token, { url: bot.hookUrl, secret: bot.hookSecret })
      else poll(bot)
      // A bot without its list of commands works all the same.
      await tellMenus(bot).catch(() => ports.log.warn({ channelId: bot.channelId }, 'the menus were not set'))
    },

    async disconnect(bot: Bot): Promise<void> {
      polls.get(bot.channelId)?.abort()
      polls.delete(bot.channelId)
      connections.delete(bot.channelId)
      lately.delete(bot.channelId)
      await (bot.kind === 'telegram' ? telegram.deleteWebhook(bot.token) : viber.removeWebhook(bot.token))
    },

    /** Viber's one message before somebody has written: the greeting, with a button that starts the talk. */
    async welcome(
      { businessId }: { businessId: string; channelId: string },
      body: string,
    ): Promise<object | undefined> {
      const started = startedBy(body)
      if (!started) return undefined
      return tenancy.run(businessId, async (tx) => {
        const language = toLanguage(started.language, tx.business.locale)
        const outgoing = {
          chat: started.chat,
          text: words(language, say('dialogue-welcome', { business: tx.business.name })),
          buttons: [
            [{ label: words(language, say('dialogue-start-button')), press: `/start ${started.context}`.trim() }],
          ],
          edits: null,
          language,
          sender: tx.business.name,
        }
        return welcomeOf(outgoing, fallbackButtons)
      })
    },

    /** Somebody joined the staff or left it: their chat sees the commands of who they are now. */
    async roleChanged(businessId: string, addressId: string): Promise<void> {
      const { channel, chat, role } = await tenancy.run(businessId, async (tx) => {
        const found = await openChat(tx, addressId)
        return { ...found, channel: found && (await readChannel(tx, found.channelId)) }
      })
      if (channel?.kind !== 'telegram' || channel.state !== 'connected' || !channel.token || chat === undefined) return
      const none = ([null, ...languages] as const).map((language) => ({ chat, language, commands: [] }))
      await telegram.setCommands(channel.token, role ? menusOf(chat, role) : none)
    },

    /** What is connected already, at the start of a process and now and then: its webhook is set, or it is polled. */
    async resume(businessId: string, channelId: string, kind: ChannelKind, hookUrl: string | undefined): Promise<void> {
      if (kind === 'web') return
      const channel = await tenancy.run(businessId, (tx) => readChannel(tx, channelId))
      if (channel?.state !== 'connected' || !channel.token || !channel.hookSecret) return
      const bot: Bot = { businessId, channelId, kind, token: channel.token, hookSecret: channel.hookSecret, hookUrl }
      if (hookUrl) await this.connect(bot)
      else if (kind === 'telegram') poll(bot)
    },

    stop(): void {
      for (const poll of polls.values()) poll.abort()
      polls.clear()
    },
  }
}
