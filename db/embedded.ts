import { type ChildProcess, spawn } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { alive, errorCode, errorText, explain, type Home, prepareHome, StartError } from './embedded-home.ts'

export { StartError } from './embedded-home.ts'

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly log: Log
  /** more settings of the server, over ours */
  readonly settings?: Readonly<Record<string, string>>
  /** for tests: fast and unsafe, and nothing outlives it: the data folder is deleted at `stop()`, and when this process is killed */
  readonly ephemeral?: boolean
}

/** The part of a pino logger (or of the console) that is used. */
export interface Log {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

export interface Embedded {
  /** as superuser, to the database `rozmova` */
  readonly url: string
  readonly port: number
  /** Ends the server and waits until it is gone. May be called again. */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL on the data folder, making the folder and the database on the first run. Until `stop()` it is kept running:
 * a server that dies is started again within a second on the same port. It does not hear a Ctrl-C meant for us, so that there is
 * time to drain. One process per data folder: a second one is refused, and a server that a killed process left running is taken over.
 * Throws `StartError` when it cannot, and leaves nothing running then.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir)
  const { log, ephemeral = false } = options
  const home = await prepareHome(dataDir)
  const settings = { ...SETTINGS, ...(ephemeral ? EPHEMERAL : {}), ...options.settings }
  const guard = ephemeral ? guardEphemeral(home, dataDir) : undefined

  let server: ChildProcess | undefined
  let lock: pg.Client | undefined
  let port = 0
  let stopping: Promise<void> | undefined
  let reviving: Promise<void> = Promise.resolve()

  const endWithUs = () => {
    if (server?.pid) signal(server.pid, ephemeral ? 'SIGQUIT' : 'SIGINT')
  }
  const trimming = setInterval(() => trimLog(home.log), 60_000).unref()
  process.once('exit', endWithUs)

  try {
    for (let attempt = 1; ; attempt += 1) {
      await endLeftover(home, dataDir, log)
      port = await freePort()
      const started = await launch(home, port, settings)
      if (started instanceof LaunchError) {
        if (attempt < 5 && started.retry) continue
        throw explain(started.message, dataDir, home.data)
      }
      server = started
      break
    }
    lock = await takeLock(home, port, 1_000)
    if (!lock) throw inUse(dataDir)
    watchLock(lock)
    watchServer(server)
    await ensureDatabase(home, port)
  } catch (error) {
    await stop()
    throw error instanceof StartError ? error : explain(errorText(error), dataDir, home.data)
  }
  return { url: urlOf(home, port, 'rozmova'), port, stop }

  function watchServer(child: ChildProcess): void {
    const revive = async (how: string) => {
      if (stopping) return
      log.warn(`PostgreSQL ended unexpectedly (${how}); starting it again`)
      reviving = keepTrying()
      await reviving
    }
    if (exited(child)) void revive('at once')
    else child.once('exit', (code, by) => void revive(by ?? `code ${code}`))
  }

  async function keepTrying(): Promise<void> {
    for (let told = ''; !stopping; await sleep(300)) {
      const started = await launch(home, port, settings)
      if (!(started instanceof LaunchError)) {
        server = started
        log.info('PostgreSQL runs again')
        watchServer(started)
        return
      }
      if (started.message !== told) log.error(explain(started.message, dataDir, home.data).message)
      told = started.message
    }
  }

  function watchLock(client: pg.Client): void {
    const lost = async () => {
      for (let told = false; !stopping; await sleep(300)) {
        const again = await takeLock(home, port, 0).catch(() => 'unreachable' as const)
        if (again && again !== 'unreachable') {
          lock = again
          if (stopping) await again.end()
          else watchLock(again)
          return
        }
        if (again === undefined && !told) log.error(inUse(dataDir).message)
        told ||= again === undefined
      }
    }
    client.once('end', () => void lost())
  }

  function stop(): Promise<void> {
    stopping ??= (async () => {
      clearInterval(trimming)
      await reviving
      await lock?.end().catch(() => {})
      if (server) await endServer(server, ephemeral)
      process.off('exit', endWithUs)
      guard?.kill('SIGKILL')
      if (ephemeral) for (const path of [home.dir, dataDir]) rmSync(path, { recursive: true, force: true })
    })()
    return stopping
  }
}

/** What the server itself noted about its run, and undefined when none runs or was left behind. */
export function readPostmaster(data: string): { pid: number; port: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  wal_compression: 'on',
  max_wal_size: '1GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A dead client's running query ends soon, and with it its locks.
  client_connection_check_interval: process.platform === 'win32' ? '0' : '5s',
  // Personal data must not reach the server's log: no statements, no parameters, no error texts, no details of a key.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
}

const EPHEMERAL: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '10min',
}

const LOG_BYTES = 5 * 1024 * 1024
const LOCK = 'select pg_try_advisory_lock(762, 1) as taken'

class LaunchError extends Error {
  /** True when the same again may well succeed: a port was taken, another server is about to end or was faster. */
  get retry(): boolean {
    return /could not create any TCP\/IP sockets|lock file "postmaster.pid"|still in use/.test(this.message)
  }
}

