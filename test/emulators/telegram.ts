/**
 * A strict emulator of the Telegram Bot API as an HTTP server: its `url` goes where `TELEGRAM_API_ROOT` is asked for. Its log, what
 * its chats show and its violations are what tests judge by.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiMethods, BotCommand, Chat, MenuButton, Message, Update, UserFromGetMe } from 'grammy/types'
import { z } from 'zod'
import {
  BodyTooLarge,
  Bucket,
  type Call,
  CallLog,
  type Clock,
  type Delivery,
  Faults,
  isLoopback,
  readBody,
  type Site,
  SlidingWindow,
  sleep,
  startSite,
  Watch,
  WebhookQueue,
} from './platform.ts'
import {
  channelPost,
  type Line,
  type PersonDetails,
  photoSizes,
  quoted,
  type SeenButton,
  type SeenMessage,
  type StoredFile,
  TelegramChat,
  TelegramPerson,
  type Wall,
} from './telegram-people.ts'
import {
  badRequest,
  type Formatted,
  type Markup,
  pictureSize,
  Refusal,
  readCommands,
  readMarkup,
  readText,
  record,
} from './telegram-rules.ts'

export type { Call, Delivery, Violation } from './platform.ts'
export type { SeenButton, SeenMessage, TelegramChat, TelegramPerson } from './telegram-people.ts'
export { tinyPicture } from './telegram-people.ts'

export type TelegramLimits = {
  /** Messages per bot in any sliding second. */
  botPerSecond: number
  /** Messages per private chat and second in the long run, and how many may come at once. */
  chatPerSecond: number
  chatBurst: number
  /** Messages per group in any sliding minute. */
  groupPerMinute: number
}

export type TelegramOptions = {
  port?: number
  /** False ends every connection after its answer, so that `refuse()` bites at once. */
  keepAlive?: boolean
  clock?: Clock
  random?: () => number
  /** Telegram's own limits unless changed; false lifts them. */
  limits?: Partial<TelegramLimits> | false
  /** A request that arrives this soon after a 429 was sent may have left before: refused, but no violation. */
  graceMs?: number
  /** How long a pressed button may be answered. */
  callbackTtlMs?: number
  /** Webhooks on this machine may be http, and on any port. */
  allowHttp?: boolean
  webhookTimeoutMs?: number
  retryDelayMs?: (attempt: number) => number
  /** Every update is delivered 1 to `max` times by webhook, the repeats at once or each within a time. */
  duplicates?: { max: number; withinMs?: number }
}

/** Starts the emulator on a free loopback port. */
export async function startTelegram(options: TelegramOptions = {}): Promise<TelegramEmulator> {
  const emulator = new TelegramEmulator(options)
  await emulator.start()
  return emulator
}

type Settings = Required<Omit<TelegramOptions, 'port' | 'limits' | 'duplicates' | 'keepAlive'>> & {
  limits: TelegramLimits | null
  duplicates: { max: number; withinMs?: number }
}

const telegramLimits: TelegramLimits = { botPerSecond: 30, chatPerSecond: 1, chatBurst: 5, groupPerMinute: 20 }
const day = 24 * 3600 * 1000

export class TelegramEmulator {
  readonly faults: Faults
  readonly bots = new Map<string, TelegramBot>()
  readonly #options: TelegramOptions
  readonly #settings: Settings
  readonly #calls = new CallLog()
  readonly #watch = new Watch()
  #site: Site | null = null

