/**
 * What the two emulated platforms have in common: the log that tests judge by, waiting for something to happen, faults,
 * pacing, an HTTP site that can be cut and refused, and a webhook queue that posts, waits, retries and repeats.
 */
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'

/** Milliseconds since 1970: dates, pacing, expiry and retention follow it; waiting on the wire is always real time. */
export type Clock = () => number

/** One call of the platform's API, as it arrived and as it was answered. */
export type Call = {
  at: number
  method: string
  /** The bot's user name or the account's name; never a token. */
  bot: string
  chatId: string | null
  body: Record<string, unknown>
  /** HTTP status on Telegram, the API's own status on Viber (0 is fine); null while it is being handled. */
  status: number | null
  error: string | null
  answer: unknown
  /** What the call asked for has happened, whether or not its sender heard of it. */
  delivered: boolean
  /** How many messages it brought to people (an album or a broadcast is several). */
  messages: number
  /** The socket was destroyed instead of an answer. */
  cut: boolean
}

/** A call that a well-behaved sender would not have made: over a limit, or inside a `retry_after` it already knew of. */
export type Violation = { at: number; kind: string; call: Call; detail: string }

/** Every call in order of arrival, with an index by chat, so that a judge's question costs what it asks for. */
export class CallLog {
  readonly calls: Call[] = []
  readonly violations: Violation[] = []
  readonly #byChat = new Map<string, Call[]>()

  add(call: Call): Call {
    this.calls.push(call)
    if (call.chatId !== null) this.file(call, call.chatId)
    return call
  }

  /** Files a call under a chat; a broadcast is filed under each of its receivers. */
  file(call: Call, chatId: string): void {
    const known = this.#byChat.get(chatId)
    if (known) known.push(call)
    else this.#byChat.set(chatId, [call])
  }

  /** Every call about this chat, refused ones included. */
  attemptsTo(chatId: number | string): Call[] {
    return this.#byChat.get(String(chatId)) ?? []
  }

  /** Calls that brought something into this chat, cut ones included. */
  sentTo(chatId: number | string): Call[] {
    return this.attemptsTo(chatId).filter((call) => call.messages > 0)
  }

  /** The most that matching calls ever weighed within one window: by default messages delivered, albums counted by item. */
  maxPerWindow(windowMs: number, weigh: (call: Call) => number = (call) => call.messages): number {
    const weighed = this.calls.map((call) => ({ at: call.at, weight: weigh(call) })).filter((one) => one.weight > 0)
    let most = 0
    let sum = 0
    let first = 0
    for (const { at, weight } of weighed) {
      sum += weight
      for (let oldest = weighed[first]; oldest && oldest.at <= at - windowMs; oldest = weighed[first]) {
        sum -= oldest.weight
        first += 1
      }
      most = Math.max(most, sum)
    }
    return most
  }

  maxPerSlidingSecond(): number {
    return this.maxPerWindow(1000)
  }
}

/** Wakes those who wait whenever something changed; checks are gathered per turn of the event loop, so floods stay cheap. */
export class Watch {
  readonly #waiting = new Set<() => void>()
  #scheduled = false

  changed(): void {
    if (this.#scheduled || this.#waiting.size === 0) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      for (const check of [...this.#waiting]) check()
    })
  }

  /** The first value of `probe` that is neither false, null nor undefined; after the time-out an error that says what was awaited. */
  waitFor<T>(probe: () => T | false | null | undefined, timeoutMs = 5000, what = 'something expected'): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) => {
        clearTimeout(timer)
        this.#waiting.delete(check)
        how()
      }
      const check = () => {
        try {
          const value = probe()
          if (value !== false && value !== null && value !== undefined) settle(() => resolve(value))
        } catch (error) {
          settle(() => reject(error))
        }
      }
      const timer = setTimeout(
        () => settle(() => reject(new Error(`waited ${timeoutMs} ms in vain for ${what}`))),
        timeoutMs,
      )
      this.#waiting.add(check)
      check()
    })
  }
}

type Fault = { status: number; description?: string; retryAfter?: number; times?: number }
type Chance = number | { probability: number }

/** Faults that a test orders: answers that fail, sockets cut after the body was read, slowness, floods of 429. */
export class Faults {
  readonly #failing = new Map<string, Fault[]>()
  readonly #random: () => number
  #cut: Chance = 0
  #delay: [number, number] = [0, 0]
  #flood: { probability: number; seconds: [number, number] } | null = null

  constructor(random: () => number) {
    this.#random = random
  }

