import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../main.ts', import.meta.url))

/** The product as a program of its own, started as `npm start` starts it, in an empty folder and with these settings only. */
export interface Running {
  readonly child: ChildProcess
  readonly pid: number
  readonly url: string
  /** Everything it printed so far, both streams. */
  printed(): string
  /** Resolves with the exit code once it is gone. */
  readonly ended: Promise<number | null>
}

/** Only starts it: for those that are not expected to get far. */
export function launch(settings: Readonly<Record<string, string>>): Omit<Running, 'url'> {
  const folder = mkdtempSync(join(tmpdir(), 'rozmova-run-'))
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? folder, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      rmSync(folder, { recursive: true, force: true })
      resolve(code)
    })
  })
  return { child, pid: child.pid ?? 0, printed: () => text, ended }
}

/** Starts it and waits until it answers. */
export async function run(settings: Readonly<Record<string, string>>): Promise<Running> {
  const port = settings['PORT'] ?? String(await freePort())
  const started = launch({ PORT: port, ...settings })
  const url = `http://127.0.0.1:${port}`
  let gone = false
  void started.ended.then(() => {
    gone = true
  })
  for (const until = Date.now() + 55_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (gone) throw new Error(`it ended: ${started.printed()}`)
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) return { ...started, url }
    if (Date.now() > until) {
      started.child.kill('SIGKILL')
      throw new Error(`it does not answer: ${started.printed()}`)
    }
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const at = probe.address()
      probe.close(() => (typeof at === 'object' && at ? resolve(at.port) : reject(new Error('no port'))))
    })
  })
}
