import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

let project = ''

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'rozmova-run-'))
  cpSync(fileURLToPath(new URL('../../tools/run.js', import.meta.url)), join(project, 'tools', 'run.js'))
  put('package.json', '{"type": "module"}')
  lock({})
  mkdirSync(join(project, 'node_modules', 'node', 'bin'), { recursive: true })
  symlinkSync(process.execPath, join(project, 'node_modules', 'node', 'bin', 'node'))
})

afterEach(() => rmSync(project, { recursive: true, force: true }))

test('start runs main.ts with its arguments and hands on its exit code', async () => {
  put('main.ts', `const code: number = 7; console.log(process.argv.slice(2).join(' ')); process.exit(code)`)
  expect(await run('start', '--', 'one', 'two').ended).toEqual({ code: 7, output: 'one two\n' })
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s reaches the product once, which ends in its own time', async (signal) => {
  put(
    'main.ts',
    `let heard = 0
    process.on('${signal}', () => { heard += 1; setTimeout(() => { console.log('heard ' + heard); process.exit(0) }, 300) })
    setInterval(() => {}, 1000)
    console.log('up')`,
  )
  const { child, ended } = run('start')
  await new Promise((up) => child.stdout.once('data', up))
  child.kill(signal)
  child.kill(signal)
  expect(await ended).toEqual({ code: 0, output: 'up\nheard 1\n' })
})

test('the product ends when the npm that started it is killed the hard way', async () => {
  put(
    'main.ts',
    `process.on('SIGTERM', () => { console.log('ended'); process.exit(0) }); setInterval(() => {}, 1000); console.log('up')`,
  )
  const npmStart = `require('child_process').spawn('/bin/sh', ['-c', 'node tools/run.js start; true'], { stdio: 'inherit' })`
  const parent = spawn(process.execPath, ['-e', npmStart], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, npm_lifecycle_event: 'start' },
  })
  let output = ''
  parent.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  await expect.poll(() => output, { timeout: 5_000 }).toBe('up\n')
  parent.kill('SIGKILL')
  await expect.poll(() => output, { timeout: 5_000 }).toBe('up\nended\n')
})

test('a step that fails ends the script with its code', async () => {
  put('node_modules/typescript/bin/tsc', `console.log('types'); process.exit(3)`)
  put('node_modules/vitest/vitest.mjs', `console.log('tests')`)
  expect(await run('test').ended).toEqual({ code: 3, output: 'types\n' })
})

test('what is missing is installed once, even by two runs at the same time, and not again', async () => {
  lock({ 'node_modules/thing': { version: '1.0.0' } })
  put('main.ts', `console.log('ran')`)
  const installs = () => readFileSync(join(project, 'installs'), 'utf8')
  const results = await Promise.all([run('start').ended, run('start').ended, run('start').ended])
  for (const { code, output } of results) expect([code, output.endsWith('ran\n')]).toEqual([0, true])
  expect(results.filter(({ output }) => output.includes('Installing… (about half a minute, once)'))).toHaveLength(1)
  expect(await run('start').ended).toEqual({ code: 0, output: 'ran\n' })
  expect(installs()).toBe('ci --include=dev\n')

  lock({ 'node_modules/thing': { version: '1.0.1' } })
  expect((await run('start').ended).output).toContain('Installing')
  expect(installs()).toBe('ci --include=dev\nci --include=dev\n')
})

test('a lock left by a run that was killed does not keep the next one waiting', async () => {
  lock({ 'node_modules/thing': { version: '1.0.0' } })
  put('main.ts', `console.log('ran')`)
  put('.installing/pid', '999999999')
  expect((await run('start').ended).output).toMatch(/ran\n$/)
})

test('an install that fails says so in one sentence after what npm said', async () => {
  lock({ 'node_modules/nowhere': { version: '1.0.0' } })
  const { code, output } = await run('start').ended
  expect(code).toBe(1)
  expect(output).toMatch(/no such package\n.*could not be installed: see above/)
})

test('an unknown script is answered with the known ones', async () => {
  expect(await run('strat').ended).toEqual({
    code: 1,
    output: expect.stringMatching(/choose one of start, test, check/),
  })
})

/** Stands in for npm: notes how it was called and installs what the lock names, unless that is called "nowhere". */
const npm = `
  import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
  import { setTimeout as sleep } from 'node:timers/promises'
  appendFileSync('installs', process.argv.slice(2, 4).join(' ') + '\\n')
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  if (packages['node_modules/nowhere']) { console.error('no such package'); process.exit(1) }
  await sleep(300)
  for (const path of Object.keys(packages)) mkdirSync(path, { recursive: true })
  writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }))`

function run(...args: string[]) {
  put('npm.js', npm)
  const child = spawn(process.execPath, [join(project, 'tools', 'run.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], npm_execpath: join(project, 'npm.js') },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = new Promise<{ code: number | null; output: string }>((done) => {
    child.once('close', (code) => done({ code, output }))
  })
  return { child, ended }
}

function put(path: string, content: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true })
  writeFileSync(join(project, path), content)
}

function lock(packages: Record<string, { version: string }>): void {
  put('package-lock.json', JSON.stringify({ packages }))
}
