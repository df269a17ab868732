import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import type { Product } from './compose.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { createLog } from './core/log.ts'
import { type Embedded, StartError, startEmbedded } from './db/embedded.ts'
import { migrate, WrongKeyError } from './db/migrate.ts'
import type { DemoAccess } from './db/seed.ts'

/** Starts the roles of the settings; Ctrl-C or SIGTERM ends them, what is in flight first. */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  if (config.roles.includes('core')) await assertPortIsFree(config)

  const composing = import('./compose.ts')
  const first = !config.databaseUrl && !existsSync(join(config.dataDir, 'postgres'))
  if (first) console.log('Rozmova: the first start takes about half a minute…')

  const database = config.databaseUrl ? undefined : await startEmbedded({ dataDir: config.dataDir, log })
  let product: Product | undefined
  let heartbeat: NodeJS.Timeout | undefined
  const end = onceOnly(async () => {
    clearInterval(heartbeat)
    await product?.stop()
    await database?.stop()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      void end().then(() => process.exit(0))
    })
  }
  try {
    product = await start(config, log, database, await composing)
    if (!config.roles.includes('core')) heartbeat = beat(join(config.dataDir, 'alive'), product.ready)
  } catch (error) {
    await database?.stop()
    throw error
  }
}

async function start(
  config: Config,
  log: ReturnType<typeof createLog>,
  database: Embedded | undefined,
  { compose, prepare }: typeof import('./compose.ts'),
): Promise<Product> {
  const adminUrl = config.databaseUrl ?? database?.url ?? ''
  const encryptionKeys = config.encryptionKeys.length > 0 ? config.encryptionKeys : [ownKey(config.dataDir)]
  const installation = await migrate(adminUrl, { encryptionKeys }).catch(explainConnection)
  await prepare(config, adminUrl, installation)
  const demo = demoFile(config)
  const product = await compose({ config, installation, encryptionKeys, log, demo: demo.tokens })
  try {
    if (demo.wanted && (await product.makeDemo(demo.keep)) === 'made') {
      console.log('Made the demo business with a year of history.')
    }
    const { url } = await product.start()
    if (url) demo.tell(config.publicUrl ?? url)
    return product
  } catch (error) {
    await product.stop()
    throw error
  }
}

/** A database that does not let us in is one sentence for the person at the keyboard. */
function explainConnection(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = connectionTroubles[code]
  throw why ? new StartError(`The database of DATABASE_URL ${why} (${code}).`) : error
}

const connectionTroubles: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'does not answer: check the address and that it runs',
  ENOTFOUND: 'has an address that is not known',
  ETIMEDOUT: 'does not answer in time',
  '28P01': 'refuses the password',
  '28000': 'refuses the user',
  '3D000': 'does not exist: create it first',
  '42501': 'does not let its user create schemas and roles',
}

/** `demo.json`: the tokens for the API and the web chat, for scripts and for people who want to try. */
function demoFile(config: Config) {
  const file = join(config.dataDir, 'demo.json')
  const wanted = config.demo && !config.publicUrl && config.roles.includes('core')
  const read = (): DemoFile | undefined =>
    wanted && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  const write = (content: DemoFile) => {
    mkdirSync(config.dataDir, { recursive: true })
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  }
  return {
    wanted,
    keep: async (access: DemoAccess) => write({ url: `http://${config.host}:${config.port}`, ...access }),
    tokens: async () => {
      const content = read()
      if (!content) return undefined
      const {
        business,
        web_channel: channel,
        customer_visitor,
        manager_visitor,
        marketer_visitor,
        master_visitor,
      } = content
      return { business, channel, customer_visitor, manager_visitor, marketer_visitor, master_visitor }
    },
    tell(url: string): void {
      console.log(`\nRozmova is running: ${url}`)
      const content = read()
      if (!content) return
      if (content.url !== url) write({ ...content, url })
      console.log(`\n  Try it    ${url}/demo — a customer's phone and a manager's side by side`)
      console.log(`  Sign in   ${content.owner.email}  ${content.owner.password}`)
      console.log(`  Scripts   ${file} holds an API key and chat tokens\n`)
    },
  }
}

type DemoFile = DemoAccess & { readonly url: string }

/** The key of an embedded set-up, made at the first start. Whoever copies the database without it copies nothing readable. */
function ownKey(dataDir: string): Buffer {
  const file = join(dataDir, 'encryption-key')
  if (existsSync(file)) return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  mkdirSync(dataDir, { recursive: true })
  const key = randomBytes(32)
  writeFileSync(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return key
}

/** Asked first, so that a port in use leaves nothing half-made. */
function assertPortIsFree({ port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${error.code})`
      reject(
        new StartError(`Port ${port} on ${host} ${why}. Set PORT to another one, for example: PORT=3001 npm start`),
      )
    })
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

/** A process that answers no HTTP says by a file that it is alive and reaches the database. */
function beat(file: string, ready: () => Promise<boolean>): NodeJS.Timeout {
  mkdirSync(dirname(file), { recursive: true })
  const touch = () =>
    void ready().then(
      () => writeFileSync(file, new Date().toISOString()),
      () => {},
    )
  touch()
  return setInterval(touch, 5000)
}

function onceOnly(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}

main().catch((error: unknown) => {
  const told = error instanceof ConfigError || error instanceof StartError || error instanceof WrongKeyError
  console.error(told ? error.message : error)
  process.exit(1)
})
