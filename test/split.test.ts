import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { atHand } from './support/at-hand.ts'
import { type FreshDatabase, freshDatabase, testEncryptionKeys } from './support/postgres.ts'
import { type RedisServer, startRedis } from './support/redis.ts'
import { freePort, launch, type Running, run } from './support/running.ts'
import { openWeb } from './support/talkers.ts'

let database: FreshDatabase
let redis: RedisServer | undefined
const running: Pick<Running, 'child' | 'ended'>[] = []

afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGTERM')
    await ended
  }
  await redis?.stop()
  redis = undefined
  await database.drop()
})

/** The product as on many machines: one core, one that holds the talks, two that deliver. */
describe.each([['PostgreSQL', false] as const, ...(atHand.redis ? [['Redis', true] as const] : [])])(
  'in separate processes, with the queue on %s',
  (_name, onRedis) => {
    test('a talk goes through all of them, and goes on when a worker is killed', async () => {
      database = await freshDatabase()
      if (onRedis) redis = await startRedis()
      const settings = {
        DATABASE_URL: database.url,
        ENCRYPTION_KEY: testEncryptionKeys.map((key) => key.toString('base64')).join(','),
        PORT: String(await freePort()),
        LOG_LEVEL: 'warn',
        ...(redis ? { REDIS_URL: redis.url } : {}),
      }
      const core = await run({ ...settings, ROLES: 'core' })
      const bots = launch({ ...settings, ROLES: 'bots' })
      const workers = [launch({ ...settings, ROLES: 'workers' }), launch({ ...settings, ROLES: 'workers' })]
      running.push(core, bots, ...workers)

      const registered = await fetch(`${core.url}/v1/auth/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          name: 'Ірина',
          email: `${randomBytes(6).toString('hex')}@split.test`,
          password: 'correct horse battery staple',
          business: { name: 'Мальва', currency: 'UAH', timezone: 'Europe/Kyiv', locale: 'uk' },
        }),
      })
      expect(registered.status).toBe(201)
      const cookie = registered.headers.get('set-cookie')?.split(';')[0] ?? ''
      const listed = await fetch(`${core.url}/v1/channels`, { headers: { cookie } })
      const { data } = (await listed.json()) as { data: { id: string }[] }

      const visitor = await openWeb(
        { url: core.url, channel: data[0]?.id ?? '', settled: async () => {} },
        { language: 'uk', name: 'Леся', start: '' },
      )
      await expect.poll(() => visitor.screen().length, { timeout: 20_000 }).toBe(1)
      expect(visitor.screen()[0]?.text).toContain('Мальва')
      await visitor.presses(0)
      await expect.poll(() => visitor.screen().at(-1)?.text, { timeout: 10_000 }).toContain('Чим допомогти?')

      workers[0]?.child.kill('SIGKILL')
      await visitor.says('/help')
      await expect.poll(() => visitor.screen().at(-1)?.text, { timeout: 20_000 }).toContain('/book')
      await visitor.leave()
    }, 90_000)
  },
)
