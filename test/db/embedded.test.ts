import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Embedded, type EmbeddedOptions, readPostmaster, StartError, startEmbedded } from '../../db/embedded.ts'
import { alive } from '../../db/embedded-home.ts'

const isRoot = process.getuid?.() === 0
const cleanups: (() => Promise<void> | void)[] = []

/** A stopped cluster to copy from: making one anew takes most of a second, copying a tenth. */
let made = ''

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'rozmova-embedded-'))
  chmodSync(made, 0o755)
  await (await startEmbedded({ dataDir: made, log: silent })).stop()
})

afterAll(() => rmSync(made, { recursive: true, force: true }))

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

test('the first start makes a database, a restart finds what was written, and nothing stays behind', async () => {
  const dataDir = temporaryFolder()
  const first = await start({ dataDir })
  expect(await ask(first.url, `select current_database() as name, lower('ЇЖАК') as letters`)).toEqual([
    { name: 'rozmova', letters: 'їжак' },
  ])
  await ask(first.url, `create table kept as select 'тут' as word`)
  const pid = pidOf(dataDir)
  await first.stop()
  await first.stop()
  expect(alive(pid)).toBe(false)
  expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o077).toBe(0)

  const second = await start({ dataDir })
  expect(await ask(second.url, 'select word from kept')).toEqual([{ word: 'тут' }])
})

test('the server listens on this machine only, asks for the password, and logs no statement or value', async () => {
  const dataDir = folderWithDatabase()
  const { url, port } = await start({ dataDir })
  expect(await ask(url, `select current_setting('listen_addresses') as at`)).toEqual([{ at: '127.0.0.1' }])
  await expect(ask(`postgres://postgres:guess@127.0.0.1:${port}/rozmova`, 'select 1')).rejects.toThrow(/password/)
  await ask(url, 'create table people (phone text primary key)')
  for (const phone of ['+380501112233', '+380501112233']) {
    await ask(url, `insert into people values ('${phone}')`).catch(() => {})
  }
  await ask(url, `select '+380501112233'::int`).catch(() => {})
  expect(readFileSync(join(dataDir, 'postgres', 'postgres.log'), 'utf8')).not.toContain('+380501112233')
})

test('after a kill -9 of the product, the next start takes the server over and loses nothing', async () => {
  const dataDir = folderWithDatabase()
  const { product, url } = await productOn(dataDir)
  await ask(url, 'create table kept as select 1 as one')
  const left = pidOf(dataDir)
  product.kill('SIGKILL')
  const again = await start({ dataDir })
  expect(await ask(again.url, 'select one from kept')).toEqual([{ one: 1 }])
  expect(alive(left)).toBe(false)
})

test('a second start on the same data folder is refused in one sentence, and the first goes on', async () => {
  const dataDir = folderWithDatabase()
  const first = await start({ dataDir })
  const refusal = await refused({ dataDir })
  expect(refusal).toBe(
    `The data folder ${dataDir} is in use by another running Rozmova: stop that one, or set DATA_DIR to another folder.`,
  )
  expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('of two first starts at once, exactly one wins', async () => {
  const dataDir = temporaryFolder()
  const results = await Promise.allSettled([start({ dataDir }), start({ dataDir })])
  const winners = results.filter((result) => result.status === 'fulfilled')
  const losers = results.filter((result) => result.status === 'rejected')
  expect(winners).toHaveLength(1)
  expect(losers[0]?.reason).toBeInstanceOf(StartError)
  expect(await ask(winners[0]?.value.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }])
})

test.each(['SIGKILL', 'SIGQUIT', 'SIGINT'] as const)(
  'a server ended by %s runs again within seconds, on the same port, still exclusively ours',
  async (way) => {
    const dataDir = folderWithDatabase()
    const { url } = await start({ dataDir })
    await ask(url, 'create table kept as select 1 as one')
    process.kill(pidOf(dataDir), way)
    await sleep(50)
    await expect.poll(() => ask(url, 'select one from kept').catch(() => []), { timeout: 10_000 }).toEqual([{ one: 1 }])
    await expect
      .poll(() => ask(url, `select from pg_locks where locktype = 'advisory'`).then((locks) => locks.length))
      .toBe(1)
    expect(await refused({ dataDir })).toMatch(/in use/)
  },
)

test('a note left by a server that is long gone is no hindrance, even when its number is another program now', async () => {
  const dataDir = folderWithDatabase()
  const first = await start({ dataDir })
  const note = join(dataDir, 'postgres', 'data', 'postmaster.pid')
  const was = readFileSync(note, 'utf8')
  await first.stop()
  writeFileSync(note, was.replace(/^\d+/, String(process.pid)))
  const second = await start({ dataDir })
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a damaged database is named as such, and nothing runs or changes', async () => {
  const dataDir = folderWithDatabase()
  await (await start({ dataDir })).stop()
  const data = join(dataDir, 'postgres', 'data')
  const sentence = `The database in ${dataDir} is damaged: restore it from a backup, or move the folder away to start afresh.`
  const damages: [string, string | undefined][] = [
    ['global/pg_control', 'x'.repeat(8192)],
    ['postgresql.conf', undefined],
    ['PG_VERSION', undefined],
  ]
  for (const [file, content] of damages) {
    const path = join(data, file)
    const sound = readFileSync(path)
    if (content === undefined) rmSync(path)
    else writeFileSync(path, content)
    expect(await refused({ dataDir }), file).toBe(sentence)
    expect(readPostmaster(data)).toBeUndefined()
    writeFileSync(path, sound)
  }
  writeFileSync(join(data, 'PG_VERSION'), '17\n')
  expect(await refused({ dataDir })).toMatch(/was made by PostgreSQL 17, which this product does not bring/)
})

test('a data folder that cannot be made is named, and nothing is half-created', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'file'), '')
  expect(await refused({ dataDir: join(folder, 'file', 'data') })).toMatch(/cannot be made there/)
  const readOnly = isRoot ? '/proc/rozmova' : join(folder, 'read-only')
  if (!isRoot) mkdirSync(readOnly, { mode: 0o500 })
  expect(await refused({ dataDir: join(readOnly, 'data') })).toMatch(/cannot be (written|made there)/)
})

