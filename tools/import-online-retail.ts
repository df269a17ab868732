import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { type RetailEvent, type RetailLog, readOnlineRetail } from './online-retail.ts'

export interface ImportOptions {
  readonly file: string
  /** Where the product listens. */
  readonly url: string
  /** What was done so far and the log-in of the business, so that a run can be interrupted and repeated. */
  readonly stateFile: string
  readonly email?: string | undefined
  readonly password?: string | undefined
  /** One line that is written over and over. */
  readonly progress?: (line: string) => void
  /** How long to wait before a request is tried again, unless the server says. */
  readonly patienceMs?: number
}

export interface Imported {
  readonly log: RetailLog
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: readonly string[]
  readonly email: string
  readonly password: string
  readonly apiKey: string
}

/**
 * Feeds the log to a running product by its HTTP API, into a business of its own. Safe to interrupt and to repeat: invoices
 * keep their numbers as external ids, so nothing counts twice.
 */
export async function importOnlineRetail(options: ImportOptions): Promise<Imported> {
  const progress = options.progress ?? (() => {})
  progress('reading the file')
  const log = await readOnlineRetail(options.file)
  const found = await readState(options.stateFile, options.url)
  const state = found ?? freshState(options)
  if (state.fingerprint !== log.fingerprint) Object.assign(state, { ...nothingDone, fingerprint: log.fingerprint })
  await keepState(options.stateFile, state)

  const call = createCaller(options.url, options.patienceMs ?? 1_000, progress)
  state.apiKey = await workingKey(call, state)
  await keepState(options.stateFile, state)

  const rejected: string[] = []
  for (let from = state.sent; from < log.events.length; ) {
    const batch = nextBatch(log.events, from)
    const answer = tallySchema.parse(
      await call('POST', '/v1/events', {
        key: state.apiKey,
        body: { events: batch },
      }),
    )
    from += batch.length
    state.sent = from
    state.accepted += answer.accepted
    state.duplicates += answer.duplicates
    for (const { index, error } of answer.rejected)
      rejected.push(`${String(batch[index]?.['external_id'])}: ${JSON.stringify(error)}`)
    // A rejected invoice is sent again by the next run.
    if (rejected.length === 0) await keepState(options.stateFile, state)
    progress(`${from} of ${log.events.length} invoices (${Math.floor((100 * from) / log.events.length)} %)`)
  }
  const { accepted, duplicates, email, password, apiKey } = state
  return { log, accepted, duplicates, rejected, email, password, apiKey }
}

const mostEvents = 1_000
const mostBytes = 900_000

/** As many invoices as one request may carry. */
function nextBatch(events: readonly RetailEvent[], from: number): RetailEvent[] {
  const batch: RetailEvent[] = []
  let bytes = 0
  for (const event of events.slice(from, from + mostEvents)) {
    bytes += JSON.stringify(event).length
    if (batch.length > 0 && bytes > mostBytes) break
    batch.push(event)
  }
  return batch
}

const tallySchema = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(z.object({ index: z.int(), error: z.unknown() })),
})

// What is remembered between runs

const stateSchema = z.object({
  url: z.string(),
  email: z.string(),
  password: z.string(),
  registration: z.string(),
  apiKey: z.string(),
  fingerprint: z.string(),
  sent: z.int(),
  accepted: z.int(),
  duplicates: z.int(),
})
type State = z.output<typeof stateSchema>

const nothingDone = { sent: 0, accepted: 0, duplicates: 0 }

function freshState({ url, email, password }: ImportOptions): State {
  return {
    url,
    email: email ?? `online-retail-${randomBytes(4).toString('hex')}@example.com`,
    password: password ?? randomBytes(12).toString('base64url'),
    registration: randomUUID(),
    apiKey: '',
    fingerprint: '',
    ...nothingDone,
  }
}

async function readState(file: string, url: string): Promise<State | undefined> {
  try {
    const state = stateSchema.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return state.success && state.data.url === url ? state.data : undefined
  } catch {
    return undefined
  }
}

/** Written whole or not at all; it holds a password, so it is for the owner of the machine only. */
async function keepState(file: string, state: State): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

// The server

interface Request {
  readonly key?: string
  readonly cookie?: string
  readonly body?: unknown
  readonly idempotencyKey?: string
}

type Call = (method: string, path: string, request: Request) => Promise<unknown>

class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const mostTries = 8

