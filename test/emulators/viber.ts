/**
 * A strict emulator of Viber's REST bot API as an HTTP server: `url + '/pa'` goes where `VIBER_API_ROOT` is asked for. Its log, what
 * its people see and its violations are what tests judge by.
 */
import { createHmac, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import {
  BodyTooLarge,
  type Call,
  CallLog,
  type Clock,
  type Delivery,
  Faults,
  isLoopback,
  type Post,
  readBody,
  type Site,
  SlidingWindow,
  sleep,
  startSite,
  Watch,
  WebhookQueue,
} from './platform.ts'
import {
  readMessage,
  statusNamed,
  type ViberButton,
  type ViberMessage,
  ViberRefusal,
  type ViberStatus,
  viberStatus,
} from './viber-rules.ts'

export type { Call, Delivery, Violation } from './platform.ts'

export type ViberOptions = {
  port?: number
  keepAlive?: boolean
  clock?: Clock
  random?: () => number
  /** Viber's own limits unless changed; false lifts them. */
  limits?: { broadcastsPer10s?: number; perHourWithoutReply?: number } | false
  /** Webhooks on this machine may be http. */
  allowHttp?: boolean
  webhookTimeoutMs?: number
  retryDelayMs?: (attempt: number) => number
  maxConnections?: number
  /** False posts callbacks of one person in any order, as the real platform may. */
  ordered?: boolean
  duplicates?: { max: number }
  /** Callbacks `delivered` (`true`) for each message, in and out. */
  receipts?: boolean
}

/** Starts the emulator on a free loopback port. */
export async function startViber(options: ViberOptions = {}): Promise<ViberEmulator> {
  const emulator = new ViberEmulator(options)
  await emulator.start()
  return emulator
}

type Settings = Required<Omit<ViberOptions, 'port' | 'limits' | 'keepAlive'>> & {
  limits: { broadcastsPer10s: number; perHourWithoutReply: number } | null
}

const hour = 3600 * 1000
const mostBytes = 30 * 1024

export class ViberEmulator {
  readonly faults: Faults
  readonly accounts = new Map<string, ViberAccount>()
  readonly #options: ViberOptions
  readonly #settings: Settings
  readonly #calls = new CallLog()
  readonly #watch = new Watch()
  readonly #media = new Map<string, { bytes: Buffer; mime: string }>()
  #site: Site | null = null

  constructor(options: ViberOptions) {
    this.#options = options
    const random = options.random ?? Math.random
    this.faults = new Faults(random)
    this.#settings = {
      clock: options.clock ?? Date.now,
      random,
      limits: options.limits === false ? null : { broadcastsPer10s: 500, perHourWithoutReply: 100, ...options.limits },
      allowHttp: options.allowHttp ?? true,
      webhookTimeoutMs: options.webhookTimeoutMs ?? 30_000,
      retryDelayMs: options.retryDelayMs ?? ((attempt) => Math.min(5000 * 2 ** (attempt - 1), 600_000)),
      maxConnections: options.maxConnections ?? 20,
      ordered: options.ordered ?? true,
      duplicates: options.duplicates ?? { max: 1 },
      receipts: options.receipts ?? true,
    }
  }

  async start(): Promise<void> {
    this.#site = await startSite((incoming, outgoing) => this.#handle(incoming, outgoing), this.#options)
  }

  /** The server's address; the API stands under `/pa`. */
  get url(): string {
    return this.#running().url
  }

  /** What `VIBER_API_ROOT` is set to. */
  get apiRoot(): string {
    return `${this.url}/pa`
  }

  async stop(): Promise<void> {
    for (const account of this.accounts.values()) account.stop()
    await this.#running().stop()
  }

  refuseConnections(): Promise<void> {
    return this.#running().refuse()
  }

  acceptConnections(): Promise<void> {
    return this.#running().accept()
  }

  addAccount({ token, name, uri }: { token: string; name: string; uri?: string }): ViberAccount {
    const account = new ViberAccount({
      token,
      name,
      uri: uri ?? name.toLowerCase().replace(/[^\p{L}\d]+/gu, ''),
      settings: this.#settings,
      log: this.#calls,
      watch: this.#watch,
      faults: this.faults,
      publish: (bytes, mime) => this.#publish(bytes, mime),
    })
    this.accounts.set(token, account)
    return account
  }

  /** The only account, or the first. */
  get account(): ViberAccount {
    const [first] = this.accounts.values()
    if (!first) throw new Error('no account was added')
    return first
  }

  person(details: ViberPersonDetails): ViberPerson {
    return this.account.person(details)
  }

  /** What this person sees now of the first account. */
  chat(userId: string): ViberChat {
    return this.account.chat(userId)
  }

  get log(): Call[] {
    return this.#calls.calls
  }

  get violations() {
    return this.#calls.violations
  }

  sentTo(userId: string): Call[] {
    return this.#calls.sentTo(userId)
  }

  attemptsTo(userId: string): Call[] {
    return this.#calls.attemptsTo(userId)
  }

  maxPerWindow(windowMs: number, weigh?: (call: Call) => number): number {
    return this.#calls.maxPerWindow(windowMs, weigh)
  }

  waitFor<T>(probe: () => T | false | null | undefined, timeoutMs?: number, what?: string): Promise<T> {
    return this.#watch.waitFor(probe, timeoutMs, what)
  }

  nextMessage(userId: string, timeoutMs?: number): Promise<ViberSeen> {
    return this.account.nextMessage(userId, timeoutMs)
  }

  /** Resolves when the webhooks took every callback. */
  async settled(timeoutMs?: number): Promise<void> {
    const done = () => [...this.accounts.values()].every((account) => account.pendingCount === 0)
    await this.waitFor(done, timeoutMs, 'all callbacks to be taken')
  }

  #running(): Site {
    if (!this.#site) throw new Error('the emulator was not started')
    return this.#site
  }

  #publish(bytes: Buffer, mime: string): string {
    const path = `/media/${randomUUID()}`
    this.#media.set(path, { bytes, mime })
    return `${this.url}${path}`
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = new URL(incoming.url ?? '/', 'http://emulator').pathname
    const media = this.#media.get(path)
    if (media) {
      outgoing.writeHead(200, { 'content-type': media.mime, 'content-length': media.bytes.length })
      outgoing.end(media.bytes)
      return
    }
    const method = /^\/pa\/(\w+)$/.exec(path)?.[1]
    if (!method || !methods.has(method) || incoming.method !== 'POST') {
      incoming.resume()
      outgoing.writeHead(404)
      outgoing.end()
      return
    }
    const raw = await readBody(incoming, mostBytes).catch((error: unknown) => error)
    const body = raw instanceof Buffer ? parseBody(raw) : null
    const token = String(incoming.headers['x-viber-auth-token'] ?? body?.['auth_token'] ?? '')
    const account = this.accounts.get(token)
    const { auth_token: _secret, ...shown } = body ?? {}
    const receiver = shown['receiver'] ?? shown['id']
    const call = this.#calls.add({
      at: this.#settings.clock(),
      method,
      bot: account?.name ?? '',
      body: shown,
      answer: null,
      error: null,
      chatId: typeof receiver === 'string' ? receiver : null,
      status: null,
      delivered: false,
      messages: 0,
      cut: false,
    })
    this.#watch.changed()
    const late = this.faults.takeDelay()
    if (late > 0) await sleep(late)
    try {
      if (raw instanceof BodyTooLarge) throw new ViberRefusal('badData', 'the request is larger than 30 KB')
      if (token === '') throw new ViberRefusal('invalidAuthToken', 'missing_auth_token')
      if (!account) throw new ViberRefusal('invalidAuthToken', 'invalidAuthToken')
      if (!body) throw new ViberRefusal('badData', 'the request is no JSON object')
      const fault = this.faults.takeFailure(method)
      if (fault && fault.status >= 100) {
        Object.assign(call, { status: fault.status, error: fault.description ?? 'ordered by the test' })
        outgoing.writeHead(fault.status)
        outgoing.end(fault.description)
        return
      }
      if (fault) throw new ViberRefusal(statusNamed(fault.status), fault.description)
      if (delivering.has(method) && this.faults.takeFlood() !== null) throw new ViberRefusal('tooManyRequests')
      const answer = { status: 0, status_message: 'ok', ...(await account.answer(method, body, call)) }
      Object.assign(call, { status: 0, delivered: true, answer })
      if (delivering.has(method) && this.faults.takeCut()) {
        call.cut = true
        outgoing.destroy()
      } else reply(outgoing, answer)
    } catch (error) {
      if (!(error instanceof ViberRefusal)) throw error
      const answer = { status: viberStatus[error.status], status_message: error.message }
      Object.assign(call, { status: answer.status, error: error.message, answer })
      reply(outgoing, answer)
    } finally {
      this.#watch.changed()
    }
  }
}

