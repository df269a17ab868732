import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { startEmbedded } from '../../db/embedded.ts'
import { startProduct } from '../../tools/torture/product.ts'
import { connectBots } from '../../tools/torture/stage.ts'
import { startTelegram } from '../emulators/telegram.ts'
import { startViber } from '../emulators/viber.ts'
import { asAdmin } from '../support/sql.ts'
import { allChats, type bodies } from './bodies.ts'

/** The product and its rivals beside one PostgreSQL as durable as the embedded one is. */
export async function openArena(bots = 1) {
  const dataDir = mkdtempSync(join(tmpdir(), 'rozmova-bench-'))
  chmodSync(dataDir, 0o755) // as root, the database runs as another user
  const database = await startEmbedded({ dataDir, log: { info() {}, warn() {}, error() {} } })
  await asAdmin(
    database.url,
    'create schema bench; create table bench.raw (key bytea primary key, chat bytea not null, payload bytea not null, state text not null, at timestamptz not null)',
  )
  const telegram = await startTelegram({ limits: false })
  const viber = await startViber()
  const product = await startProduct(
    { telegram, viber },
    { DATABASE_URL: database.url, ENCRYPTION_KEY: Buffer.alloc(32, 'bench').toString('base64') },
  )
  const stage = await connectBots({ telegram, viber, api: product.api }, bots)
  for (const bot of stage.bots) bot.audience(allChats)
  const servers: ChildProcess[] = []

  return {
    product,
    stage,
    raw: async (what: 'single' | 'unnest', seconds: number) =>
      Number(await print('raw.ts', [what, database.url, String(seconds)])),
    async rawServer(): Promise<string> {
      const child = run('raw.ts', ['server', database.url])
      servers.push(child)
      return new Promise((resolve) =>
        child.stdout?.once('data', (line: Buffer) => resolve(line.toString('utf8').trim())),
      )
    },
    async close() {
      for (const server of servers) server.kill()
      await product.stop()
      await telegram.stop()
      await viber.stop()
      await database.stop()
      product.remove()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export interface Load {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: keyof typeof bodies
  readonly connections: number
  readonly seconds: number
  readonly perSecond?: number
}

let from = 1

/** What the client saw. */
export async function load(wish: Load) {
  const child = run('load.ts', [])
  child.stdin?.end(JSON.stringify({ ...wish, from }))
  from += 1_000_000
  return seenSchema.parse(JSON.parse(await outputOf(child)))
}

const seenSchema = z.object({
  perSecond: z.number(),
  p50: z.number(),
  p99: z.number(),
  statuses: z.record(z.string(), z.number()),
})

const folder = fileURLToPath(new URL('.', import.meta.url))

function run(program: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(folder, program), ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
}

const print = (program: string, args: readonly string[]) => outputOf(run(program, args))

function outputOf(child: ChildProcess): Promise<string> {
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`a benchmark's process ended (${code})`)),
    )
  })
}
