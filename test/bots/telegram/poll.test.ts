import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Polling, pollTelegram } from '../../../bots/telegram/poll.ts'
import { newId } from '../../../core/ids.ts'
import { createIntake, type Intake, type RawUpdate } from '../../../core/inbox/index.ts'
import { createRootKeys } from '../../../core/vault.ts'
import { openPool } from '../../../db/client.ts'
import { channels } from '../../../db/schema/people.ts'
import { createTenancy, type Tenancy } from '../../../db/tenant.ts'
import { startTelegram, type TelegramEmulator } from '../../emulators/telegram.ts'
import { type FreshDatabase, freshDatabase, testEncryptionKeys } from '../../support/postgres.ts'

let database: FreshDatabase
let pool: pg.Pool
let tenancy: Tenancy
let telegram: TelegramEmulator
let clock: Date
let token: string
let channelId: string
const businessId = newId()
const running: { stop: AbortController; done: Promise<void> }[] = []

beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.appUrl, { max: 5 })
  tenancy = createTenancy(pool, createRootKeys(testEncryptionKeys), { clock: () => clock })
  clock = new Date()
  const business = { name: 'Мальва', currency: 'UAH', timezone: 'Europe/Kyiv', locale: 'uk' as const }
  await tenancy.create({ id: businessId, ...business }, async () => {})
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})
beforeEach(async () => {
  clock = new Date()
  telegram = await startTelegram({ keepAlive: false })
  token = `${Math.floor(Math.random() * 1e9)}:poll`
  telegram.addBot({ token, username: 'malva_bot' })
  channelId = newId()
  await tenancy.run(businessId, async (tx) => {
    await tx.db
      .insert(channels)
      .values({ businessId, id: channelId, kind: 'telegram', state: 'connected', createdAt: tx.now })
  })
})
afterEach(async () => {
  for (const { stop } of running) stop.abort()
  await Promise.all(running.splice(0).map(({ done }) => done))
  await telegram.stop()
})

const warned: string[] = []
function poll(more: Partial<Polling> = {}): { stop: AbortController; done: Promise<void> } {
  const stop = new AbortController()
  const done = pollTelegram({
    businessId,
    channelId,
    token,
    apiRoot: telegram.url,
    tenancy,
    intake: createIntake(tenancy),
    log: { warn: (details, message) => void warned.push(`${message} ${JSON.stringify(details)}`) },
    signal: stop.signal,
    pauses: { longPoll: 1, lease: 30, trouble: 20, mostTrouble: 50 },
    ...more,
  })
  const started = { stop, done }
  running.push(started)
  return started
}

/** Remembers what is stored, in order; refuses while told to. */
function listening(): Intake & { stored: RawUpdate[]; down: boolean } {
  const intake: Intake & { stored: RawUpdate[]; down: boolean } = {
    stored: [],
    down: false,
    store: async (update) => {
      if (intake.down) throw new Error('nothing can be committed')
      const known = intake.stored.some((one) => one.key === update.key)
      if (!known) intake.stored.push(update)
      return known ? 'known' : 'new'
    },
  }
  return intake
}

const texts = (stored: RawUpdate[]) => stored.map(({ payload }) => JSON.parse(payload).message?.text)
const calls = (method: string) => telegram.log.filter((call) => call.method === method)

