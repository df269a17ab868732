import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import type { ServerDeps } from '../../../core/http/deps.ts'
import { createServer } from '../../../core/http/server.ts'
import { createIntake, createWebStream } from '../../../core/inbox/index.ts'
import { createRootKeys } from '../../../core/vault.ts'
import { openPool } from '../../../db/client.ts'
import { createDirectory, type Directory } from '../../../db/directory.ts'
import { createTenancy, type Tenancy } from '../../../db/tenant.ts'
import { type FreshDatabase, freshDatabase, testEncryptionKeys } from '../../support/postgres.ts'

/** The HTTP side alone, over a database of its own: platforms, pages and pictures are stand-ins that remember what they were asked. */
export async function ownServer(changes: Partial<ServerDeps> = {}): Promise<OwnServer> {
  const database = await freshDatabase()
  const pool = openPool(database.appUrl, { max: 10 })
  const clock = { now: new Date('2026-11-21T10:00:00Z'), elapsed: 0 }
  const tenancy = createTenancy(pool, createRootKeys(testEncryptionKeys), { clock: () => clock.now })
  const directory = createDirectory(pool)
  const platform: OwnServer['platform'] = { calls: [], refuse: undefined }
  const logged: string[] = []
  const page = (text: string) => {
    const etag = `"${Buffer.from(text).toString('base64url')}"`
    return { body: Buffer.from(text), etag, headers: { 'content-type': 'text/html', etag } }
  }
  const files = new Map<string, Buffer>()
  const deps: ServerDeps = {
    tenancy,
    directory,
    clock: () => clock.now,
    elapsed: () => clock.elapsed,
    pepper: database.pepper,
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    words: (language, what) => `${language}: ${what.say}`,
    intake: createIntake(tenancy),
    hooks: { telegram: { envelope: envelopeOf }, viber: { envelope: envelopeOf } },
    platforms: {
      async check(kind, token) {
        platform.calls.push(`check ${kind}`)
        if (platform.refuse) throw platform.refuse
        return { name: `${kind}_${token.slice(0, 4)}_bot` }
      },
      async connect({ kind, hookUrl }) {
        platform.calls.push(`connect ${kind} ${hookUrl ?? 'by polling'}`)
      },
      async disconnect({ kind }) {
        platform.calls.push(`disconnect ${kind}`)
      },
      welcome: async () => ({ type: 'text', text: 'hello' }),
    },
    webchat: createWebStream(tenancy, (_businessId, what) => JSON.stringify(what)),
    media: {
      load: async ({ id }) => {
        const bytes = files.get(id)
        return bytes && { bytes, mime: 'image/png', name: 'photo.png' }
      },
      async keep(_tx, { content }) {
        const fileId = `00000000-0000-4000-8000-${String(files.size).padStart(12, '0')}`
        files.set(fileId, content)
        return { fileId }
      },
    },
    pages: {
      chat: ({ business }) => page(`chat of ${business}`),
      demo: ({ business }) => page(`demo of ${business}`),
      home: ({ demo }) => page(`home ${demo}`),
      asset: (name) => (name === 'chat.js' ? page('script') : undefined),
    },
    commands: () => [],
    demo: async () => undefined,
    ready: async () => true,
    settings: { checkAnswers: true },
    ...changes,
  }
  const app = await createServer(deps)
  let registered = 0

  return {
    app,
    deps,
    database,
    tenancy,
    directory,
    clock,
    platform,
    files,
    logged,
    async owner(name = 'Мальва') {
      registered += 1
      const email = `owner${registered}@example.com`
      const response = await app.inject({
        method: 'POST',
        url: '/v1/auth/register',
        payload: { name: 'Олена', email, password: 'correct horse', business: { name } },
      })
      if (response.statusCode !== 201) throw new Error(response.body)
      const { business } = response.json<{ business: { id: string; slug: string } }>()
      const cookie = cookieOf(response)
      const ask: Ask = (method, url, payload, headers = {}) =>
        app.inject({ method, url, headers: { cookie, ...headers }, ...(payload === undefined ? {} : { payload }) })
      return { email, business, cookie, ask, password: 'correct horse' }
    },
    async close() {
      await app.close()
      await pool.end()
      await database.drop()
    },
  }
}

export interface OwnServer {
  readonly app: FastifyInstance
  readonly deps: ServerDeps
  readonly database: FreshDatabase
  readonly tenancy: Tenancy
  readonly directory: Directory
  readonly clock: { now: Date; elapsed: number }
  readonly platform: { calls: string[]; refuse: Error | undefined }
  readonly files: Map<string, Buffer>
  readonly logged: string[]
  owner(name?: string): Promise<{
    email: string
    password: string
    business: { id: string; slug: string }
    cookie: string
    ask: Ask
  }>
  close(): Promise<void>
}

export type Ask = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object | string,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>

export function cookieOf(response: LightMyRequestResponse): string {
  const [cookie] = response.cookies
  return cookie ? `${cookie.name}=${cookie.value}` : ''
}

function envelopeOf(body: string): { key: string; chat: string } | undefined {
  const update: { id?: number; chat?: string } = JSON.parse(body)
  return update.id === undefined ? undefined : { key: String(update.id), chat: update.chat ?? 'nobody' }
}