  constructor(options: TelegramOptions) {
    this.#options = options
    const random = options.random ?? Math.random
    this.faults = new Faults(random)
    this.#settings = {
      clock: options.clock ?? Date.now,
      random,
      graceMs: options.graceMs ?? 50,
      callbackTtlMs: options.callbackTtlMs ?? 15_000,
      allowHttp: options.allowHttp ?? true,
      webhookTimeoutMs: options.webhookTimeoutMs ?? 60_000,
      retryDelayMs: options.retryDelayMs ?? ((attempt) => Math.min(1000 * 2 ** (attempt - 1), 60_000)),
      limits: options.limits === false ? null : { ...telegramLimits, ...options.limits },
      duplicates: options.duplicates ?? { max: 1 },
    }
  }

  async start(): Promise<void> {
    this.#site = await startSite((incoming, outgoing) => this.#handle(incoming, outgoing), this.#options)
  }

  /** What `TELEGRAM_API_ROOT` is set to. */
  get url(): string {
    return this.#running().url
  }

  async stop(): Promise<void> {
    for (const bot of this.bots.values()) bot.stop()
    await this.#running().stop()
  }

  /** New connections are refused until `acceptConnections`. */
  refuseConnections(): Promise<void> {
    return this.#running().refuse()
  }

  acceptConnections(): Promise<void> {
    return this.#running().accept()
  }

  addBot({ token, username, name }: { token: string; username: string; name?: string }): TelegramBot {
    const bot = new TelegramBot({
      token,
      username,
      name: name ?? username,
      settings: this.#settings,
      watch: this.#watch,
    })
    this.bots.set(token, bot)
    return bot
  }

  /** The only bot, or the first. */
  get bot(): TelegramBot {
    const [first] = this.bots.values()
    if (!first) throw new Error('no bot was added')
    return first
  }

  /** Somebody who may write to the first bot; `bot.person` for another bot. */
  person(details: PersonDetails): TelegramPerson {
    return this.bot.person(details)
  }

  /** What this person (or group) sees now of the first bot. */
  chat(chatId: number): TelegramChat {
    return this.bot.chat(chatId)
  }

  /** Every call of the Bot API in order of arrival. */
  get log(): Call[] {
    return this.#calls.calls
  }

  get violations() {
    return this.#calls.violations
  }

  sentTo(chatId: number | string): Call[] {
    return this.#calls.sentTo(chatId)
  }

  attemptsTo(chatId: number | string): Call[] {
    return this.#calls.attemptsTo(chatId)
  }

  maxPerSlidingSecond(): number {
    return this.#calls.maxPerSlidingSecond()
  }

  maxPerWindow(windowMs: number, weigh?: (call: Call) => number): number {
    return this.#calls.maxPerWindow(windowMs, weigh)
  }

  /** From now on this chat answers 403 as a blocked one, without the update that a person's own `blocks()` makes. */
  block(chatId: number): void {
    this.chat(chatId).state = 'blocked'
  }

  deactivate(chatId: number): void {
    this.chat(chatId).state = 'deactivated'
  }

  waitFor<T>(probe: () => T | false | null | undefined, timeoutMs?: number, what?: string): Promise<T> {
    return this.#watch.waitFor(probe, timeoutMs, what)
  }

  /** The next message of the first bot in this chat that was not returned yet. */
  nextMessage(chatId: number, timeoutMs?: number): Promise<SeenMessage> {
    return this.bot.nextMessage(chatId, timeoutMs)
  }

  /** Resolves when every update was accepted by its webhook or confirmed by polling. */
  async settled(timeoutMs?: number): Promise<void> {
    const done = () => [...this.bots.values()].every((bot) => bot.pendingCount === 0)
    await this.waitFor(done, timeoutMs, 'all updates to be taken')
  }

  #running(): Site {
    if (!this.#site) throw new Error('the emulator was not started')
    return this.#site
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://emulator')
    const [, file, token = '', rest = ''] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url.pathname) ?? []
    const bot = this.bots.get(decodeURIComponent(token))
    if (!bot || token === '') {
      incoming.resume()
      const [code, description] = token === '' ? [404, 'Not Found'] : [401, 'Unauthorized']
      send(outgoing, code, { ok: false, error_code: code, description })
      return
    }
    if (file) {
      const stored = bot.fileAt(rest)
      outgoing.writeHead(stored ? 200 : 404, { 'content-type': stored?.mime ?? 'text/plain' })
      outgoing.end(stored?.bytes ?? 'Not Found')
      return
    }
    await this.#call(bot, rest, url, incoming, outgoing)
  }

  async #call(bot: TelegramBot, method: string, url: URL, incoming: IncomingMessage, outgoing: ServerResponse) {
    const request = await readRequest(incoming, url).catch((error: unknown) => error)
    const known = request instanceof RequestBody ? request : new RequestBody({}, new Map())
    const chatId = known.args['chat_id'] ?? null
    const call = this.#calls.add({
      at: this.#settings.clock(),
      method,
      bot: bot.user.username,
      chatId: chatId === null ? null : String(chatId),

      body: known.args,
      status: null,
      error: null,
      answer: null,
      delivered: false,
      messages: 0,
      cut: false,
    })
    this.#watch.changed()
    const gone = new AbortController()
    outgoing.on('close', () => gone.abort())
    const late = this.faults.takeDelay()
    if (late > 0) await sleep(late)
    const context: BotRequest = {
      call,
      args: known.args,
      files: known.files,
      gone: gone.signal,
      paced: false,
      faults: this.faults,
      violate: (kind, detail) => this.#calls.violations.push({ at: call.at, kind, call, detail }),
    }
    try {
      if (request instanceof BodyTooLarge) throw new Refusal(413, 'Request Entity Too Large')
      if (!(request instanceof RequestBody)) throw new Refusal(400, "Bad Request: can't parse request body")
      const fault = this.faults.takeFailure(method)
      if (fault) throw bot.failed(fault.status, fault.description, fault.retryAfter)
      const result = await bot.answer(method, context)
      call.status = 200
      call.answer = result
      call.delivered = true
      if (context.paced && this.faults.takeCut()) {
        call.cut = true
        outgoing.destroy()
      } else send(outgoing, 200, { ok: true, result })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, message, retryAfter } = error
      const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }
      call.status = status
      call.error = message
      call.answer = { ok: false, error_code: status, description: message, ...parameters }
      if (retryAfter !== undefined) outgoing.setHeader('retry-after', retryAfter)
      send(outgoing, status, call.answer)
    } finally {
      this.#watch.changed()
    }
  }
}

function send(outgoing: ServerResponse, status: number, answer: unknown): void {
  if (outgoing.destroyed) return
  outgoing.writeHead(status, { 'content-type': 'application/json' })
  outgoing.end(JSON.stringify(answer))
}

type Upload = { bytes: Buffer; name: string; mime: string }

class RequestBody {
  readonly args: Record<string, unknown>
  readonly files: Map<string, Upload>

  constructor(args: Record<string, unknown>, files: Map<string, Upload>) {
    this.args = args
    this.files = files
  }
}

const jsonArguments = new Set([
  'reply_markup',
  'media',
  'commands',
  'scope',
  'allowed_updates',
  'menu_button',
  'link_preview_options',
  'reply_parameters',
  'entities',
  'caption_entities',
])
const maxBody = 51 * 1024 * 1024

/** Arguments come in the query, as JSON, as a form or as multipart; in the last three objects may be JSON in a string. */
async function readRequest(incoming: IncomingMessage, url: URL): Promise<RequestBody> {
  const body = await readBody(incoming, maxBody)
  const type = incoming.headers['content-type'] ?? ''
  const files = new Map<string, Upload>()
  const args: Record<string, unknown> = Object.fromEntries(url.searchParams)
  if (type.startsWith('application/json')) {
    if (body.length > 0) Object.assign(args, z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString('utf8'))))
  } else if (type.startsWith('application/x-www-form-urlencoded')) {
    Object.assign(args, Object.fromEntries(new URLSearchParams(body.toString('utf8'))))
  } else if (type.startsWith('multipart/form-data')) {
    for (const { name, fileName, mime, bytes } of multipart(body, type)) {
      if (fileName === undefined) args[name] = bytes.toString('utf8')
      else {
        files.set(name, { bytes, name: fileName, mime })
        args[name] ??= `attach://${name}`
      }
    }
  }
  for (const [name, value] of Object.entries(args)) {
    if (typeof value === 'string' && value !== '' && jsonArguments.has(name)) args[name] = JSON.parse(value)
  }
  return new RequestBody(args, files)
}

type Part = { name: string; fileName: string | undefined; mime: string; bytes: Buffer }

/** The parts of a form with files. Node's own parser refuses the bare file names that grammY writes, Telegram takes them. */
function multipart(body: Buffer, type: string): Part[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(type)
  const delimiter = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`
  const parts: Part[] = []
  for (let at = body.indexOf(delimiter); at >= 0; ) {
    const start = at + delimiter.length + 2
    const end = body.indexOf(`\r\n${delimiter}`, start - 2)
    const headEnd = body.indexOf('\r\n\r\n', start)
    if (end < 0 || headEnd < 0) return parts
    const head = body.toString('utf8', start, headEnd)
    const field = (name: string) => new RegExp(`[; ]${name}=(?:"([^"]*)"|([^;\\r\\n]*))`, 'i').exec(head)
    const name = field('name')
    const fileName = field('filename')
    parts.push({
      name: name?.[1] ?? name?.[2] ?? '',
      fileName: fileName ? (fileName[1] ?? fileName[2] ?? '') : undefined,
      mime: /content-type:\s*([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream',
      bytes: Buffer.from(body.subarray(headEnd + 4, end)),
    })
    at = end + 2
  }
  return parts
}

