import { afterEach, describe, expect, test } from 'vitest'
import { openQueues, prepareQueueTables, type Queues } from '../../workers/queues.ts'
import { atHand } from '../support/at-hand.ts'
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts'
import { type RedisServer, startRedis } from '../support/redis.ts'

let database: FreshDatabase
let redis: RedisServer | undefined
let opened: Queues[] = []

afterEach(async () => {
  for (const queues of opened) await queues.close()
  opened = []
  await redis?.stop()
  redis = undefined
  await database.drop()
})

async function open(onRedis: boolean): Promise<Queues> {
  const queues = openQueues({
    databaseUrl: database.appUrl,
    redisUrl: onRedis ? redis?.url : undefined,
    report: () => {},
  })
  opened.push(queues)
  return queues
}

async function begin(onRedis: boolean): Promise<void> {
  database = await freshDatabase()
  if (onRedis) redis = await startRedis()
  else await prepareQueueTables(database.url, decodeURIComponent(new URL(database.appUrl).username))
}

const backends = [['PostgreSQL', false] as const, ...(atHand.redis ? [['Redis', true] as const] : [])]

describe.each(backends)('jobs on %s', (_name, onRedis) => {
  test('a job of one time slot, enqueued by two processes, is done once', async () => {
    await begin(onRedis)
    const done: string[] = []
    const [one, two] = [await open(onRedis), await open(onRedis)]
    for (const queues of [one, two]) queues.work(async (name) => void done.push(name))
    await Promise.all([one.add('sweep', 'sweep-1'), two.add('sweep', 'sweep-1'), one.add('sweep', 'sweep-2')])
    await expect.poll(() => done.length, { timeout: 10_000 }).toBe(2)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(done).toEqual(['sweep', 'sweep'])
  })

  test('a job that fails is tried again', async () => {
    await begin(onRedis)
    let tries = 0
    const queues = await open(onRedis)
    queues.work(async () => {
      tries += 1
      if (tries === 1) throw new Error('not this time')
    })
    await queues.add('housekeeping', 'housekeeping-1')
    await expect.poll(() => tries, { timeout: 10_000 }).toBe(2)
  })
})

describe('Redis is disposable', () => {
  test.runIf(atHand.redis)('killed and flushed, it takes jobs again without a restart of ours', async () => {
    await begin(true)
    let done = 0
    const queues = await open(true)
    queues.work(async () => {
      done += 1
    })
    await queues.add('sweep', 'sweep-1')
    await expect.poll(() => done, { timeout: 10_000 }).toBe(1)
    await redis?.kill()
    await redis?.start()
    await redis?.flush()
    await queues.add('sweep', 'sweep-2')
    await expect.poll(() => done, { timeout: 15_000 }).toBe(2)
  })
})