describe('a bot without a public address', () => {
  test('is polled: every update is stored under its key, in order', async () => {
    const person = telegram.person({ id: 7, first_name: 'Леся' })
    for (let at = 0; at < 150; at += 1) person.says(`${at}`)
    const intake = listening()
    poll({ intake })
    await telegram.settled(10_000)
    expect(texts(intake.stored)).toEqual(Array.from({ length: 150 }, (_, at) => `${at}`))
    expect(intake.stored[0]).toMatchObject({ businessId, channelId, chat: '7' })
    person.says('і ще')
    await telegram.settled()
    expect(texts(intake.stored).at(-1)).toBe('і ще')
  })

  test('has its updates in the database before Telegram may forget them', async () => {
    const person = telegram.person({ id: 8, first_name: 'Оля' })
    person.says('раз')
    person.says('два')
    poll()
    await telegram.settled(10_000)
    const { rows } = await tenancy.run(businessId, async (tx) =>
      tx.db.execute<{ stored: string }>(`select count(*) as stored from updates where channel_id = '${channelId}'`),
    )
    expect(rows).toEqual([{ stored: '2' }])
  })

  test('loses nothing while nothing can be stored', async () => {
    const person = telegram.person({ id: 9, first_name: 'Іра' })
    person.says('чи ви працюєте?')
    const intake = listening()
    intake.down = true
    poll({ intake })
    await telegram.waitFor(() => calls('getUpdates').length >= 3)
    expect(telegram.bot.pendingCount).toBe(1)
    intake.down = false
    await telegram.settled()
    expect(texts(intake.stored)).toEqual(['чи ви працюєте?'])
  })

  test('is polled by one process at a time; another takes over once the first has stopped', async () => {
    const first = poll()
    await telegram.waitFor(() => calls('getUpdates').length > 0)
    const intake = listening()
    poll({ intake })
    const person = telegram.person({ id: 10, first_name: 'Ната' })
    person.says('перший')
    await telegram.settled()
    expect(intake.stored).toEqual([])
    first.stop.abort()
    await first.done
    person.says('другий')
    await telegram.waitFor(() => texts(intake.stored).includes('другий'))
    expect(calls('getUpdates').filter((call) => call.status === 409)).toEqual([])
  })

  test('is taken over from a process that died once its lease is over', async () => {
    const lease = new Date(clock.getTime() + 60_000)
    await tenancy.run(businessId, (tx) => tx.db.update(channels).set({ pollLease: newId(), pollLeaseUntil: lease }))
    const intake = listening()
    poll({ intake })
    telegram.person({ id: 11, first_name: 'Зоя' }).says('хтось є?')
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(calls('getUpdates')).toEqual([])
    clock = new Date(clock.getTime() + 61_000)
    await telegram.waitFor(() => intake.stored.length === 1)
  })

  test('has its webhook taken away first, also one that somebody sets later', async () => {
    const intake = listening()
    const person = telegram.person({ id: 12, first_name: 'Юля' })
    const set = () => fetch(`${telegram.url}/bot${token}/setWebhook?url=http://127.0.0.1:9/`)
    await set()
    poll({ intake })
    person.says('раз')
    await telegram.waitFor(() => intake.stored.length === 1)
    await set()
    person.says('два')
    await telegram.waitFor(() => intake.stored.length === 2)
  })

  test('goes on after an outage, and after numbers that begin anew, lower', async () => {
    const intake = listening()
    poll({ intake })
    const person = telegram.person({ id: 13, first_name: 'Рая' })
    person.says('до')
    await telegram.waitFor(() => intake.stored.length === 1)
    await telegram.refuseConnections()
    await new Promise((resolve) => setTimeout(resolve, 100))
    await telegram.acceptConnections()
    await telegram.settled()
    // One quiet round confirms what came before.
    await telegram.waitFor(
      () =>
        calls('getUpdates')
          .slice(-1)
          .some((call) => call.body['offset'] === undefined),
      10_000,
    )
    const chat = { id: 13, type: 'private' }
    telegram.bot.raw({ update_id: 17, message: { message_id: 1, from: { id: 13 }, chat, date: 1, text: 'після' } })
    await telegram.waitFor(() => texts(intake.stored).includes('після'))
  })

  test('waits as long as Telegram says', async () => {
    telegram.faults.failNext('getUpdates', { status: 429, retryAfter: 1 })
    poll()
    await telegram.waitFor(() => calls('getUpdates').length === 2)
    const [refused, next] = calls('getUpdates')
    expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(990)
  })

  test('stops at once, in the middle of a long wait, and names no token in its trouble', async () => {
    const { stop, done } = poll({ pauses: { longPoll: 25 } })
    await telegram.waitFor(() => calls('getUpdates').length > 0)
    const asked = Date.now()
    stop.abort()
    await done
    expect(Date.now() - asked).toBeLessThan(1000)
    expect(warned.join()).not.toContain(token)
  })
})