type BotRequest = {
  call: Call
  args: Record<string, unknown>
  files: Map<string, Upload>
  /** Aborted when the caller went away. */
  gone: AbortSignal
  faults: Faults
  /** Set once the call turned out to be one that paces and can be cut. */
  paced: boolean
  violate: (kind: string, detail: string) => void
}

type Messaging =
  | ('sendMessage' | 'sendPhoto' | 'sendDocument' | 'editMessageText' | 'editMessageCaption')
  | ('editMessageMedia' | 'editMessageReplyMarkup')
type Plain =
  | (
      | 'getMe'
      | 'getUpdates'
      | 'setWebhook'
      | 'deleteWebhook'
      | 'getWebhookInfo'
      | 'deleteMessage'
      | 'answerCallbackQuery'
    )
  | (
      | 'sendChatAction'
      | 'sendMessageDraft'
      | 'setMyCommands'
      | 'getMyCommands'
      | 'deleteMyCommands'
      | 'setMyDescription'
    )
  | ('getMyDescription' | 'setMyShortDescription' | 'getMyShortDescription' | 'setChatMenuButton' | 'getChatMenuButton')
  | 'getFile'
type Answer<M> = M extends Messaging
  ? Message
  : M extends 'sendMediaGroup'
    ? Message[]
    : M extends Plain
      ? ReturnType<ApiMethods[M]>
      : never
type Methods = {
  [M in Messaging | Plain | 'sendMediaGroup']: (request: BotRequest) => Answer<M> | Promise<Answer<M>>
}

type Webhook = { url: string; secret: string; maxConnections: number; queue: WebhookQueue }
type Pending = { update: Update; lane: string; expiresAt: number }

const updateTypes = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'callback_query',
  'my_chat_member',
  'inline_query',
  'chosen_inline_result',
  'shipping_query',
  'pre_checkout_query',
  'poll',
  'poll_answer',
  'chat_member',
  'chat_join_request',
  'message_reaction',
  'message_reaction_count',
  'business_message',
  'edited_business_message',
  'business_connection',
  'deleted_business_messages',
  'chat_boost',
  'removed_chat_boost',
  'purchased_paid_media',
  'stopped_message_generation',
  'managed_bot',
  'subscription',
] as const satisfies (keyof Update)[]
const onlyOnRequest = ['chat_member', 'message_reaction', 'message_reaction_count']
const wholeNumber = z.coerce.number().int()

/** One bot: what it was told to do, its chats, and its updates on their way. */
export class TelegramBot implements Line {
  readonly token: string
  readonly user: UserFromGetMe
  readonly clock: Clock
  readonly watch: Watch
  readonly chats = new Map<number, TelegramChat>()
  /** Attempts to post to the webhook, in order. */
  readonly deliveries: Delivery[] = []
  /** Updates that were kept a day and taken by nobody. */
  readonly lost: Update[] = []
  readonly #settings: Settings
  readonly #pending = new Map<number, Pending>()
  readonly #people = new Map<number, TelegramPerson>()
  readonly #files = new Map<string, StoredFile>()
  readonly #paths = new Map<string, StoredFile>()
  readonly #queries = new Map<string, { at: number; chat: TelegramChat | null }>()
  readonly #commands = new Map<string, BotCommand[]>()
  readonly #texts = new Map<string, string>()
  readonly #menus = new Map<string, MenuButton>()
  readonly #perBot: SlidingWindow | null
  readonly #perChat = new Map<number, SlidingWindow | Bucket>()
  readonly #methods: Map<string, (request: BotRequest) => unknown>
  #allowed: (typeof updateTypes)[number][] | null = null
  #webhook: Webhook | null = null
  #lastError: { at: number; message: string } | null = null
  #poll: ((why: Refusal | 'updates') => void) | null = null
  #wall: Wall = { until: 0, knownAt: 0 }
  #updateId: number
  #messageId = 0
  #made = 0

  constructor(made: { token: string; username: string; name: string; settings: Settings; watch: Watch }) {
    this.token = made.token
    this.#settings = made.settings
    this.clock = made.settings.clock
    this.watch = made.watch
    this.#updateId = 100_000_000 + Math.floor(made.settings.random() * 100_000_000)
    this.#perBot = made.settings.limits && new SlidingWindow(made.settings.limits.botPerSecond, 1000)
    this.user = {
      id: Number.parseInt(made.token, 10) || 1_000_000,
      is_bot: true,
      first_name: made.name,
      username: made.username,

      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
      has_topics_enabled: false,
      allows_users_to_create_topics: false,
      can_manage_bots: false,
      supports_join_request_queries: false,
    }
    this.#methods = new Map(Object.entries(this.#describe()).map(([name, method]) => [name.toLowerCase(), method]))
  }

  // ---- people

  /** Somebody who may write to this bot; the same id is the same person. */
  person(details: PersonDetails): TelegramPerson {
    const known = this.#people.get(details.id)
    if (known) return known
    const person = new TelegramPerson(this, details)
    this.#people.set(details.id, person)
    return person
  }

  /** People who wrote long ago, made without any update: an audience for a broadcast. */
  audience(ids: Iterable<number>): void {
    for (const id of ids) this.chatOf({ id, type: 'private', first_name: `Person ${id}` }).state = 'open'
  }

  /** A group that the bot is a member of; say things in it by `person.says(text, {in: group})`. */
  group(id: number, title: string, type: 'group' | 'supergroup' = 'supergroup'): Chat.GroupChat | Chat.SupergroupChat {
    const chat = { id, title, type }
    this.chatOf(chat)
    return chat
  }

  channelPost(id: number, title: string, text: string): Update {
    return channelPost(this, { id, title, type: 'channel' }, text)
  }