test('an ephemeral server is gone with its folder after stop, and after a kill -9 of the process that started it', async () => {
  const dataDir = folderWithDatabase()
  const { stop } = await start({ dataDir, ephemeral: true })
  const pid = pidOf(dataDir)
  await stop()
  expect([alive(pid), existsSync(dataDir)]).toEqual([false, false])

  const other = folderWithDatabase()
  const { product } = await productOn(other, true)
  const orphan = pidOf(other)
  product.kill('SIGKILL')
  await expect.poll(() => [alive(orphan), existsSync(other)], { timeout: 5_000 }).toEqual([false, false])
})

// Only root needs another user for the server, so only root meets folders which that user cannot reach.
test.runIf(isRoot)('as root, a data folder that the server cannot reach points to one that it can', async () => {
  const hidden = temporaryFolder(0o700)
  const dataDir = join(hidden, 'data')
  const first = await start({ dataDir })
  await ask(first.url, 'create table kept as select 1 as one')
  const elsewhere = readFileSync(join(dataDir, 'postgres.path'), 'utf8').trim()
  cleanups.unshift(() => rmSync(elsewhere, { recursive: true, force: true }))
  expect(dirname(elsewhere)).toBe('/var/lib/rozmova')
  expect(statSync(join(elsewhere, 'data')).uid).not.toBe(0)
  await first.stop()
  const second = await start({ dataDir })
  expect(await ask(second.url, 'select one from kept')).toEqual([{ one: 1 }])
  await second.stop()
  rmSync(elsewhere, { recursive: true })
  expect(await refused({ dataDir })).toMatch(/is gone: restore it, or delete that file to start afresh/)
})

const silent = { info() {}, warn() {}, error() {} }

async function start(options: Omit<EmbeddedOptions, 'log'>): Promise<Embedded> {
  const embedded = await startEmbedded({ ...options, log: silent, settings: { fsync: 'off' } })
  cleanups.push(embedded.stop)
  return embedded
}

async function refused(options: Omit<EmbeddedOptions, 'log'>): Promise<string> {
  const error = await start(options).then(
    () => new Error('it started'),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(StartError)
  return error instanceof Error ? error.message : ''
}

/** Another process that starts the database, as the product does. */
async function productOn(dataDir: string, ephemeral = false) {
  const file = new URL('../../db/embedded.ts', import.meta.url).href
  const program = `
    const { startEmbedded } = await import('${file}')
    const { url } = await startEmbedded({ dataDir: process.argv[1], log: console, ephemeral: ${ephemeral} })
    process.stdout.write(url)`
  const product = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  cleanups.push(() => void product.kill('SIGKILL'))
  const url = await new Promise<string>((done) => product.stdout.once('data', (text: Buffer) => done(String(text))))
  return { product, url }
}

/** Passable for the server's own user, when that is not us. */
function temporaryFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'rozmova-embedded-'))
  chmodSync(folder, mode)
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function folderWithDatabase(): string {
  const folder = temporaryFolder()
  execFileSync('cp', ['-a', join(made, 'postgres'), folder])
  return folder
}

function pidOf(dataDir: string): number {
  return readPostmaster(join(dataDir, 'postgres', 'data'))?.pid ?? 0
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