  /** The next call (or the next `times` calls) of this method, `*` for any, is answered with the fault and does nothing. */
  failNext(method: string, fault: Fault): void {
    const key = method.toLowerCase()
    this.#failing.set(key, [
      ...(this.#failing.get(key) ?? []),
      ...Array.from({ length: fault.times ?? 1 }, () => fault),
    ])
  }

  /** The next n sends, or each send by chance, do their work and are logged, but the socket dies before the answer. */
  cutAfterBody(chance: Chance): void {
    this.#cut = chance
  }

  /** Every answer takes this long; a pair is a range. */
  delay(ms: number | [number, number]): void {
    this.#delay = typeof ms === 'number' ? [ms, ms] : ms
  }

  /** Sends are refused by chance with a random wait in whole seconds. */
  flood(chance: { probability: number; seconds?: [number, number] } | null): void {
    this.#flood = chance && { probability: chance.probability, seconds: chance.seconds ?? [1, 30] }
  }

  takeFailure(method: string): Fault | undefined {
    return this.#failing.get(method.toLowerCase())?.shift() ?? this.#failing.get('*')?.shift()
  }

  takeCut(): boolean {
    if (typeof this.#cut !== 'number') return this.#random() < this.#cut.probability
    if (this.#cut <= 0) return false
    this.#cut -= 1
    return true
  }

  takeDelay(): number {
    const [least, most] = this.#delay
    return least + this.#random() * (most - least)
  }

  takeFlood(): number | null {
    if (!this.#flood || this.#random() >= this.#flood.probability) return null
    const [least, most] = this.#flood.seconds
    return Math.round(least + this.#random() * (most - least))
  }
}

/** At most `limit` in any window of `windowMs`, its ends included: constant work per call. */
export class SlidingWindow {
  readonly #times: number[]
  readonly #windowMs: number
  #oldest = 0

  constructor(limit: number, windowMs: number) {
    this.#times = Array.from({ length: limit }, () => Number.NEGATIVE_INFINITY)
    this.#windowMs = windowMs
  }

  /** Milliseconds until `weight` more fit; 0 when they fit now. */
  wait(at: number, weight = 1): number {
    const mustBePast = this.#times[(this.#oldest + weight - 1) % this.#times.length] ?? Number.NEGATIVE_INFINITY
    return Math.max(0, mustBePast + this.#windowMs - at)
  }

  take(at: number, weight = 1): void {
    for (let one = 0; one < weight; one += 1) {
      this.#times[this.#oldest] = at
      this.#oldest = (this.#oldest + 1) % this.#times.length
    }
  }
}

/** One per `everyMs` in the long run, `burst` of them at once. */
export class Bucket {
  readonly #everyMs: number
  readonly #burst: number
  #earliest = 0

  constructor(everyMs: number, burst: number) {
    this.#everyMs = everyMs
    this.#burst = burst
  }

  wait(at: number, weight = 1): number {
    return Math.max(0, this.#earliest + (weight - this.#burst) * this.#everyMs - at)
  }

  take(at: number, weight = 1): void {
    this.#earliest = Math.max(this.#earliest, at) + weight * this.#everyMs
  }
}

/** First in, first out, without moving what is left. */
class Fifo<T> {
  #items: T[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  push(item: T): void {
    this.#items.push(item)
  }

  peek(): T | undefined {
    return this.#items[this.#head]
  }

  shift(): T | undefined {
    const item = this.#items[this.#head]
    if (item === undefined) return undefined
    this.#head += 1
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }
}

/** What is posted to a webhook. Posts of one lane keep their order: the next waits until the earlier one was accepted. */
export type Post = {
  id: string
  lane: string
  body: string
  headers: Record<string, string>
  expiresAt: number
  /** Times it must be accepted: more than one makes duplicates. */
  copies: number
  accepted?: (answer: { status: number; body: string }) => void
}

/** One attempt to post; status 0 is a connection that failed or timed out. */
export type Delivery = {
  id: string
  lane: string
  at: number
  ms: number
  status: number
  attempt: number
  error?: string
}

type WebhookQueueOptions = {
  url: string
  maxConnections: number
  clock: Clock
  timeoutMs: number
  retryDelayMs: (attempt: number) => number
  accepts: (status: number) => boolean
  attempted: (post: Post, delivery: Delivery) => void
  gaveUp: (post: Post) => void
}

type Lane = { posts: Fifo<Post>; attempt: number; accepted: number }

/** Posts to one webhook over at most `maxConnections` connections until each post is accepted, expired or the queue is stopped. */
export class WebhookQueue {
  readonly #options: WebhookQueueOptions
  readonly #lanes = new Map<string, Lane>()
  readonly #ready = new Fifo<Lane>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #agent: Agent
  readonly #post: typeof request
  readonly #stopping = new AbortController()
  #running = 0

  constructor(options: WebhookQueueOptions) {
    this.#options = options
    const secure = options.url.startsWith('https:')
    const settings = { keepAlive: true, maxSockets: options.maxConnections }
    this.#agent = secure ? new TlsAgent(settings) : new Agent(settings)
    this.#post = secure ? tlsRequest : request
  }

  push(post: Post): void {
    const lane = this.#lanes.get(post.lane)
    if (lane) {
      lane.posts.push(post)
      return
    }
    const fresh: Lane = { posts: new Fifo(), attempt: 0, accepted: 0 }
    fresh.posts.push(post)
    this.#lanes.set(post.lane, fresh)
    this.#ready.push(fresh)
    this.#pump()
  }

  /** Pushes after a while; forgotten when the queue is stopped before. */
  pushLater(post: Post, ms: number): void {
    this.#later(() => this.push(post), ms)
  }

  stop(): void {
    this.#stopping.abort()
    for (const timer of this.#timers) clearTimeout(timer)
    this.#agent.destroy()
  }

  #later(work: () => void, ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, ms)
    this.#timers.add(timer)
  }

  #pump(): void {
    while (!this.#stopping.signal.aborted && this.#running < this.#options.maxConnections) {
      const lane = this.#ready.shift()
      if (!lane) return
      this.#running += 1
      void this.#serve(lane).finally(() => {
        this.#running -= 1
        this.#pump()
      })
    }
  }

  async #serve(lane: Lane): Promise<void> {
    const post = lane.posts.peek()
    if (!post) return
    if (this.#options.clock() > post.expiresAt) {
      this.#options.gaveUp(post)
      this.#advance(lane, post)
      return
    }
    lane.attempt += 1
    const at = this.#options.clock()
    const started = performance.now()
    const answer = await this.#send(post)
    if (this.#stopping.signal.aborted) return
    const { status, error } = answer
    const ms = performance.now() - started
    this.#options.attempted(post, {
      id: post.id,
      lane: post.lane,
      at,
      ms,
      status,
      attempt: lane.attempt,
      ...(error === undefined ? {} : { error }),
    })
    if (!this.#options.accepts(status)) {
      this.#later(() => {
        this.#ready.push(lane)
        this.#pump()
      }, this.#options.retryDelayMs(lane.attempt))
      return
    }
    lane.accepted += 1
    if (lane.accepted === 1) post.accepted?.({ status, body: answer.body })
    if (lane.accepted < post.copies) this.#ready.push(lane)
    else this.#advance(lane, post)
  }

  #advance(lane: Lane, post: Post): void {
    lane.posts.shift()
    lane.attempt = 0
    lane.accepted = 0
    if (lane.posts.size > 0) this.#ready.push(lane)
    else this.#lanes.delete(post.lane)
  }

  #send(post: Post): Promise<{ status: number; body: string; error?: string }> {
    return new Promise((resolve) => {
      const failed = (error: Error) => resolve({ status: 0, body: '', error: error.message })
      const outgoing = this.#post(
        this.#options.url,
        {
          method: 'POST',
          agent: this.#agent,
          signal: this.#stopping.signal,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(post.body),
            ...post.headers,
          },
        },
        (incoming) => {
          readBody(incoming, Number.POSITIVE_INFINITY).then(
            (body) => resolve({ status: incoming.statusCode ?? 0, body: body.toString('utf8') }),
            failed,
          )
        },
      )
      outgoing.setTimeout(this.#options.timeoutMs, () => outgoing.destroy(new Error('Connection timed out')))
      outgoing.on('error', failed)
      outgoing.end(post.body)
    })
  }
}