  /** Any update object at all, with the next update_id unless it brings its own; also what no type knows. */
  raw(update: Record<string, unknown>): number {
    const id = wholeNumber.safeParse(update['update_id'])
    const update_id = id.success ? id.data : this.#nextUpdateId()
    const from = z.object({ chat: z.object({ id: z.number() }) })
    const chat = Object.values(update).flatMap((content) => {
      const parsed = from.safeParse(content)
      return parsed.success ? [parsed.data.chat.id] : []
    })
    this.#enqueue({ ...update, update_id }, String(chat[0] ?? update_id))
    return update_id
  }

  chat(chatId: number): TelegramChat {
    const chat = this.chats.get(chatId)
    if (!chat) throw new Error(`${this.user.username} has no chat ${chatId}`)
    return chat
  }

  nextMessage(chatId: number, timeoutMs?: number): Promise<SeenMessage> {
    const chat = this.chat(chatId)
    const take = () => {
      const message = chat.incoming[chat.taken]
      if (message) chat.taken += 1
      return message
    }
    return this.watch.waitFor(take, timeoutMs, `a message in chat ${chatId}`)
  }

  /** The command menu that this person would see. */
  menuOf(chatId: number, language: string): BotCommand[] {
    const scopes = [`chat:${chatId}`, 'all_private_chats', 'default']
    for (const scope of scopes) {
      for (const one of [language, '']) {
        const commands = this.#commands.get(`${scope}|${one}`)
        if (commands) return commands
      }
    }
    return []
  }

  // ---- what people need of a line

  chatOf(chat: Chat): TelegramChat {
    const known = this.chats.get(chat.id)
    if (known) return known
    const made = new TelegramChat(chat, chat.type === 'private' ? 'stranger' : 'open')
    this.chats.set(chat.id, made)
    return made
  }

  nextMessageId(): number {
    this.#messageId += 1
    return this.#messageId
  }

  store(bytes: Buffer, name: string, mime: string): StoredFile {
    this.#made += 1
    const id = `AgACAgIAAxkBAAI${randomBytes(18).toString('base64url')}`
    const folder = mime.startsWith('image/') ? 'photos' : 'documents'
    const stored = { id, uniqueId: `AQAD${id.slice(-12)}`, path: `${folder}/file_${this.#made}`, name, mime, bytes }
    this.#files.set(id, stored)
    this.#files.set(`${id}-s`, stored)
    this.#paths.set(stored.path, stored)
    return stored
  }

  openQuery(): string {
    this.#made += 1
    const id = `${this.user.id}${String(this.#made).padStart(8, '0')}`
    this.#queries.set(id, { at: this.clock(), chat: null })
    return id
  }

  publish(content: Omit<Update, 'update_id'>): Update {
    const update = { update_id: this.#nextUpdateId(), ...content }
    const pressed = content.callback_query
    if (pressed?.message) {
      const query = this.#queries.get(pressed.id)
      if (query) query.chat = this.chatOf(pressed.message.chat)
    }
    const kind = updateTypes.find((one) => content[one] !== undefined)
    if (kind && !this.#wants(kind)) return update
    const place = content.message ?? content.edited_message ?? content.channel_post ?? content.my_chat_member
    this.#enqueue(update, String(place?.chat.id ?? pressed?.message?.chat.id ?? update.update_id))
    return update
  }

  // ---- updates on their way

  get pendingCount(): number {
    return this.#pending.size
  }

  /** Posts these updates to the webhook once more, however long ago they were accepted. */
  redeliver(updates: Iterable<Update>): void {
    for (const update of updates) {
      this.#made += 1
      const lane = `again ${this.#made}`
      this.#post({ update, lane, expiresAt: this.clock() + day }, 1)
    }
  }

  stop(): void {
    this.#webhook?.queue.stop()
    this.#poll?.(new Refusal(502, 'Bad Gateway'))
  }

  fileAt(path: string): StoredFile | undefined {
    return this.#paths.get(path)
  }

  /** The refusal of an ordered fault; one with `retry_after` also opens the window in which further requests are violations. */
  failed(status: number, description: string | undefined, retryAfter: number | undefined): Refusal {
    if (retryAfter !== undefined) return this.#tooMany(retryAfter, (wall) => (this.#wall = wall))
    return new Refusal(
      status,
      description ?? (status >= 500 ? 'Internal Server Error' : 'Bad Request: ordered by the test'),
    )
  }

  async answer(method: string, request: BotRequest): Promise<unknown> {
    const handler = this.#methods.get(method.toLowerCase())
    if (!handler) throw new Refusal(404, 'Not Found: method not found')
    return handler(request)
  }

  #nextUpdateId(): number {
    this.#updateId += 1
    return this.#updateId
  }

  #wants(kind: (typeof updateTypes)[number]): boolean {
    return this.#allowed ? this.#allowed.includes(kind) : !onlyOnRequest.includes(kind)
  }

