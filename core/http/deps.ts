import type { Readable } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import type { Directory } from '../../db/directory.ts'
import type { Tenancy, TenantTx } from '../../db/tenant.ts'
import type { Role } from '../actor.ts'
import type { Language } from '../business.ts'
import type { Words } from '../say.ts'

/** What `compose.ts` hands to the server. Nothing in this room opens a connection or reads the environment. */
export interface ServerDeps {
  readonly tenancy: Tenancy
  readonly directory: Directory
  readonly clock: () => Date
  /** Key of the look-ups that come before a tenant is known, from `migrate`. */
  readonly pepper: Buffer
  /** A pino logger; ids only are ever logged here. */
  readonly log: FastifyBaseLogger
  readonly words: Words
  /** Transaction 1 of a message (`createIntake`). Rejects while nothing can be committed. */
  readonly intake: {
    store(update: {
      businessId: string
      channelId: string
      key: string
      chat: string
      payload: string
    }): Promise<'new' | 'known'>
  }
  readonly hooks: { readonly telegram: HookAdapter; readonly viber: HookAdapter }
  readonly platforms: Platforms
  readonly webchat: WebChat
  readonly media: MediaStore
  readonly pages: PagePort
  /** The lines behind "/" in the chat page, for an audience in a language. */
  readonly commands: (
    audience: Role | 'customer',
    language: Language,
  ) => readonly { command: string; description: string }[]
  /** The demo's tokens while the demo is on and PUBLIC_URL is not set; else undefined: then there is no `/demo`. */
  readonly demo: () => Promise<DemoTokens | undefined>
  /** Whether this process can work now; throws or says false otherwise. Asked by `/readyz`. */
  readonly ready: () => Promise<boolean>
  /** Figures that only others know (outbox depth), for `/metrics`. */
  readonly gauges?: readonly { readonly name: string; readonly help: string; read(): Promise<number> }[]
  /** Milliseconds that only grow, for limits and for how long something is remembered; the process's own unless said. */
  readonly elapsed?: () => number
  readonly settings: ServerSettings
}

interface ServerSettings {
  /** The public HTTPS address, without a slash at the end; makes cookies Secure and links whole. */
  readonly publicUrl?: string | undefined
  /** Requests a second, and in a burst, per caller. */
  readonly rates?: Partial<Rates> | undefined
  /** How long a request may take to arrive, milliseconds; whoever is slower hears 408. */
  readonly patience?: number | undefined
  /** For tests: an answer that its own schema does not describe is an error. */
  readonly checkAnswers?: boolean | undefined
}

export interface Rates {
  readonly key: Rate
  readonly session: Rate
  readonly visitor: Rate
  /** Everything nobody signed for, per address of the network. */
  readonly anonymous: Rate
  /** Log-ins tried, per e-mail and per address of the network. */
  readonly login: Rate
}

interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** The HTTP side of a platform's adapter; pure. */
interface HookAdapter {
  /** The update's own key and its chat; undefined: nothing to store, though genuine (an unknown kind, a receipt). */
  envelope(body: string, headers: Readonly<Record<string, unknown>>): { key: string; chat: string } | undefined
}

/** Calls to Telegram and Viber when a bot is connected or taken away. Refusals are AppErrors (`channel-token-refused`, `channel-unreachable`). */
interface Platforms {
  /** Asks the platform who this token is. */
  check(kind: BotKind, token: string): Promise<{ name: string }>
  /** Sets the webhook (where there is a public address) or starts to poll. Called after the channel is committed. */
  connect(channel: BotChannel): Promise<void>
  disconnect(channel: BotChannel): Promise<void>
  /** Viber's answer to `conversation_started`: the HTTP answer is the welcome. Undefined: nothing to say now. */
  welcome(channel: { businessId: string; channelId: string }, body: string): Promise<object | undefined>
}

export type BotKind = 'telegram' | 'viber'

export interface BotChannel {
  readonly businessId: string
  readonly channelId: string
  readonly kind: BotKind
  readonly token: string
  /** What Telegram repeats in `X-Telegram-Bot-Api-Secret-Token`. */
  readonly hookSecret: string
  /** `/hooks/KIND/CHANNEL` under the public address; undefined without one. */
  readonly hookUrl: string | undefined
}

/** The web chat's own side of the inbox. */
interface WebChat {
  /** Makes the address of a new visitor known: `chat` is what `intake.store` will name. */
  open(tx: TenantTx, visitor: { channelId: string; chat: string; language: Language }): Promise<{ addressId: string }>
  /**
   * History after `after` (a Last-Event-ID), then what is said from now on, until `signal` aborts. `id` is what a
   * reconnecting page names; `typing` and the like have none.
   */
  follow(
    visitor: { businessId: string; channelId: string; addressId: string },
    after: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<StreamEvent>
}

export interface StreamEvent {
  readonly id?: string | undefined
  /** `message` unless said otherwise. */
  readonly type?: string | undefined
  readonly data: object
}

/** What the payload of a web update holds, as JSON; one of `text`, `press`, `contact`, `upload`, `start`. */
export interface WebUpdate {
  readonly chat: string
  /** The sender's Idempotency-Key: the page recognises its own bubble by it. */
  readonly key: string
  readonly at: string
  readonly language?: Language
  readonly text?: string
  readonly press?: string
  readonly contact?: { readonly phone: string; readonly name?: string | undefined }
  readonly upload?: { readonly fileId: string; readonly caption: string }
  readonly start?: string
}

/** A picture or a file of a business. The address `/media/TOKEN` is made by `createMediaTokens` and cannot be guessed. */
export interface MediaRef {
  readonly businessId: string
  readonly kind: 'file' | 'picture'
  readonly id: string
}

interface MediaStore {
  /** The bytes, sealed or drawn as they may be; undefined when it is gone. */
  load(ref: MediaRef): Promise<{ bytes: Uint8Array | Readable; mime: string; name: string | null } | undefined>
  /** Keeps what a visitor uploaded, sealed with the key of their address. */
  keep(
    tx: TenantTx,
    file: { addressId: string; content: Buffer; mime: string; name: string },
  ): Promise<{ fileId: string }>
}

/** The web pages, ready to send (`bots/web/page/pages.ts`). */
interface PagePort {
  chat(locals: {
    business: string
    channel: string
    commands: readonly { command: string; description: string }[]
    language?: string | undefined
  }): PageFile
  demo(locals: {
    business: string
    commands: Record<
      'customer' | 'manager' | 'marketer' | 'master',
      readonly { command: string; description: string }[]
    >
    language?: string | undefined
  }): PageFile
  home(locals: { demo: boolean; language?: string | undefined }): PageFile
  asset(name: string): PageFile | undefined
}

export interface PageFile {
  readonly body: Buffer
  readonly etag: string
  readonly headers: Record<string, string>
}

export interface DemoTokens {
  /** The demo's short name. */
  readonly business: string
  readonly channel: string
  readonly customer_visitor: string
  readonly manager_visitor: string
  readonly marketer_visitor: string
  readonly master_visitor: string
}