const methods = new Set([
  'set_webhook',
  'get_account_info',
  'send_message',
  'broadcast_message',
  'get_user_details',
  'get_online',
])
const delivering = new Set(['send_message', 'broadcast_message'])

function parseBody(raw: Buffer): Record<string, unknown> | null {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(raw.toString('utf8')))
  } catch {
    return null
  }
}

function reply(outgoing: ServerResponse, answer: unknown): void {
  outgoing.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
  outgoing.end(toJson(answer))
}

/** JSON with bigints as plain digits: Viber's tokens are larger than 2^53 and stand unquoted. */
export function toJson(value: unknown): string {
  const mark = randomUUID()
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? `${mark}${one}` : one)).replaceAll(
    new RegExp(`"${mark}(\\d+)"`, 'g'),
    '$1',
  )
}

export type ViberSeen = {
  token: bigint
  at: number
  text: string
  message: ViberMessage
  /** Came as the answer to `conversation_started`. */
  welcome: boolean
}

/** What one person sees of one account. Viber edits nothing; the keyboard is the last one that came. */
export class ViberChat {
  readonly messages: ViberSeen[] = []
  keyboard: ViberButton[] = []
  subscribed = false
  /** Statuses that sending answers instead of delivering: 5, 6, 7, 11, 13. */
  refuses: ViberStatus | null = null
  withoutReply: SlidingWindow | null = null
  trackingData = ''
  taken = 0