  #enqueue(update: Update, lane: string): void {
    const pending = { update, lane, expiresAt: this.clock() + day }
    this.#pending.set(update.update_id, pending)
    this.#post(pending, 1 + Math.floor(this.#settings.random() * this.#settings.duplicates.max))
    this.#poll?.('updates')
    this.watch.changed()
  }

  #post({ update, lane, expiresAt }: Pending, copies: number): void {
    if (!this.#webhook) return
    const { queue, secret } = this.#webhook
    const { withinMs } = this.#settings.duplicates
    const post = {
      id: String(update.update_id),
      lane,
      expiresAt,
      body: JSON.stringify(update),
      copies: withinMs === undefined ? copies : 1,
      headers: secret === '' ? {} : { 'x-telegram-bot-api-secret-token': secret },
    }
    const accepted = () => {
      this.#taken(update.update_id)
      // A repeat never overtakes the first delivery: within a chat Telegram keeps the order.
      for (let copy = 1; withinMs !== undefined && copy < copies; copy += 1) {
        queue.pushLater({ ...post, lane: `${post.id} copy ${copy}` }, this.#settings.random() * withinMs)
      }
    }
    queue.push({ ...post, accepted })
  }

  #taken(updateId: number): void {
    this.#pending.delete(updateId)
    this.watch.changed()
  }

  /** Forgets the updates before this one; the map is in their order, so it stops at the first to keep. */
  #confirm(offset: number): void {
    for (const id of this.#pending.keys()) {
      if (id >= offset) return
      this.#taken(id)
    }
  }

  #expire(): void {
    for (const [id, { update, expiresAt }] of this.#pending) {
      if (expiresAt > this.clock()) return
      this.#pending.delete(id)
      this.lost.push(update)
    }
  }

  // ---- the Bot API

  #describe(): Methods {
    return {
      getMe: () => this.user,
      getUpdates: (request) => this.#getUpdates(request),
      setWebhook: (request) => this.#setWebhook(request),
      deleteWebhook: ({ args }) => this.#setWebhookTo(null, args),
      getWebhookInfo: () => ({
        url: this.#webhook?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: this.#pending.size,
        ...(this.#webhook ? { max_connections: this.#webhook.maxConnections } : {}),
        ...(this.#allowed ? { allowed_updates: this.#allowed } : {}),
        ...(this.#lastError
          ? { last_error_date: Math.floor(this.#lastError.at / 1000), last_error_message: this.#lastError.message }
          : {}),
      }),
      sendMessage: (request) => this.#sendMessage(request),
      sendPhoto: (request) => this.#sendMedia(request, 'photo'),
      sendDocument: (request) => this.#sendMedia(request, 'document'),
      sendMediaGroup: (request) => this.#sendMediaGroup(request),
      editMessageText: (request) => this.#editText(request),
      editMessageCaption: (request) => this.#editCaption(request),
      editMessageMedia: (request) => this.#editMedia(request),
      editMessageReplyMarkup: (request) => this.#editMarkup(request),
      deleteMessage: (request) => this.#deleteMessage(request),
      answerCallbackQuery: (request) => this.#answerQuery(request),
      sendChatAction: ({ args }) => {
        const { action } = args
        if (typeof action !== 'string' || !chatActions.includes(action))
          return badRequest('wrong parameter action in request')
        const chat = this.#reachable(this.#chatIn(args['chat_id']))
        chat.statuses.push({ at: this.clock(), action })
        return true
      },
      sendMessageDraft: ({ args }) => {
        const id = wholeNumber.safeParse(args['draft_id'])
        if (!id.success || id.data === 0) return badRequest('draft_id must be non-zero')
        const { text } = readText(args['text'], 'message', args['parse_mode'], args['entities'], true)
        const chat = this.#reachable(this.#chatIn(args['chat_id']))
        if (chat.chat.type !== 'private') return badRequest('drafts can be sent to private chats only')
        chat.drafts.push({ at: this.clock(), id: id.data, text })
        return true
      },
      setMyCommands: ({ args }) => {
        const key = this.#commandKey(args)
        const commands = readCommands(args['commands'])
        if (commands.length === 0) this.#commands.delete(key)
        else this.#commands.set(key, commands)
        return true
      },
      getMyCommands: ({ args }) => this.#commands.get(this.#commandKey(args)) ?? [],
      deleteMyCommands: ({ args }) => {
        this.#commands.delete(this.#commandKey(args))
        return true
      },
      setMyDescription: ({ args }) => this.#setText('description', args, 512),
      getMyDescription: ({ args }) => ({ description: this.#getText('description', args) }),
      setMyShortDescription: ({ args }) => this.#setText('short_description', args, 120),
      getMyShortDescription: ({ args }) => ({ short_description: this.#getText('short_description', args) }),
      setChatMenuButton: ({ args }) => {
        const button = menuShape.safeParse(args['menu_button'] ?? { type: 'default' })
        if (!button.success) return badRequest("can't parse menu button: MenuButton has unsupported type")
        if (args['chat_id'] !== undefined) this.#chatIn(args['chat_id'])
        this.#menus.set(String(args['chat_id'] ?? ''), button.data)
        return true
      },
      getChatMenuButton: ({ args }) =>
        this.#menus.get(String(args['chat_id'] ?? '')) ?? this.#menus.get('') ?? { type: 'commands' },
      getFile: ({ args }) => {
        if (args['file_id'] === undefined) return badRequest('file_id not specified')
        const file = this.#files.get(String(args['file_id']))
        if (!file) return badRequest('invalid file_id')
        if (file.bytes.length > 20 * 1024 * 1024) return badRequest('file is too big')
        return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.bytes.length, file_path: file.path }
      },
    }
  }

  #getUpdates({ args, gone }: BotRequest): Update[] | Promise<Update[]> {
    if (this.#webhook) {
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    }
    this.#poll?.(
      new Refusal(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    )
    const { offset, limit, timeout } = pollShape.parse(args)
    this.#allow(args['allowed_updates'])
    this.#confirm(offset < 0 ? ([...this.#pending.keys()].at(offset) ?? 0) : offset)
    this.#expire()
    const ready = () => {
      const updates: Update[] = []
      for (const { update } of this.#pending.values()) {
        if (updates.length === limit) break
        updates.push(update)
      }
      return updates
    }
    const first = ready()
    if (first.length > 0 || timeout === 0) return first
    return new Promise((resolve, reject) => {
      const end = (how: () => void) => {
        clearTimeout(timer)
        gone.removeEventListener('abort', leave)
        if (this.#poll === wake) this.#poll = null
        how()
      }
      const wake = (why: Refusal | 'updates') => end(() => (why === 'updates' ? resolve(ready()) : reject(why)))
      const leave = () => end(() => resolve([]))
      const timer = setTimeout(leave, timeout * 1000)
      gone.addEventListener('abort', leave)
      this.#poll = wake
    })
  }

  #allow(raw: unknown): void {
    if (raw === undefined) return
    const allowed = z.array(z.string()).safeParse(raw)
    if (!allowed.success) return
    const known = updateTypes.filter((one) => allowed.data.includes(one))
    this.#allowed = known.length === 0 ? null : known
  }

  #setWebhook({ args }: BotRequest): true {
    const url = String(args['url'] ?? '')
    if (url === '') return this.#setWebhookTo(null, args)
    if (!URL.canParse(url)) return badRequest('invalid webhook URL specified')
    const target = new URL(url)
    const local = this.#settings.allowHttp && isLoopback(target)
    if (target.protocol !== 'https:' && !local)
      return badRequest('bad webhook: An HTTPS URL must be provided for webhook')
    if (!local && !['', '443', '80', '88', '8443'].includes(target.port)) {
      return badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443')
    }
    const secret = String(args['secret_token'] ?? '')
    if (secret.length > 256) return badRequest('secret token is too long')
    if (!/^[A-Za-z0-9_-]*$/.test(secret)) return badRequest('secret token contains unallowed characters')
    const connections = wholeNumber
      .min(1)
      .max(100)
      .safeParse(args['max_connections'] ?? 40)
    return this.#setWebhookTo({ url, secret, maxConnections: connections.success ? connections.data : 40 }, args)
  }

  #setWebhookTo(next: Omit<Webhook, 'queue'> | null, args: Record<string, unknown>): true {
    this.#webhook?.queue.stop()
    this.#webhook = null
    if (next) this.#poll?.(new Refusal(409, 'Conflict: terminated by setWebhook request'))
    this.#allow(args['allowed_updates'])
    if (args['drop_pending_updates'] === true || args['drop_pending_updates'] === 'true') this.#pending.clear()
    this.#lastError = null
    if (!next) return true
    const queue = new WebhookQueue({
      url: next.url,
      maxConnections: next.maxConnections,
      clock: this.clock,
      timeoutMs: this.#settings.webhookTimeoutMs,
      retryDelayMs: this.#settings.retryDelayMs,
      accepts: (status) => status >= 200 && status < 300,
      attempted: (_post, delivery) => {
        this.deliveries.push(delivery)
        if (delivery.status < 200 || delivery.status > 299) {
          const message = delivery.error ?? `Wrong response from the webhook: ${delivery.status}`
          this.#lastError = { at: delivery.at, message }
        }
        this.watch.changed()
      },
      gaveUp: (post) => {
        const pending = this.#pending.get(Number(post.id))
        if (pending) this.lost.push(pending.update)
        this.#taken(Number(post.id))
      },
    })
    this.#webhook = { ...next, queue }
    for (const pending of this.#pending.values()) this.#post(pending, 1)
    return true
  }

  #chatIn(raw: unknown): TelegramChat {
    if (raw === undefined || raw === null || raw === '') return badRequest('chat_id is empty')
    const id = wholeNumber.safeParse(raw)
    const chat = id.success ? this.chats.get(id.data) : undefined
    return chat ?? badRequest('chat not found')
  }

  #reachable(chat: TelegramChat): TelegramChat {
    if (chat.state === 'blocked') throw new Refusal(403, 'Forbidden: bot was blocked by the user')
    if (chat.state === 'deactivated') throw new Refusal(403, 'Forbidden: user is deactivated')
    if (chat.state === 'stranger') throw new Refusal(403, "Forbidden: bot can't initiate conversation with a user")
    return chat
  }

  /** Lets the call through at this moment, or refuses it with a wait. Edits weigh nothing, but obey a wait as well. */
  #pace(request: BotRequest, chat: TelegramChat, weight: number): void {
    request.paced = true
    const { at } = request.call
    for (const wall of [this.#wall, chat.wall]) {
      if (at >= wall.until) continue
      const early = at - wall.knownAt
      if (early > this.#settings.graceMs) {
        request.violate('inside-retry-after', `${early} ms after the 429, ${wall.until - at} ms too early`)
      }
      const left = Math.ceil((wall.until - at) / 1000)
      throw new Refusal(429, `Too Many Requests: retry after ${left}`, left)
    }
    const flood = request.faults.takeFlood()
    if (flood !== null) throw this.#tooMany(flood, (wall) => (this.#wall = wall))
    const { limits } = this.#settings
    if (!limits || weight === 0 || !this.#perBot) return
    const perChat = this.#perChat.get(chat.chat.id) ?? this.#newPace(chat, limits)
    const chatWait = perChat.wait(at, weight)
    if (chatWait > 0) {
      request.violate(chat.chat.type === 'private' ? 'chat-per-second' : 'group-per-minute', `${chatWait} ms too early`)
      throw this.#tooMany(Math.ceil(chatWait / 1000), (wall) => (chat.wall = wall))
    }
    const botWait = this.#perBot.wait(at, weight)
    if (botWait > 0) {
      request.violate('bot-per-second', `${botWait} ms too early`)
      throw this.#tooMany(Math.ceil(botWait / 1000), (wall) => (this.#wall = wall))
    }
    perChat.take(at, weight)
    this.#perBot.take(at, weight)
  }

  #newPace(chat: TelegramChat, limits: TelegramLimits): SlidingWindow | Bucket {
    const pace =
      chat.chat.type === 'private'
        ? new Bucket(1000 / limits.chatPerSecond, limits.chatBurst)
        : new SlidingWindow(limits.groupPerMinute, 60_000)
    this.#perChat.set(chat.chat.id, pace)
    return pace
  }

  #tooMany(seconds: number, raise: (wall: Wall) => void): Refusal {
    const now = this.clock()
    raise({ until: now + seconds * 1000, knownAt: now })
    return new Refusal(429, `Too Many Requests: retry after ${seconds}`, seconds)
  }

  #sendMessage(request: BotRequest): Message {
    const { args } = request
    const { text, entities } = readText(args['text'], 'message', args['parse_mode'], args['entities'])
    const { chat, markup } = this.#open(request, 1)
    return this.#deliver(
      request,
      chat,
      markup,
      { text, entities },
      { text, ...(entities.length > 0 ? { entities } : {}) },
    )
  }

  #open(request: BotRequest, weight: number): { chat: TelegramChat; markup: Markup | null } {
    const chat = this.#chatIn(request.args['chat_id'])
    const markup = readMarkup(request.args['reply_markup'], chat.chat.type === 'private')
    this.#checkReply(request.args, chat)
    this.#pace(request, chat, weight)
    return { chat: this.#reachable(chat), markup }
  }

  #checkReply(args: Record<string, unknown>, chat: TelegramChat): void {
    const reply = replyShape.safeParse(args['reply_parameters'])
    if (!reply.success || reply.data.allow_sending_without_reply === true) return
    if (!chat.messages.has(reply.data.message_id)) badRequest('message to be replied not found')
  }

  #deliver(
    { call, args }: BotRequest,
    chat: TelegramChat,
    markup: Markup | null,
    { text, entities }: Formatted,
    content: Partial<Message>,
    seen: Pick<SeenMessage, 'photo' | 'document' | 'mediaGroupId'> = {},
  ): Message {
    const replied = replyShape.safeParse(args['reply_parameters'])
    const original = replied.success ? chat.messages.get(replied.data.message_id)?.raw : undefined
    const raw: Message = {
      ...content,
      message_id: this.nextMessageId(),
      from: { id: this.user.id, is_bot: true, first_name: this.user.first_name, username: this.user.username },
      chat: chat.chat,
      date: Math.floor(this.clock() / 1000),
      ...(original ? { reply_to_message: quoted(original) } : {}),
      ...(markup?.kind === 'inline' ? { reply_markup: markup.markup } : {}),
    }
    const message: SeenMessage = {
      id: raw.message_id,
      date: raw.date,
      from: 'bot',
      text,
      entities,
      edits: 0,
      raw,
      ...seen,
      buttons: markup?.kind === 'inline' ? inlineButtons(markup.markup.inline_keyboard) : [],
      editable: markup === null || markup.kind === 'inline',
    }
    if (markup?.kind === 'keyboard') {
      chat.keyboard = markup.markup.keyboard.map((row) =>
        row.map((button): SeenButton => {
          if (typeof button === 'string') return { label: button }
          if ('request_contact' in button) return { label: button.text, asks: 'contact' }
          return 'request_location' in button ? { label: button.text, asks: 'location' } : { label: button.text }
        }),
      )
    } else if (markup?.kind === 'remove') chat.keyboard = []
    chat.messages.set(message.id, message)
    chat.incoming.push(message)
    call.messages += 1
    this.watch.changed()
    return raw
  }

  async #sendMedia(request: BotRequest, kind: 'photo' | 'document'): Promise<Message> {
    const { args } = request
    const caption = readText(args['caption'], 'caption', args['parse_mode'], args['caption_entities'])
    const file = await this.#file(request, args[kind], kind)
    const { chat, markup } = this.#open(request, 1)
    return this.#deliver(request, chat, markup, caption, mediaContent(kind, file, caption), mediaSeen(kind, file))
  }

  async #sendMediaGroup(request: BotRequest): Promise<Message[]> {
    const { args } = request
    if (!Array.isArray(args['media'])) return badRequest('expected an Array of InputMedia')
    if (args['media'].length < 2) return badRequest('there are too few messages to send as an album')
    if (args['media'].length > 10) return badRequest('too many messages to send as an album')
    const items = await Promise.all(args['media'].map((raw) => this.#inputMedia(request, raw)))
    if (new Set(items.map(({ kind }) => kind)).size > 1)
      return badRequest("document can't be mixed with other media types")
    const { chat } = this.#open(request, items.length)
    const mediaGroupId = String(13_000_000_000_000_000n + BigInt(this.nextMessageId()))
    return items.map(({ kind, file, caption }) =>
      this.#deliver(
        request,
        chat,
        null,
        caption,
        { ...mediaContent(kind, file, caption), media_group_id: mediaGroupId },
        { ...mediaSeen(kind, file), mediaGroupId },
      ),
    )
  }

  async #inputMedia(request: BotRequest, raw: unknown) {
    const media = record(raw, () => badRequest("can't parse InputMedia: expected an Object"))
    const kind = media['type']
    if (kind !== 'photo' && kind !== 'document')
      return badRequest(`can't parse InputMedia: type must be known to the emulator`)
    const caption = readText(media['caption'], 'caption', media['parse_mode'], media['caption_entities'])
    return { kind, caption, file: await this.#file(request, media['media'], kind) } as const
  }

  async #file(request: BotRequest, raw: unknown, kind: 'photo' | 'document'): Promise<StoredFile> {
    if (raw === undefined || raw === '') return badRequest(`there is no ${kind} in the request`)
    const value = String(raw)
    const stored = this.#files.get(value)
    if (stored) return stored
    const upload = value.startsWith('attach://')
      ? request.files.get(value.slice('attach://'.length))
      : await download(value)
    if (!upload) return badRequest('wrong file identifier/HTTP URL specified')
    if (upload.bytes.length === 0) return badRequest('file must be non-empty')
    if (upload.bytes.length > 50 * 1024 * 1024) throw new Refusal(413, 'Request Entity Too Large')
    if (kind === 'document') return this.store(upload.bytes, upload.name, upload.mime)
    const size = pictureSize(upload.bytes)
    if (!size) return badRequest('IMAGE_PROCESS_FAILED')
    if (upload.bytes.length > 10 * 1024 * 1024) return badRequest('PHOTO_SAVE_FILE_INVALID')
    const ratio = Math.max(size.width / size.height, size.height / size.width)
    if (size.width + size.height > 10_000 || !(ratio <= 20)) return badRequest('PHOTO_INVALID_DIMENSIONS')
    return this.store(upload.bytes, upload.name, size.mime)
  }

  #editText(request: BotRequest): Message {
    const { args } = request
    const { text, entities } = readText(args['text'], 'message', args['parse_mode'], args['entities'])
    return this.#edit(request, (message) => {
      if (message.raw.text === undefined) badRequest('there is no text in the message to edit')
      return { content: { text, entities }, shown: { text, entities } }
    })
  }

  #editCaption(request: BotRequest): Message {
    const { args } = request
    const caption = readText(args['caption'], 'caption', args['parse_mode'], args['caption_entities'])
    return this.#edit(request, (message) => {
      if (message.raw.text !== undefined) badRequest('there is no caption in the message to edit')
      return { content: { caption: caption.text, caption_entities: caption.entities }, shown: caption }
    })
  }

  async #editMedia(request: BotRequest): Promise<Message> {
    const { kind, file, caption } = await this.#inputMedia(request, request.args['media'])
    return this.#edit(request, () => ({
      content: mediaContent(kind, file, caption),
      shown: { text: caption.text, entities: caption.entities, ...mediaSeen(kind, file) },
      replaces: true,
    }))
  }

  #editMarkup(request: BotRequest): Message {
    return this.#edit(request, () => ({ content: {}, shown: {} }))
  }

  #edit(
    request: BotRequest,
    change: (message: SeenMessage) => { content: Partial<Message>; shown: Partial<SeenMessage>; replaces?: boolean },
  ): Message {
    const { args } = request
    const chat = this.#chatIn(args['chat_id'])
    const markup = readMarkup(args['reply_markup'], chat.chat.type === 'private')
    if (markup && markup.kind !== 'inline') return badRequest('inline keyboard expected')
    const id = wholeNumber.safeParse(args['message_id'])
    if (!id.success) return badRequest('message identifier is not specified')
    const message = chat.messages.get(id.data)
    if (!message) return badRequest('message to edit not found')
    if (message.from !== 'bot' || !message.editable) return badRequest("message can't be edited")
    const { content, shown, replaces = false } = change(message)
    this.#pace(request, chat, 0)
    this.#reachable(chat)
    const { reply_markup: _old, ...kept } = message.raw
    const { message_id, from, date } = kept
    const base: Message = replaces ? { message_id, chat: chat.chat, date, ...(from ? { from } : {}) } : kept
    const changed: Message = { ...base, ...content, ...(markup ? { reply_markup: markup.markup } : {}) }
    for (const list of ['entities', 'caption_entities'] as const) if (changed[list]?.length === 0) delete changed[list]
    if (changed.caption === '') delete changed.caption
    if (sameContent(message.raw, changed)) {
      return badRequest(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      )
    }
    changed.edit_date = Math.floor(this.clock() / 1000)
    if (replaces) {
      delete message.photo
      delete message.document
    }
    const buttons = markup ? inlineButtons(markup.markup.inline_keyboard) : []
    Object.assign(message, shown, { raw: changed, edits: message.edits + 1, buttons })
    this.watch.changed()
    return changed
  }

  #deleteMessage(request: BotRequest): true {
    const chat = this.#chatIn(request.args['chat_id'])
    const id = wholeNumber.safeParse(request.args['message_id'])
    if (!id.success) return badRequest('message identifier is not specified')
    const message = chat.messages.get(id.data)
    if (!message) return badRequest('message to delete not found')
    if (this.clock() - message.date * 1000 > 2 * day) return badRequest("message can't be deleted for everyone")
    this.#pace(request, chat, 0)
    chat.messages.delete(id.data)
    return true
  }

  #answerQuery({ args }: BotRequest): true {
    const text = String(args['text'] ?? '')
    if (text.length > 200) return badRequest('MESSAGE_TOO_LONG')
    const id = String(args['callback_query_id'] ?? '')
    const query = this.#queries.get(id)
    this.#queries.delete(id)
    if (!query || this.clock() - query.at > this.#settings.callbackTtlMs) {
      return badRequest('query is too old and response timeout expired or query ID is invalid')
    }
    query.chat?.toasts.push({ queryId: id, text, alert: String(args['show_alert']) === 'true' })
    return true
  }

  #commandKey(args: Record<string, unknown>): string {
    const language = String(args['language_code'] ?? '')
    if (!/^([a-z]{2})?$/.test(language)) return badRequest('invalid language code specified')
    const scope = scopeShape.safeParse(args['scope'] ?? { type: 'default' })
    if (!scope.success) return badRequest("can't parse BotCommandScope: unsupported type specified")
    const { type, chat_id, user_id } = scope.data
    if (chat_id === undefined) {
      if (aboutOneChat.some((one) => one === type)) badRequest('chat_id is empty')
      return `${type}|${language}`
    }
    const { chat } = this.#chatIn(chat_id)
    return `${type}:${chat.id}${user_id === undefined ? '' : `:${user_id}`}|${language}`
  }

  #setText(field: 'description' | 'short_description', args: Record<string, unknown>, most: number): true {
    const text = String(args[field] ?? '')
    if (text.length > most)
      badRequest(`${field === 'description' ? 'bot description' : 'bot short description'} is too long`)
    this.#texts.set(`${field}|${String(args['language_code'] ?? '')}`, text)
    return true
  }

  #getText(field: string, args: Record<string, unknown>): string {
    return this.#texts.get(`${field}|${String(args['language_code'] ?? '')}`) ?? this.#texts.get(`${field}|`) ?? ''
  }
}

