import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type PageFile, pages } from '../../../bots/web/page/pages.ts'

/** A web chat server of a few lines that keeps the contract and lets a test break it: what the page is judged against. */
export async function startFakeWebchat(): Promise<FakeWebchat> {
  const chats = new Map<string, Chat>()
  const received: Received[] = []
  const streams: string[] = []
  const faults: Fault[] = []
  let made = 0

  const chat = (visitor: string): Chat => {
    const known = chats.get(visitor)
    if (known) return known
    const fresh: Chat = { events: [], open: new Set(), keys: new Map() }
    chats.set(visitor, fresh)
    return fresh
  }

  const tell = (visitor: string, message: Told): string => {
    const { events, open } = chat(visitor)
    const id = String(events.length + 1)
    const event = `id: ${id}\ndata: ${JSON.stringify({ buttons: [], at: new Date().toISOString(), ...message, id })}\n\n`
    events.push(event)
    for (const response of open) response.write(event)
    return id
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const [, room, channel, act] = url.pathname.split('/')
    const language = url.searchParams.get('lang') ?? request.headers['accept-language']
    if (url.pathname === '/') return send(request, response, pages().home({ demo: true, language }))
    if (url.pathname === '/demo')
      return send(request, response, pages().demo({ business: 'Мальва', commands: demoCommands, language }))
    if (url.pathname === '/demo/tokens') return json(response, 200, demoTokens)
    if (room === 'chat')
      return send(
        request,
        response,
        pages().chat({ business: fake.business, channel: 'web1', commands: demoCommands.customer, language }),
      )
    if (room === 'page') return send(request, response, pages().asset(channel ?? ''))
    if (url.pathname === '/v1/auth/login') {
      const { password } = JSON.parse((await bodyOf(request)).toString())
      return json(response, password === 'right' ? 200 : 401, {})
    }
    if (url.pathname === '/v1/auth/logout') return json(response, 204, undefined)
    if (url.pathname === '/v1/connection')
      return json(response, 200, { business: { name: 'Мальва' }, scopes: ['admin'] })
    if (room !== 'webchat') return json(response, 404, {})
    if (act === 'visitors') {
      const visitor = `visitor-${++made}`
      received.push({ visitor, key: '', body: { made: JSON.parse((await bodyOf(request)).toString()) } })
      chat(visitor)
      return json(response, 201, { visitor })
    }
    if (act === 'messages') return message(request, response)
    return stream(request, response, url.searchParams.get('visitor') ?? '')
  }

  async function message(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await bodyOf(request)
    const type = request.headers['content-type'] ?? ''
    const key = String(request.headers['idempotency-key'])
    const body = type.startsWith('multipart') ? await fields(raw, type) : JSON.parse(raw.toString())
    const fault = faults.shift()
    if (fault === 'drop before') return void request.socket.destroy()
    if (typeof fault === 'number') return json(response, fault, { title: 'no' })
    const known = chats.get(body.visitor)
    if (!known) return json(response, 404, { title: 'unknown visitor' })
    const bytes = raw.toString('base64')
    const first = known.keys.get(key)
    if (first !== undefined && first !== bytes) return json(response, 409, { title: 'another body' })
    if (first === undefined) {
      known.keys.set(key, bytes)
      const { visitor, ...rest } = body
      received.push({ visitor, key, body: rest })
      if (rest.press === undefined) tell(visitor, { from: 'me', key, text: rest.text ?? rest.contact?.phone ?? '' })
      fake.onMessage(visitor, rest)
    }
    if (fault === 'drop after') return void request.socket.destroy()
    json(response, 202, {})
  }

  function stream(request: IncomingMessage, response: ServerResponse, visitor: string): void {
    const known = chats.get(visitor)
    if (!known) {
      json(response, 404, { title: 'unknown visitor' })
      return
    }
    const last = request.headers['last-event-id']
    streams.push(String(last ?? ''))
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write('retry: 50\n\n')
    for (const event of known.events.slice(last === undefined || fake.forgetful ? 0 : Number(last)))
      response.write(event)
    known.open.add(response)
    response.on('close', () => known.open.delete(response))
  }

  for (const visitor of Object.values(demoTokens)) chat(visitor)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  const fake: FakeWebchat = {
    url: `http://127.0.0.1:${address.port}`,
    business: 'Мальва',
    received,
    streams,
    forgetful: false,
    faults,
    tell,
    onMessage: () => {},
    typing: (visitor) => {
      for (const response of chat(visitor).open) response.write('event: typing\ndata: {}\n\n')
    },
    cut: (visitor) => {
      for (const response of chat(visitor).open) response.destroy()
    },
    forget: (visitor) => {
      const known = chats.get(visitor)
      chats.delete(visitor)
      for (const response of known?.open ?? []) response.destroy()
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return fake
}

export interface FakeWebchat {
  url: string
  business: string
  /** What was accepted, each once. */
  received: Received[]
  /** The Last-Event-ID of each stream that was opened. */
  streams: string[]
  /** Tells everything from the start at each connection, whatever Last-Event-ID says. */
  forgetful: boolean
  /** What happens to the next messages: a lost request, a lost answer, a status. */
  faults: Fault[]
  tell(visitor: string, message: Told): string
  onMessage: (visitor: string, body: Record<string, unknown>) => void
  typing(visitor: string): void
  /** Breaks the visitor's streams in the middle. */
  cut(visitor: string): void
  forget(visitor: string): void
  stop(): Promise<void>
}

export const demoTokens = {
  channel: 'web1',
  customer_visitor: 'demo-customer',
  manager_visitor: 'demo-manager',
  marketer_visitor: 'demo-marketer',
  master_visitor: 'demo-master',
}

type Fault = 'drop before' | 'drop after' | 'none' | number

interface Received {
  visitor: string
  key: string
  body: Record<string, unknown>
}

interface Told {
  text: string
  from?: 'bot' | 'person' | 'me'
  key?: string
  at?: string
  buttons?: { label: string; press?: string; url?: string; shareContact?: true }[][]
  image?: string
  file?: { name: string; url: string }
  edits?: string
}

interface Chat {
  events: string[]
  open: Set<ServerResponse>
  keys: Map<string, string>
}

const demoCommands = {
  customer: [
    { command: '/start', description: 'почати спочатку' },
    { command: '/catalog', description: 'каталог' },
    { command: '/cart', description: 'кошик' },
    { command: '/orders', description: 'мої замовлення' },
    { command: '/book', description: 'записатися' },
    { command: '/bookings', description: 'мої записи' },
    { command: '/help', description: 'що я вмію' },
  ],
  manager: [
    { command: '/today', description: 'що сьогодні' },
    { command: '/stats', description: 'цифри' },
  ],
  marketer: [{ command: '/stats', description: 'цифри' }],
  master: [{ command: '/today', description: 'що сьогодні' }],
}

function send(request: IncomingMessage, response: ServerResponse, file: PageFile | undefined): void {
  if (!file) json(response, 404, {})
  else if (request.headers['if-none-match'] === file.etag) response.writeHead(304, file.headers).end()
  else response.writeHead(200, file.headers).end(file.body)
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(body === undefined ? undefined : JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts)
}

async function fields(raw: Buffer, type: string): Promise<Record<string, unknown> & { visitor: string }> {
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData()
  const found: Record<string, unknown> = {}
  for (const [name, value] of form) found[name] = typeof value === 'string' ? value : `${value.type} ${value.size}`
  return { ...found, visitor: String(found['visitor']) }
}
