import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../db/embedded.ts'
import { migrate } from '../../db/migrate.ts'
import { leftOut } from './at-hand.ts'
import type { Template } from './postgres.ts'
import { asAdmin, inDatabase, testEncryptionKeys } from './sql.ts'

/**
 * Once per run: a PostgreSQL (its own, or the one of TEST_DATABASE_URL, whose user must be a superuser) with a migrated database
 * to clone. It goes when the run ends, however that ends.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const notes = leftOut()
  if (notes.length > 0 && process.env['ROZMOVA_TEST_NOTHING_LEFT_OUT']) throw new Error(notes.join('\n'))

  const { template, stop } = await startTemplate()
  project.provide('postgres', template)
  return async () => {
    await stop()
    for (const note of notes) console.log(note)
  }
}

/** The server and the template by themselves. A signal ends both. */
export async function startTemplate(): Promise<{ template: Template; stop(): Promise<void> }> {
  const server = await startServer()
  const name = `rozmova_template_${process.pid}`
  const interrupted = (signal: NodeJS.Signals) => {
    void server.stop().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143))
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const stop = async () => {
    for (const signal of signals) process.off(signal, interrupted)
    await asAdmin(server.url, `drop database if exists ${name} with (force)`)
    await server.stop()
  }
  for (const signal of signals) process.once(signal, interrupted)
  try {
    await asAdmin(server.url, `create database ${name}`)
    const { appUrl, pepper } = await migrate(inDatabase(server.url, name), { encryptionKeys: testEncryptionKeys })
    return { template: { adminUrl: server.url, template: name, appUrl, pepper: pepper.toString('base64') }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const outside = process.env['TEST_DATABASE_URL']
  if (outside) return { url: outside, stop: async () => {} }
  const log = { info() {}, warn: console.warn, error: console.error }
  const dataDir = mkdtempSync(join(tmpdir(), 'rozmova-test-'))
  chmodSync(dataDir, 0o755) // as root, the server runs as another user
  return startEmbedded({ dataDir, log, ephemeral: true })
}
