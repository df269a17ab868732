import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where Chromium is, or nothing: then a suite leaves its browser tests out and says so by `noChromium`. */
export function chromiumPath(): string | undefined {
  const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  return existsSync(path) ? path : undefined
}

export const noChromium = 'Left out: the browser tests, since there is no Chromium (install it, or set CHROMIUM_PATH).'

/** A headless Chromium that talks to nobody but the pages it is given. Whoever launches it closes it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error(noChromium)
  return chromium.launch({ executablePath, args: flags })
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
