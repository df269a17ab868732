import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumPath } from './chromium.ts'

/** What only some machines have, each as a path; a test that needs one says `test.runIf(atHand.redis)`, and the run's end says what was left out. */
export const atHand = {
  redis: process.env['REDIS_SERVER_PATH'] ?? onPath('redis-server'),
  chromium: chromiumPath(),
  /** the recorded and public data of `../shared/data`, beside the project */
  sharedData: existing(fileURLToPath(new URL('../../../shared/data', import.meta.url))),
}

/** One sentence for each thing that is not at hand. */
export function leftOut(): string[] {
  return missing.flatMap(([path, sentence]) => (path === undefined ? [sentence] : []))
}

const missing = [
  [
    atHand.redis,
    'Left out: the tests on Redis, since there is no redis-server (install it, or set REDIS_SERVER_PATH).',
  ],
  [atHand.chromium, 'Left out: the tests in a browser, since there is no Chromium (install it, or set CHROMIUM_PATH).'],
  [atHand.sharedData, 'Left out: the tests on public data, since there is no ../shared/data beside the project.'],
] as const

function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(canRun)
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function existing(path: string): string | undefined {
  return existsSync(path) ? path : undefined
}
