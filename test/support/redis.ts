import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { atHand } from './at-hand.ts'
import { freePort } from './running.ts'

export interface RedisServer {
  readonly url: string
  /** As a power cut would end it. */
  kill(): Promise<void>
  /** On the same port, with what it had on disk. */
  start(): Promise<void>
  flush(): Promise<void>
  stop(): Promise<void>
}

/** A real Redis of one's own, as the compose file runs it: append-only, evicting nothing. */
export async function startRedis(): Promise<RedisServer> {
  const program = atHand.redis
  if (!program) throw new Error('there is no redis-server')
  const folder = mkdtempSync(join(tmpdir(), 'rozmova-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    child = spawn(
      program ?? '',
      [
        '--port',
        String(port),
        '--dir',
        folder,
        '--appendonly',
        'yes',
        '--maxmemory-policy',
        'noeviction',
        '--save',
        '',
      ],
      { stdio: 'ignore' },
    )
    await connected((redis) => redis.ping())
  }

  async function kill(): Promise<void> {
    const ended = new Promise((resolve) => child?.once('close', resolve))
    child?.kill('SIGKILL')
    await ended
  }

  async function connected(work: (redis: Redis) => Promise<unknown>): Promise<void> {
    const redis = new Redis(url, { maxRetriesPerRequest: 50, retryStrategy: () => 100 })
    redis.on('error', () => {})
    await work(redis)
    redis.disconnect()
  }

  await start()
  return {
    url,
    kill,
    start,
    flush: () => connected((redis) => redis.flushall()),
    async stop() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