function createCaller(url: string, patienceMs: number, progress: (line: string) => void): Call {
  return async (method, path, request) => {
    for (let tries = 1; ; tries += 1) {
      const answer = await send(url, method, path, request).catch((error: unknown) => {
        if (tries >= mostTries) throw new Error(`${url} does not answer`, { cause: error })
        return undefined
      })
      if (answer?.ok) {
        const cookie = answer.headers.get('set-cookie')?.split(';')[0]
        const body: unknown = await answer.json()
        return cookie ? { cookie, body } : body
      }
      const busy = !answer || answer.status === 429 || answer.status >= 500
      if (!busy || tries >= mostTries)
        throw new Refused(answer?.status ?? 0, `${method} ${path}: ${await answer?.text()}`)
      const told = Number(answer?.headers.get('retry-after'))
      progress(`the server is busy, trying again (${tries})`)
      await sleep(told > 0 ? told * 1_000 : patienceMs * 2 ** (tries - 1))
    }
  }
}

function send(url: string, method: string, path: string, { key, cookie, body, idempotencyKey }: Request) {
  return fetch(new URL(path, url), {
    method,
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(cookie ? { cookie, origin: new URL(url).origin } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(120_000),
  })
}

const sessionSchema = z.object({ cookie: z.string() })
const keySchema = z.object({ key: z.string() })

/** A key for the business: the one of an earlier run while it works, else a new one, the business being registered first. */
async function workingKey(call: Call, state: State): Promise<string> {
  if (state.apiKey !== '') {
    try {
      await call('GET', '/v1/connection', { key: state.apiKey })
      return state.apiKey
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // Another database behind the same address: nothing of what was sent is there.
      Object.assign(state, nothingDone)
    }
  }
  const { cookie } = sessionSchema.parse(await enter(call, state))
  const body = { name: 'import of Online Retail', scopes: ['events:write', 'reports:read'] }
  return keySchema.parse(await call('POST', '/v1/api-keys', { cookie, body })).key
}

async function enter(call: Call, { email, password, registration }: State): Promise<unknown> {
  const business = { name: 'Online Retail', currency: 'GBP', timezone: 'Europe/London', locale: 'en' }
  const body = { name: 'Online Retail', email, password, business }
  try {
    return await call('POST', '/v1/auth/register', { body, idempotencyKey: registration })
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 409) throw error
    return call('POST', '/v1/auth/login', { body: { email, password } })
  }
}

// The command

const usage = `npm run import:online-retail -- FILE [--url http://127.0.0.1:3000] [--email ADDRESS --password PASSWORD] [--state FILE]

Feeds the UCI "Online Retail" log (CSV, may be gzipped) to the running product, into a business of its own.`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      email: { type: 'string' },
      password: { type: 'string' },
      state: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  const [file] = positionals
  if (!file || values.help) {
    console.log(usage)
    process.exitCode = file ? 0 : 1
    return
  }
  const { dataDir, host, port } = readConfig(process.env)
  const url = values.url ?? (await demoUrl(dataDir)) ?? `http://${host}:${port}`
  const shows = process.stdout.isTTY
  const imported = await importOnlineRetail({
    file,
    url,
    stateFile: values.state ?? join(dataDir, 'import-online-retail.json'),
    email: values.email,
    password: values.password,
    progress: (line) => process.stdout.write(shows ? `\r\x1b[2K${line}` : `${line}\n`),
  })
  if (shows) process.stdout.write('\n')
  await tell(url, imported)
}

/** Where the demo says that the product listens. */
async function demoUrl(dataDir: string): Promise<string | undefined> {
  try {
    return z.object({ url: z.string() }).parse(JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'))).url
  } catch {
    return undefined
  }
}

const totalsSchema = z.object({ totals: z.object({ revenue: z.string(), orders: z.int(), refunds: z.string() }) })

async function tell(url: string, { log, accepted, duplicates, rejected, email, password, apiKey }: Imported) {
  const call = createCaller(url, 1_000, () => {})
  const path = `/v1/reports/sales?from=${log.from}&to=${log.to}&group_by=month`
  const { totals } = totalsSchema.parse(await call('GET', path, { key: apiKey }))
  const lines = [
    `${log.rows} rows: ${log.saleRows} of sales, ${log.refundRows} given back, ${[...log.noSale.values()].reduce((a, b) => a + b, 0)} no sale:`,
    ...[...log.noSale].map(([why, rows]) => `  ${rows} with ${why}`),
    ...(log.adjustmentsAsSales > 0
      ? [
          `  (${log.adjustmentsAsSales} adjustment of the books with a price above zero counts as a sale, as the published totals have it)`,
        ]
      : []),
    `${accepted} invoices accepted, ${duplicates} known already, ${rejected.length} rejected`,
    ...rejected.slice(0, 10).map((one) => `  ${one}`),
    `Sales from ${log.from} to ${log.to}: GBP ${totals.revenue} in ${totals.orders} orders; given back GBP ${totals.refunds}`,
    `The business "Online Retail" is at ${url}: log in as ${email} with the password ${password}`,
  ]
  console.log(lines.join('\n'))
  if (rejected.length > 0) process.exitCode = 1
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