  last(): ViberSeen | undefined {
    return this.messages.at(-1)
  }

  texts(): string[] {
    return this.messages.map(({ text }) => text)
  }
}

export type ViberPersonDetails = {
  id: string
  name?: string
  language?: string
  country?: string
  phone?: string
  api_version?: number
}

type Made = {
  token: string
  name: string
  uri: string
  settings: Settings
  log: CallLog
  watch: Watch
  faults: Faults
  publish: (bytes: Buffer, mime: string) => string
}

const eventTypes = [
  'delivered',
  'seen',
  'failed',
  'subscribed',
  'unsubscribed',
  'conversation_started',
  'client_status',
] as const
type EventType = (typeof eventTypes)[number] | 'message' | 'webhook'

/** One Viber bot: its webhook, its subscribers and the callbacks on their way. */
export class ViberAccount {
  readonly token: string
  readonly name: string
  readonly uri: string
  readonly deliveries: Delivery[] = []
  /** Callbacks that were refused for an hour. */
  readonly lost: string[] = []
  /** Answers to `conversation_started` that were no valid message. */
  readonly badWelcomes: { userId: string; body: string; why: string }[] = []
  readonly #made: Made
  readonly #chats = new Map<string, ViberChat>()
  readonly #people = new Map<string, ViberPerson>()
  readonly #pending = new Set<string>()
  readonly #broadcasts: SlidingWindow | null
  #webhook: { url: string; events: Set<string>; queue: WebhookQueue } | null = null
  #token = 4_912_661_846_655_238_145n
  #posted = 0

  constructor(made: Made) {
    this.#made = made
    this.token = made.token
    this.name = made.name
    this.uri = made.uri
    this.#broadcasts = made.settings.limits && new SlidingWindow(made.settings.limits.broadcastsPer10s, 10_000)
  }

