import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startEmbedded } from '../../db/embedded.ts'
import type { TelegramEmulator } from '../../test/emulators/telegram.ts'
import type { ViberEmulator } from '../../test/emulators/viber.ts'
import type { World } from '../../test/support/world.ts'

/** `main.ts` as a process of its own, with an embedded database and a business, so that a kill is a kill. */
export interface Running {
  readonly url: string
  readonly pid: number
  readonly api: World['api']
  /** Milliseconds until it listened for the first time. */
  readonly startedIn: number
  /** Milliseconds until it listened. */
  start(): Promise<number>
  kill(): Promise<void>
  /** As Ctrl-C would. */
  stop(): Promise<void>
  /** What the database holds, once the product is stopped. */
  rows(sql: string): Promise<Record<string, unknown>[]>
  /** The last of what it printed. */
  output(): string
  remove(): void
}

export async function startProduct(
  platforms: { telegram?: TelegramEmulator; viber?: ViberEmulator },
  environment: Record<string, string> = {},
): Promise<Running> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rozmova-torture-'))
  chmodSync(dataDir, 0o755) // as root, the database runs as another user
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let printed = ''
  let cookie = ''
  let ending = false

  function start(): Promise<number> {
    const started = performance.now()
    ending = false
    const running = spawn(process.execPath, [join(root, 'main.ts')], {
      cwd: dataDir,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: String(port),
        DATA_DIR: join(dataDir, 'data'),
        PUBLIC_URL: url,
        DEMO: 'off',
        LOG_LEVEL: 'error',
        ...(platforms.telegram ? { TELEGRAM_API_ROOT: platforms.telegram.url } : {}),
        ...(platforms.viber ? { VIBER_API_ROOT: platforms.viber.apiRoot } : {}),
        ...environment,
      },
    })
    child = running
    running.once('exit', (code, by) => {
      if (!ending) console.error(`the product ended by itself (${by ?? code}):\n${printed}`)
    })
    return new Promise((resolve, reject) => {
      const read = (chunk: Buffer) => {
        printed = (printed + chunk.toString('utf8')).slice(-20_000)
        if (printed.includes('Rozmova is running')) resolve(performance.now() - started)
      }
      printed = ''
      running.stdout?.on('data', read)
      running.stderr?.on('data', read)
      running.once('exit', (code) => reject(new Error(`the product ended (${code}): ${printed}`)))
    })
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    ending = true
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await gone
  }

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
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return { status: answer.status, body: text === '' ? null : JSON.parse(text), headers: answer.headers }
  }

  const startedIn = await start()
  const registered = await api('POST', '/v1/auth/register', {
    name: 'Ірина Власник',
    email: `owner-${randomUUID()}@malva.test`,
    password: 'correct horse battery staple',
    business: { name: 'Мальва', currency: 'UAH', timezone: 'Europe/Kyiv', locale: 'uk' },
  })
  if (registered.status !== 201) throw new Error(`no business: ${JSON.stringify(registered.body)}`)
  return {
    url,
    get pid() {
      return child?.pid ?? 0
    },
    api,
    startedIn,
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async rows(sql) {
      const silent = { info() {}, warn() {}, error() {} }
      const database = await startEmbedded({ dataDir: join(dataDir, 'data'), log: silent })
      const client = new pg.Client({ connectionString: database.url })
      await client.connect()
      try {
        return (await client.query(sql)).rows
      } finally {
        await client.end()
        await database.stop()
      }
    },
    output: () => printed,
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const at = probe.address()
      probe.close(() => resolve(typeof at === 'object' && at ? at.port : 0))
    })
  })
}