/** A whole body, or an error once it is larger than the limit. */
export function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    incoming.on('data', (part: Buffer) => {
      size += part.length
      if (size > limit) {
        reject(new BodyTooLarge())
        incoming.resume()
      } else parts.push(part)
    })
    incoming.on('end', () => resolve(Buffer.concat(parts)))
    incoming.on('error', reject)
    incoming.on('close', () => reject(new Error('the sender went away')))
  })
}

export class BodyTooLarge extends Error {}

export type Site = {
  readonly url: string
  /** New connections are refused until `accept`; open idle ones are closed, calls in flight are finished. */
  refuse: () => Promise<void>
  accept: () => Promise<void>
  stop: () => Promise<void>
}

/** An HTTP server on a loopback port of its own (or the one given) that can stop listening and come back on the same port. */
export async function startSite(
  handle: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
  options: { port?: number; keepAlive?: boolean } = {},
): Promise<Site> {
  let closing = false
  let listening = false
  const sockets = new Set<Socket>()
  const server: Server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    if (closing || options.keepAlive === false) outgoing.setHeader('connection', 'close')
    handle(incoming, outgoing).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.writeHead(500)
      outgoing.end(String(error))
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        listening = true
        closing = false
        resolve()
      })
    })
  await listen(options.port ?? 0)
  const { port } = addressOf(server)
  return {
    url: `http://127.0.0.1:${port}`,
    refuse: async () => {
      if (!listening) return
      listening = false
      closing = true
      // Resolves only when the last call in flight has ended, so it is not awaited: refusing starts at once.
      server.close()
      server.closeIdleConnections()
    },
    accept: async () => {
      if (!listening) await listen(port)
    },
    stop: async () => {
      const closed = listening ? new Promise<void>((resolve) => server.close(() => resolve())) : undefined
      listening = false
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  return address
}

/** True for an address of this machine: emulators call nobody else. */
export function isLoopback(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