const chatActions = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]
const pollShape = z.object({
  offset: wholeNumber.default(0).catch(0),
  limit: wholeNumber.min(1).max(100).default(100).catch(100),
  timeout: wholeNumber.min(0).max(50).default(0).catch(0),
})
const replyShape = z.object({ message_id: z.number().int(), allow_sending_without_reply: z.boolean().optional() })
const aboutOneChat = ['chat', 'chat_administrators', 'chat_member'] as const
const scopeShape = z.object({
  type: z.enum(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators', ...aboutOneChat]),
  chat_id: z.union([z.number(), z.string()]).optional(),
  user_id: z.number().optional(),
})
const menuShape = z.union([
  z.object({ type: z.literal('commands') }),
  z.object({ type: z.literal('default') }),
  z.object({ type: z.literal('web_app'), text: z.string().min(1), web_app: z.object({ url: z.url() }) }),
])

function inlineButtons(rows: { text: string; callback_data?: string; url?: string }[][]): SeenButton[][] {
  return rows.map((row) =>
    row.map(({ text, callback_data, url }) => ({
      label: text,
      ...(callback_data === undefined ? {} : { data: callback_data }),
      ...(url === undefined ? {} : { url }),
    })),
  )
}

function mediaContent(kind: 'photo' | 'document', file: StoredFile, caption: Formatted): Partial<Message> {
  const { id, uniqueId, name, mime, bytes } = file
  return {
    ...(kind === 'photo'
      ? { photo: photoSizes(file) }
      : {
          document: {
            file_id: id,
            file_unique_id: uniqueId,
            file_name: name,
            mime_type: mime,
            file_size: bytes.length,
          },
        }),
    ...(caption.text === '' ? {} : { caption: caption.text }),
    ...(caption.entities.length === 0 ? {} : { caption_entities: caption.entities }),
  }
}

function mediaSeen(kind: 'photo' | 'document', { name, bytes }: StoredFile): Pick<SeenMessage, 'photo' | 'document'> {
  return kind === 'photo' ? { photo: bytes } : { document: { name, bytes } }
}

function sameContent(one: Message, other: Message): boolean {
  const content = ({ text, entities, caption, caption_entities, photo, document, reply_markup }: Message) =>
    JSON.stringify([text, entities, caption, caption_entities, photo, document, reply_markup])
  return content(one) === content(other)
}

/** Telegram fetches addresses itself; the emulator fetches only from this machine. */
async function download(value: string): Promise<Upload | undefined> {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) return undefined
  if (!isLoopback(new URL(value))) return badRequest('failed to get HTTP URL content')
  const answer = await fetch(value).catch(() => null)
  if (!answer?.ok) return badRequest('failed to get HTTP URL content')
  const bytes = Buffer.from(await answer.arrayBuffer())
  return {
    bytes,
    name: new URL(value).pathname.split('/').at(-1) ?? 'file',
    mime: answer.headers.get('content-type') ?? '',
  }
}