  person(details: ViberPersonDetails): ViberPerson {
    const known = this.#people.get(details.id)
    if (known) return known
    const person = new ViberPerson(this, details, this.#made)
    this.#people.set(details.id, person)
    this.#chats.set(details.id, person.chat)
    return person
  }

  /** Subscribers made without any callback: an audience for a broadcast. */
  audience(ids: Iterable<string>): void {
    for (const id of ids) {
      const chat = this.#chats.get(id) ?? new ViberChat()
      chat.subscribed = true
      this.#chats.set(id, chat)
    }
  }

  chat(userId: string): ViberChat {
    const chat = this.#chats.get(userId)
    if (!chat) throw new Error(`${this.name} knows nobody ${userId}`)
    return chat
  }

  nextMessage(userId: string, timeoutMs?: number): Promise<ViberSeen> {
    const chat = this.chat(userId)
    const take = () => {
      const message = chat.messages[chat.taken]
      if (message) chat.taken += 1
      return message
    }
    return this.#made.watch.waitFor(take, timeoutMs, `a message to ${userId}`)
  }

  get pendingCount(): number {
    return this.#pending.size
  }

  nextToken(): bigint {
    this.#token += 2n + BigInt(Math.floor(this.#made.settings.random() * 1000)) * 2n
    return this.#token
  }

  stop(): void {
    this.#webhook?.queue.stop()
  }

  /**
   * Posts a callback, signed over its very bytes; returns them. Kept and retried for an hour. Anything may be added to it or
   * overridden in it.
   */
  callback(event: EventType, fields: Record<string, unknown>, userId: string): string {
    const timestamp = this.#made.settings.clock()
    const body = toJson({
      event,
      timestamp,
      chat_hostname: 'SN-CALLBACK-03_',
      message_token: this.nextToken(),
      ...fields,
    })
    if (eventTypes.some((one) => one === event) && this.#webhook && !this.#webhook.events.has(event)) return body
    this.post(
      body,
      userId,
      event === 'conversation_started' ? (answer) => this.#welcome(userId, answer.body) : undefined,
    )
    return body
  }

  /** Posts these exact bytes with a right signature. */
  post(body: string, userId: string, accepted?: Post['accepted']): void {
    if (!this.#webhook) return
    const { settings, watch } = this.#made
    this.#posted += 1
    const id = String(this.#posted)
    this.#pending.add(id)
    this.#webhook.queue.push({
      id,
      body,
      lane: settings.ordered ? userId : id,
      expiresAt: settings.clock() + hour,
      copies: 1 + Math.floor(settings.random() * settings.duplicates.max),
      headers: { 'x-viber-content-signature': this.signatureOf(body) },
      accepted: (answer) => {
        accepted?.(answer)
        this.#pending.delete(id)
        watch.changed()
      },
    })
  }

  signatureOf(body: string | Buffer): string {
    return createHmac('sha256', this.token).update(body).digest('hex')
  }

  /** What a method answers besides `status: 0`. */
  async answer(method: string, body: Record<string, unknown>, call: Call): Promise<Record<string, unknown>> {
    if (method === 'set_webhook') return this.#setWebhook(body)
    if (method === 'send_message') return this.#sendMessage(body, call)
    if (method === 'broadcast_message') return this.#broadcast(body, call)
    if (method === 'get_user_details') return this.#userDetails(body)
    if (method === 'get_online') return this.#online(body)
    return {
      ...{
        id: `pa:${this.uri}`,
        chat_hostname: 'SN-CHAT-05_',
        name: this.name,
        uri: this.uri,
        icon: '',
        background: '',
      },
      category: 'Local Businesses',
      subcategory: 'Shop',
      country: 'UA',
      members: [],
      webhook: this.#webhook?.url ?? '',
      event_types: [...(this.#webhook?.events ?? [])],
      subscribers_count: [...this.#chats.values()].filter(({ subscribed }) => subscribed).length,
    }
  }

  async #setWebhook(body: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { url } = body
    if (url === undefined) throw new ViberRefusal('missingData', 'url is missing')
    if (url === '') {
      this.#webhook?.queue.stop()
      this.#webhook = null
      return {}
    }
    if (typeof url !== 'string' || !URL.canParse(url)) throw new ViberRefusal('invalidUrl', 'url is not valid')
    const target = new URL(url)
    const local = this.#made.settings.allowHttp && isLoopback(target)
    if (target.protocol !== 'https:' && !local) throw new ViberRefusal('invalidUrl', 'url must be https')
    const asked = z
      .array(z.enum(eventTypes))
      .safeParse((body['event_types'] ?? undefined) === undefined ? [...eventTypes] : onlyKnown(body['event_types']))
    if (!asked.success) throw new ViberRefusal('badData', 'event_types is not valid')
    const check = toJson({
      event: 'webhook',
      timestamp: this.#made.settings.clock(),
      chat_hostname: 'SN-CALLBACK-03_',
      message_token: this.nextToken(),
    })
    const answer = await fetch(url, {
      method: 'POST',
      body: check,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
      headers: { 'content-type': 'application/json', 'x-viber-content-signature': this.signatureOf(check) },
    }).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.status !== 200)
      throw new ViberRefusal('invalidUrl', `failed: the webhook answered ${answer?.status ?? 'nothing'}`)
    this.#webhook?.queue.stop()
    this.#pending.clear()
    const { settings, watch } = this.#made
    const queue = new WebhookQueue({
      url,
      maxConnections: settings.maxConnections,
      clock: settings.clock,
      timeoutMs: settings.webhookTimeoutMs,
      retryDelayMs: settings.retryDelayMs,
      accepts: (status) => status === 200,
      attempted: (_post, delivery) => {
        this.deliveries.push(delivery)
        watch.changed()
      },
      gaveUp: (post) => {
        this.lost.push(post.body)
        this.#pending.delete(post.id)
        watch.changed()
      },
    })
    this.#webhook = { url, events: new Set(asked.data), queue }
    return { chat_hostname: 'SN-CHAT-05_', event_types: asked.data }
  }

  #sendMessage(body: Record<string, unknown>, call: Call): Record<string, unknown> {
    const { receiver } = body
    if (typeof receiver !== 'string' || receiver === '') throw new ViberRefusal('missingData', 'receiver is missing')
    const message = readMessage(body)
    if (!this.#webhook) throw new ViberRefusal('webhookNotSet')
    const token = this.nextToken()
    const refused = this.#deliver(receiver, message, token, call)
    if (refused) throw refused
    return { message_token: token, chat_hostname: 'SN-CHAT-05_', billing_status: 1 }
  }

  #broadcast(body: Record<string, unknown>, call: Call): Record<string, unknown> {
    const receivers = z.array(z.string().min(1)).min(1).safeParse(body['broadcast_list'])
    if (!receivers.success) throw new ViberRefusal('missingData', 'broadcast_list is missing')
    if (receivers.data.length > 300) throw new ViberRefusal('badData', 'broadcast_list has more than 300 receivers')
    for (const receiver of receivers.data) this.#made.log.file(call, receiver)
    const message = readMessage(body)
    if (!this.#webhook) throw new ViberRefusal('webhookNotSet')
    const wait = this.#broadcasts?.wait(call.at) ?? 0
    if (wait > 0) {
      this.#violate(call, 'broadcasts-per-10s', `${wait} ms too early`)
      throw new ViberRefusal('tooManyRequests')
    }
    this.#broadcasts?.take(call.at)
    const token = this.nextToken()
    const failed_list = receivers.data.flatMap((receiver) => {
      const refused = this.#deliver(receiver, message, token, call)
      return refused ? [{ receiver, status: viberStatus[refused.status], status_message: refused.message }] : []
    })
    return { message_token: token, ...(failed_list.length > 0 ? { failed_list } : {}) }
  }

  #deliver(receiver: string, message: ViberMessage, token: bigint, call: Call): ViberRefusal | null {
    const chat = this.#chats.get(receiver)
    if (!chat) return new ViberRefusal('receiverNotRegistered')
    if (chat.refuses) return new ViberRefusal(chat.refuses)
    if (!chat.subscribed) return new ViberRefusal('receiverNotSubscribed')
    const version = this.#people.get(receiver)?.details.api_version ?? 10
    if ((message.min_api_version ?? 1) > version) return new ViberRefusal('apiVersionNotSupported')
    const { limits } = this.#made.settings
    if (limits) {
      chat.withoutReply ??= new SlidingWindow(limits.perHourWithoutReply, hour)
      if (chat.withoutReply.wait(call.at) > 0) {
        this.#violate(call, 'per-hour-without-reply', receiver)
        return new ViberRefusal('tooManyRequests')
      }
      chat.withoutReply.take(call.at)
    }
    this.#show(receiver, chat, { message, token, welcome: false })
    call.messages += 1
    return null
  }

  #show(userId: string, chat: ViberChat, shown: Pick<ViberSeen, 'message' | 'token' | 'welcome'>): void {
    const { message, token } = shown
    const at = this.#made.settings.clock()
    chat.messages.push({ ...shown, at, text: message.text ?? '' })
    if (message.keyboard) chat.keyboard = message.keyboard.Buttons
    chat.trackingData = message.tracking_data ?? ''
    if (this.#made.settings.receipts) this.callback('delivered', { message_token: token, user_id: userId }, userId)
    this.#made.watch.changed()
  }

  #welcome(userId: string, body: string): void {
    const trimmed = body.trim()
    if (trimmed === '' || trimmed === '{}') return
    const chat = this.chat(userId)
    try {
      const message = readMessage(JSON.parse(trimmed))
      if (!chat.subscribed) this.#show(userId, chat, { message, token: this.nextToken(), welcome: true })
    } catch (error) {
      // Frameworks answer "OK" or {"ok":true} where no welcome is meant; only what says it is a message is a bad one.
      if (/"(type|text|sender)"/.test(trimmed)) this.badWelcomes.push({ userId, body, why: String(error) })
    }
  }

  #userDetails(body: Record<string, unknown>): Record<string, unknown> {
    const { id } = body
    if (typeof id !== 'string') throw new ViberRefusal('missingData', 'id is missing')
    const person = this.#people.get(id)
    if (!person) throw new ViberRefusal('receiverNotRegistered')
    if (!person.chat.subscribed) throw new ViberRefusal('receiverNotSubscribed')
    const device = { primary_device_os: 'android 15', viber_version: '24.0.0', mcc: 255, mnc: 1, device_type: 'phone' }
    return { message_token: this.nextToken(), user: { ...person.profile(), ...device } }
  }

