import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { freshDatabase, testEncryptionKeys } from './support/postgres.ts'
import { freePort, launch, type Running, run } from './support/running.ts'

const folders: string[] = []
const running: Running[] = []

afterAll(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGTERM')
    await ended
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder for the data, which as root another user must be able to reach. */
function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rozmova-main-'))
  chmodSync(folder, 0o755)
  folders.push(folder)
  return join(folder, 'data')
}

/** What it said, and the code it ended with. */
async function failure(settings: Record<string, string>): Promise<{ code: number | null; said: string[] }> {
  const { ended, printed } = launch(settings)
  const code = await ended
  return { code, said: printed().trim().split('\n') }
}

describe('a start that cannot be', () => {
  test('a port in use is one sentence, exit 1, and nothing half-made', async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const at = other.address()
        resolve(typeof at === 'object' && at ? at.port : 0)
      })
    })
    const DATA_DIR = dataFolder()
    expect(await failure({ PORT: String(port), DATA_DIR })).toEqual({
      code: 1,
      said: [
        `Port ${port} on 127.0.0.1 is in use by another program. Set PORT to another one, for example: PORT=3001 npm start`,
      ],
    })
    expect(existsSync(DATA_DIR)).toBe(false)
    other.close()
  })

  test('settings that are wrong are named, a line each, and exit 1', async () => {
    const { code, said } = await failure({ PORT: 'web', ROLES: 'core,robots' })
    expect(code).toBe(1)
    expect(said.sort()).toEqual(['PORT must be a number', 'ROLES knows the roles core, bots, workers'])
  })

  test('a data folder that may not be made is one sentence', async () => {
    const { code, said } = await failure({ PORT: String(await freePort()), DATA_DIR: '/proc/rozmova' })
    expect(code).toBe(1)
    expect(said.at(-1)).toMatch(/^The data folder \/proc\/rozmova .*: set DATA_DIR to/)
  })

  test('a key that does not fit the database is one sentence', async () => {
    const database = await freshDatabase()
    expect(
      await failure({
        PORT: String(await freePort()),
        DATA_DIR: dataFolder(),
        DATABASE_URL: database.url,
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      }),
    ).toEqual({ code: 1, said: ['ENCRYPTION_KEY does not fit this database'] })
    await database.drop()
  })
})

describe('from start to stop', () => {
  test('a second start keeps the data, after a clean stop and after a kill -9, and nothing is left running', async () => {
    const DATA_DIR = dataFolder()
    const settings = { DATA_DIR, DEMO: 'off', LOG_LEVEL: 'silent' }
    const account = { email: `owner-${randomBytes(4).toString('hex')}@malva.test`, password: 'correct horse battery' }

    const first = await start(settings)
    const server = postmaster(DATA_DIR)
    expect(alive(server)).toBe(true)
    expect(statSync(join(DATA_DIR, 'encryption-key')).mode & 0o777).toBe(0o600)
    const registered = await post(first.url, '/v1/auth/register', {
      ...account,
      name: 'Ірина',
      business: { name: 'Мальва', currency: 'UAH', timezone: 'Europe/Kyiv', locale: 'uk' },
    })
    expect(registered).toBe(201)
    const busy = await failure({ ...settings, PORT: String(await freePort()) })
    expect(busy.code).toBe(1)
    expect(busy.said.at(-1)).toMatch(/in use/)
    expect(await stopped(first, 'SIGTERM')).toBe(0)
    expect(alive(server)).toBe(false)

    const second = await start(settings)
    expect(await post(second.url, '/v1/auth/login', account)).toBe(200)
    const abandoned = postmaster(DATA_DIR)
    await stopped(second, 'SIGKILL')

    const third = await start(settings)
    expect(await post(third.url, '/v1/auth/login', account)).toBe(200)
    if (abandoned !== postmaster(DATA_DIR)) expect(alive(abandoned)).toBe(false)
    const last = postmaster(DATA_DIR)
    expect(await stopped(third, 'SIGINT')).toBe(0)
    expect([alive(last), alive(third.pid)]).toEqual([false, false])
    for (const { printed } of [first, second, third]) expect(printed()).not.toMatch(/warn|error|deprecat/i)
  }, 120_000)

  test('roles split into processes: the one without HTTP says by a file that it lives', async () => {
    const database = await freshDatabase()
    const DATA_DIR = dataFolder()
    const settings = {
      DATABASE_URL: database.url,
      ENCRYPTION_KEY: (testEncryptionKeys[0] ?? Buffer.alloc(0)).toString('base64'),
      LOG_LEVEL: 'silent',
    }
    const workers = launch({ ...settings, ROLES: 'bots,workers', DATA_DIR })
    await expect.poll(() => existsSync(join(DATA_DIR, 'alive')), { timeout: 30_000 }).toBe(true)
    expect(readdirSync(DATA_DIR)).toEqual(['alive'])
    workers.child.kill('SIGTERM')
    expect(await workers.ended).toBe(0)
    expect(workers.printed()).toBe('')
    await database.drop()
  }, 60_000)
})

async function start(settings: Record<string, string>): Promise<Running> {
  const started = await run(settings)
  running.push(started)
  return started
}

async function stopped({ child, ended }: Running, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal)
  return ended
}

async function post(url: string, path: string, body: object): Promise<number> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return answer.status
}

/** The server that works on a data folder, or on where it points to. */
function postmaster(dataDir: string): number {
  const pointer = join(dataDir, 'postgres.path')
  const home = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(dataDir, 'postgres')
  if (existsSync(pointer)) folders.push(home)
  return Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
