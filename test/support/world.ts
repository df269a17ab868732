import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { compose, type Product, prepare } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import type { Role } from '../../core/actor.ts'
import { openPool } from '../../db/client.ts'
import type { TenantTx } from '../../db/tenant.ts'
import { startTelegram, type TelegramBot, type TelegramEmulator, type TelegramOptions } from '../emulators/telegram.ts'
import { startViber, type ViberAccount, type ViberEmulator, type ViberOptions } from '../emulators/viber.ts'
import { freshDatabase, testEncryptionKeys } from './postgres.ts'
import { openTelegram, openViber, openWeb, type Talker } from './talkers.ts'

export type { Heard, Talker } from './talkers.ts'

/** Three channels, one conversation: `describe.each(channels)`. */
export const channels = ['telegram', 'viber', 'web'] as const
export type ChannelName = (typeof channels)[number]

export interface World {
  readonly product: Product
  readonly url: string
  readonly business: { readonly id: string; readonly slug: string }
  readonly webChannel: string
  readonly telegram: TelegramEmulator
  readonly viber: ViberEmulator
  readonly clock: { now(): Date; advance(ms: number): void }
  /** Runs within the business, for what no front door is needed for. */
  inside<T>(work: (tx: TenantTx) => Promise<T>): Promise<T>
  /** Rows as they stand in the database, for what no front door shows. */
  rows(sql: string): Promise<Record<string, unknown>[]>
  /** The API as the owner, or with a key. */
  api(
    method: string,
    path: string,
    body?: unknown,
    options?: { key?: string; headers?: Record<string, string> },
  ): Promise<{ status: number; body: Json; headers: Headers }>
  key(scopes?: readonly string[]): Promise<string>
  /** A person who has just found the shop in a channel; consented unless told otherwise. */
  customer(
    channel: ChannelName,
    options?: { language?: 'uk' | 'ru' | 'en'; name?: string; consent?: boolean; start?: string },
  ): Promise<Talker>
  /** A member of the staff who has joined by an invitation. */
  staff(role: Role, channel: ChannelName, options?: { language?: 'uk' | 'ru' | 'en'; name?: string }): Promise<Talker>
  /** Resolves when every message is handled and everything said is delivered. */
  settled(): Promise<void>
  stop(): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: answers of the API are looked at field by field in tests
export type Json = any

export interface WorldOptions {
  /** What the clock shows at the start, in UTC. A Tuesday morning in Kyiv unless said otherwise. */
  readonly now?: string
  readonly settings?: object
  readonly redisUrl?: string
  readonly locale?: 'uk' | 'ru' | 'en'
  /** No public address: Telegram is long-polled, and there is no Viber. */
  readonly polling?: boolean
  /** Keep the platforms' paces instead of lifting them. */
  readonly pacing?: boolean
  /** How the platforms behave: repeats, disorder, time-outs. */
  readonly telegram?: Omit<TelegramOptions, 'clock'>
  readonly viber?: Omit<ViberOptions, 'clock'>
}

/** The whole product on a database of its own, with both platforms' emulators connected: everything by the front door. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const database = await freshDatabase()
  const admin = openPool(database.url, { max: 2 })
  const started = Date.now()
  let offset = new Date(options.now ?? '2026-05-12T07:00:00Z').getTime() - started
  const now = () => new Date(Date.now() + offset)

  const platform = { ...(options.pacing ? {} : { limits: false as const }), clock: () => now().getTime() }
  const telegram = await startTelegram({ ...platform, ...options.telegram })
  const viber = await startViber({ ...platform, ...options.viber })
  const port = await freePort()
  const config = readConfig({
    PORT: String(port),
    ...(options.polling ? {} : { PUBLIC_URL: `http://127.0.0.1:${port}` }),
    TELEGRAM_API_ROOT: telegram.url,
    VIBER_API_ROOT: viber.apiRoot,
    LOG_LEVEL: 'silent',
    ...(options.redisUrl ? { REDIS_URL: options.redisUrl } : {}),
  })
  const installation = {
    appUrl: database.appUrl,
    appRole: decodeURIComponent(new URL(database.appUrl).username),
    pepper: database.pepper,
  }
  await prepare(config, database.url, installation)
  const product = await compose({
    config,
    installation,
    encryptionKeys: testEncryptionKeys,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    clock: now,
    pacing: options.pacing ?? false,
  })
  const url = (await product.start()).url ?? ''

  let cookie = ''
  const api: World['api'] = async (method, path, body, more = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(more.key ? { authorization: `Bearer ${more.key}` } : { cookie, origin: url }),
        ...more.headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const set = answer.headers.get('set-cookie')
    if (set) cookie = set.split(';')[0] ?? ''
    return { status: answer.status, body: text === '' ? null : parse(text), headers: answer.headers }
  }

  const registered = await must(
    api('POST', '/v1/auth/register', {
      name: 'Ірина Власник',
      email: `owner-${randomUUID()}@malva.test`,
      password: 'correct horse battery staple',
      business: { name: 'Мальва', currency: 'UAH', timezone: 'Europe/Kyiv', locale: options.locale ?? 'uk' },
    }),
    201,
  )
  const business = registered.body.business as { id: string; slug: string }
  if (options.settings) await must(api('PATCH', '/v1/settings', options.settings), 200)
  const connected = (await must(api('GET', '/v1/channels'), 200)).body.data as { id: string; kind: string }[]
  const webChannel = connected.find((channel) => channel.kind === 'web')?.id ?? ''

  let bot: TelegramBot | undefined
  let account: ViberAccount | undefined
  const door = {
    telegram: async () => {
      if (!bot) {
        bot = telegram.addBot({
          token: `1${Math.floor(Math.random() * 1e8)}:${randomUUID()}`,
          username: 'malva_test_bot',
        })
        await must(api('POST', '/v1/channels', { kind: 'telegram', token: bot.token }), 201)
      }
      return bot
    },
    viber: async () => {
      if (!account) {
        account = viber.addAccount({ token: `viber-${randomUUID()}`, name: 'Мальва' })
        await must(api('POST', '/v1/channels', { kind: 'viber', token: account.token }), 201)
      }
      return account
    },
  }

  const settled = async () => {
    // A message that wakes another stage counts until nothing moves for a moment.
    for (let quiet = 0; quiet < 2; quiet += 1) {
      await telegram.settled().catch(() => {})
      await viber.settled().catch(() => {})
      await product.idle()
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
  }

  const talkers: Talker[] = []
  const person = async (
    channel: ChannelName,
    who: { language: string; name: string; start: string },
  ): Promise<Talker> => {
    const talker =
      channel === 'web'
        ? await openWeb({ url, channel: webChannel, settled }, who)
        : channel === 'telegram'
          ? await openTelegram({ bot: await door.telegram(), settled }, who)
          : await openViber({ account: await door.viber(), settled }, who)
    talkers.push(talker)
    return talker
  }

  return {
    product,
    url,
    business,
    webChannel,
    telegram,
    viber,
    clock: {
      now,
      advance(ms) {
        offset += ms
      },
    },
    inside: (work) => product.tenancy.run(business.id, work),
    rows: async (sql) => (await admin.query(sql)).rows,
    api,
    key: async (scopes = ['admin']) =>
      (await must(api('POST', '/v1/api-keys', { name: 'test', scopes }), 201)).body.key,
    async customer(channel, { language = 'uk', name = 'Леся Мельник', consent = true, start = '' } = {}) {
      const talker = await person(channel, { language, name, start })
      if (consent) await talker.presses(0)
      return talker
    },
    async staff(role, channel, { language = 'uk', name = 'Оксана' } = {}) {
      const invitation = await must(api('POST', '/v1/invitations', { role, name }), 201)
      return person(channel, { language, name, start: `join_${invitation.body.code}` })
    },
    settled,
    async stop() {
      for (const talker of talkers) await talker.leave()
      await product.stop()
      await telegram.stop()
      await viber.stop()
      await admin.end()
      await database.drop()
    },
  }
}

async function must<T extends { status: number; body: Json }>(answer: Promise<T>, status: number): Promise<T> {
  const got = await answer
  if (got.status !== status) throw new Error(`expected ${status}, got ${got.status}: ${JSON.stringify(got.body)}`)
  return got
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const at = probe.address()
      probe.close(() => resolve(typeof at === 'object' && at ? at.port : 0))
    })
  })
}