  #online(body: Record<string, unknown>): Record<string, unknown> {
    const ids = z.array(z.string()).min(1).max(100).safeParse(body['ids'])
    if (!ids.success) throw new ViberRefusal('badData', 'ids must be 1 to 100 ids')
    const users = ids.data.map((id) =>
      this.#chats.has(id)
        ? { id, online_status: 0, online_status_message: 'online' }
        : { id, online_status: 3, online_status_message: 'tryLater' },
    )
    return { users }
  }

  #violate(call: Call, kind: string, detail: string): void {
    this.#made.log.violations.push({ at: call.at, kind, call, detail })
  }
}

/** Viber always posts messages, and viber-bot asks for them by name: that name is no filter. */
function onlyKnown(raw: unknown): unknown {
  return Array.isArray(raw) ? raw.filter((one) => one !== 'message' && one !== 'webhook') : raw
}

/** Somebody with a Viber account. What they do is posted to the webhook at once; the posted bytes are returned. */
export class ViberPerson {
  readonly details: ViberPersonDetails
  readonly chat: ViberChat
  readonly #account: ViberAccount
  readonly #made: Made

  constructor(account: ViberAccount, details: ViberPersonDetails, made: Made) {
    this.#account = account
    this.#made = made
    this.details = details
    this.chat = new ViberChat()
  }