/** A server that runs on our data is either another process's, which refuses us, or was left behind by a kill: then it is ended. */
async function endLeftover(home: Home, dataDir: string, log: Log): Promise<void> {
  for (const end = performance.now() + 120_000; performance.now() < end; await sleep(50)) {
    const left = readPostmaster(home.data)
    if (!left) return
    if (!runsOn(left.pid, home.data)) {
      // The number may by now belong to some other program, which PostgreSQL would take for a running server.
      rmSync(join(home.data, 'postmaster.pid'), { force: true })
      return
    }
    // It may just be starting, recovering or ending: then it is asked again.
    const lock = await takeLock(home, left.port, 2_000).catch(() => 'unreachable' as const)
    if (lock === 'unreachable') continue
    if (!lock) throw inUse(dataDir)
    log.info('PostgreSQL was left running by a process that was killed; restarting it')
    lock.on('error', () => {})
    await endProcess(left.pid, () => !runsOn(left.pid, home.data))
  }
  throw new StartError(
    `A PostgreSQL server runs on ${home.dir} but does not answer: end it (process ${readPostmaster(home.data)?.pid}) and start again.`,
  )
}

function inUse(dataDir: string): StartError {
  return new StartError(
    `The data folder ${dataDir} is in use by another running Rozmova: stop that one, or set DATA_DIR to another folder.`,
  )
}

/**
 * The lock is the connection's, so it goes with the process however that ends. Tried for `patience` ms, since a process that is
 * just ending may still hold it. Undefined when somebody else has it; throws when the server cannot be asked.
 */
async function takeLock(home: Home, port: number, patience: number): Promise<pg.Client | undefined> {
  const client = await connected(urlOf(home, port, 'postgres'))
  for (const end = performance.now() + patience; ; await sleep(50)) {
    const { rows } = await client.query<{ taken: boolean }>(LOCK)
    if (rows[0]?.taken) return client
    if (performance.now() >= end) break
  }
  await client.end()
  return undefined
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    ssl: false,
    connectionTimeoutMillis: 5_000,
    application_name: 'rozmova-start',
  })
  client.on('error', () => {}) // An error also ends the connection, and the end is what is listened to.
  await client.connect()
  return client
}

/** Spawns the server in a process group of its own and waits until it takes connections (a crash recovery included). */
async function launch(
  home: Home,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess | LaunchError> {
  trimLog(home.log)
  const out = openSync(home.log, 'a', 0o600)
  const logged = statSync(home.log).size
  const args = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const child = spawn(home.postgres, ['-D', home.data, ...args], {
    ...home.run,
    detached: true,
    stdio: ['ignore', out, out],
    windowsHide: true,
  })
  closeSync(out)
  let failure = ''
  child.once('error', (error) => {
    failure = error.message
  })
  for (; !failure && !exited(child); await sleep(5)) {
    const postmaster = readPostmaster(home.data)
    if (postmaster?.pid === child.pid && postmaster?.ready) return child
  }
  return new LaunchError(failure || readFileSync(home.log).subarray(logged).toString('utf8') || 'it said nothing')
}

async function ensureDatabase(home: Home, port: number): Promise<void> {
  const client = await connected(urlOf(home, port, 'postgres'))
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'rozmova'`)
    if (rowCount === 0) await client.query('create database rozmova')
  } finally {
    await client.end()
  }
}

async function endServer(child: ChildProcess, ephemeral: boolean): Promise<void> {
  const pid = child.pid
  if (pid !== undefined && !exited(child)) await endProcess(pid, () => exited(child), ephemeral)
}

/** Fast shutdown (a checkpoint, so that the next start is quick), then an immediate one, then the hard way. */
async function endProcess(pid: number, gone: () => boolean, atOnce = false): Promise<void> {
  const ways = [
    ['SIGINT', atOnce ? 0 : 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const
  for (const [way, patience] of ways) {
    if (patience > 0) signal(pid, way)
    for (const end = performance.now() + patience; performance.now() < end; await sleep(10)) if (gone()) return
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (errorCode(error) === 'EPERM') {
      throw new StartError(`The PostgreSQL server ${pid} belongs to another user: start as that user, or end it.`)
    }
  }
}

function exited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** Whether the process is a server on this very data: PostgreSQL's working folder is its data folder. */
function runsOn(pid: number, data: string): boolean {
  if (!alive(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
  } catch {
    return false
  }
}

/** Outside the system's range for outgoing connections, so that none of ours can sit on the port while the server restarts. */
async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = 15_000 + Math.floor(Math.random() * 15_000)
    if (await isFree(port)) return port
  }
  throw explain('Address already in use', '')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => done(true)))
  })
}

function urlOf(home: Home, port: number, database: string): string {
  return `postgres://postgres:${home.password}@127.0.0.1:${port}/${database}`
}

/** The server holds its log open, so the file is emptied in place once the last of it is put aside. */
function trimLog(file: string): void {
  try {
    if (statSync(file).size < LOG_BYTES) return
    copyFileSync(file, `${file}.1`)
    truncateSync(file)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

/** Waits at the end of a pipe that closes when this process ends, in whatever way, and clears up then. */
function guardEphemeral(home: Home, dataDir: string): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined
  const clearUp = 'cat; kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; sleep 0.5; rm -rf "$1" "$2"'
  const guard = spawn('/bin/sh', ['-c', clearUp, 'sh', home.dir, dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  })
  guard.unref()
  return guard
}