  get id(): string {
    return this.details.id
  }

  get phone(): string {
    return this.details.phone ?? '380671234567'
  }

  profile(): Record<string, unknown> {
    const { id, name = 'Person', language = 'uk', country = 'UA', api_version = 10 } = this.details
    return { id, name, avatar: 'https://media-direct.cdn.viber.com/avatar', language, country, api_version }
  }

  /** Opens the chat, by viber://pa?chatURI=…&context=… when a context is given; a valid answer is the welcome. */
  opens({ context }: { context?: string } = {}): string {
    return this.#account.callback(
      'conversation_started',
      {
        type: 'open',
        user: this.profile(),
        subscribed: this.chat.subscribed,
        ...(context === undefined ? {} : { context }),
      },
      this.id,
    )
  }

  subscribes(): string {
    this.chat.subscribed = true
    return this.#account.callback('subscribed', { user: this.profile() }, this.id)
  }

  unsubscribes(): string {
    this.chat.subscribed = false
    return this.#account.callback('unsubscribed', { user_id: this.id }, this.id)
  }

  says(text: string): string {
    return this.sends({ type: 'text', text })
  }

  /** Presses a button of the keyboard, else of the newest carousel, by its text without markup or its ActionBody. */
  presses(target: string): string {
    const carousels = [...this.chat.messages].reverse().map(({ message }) => message.rich_media?.Buttons ?? [])
    const buttons = [this.chat.keyboard, ...carousels].flat()
    const button =
      buttons.find(({ Text }) => plain(Text ?? '') === target) ??
      buttons.find(({ ActionBody }) => ActionBody === target)
    if (!button)
      throw new Error(
        `${this.id} sees no button ${target}, but ${buttons.map(({ Text }) => plain(Text ?? '')).join(' · ')}`,
      )
    const { ActionType, ActionBody = '', Silent } = button
    if (ActionType === 'share-phone') return this.sharesContact({ silent: true })
    if (ActionType === 'location-picker') return this.location()
    if (ActionType === 'open-url' || ActionType === 'none') return ActionBody
    return this.sends({ type: 'text', text: ActionBody }, Silent === true)
  }

  /** The share-phone button sends one's own contact silently; from the address book anybody's comes. */
  sharesContact({
    phone = this.phone,
    name,
    silent = false,
  }: {
    phone?: string
    name?: string
    silent?: boolean
  } = {}): string {
    const contact = { name: name ?? this.details.name ?? 'Person', phone_number: phone }
    return this.sends({ type: 'contact', contact }, silent)
  }

  sendsPicture({ bytes, caption }: { bytes: Buffer; caption?: string }): string {
    const media = this.#made.publish(bytes, 'image/jpeg')
    const picture = { type: 'picture', media, thumbnail: media, file_name: 'picture.jpg', size: bytes.length }
    return this.sends({ ...picture, ...(caption === undefined ? {} : { text: caption }) })
  }

  sendsFile({ bytes, name }: { bytes: Buffer; name: string }): string {
    const media = this.#made.publish(bytes, 'application/octet-stream')
    return this.sends({ type: 'file', media, file_name: name, size: bytes.length })
  }

  sticker(id = 46105): string {
    return this.sends({ type: 'sticker', sticker_id: id })
  }

  location(lat = 50.4501, lon = 30.5234): string {
    return this.sends({ type: 'location', location: { lat, lon } })
  }

  /** Any message; the first one subscribes, and an answer opens the hour's allowance again. */
  sends(message: Record<string, unknown>, silent = false): string {
    this.chat.subscribed = true
    this.chat.withoutReply = null
    const token = this.#account.nextToken()
    const tracked = this.chat.trackingData === '' ? message : { ...message, tracking_data: this.chat.trackingData }
    const fields = { message_token: token, sender: this.profile(), message: tracked, silent }
    const body = this.#account.callback('message', fields, this.id)
    if (this.#made.settings.receipts) {
      this.#account.callback('delivered', { message_token: token, user_id: this.id }, this.id)
    }
    return body
  }

  /** Has read everything so far. */
  sees(): void {
    const last = this.chat.last()
    if (last) this.#account.callback('seen', { message_token: last.token, user_id: this.id }, this.id)
  }

  /** A message that could not be shown after all. */
  fails(token: bigint, desc = 'failure description'): string {
    return this.#account.callback('failed', { message_token: token, user_id: this.id, desc }, this.id)
  }

  nextMessage(timeoutMs?: number): Promise<ViberSeen> {
    return this.#account.nextMessage(this.id, timeoutMs)
  }
}

/** The text of a button without its markup. */
export function plain(text: string): string {
  return text
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim()
}
