import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { createDialogue, type Dialogue } from './bots/conversation/dialogue.ts'
import { loadWords } from './bots/conversation/words.ts'
import { features } from './bots/flows/index.ts'
import { createPlatforms } from './bots/platforms.ts'
import { telegramAdapter, telegramHook } from './bots/telegram/channel.ts'
import { viberAdapter, viberHook } from './bots/viber/channel.ts'
import { webAdapter } from './bots/web/channel.ts'
import { pages } from './bots/web/page/pages.ts'
import type { Config } from './config.ts'
import {
  addChannel,
  admitVisitor,
  createApiKey,
  createTokens,
  newVisitorToken,
  registerBusiness,
  type Tokens,
  visitorChat,
} from './core/accounts/index.ts'
import { type Actor, scopes } from './core/actor.ts'
import { createUnderstand, understandIn } from './core/assistant/index.ts'
import { searchWords } from './core/catalog/index.ts'
import { nameTerms } from './core/customers/index.ts'
import { AppError } from './core/errors.ts'
import { closedDemo } from './core/http/closed-demo.ts'
import type { DemoTokens } from './core/http/deps.ts'
import { createMediaTokens } from './core/http/media-token.ts'
import { createServer } from './core/http/server.ts'
import { newId } from './core/ids.ts'
import {
  type ChannelAdapter,
  type ChannelKind,
  createIntake,
  createWebStream,
  deliverTo,
  fetchFile,
  handleNext,
  type Intake,
  insertUpload,
  type MediaSource,
  pictureOf,
} from './core/inbox/index.ts'
import { reactions } from './core/reactions.ts'
import { createRunner } from './core/runner.ts'
import { createRootKeys } from './core/vault.ts'
import { openPool } from './db/client.ts'
import { createDirectory, type Directory } from './db/directory.ts'
import { listenForWakes } from './db/listen.ts'
import type { Installation } from './db/migrate.ts'
import { type DemoAccess, demoBusiness, seedDemo } from './db/seed.ts'
import { createTenancy, type Tenancy, type Wake } from './db/tenant.ts'
import { lexicon } from './prompts/intents.ts'
import { createPictures } from './workers/pictures/render-picture.ts'
import { createProcessors } from './workers/processors.ts'
import { openQueues, prepareQueueTables } from './workers/queues.ts'
import { startWorkers } from './workers/start.ts'

export interface ComposeOptions {
  readonly config: Config
  readonly installation: Installation
  readonly encryptionKeys: readonly Buffer[]
  readonly log: Logger
  readonly clock?: () => Date
  /** False lifts the platforms' paces: for benchmarks, and for tests whose clock is not the platform's. */
  readonly pacing?: boolean
  /** The demo's tokens, while there is a demo to show. */
  readonly demo?: () => Promise<DemoTokens | undefined>
}

/** The product, wired: what `main.ts` starts and what the tests drive. */
export interface Product {
  readonly tenancy: Tenancy
  readonly directory: Directory
  readonly tokens: Tokens
  readonly dialogue: Dialogue
  readonly intake: Intake
  readonly server: FastifyInstance
  /** Makes the demo business unless there is one; `keep` is called before the commit. */
  makeDemo(keep: (access: DemoAccess) => Promise<void>): Promise<'made' | 'there'>
  /** Starts the roles of the settings and resolves once the core listens. */
  start(): Promise<{ url: string | undefined }>
  /** Takes nothing new, finishes what is in flight, lets go of everything. */
  stop(): Promise<void>
  /** Whether the database can be reached; throws otherwise. */
  ready(): Promise<boolean>
  /** Resolves when nothing is being handled or delivered here. */
  idle(): Promise<void>
}

const system: Actor = { kind: 'system', channel: 'system' }

/** What the database needs besides its own migrations. */
export async function prepare(config: Config, adminUrl: string, installation: Installation): Promise<void> {
  if (!config.redisUrl) await prepareQueueTables(adminUrl, installation.appRole)
}

/** The one place where everything is put together. */
export async function compose(options: ComposeOptions): Promise<Product> {
  const { config, installation, log } = options
  const clock = options.clock ?? (() => new Date())
  const has = (role: Config['roles'][number]) => config.roles.includes(role)
  let stopped = false
  const report = (error: unknown) => {
    if (!stopped) log.warn({ err: error }, 'something went wrong and will be tried again')
  }

  const stages: Record<Wake['stage'], { here: boolean; call: (businessId: string, what: Wake) => void }> = {
    handle: {
      here: has('bots'),
      call: (businessId, what) =>
        what.stage === 'handle' && handling.wake([businessId, what.channelId, what.chat].join('/')),
    },
    deliver: {
      here: has('workers'),
      call: (businessId, what) => what.stage === 'deliver' && delivering.wake(`${businessId}/${what.addressId}`),
    },
    menus: {
      here: has('bots'),
      call: (businessId, what) =>
        what.stage === 'menus' && void platforms.roleChanged(businessId, what.addressId).catch(report),
    },
    stream: { here: has('core'), call: (_businessId, what) => what.stage === 'stream' && stream.wake(what.addressId) },
  }
  const call = (businessId: string, what: Wake) => stages[what.stage].call(businessId, what)
  const shared = config.databaseUrl !== undefined

  const pool = openPool(installation.appUrl, { onError: report })
  const tenancy = createTenancy(pool, createRootKeys(options.encryptionKeys), {
    clock,
    react: reactions,
    wake: {
      here: (stage) => stages[stage].here,
      call,
      announce: (stage) => !stages[stage].here || (shared && stage === 'stream'),
    },
  })
  const directory = createDirectory(pool)
  const tokens = createTokens(installation.pepper)
  const media = createMediaTokens(installation.pepper)
  const mediaPath = (businessId: string, what: MediaSource) =>
    `/media/${media.sign('fileId' in what ? { businessId, kind: 'file', id: what.fileId } : { businessId, kind: 'picture', id: what.pictureOf })}`

  const words = loadWords()
  const dialogue = createDialogue({
    webUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
    features,
    words,
    understand: understandIn(createUnderstand(lexicon)),
  })
  const pictures = createPictures()
  const drawPicture = async (picture: Parameters<typeof pictures.render>[0]) => (await pictures.render(picture)).png
  const intake = createIntake(tenancy)
  const stream = createWebStream(tenancy, mediaPath)

  const unpaced = <Adapter extends ChannelAdapter>(adapter: Adapter): ChannelAdapter =>
    options.pacing === false ? { ...adapter, limits: null } : adapter
  const adapters = { web: webAdapter, telegram: unpaced(telegramAdapter), viber: unpaced(viberAdapter) }
  const platforms = createPlatforms({
    tenancy,
    intake,
    words,
    menu: dialogue.menu,
    telegramApiRoot: config.telegramApiRoot,
    viberApiRoot: config.viberApiRoot,
    polls: has('bots'),
    log,
  })
  const { channelOf } = platforms
  const hookUrl = (kind: ChannelKind, channelId: string) =>
    config.publicUrl ? `${config.publicUrl}/hooks/${kind}/${channelId}` : undefined

  const handling = createRunner(
    async (key) => {
      const [businessId = '', channelId = '', chat = ''] = key.split('/')
      for (;;) {
        const result = await handleNext(
          tenancy,
          (tx, update) => converse(tx, update),
          { businessId, channelId, chat },
          report,
        )
        if (typeof result === 'object') return result.retryAt
        if (result !== 'handled') return null
        if (intake.pressed()) return clock()
      }
    },
    // Storing comes first: what is stored waits, what is not is sent again.
    { atOnce: () => (intake.pressed() ? 1 : 8), clock, report },
  )
  const converse: Parameters<typeof handleNext>[1] = async (tx, update) => {
    const incoming = adapters[update.kind].parse(update.payload)
    if (!incoming) return
    const { chat, content } = incoming
    const channel = () => channelOf(tx.business.id, update.channelId, update.kind)
    // What takes longer than a second is seen to be under way. Neither this nor the end of a press promises anything.
    const typing = setTimeout(
      () =>
        void channel()
          .then((open) => open?.typing(chat))
          .catch(report),
      1000,
    )
    try {
      await dialogue.converse(tx, update.channelId, update.kind, incoming)
    } finally {
      clearTimeout(typing)
      const ref = content.kind === 'press' ? content.ref : null
      if (ref)
        void channel()
          .then((open) => open?.acknowledge(ref))
          .catch(report)
    }
  }
  const delivering = createRunner(
    (key) => {
      const [businessId = '', addressId = ''] = key.split('/')
      return deliverTo(
        {
          tenancy,
          words,
          adapters,
          channelOf,
          drawPicture,
          publicUrlOf: (id, what) => (config.publicUrl ? config.publicUrl + mediaPath(id, what) : null),
          clock,
          sleepUntil: async (moment) => {
            const ms = moment.getTime() - clock().getTime()
            if (ms > 0) await sleep(ms)
          },
          report,
        },
        businessId,
        addressId,
      )
    },
    { atOnce: 10, clock, report },
  )

  const ready = async () => {
    await pool.query('select 1')
    return true
  }
  const server = await createServer({
    tenancy,
    directory: config.demo && !config.publicUrl ? directory : closedDemo(directory),
    clock,
    pepper: installation.pepper,
    // What the server itself has to tell, that it listens, is told by `main.ts`.
    log: config.logLevel === 'info' ? log.child({}, { level: 'warn' }) : log,
    words,
    intake,
    hooks: { telegram: telegramHook, viber: viberHook },
    platforms,
    webchat: { open: stream.open, follow: stream.follow },
    media: {
      load: async ({ businessId, kind, id }) => {
        if (kind === 'file') return fetchFile({ tenancy, channelOf }, businessId, id)
        const picture = await tenancy.run(businessId, (tx) => pictureOf(tx, id))
        return picture && { bytes: await drawPicture(picture), mime: 'image/png', name: null }
      },
      keep: insertUpload,
    },
    pages: pages(),
    commands: (audience, language) =>
      dialogue
        .menu(audience)
        .map((entry) => ({ command: `/${entry.name}`, description: words(language, entry.words) })),
    demo: options.demo ?? (async () => undefined),
    ready,
    settings: { publicUrl: config.publicUrl },
  })

  /** Bots that have a webhook are told its address at the start; those without one are looked for now and then. */
  async function resumeBots(): Promise<void> {
    for (const { businessId, channelId, kind } of await directory.allChannels()) {
      await platforms.resume(businessId, channelId, kind, hookUrl(kind, channelId)).catch(report)
    }
  }

  /** The bots of the settings belong to the first business that is not the demo, else to the demo. One that is connected stays. */
  async function connectBotsOfSettings(): Promise<void> {
    const all = await directory.allBusinesses()
    const business = all.find((one) => !one.isDemo) ?? all[0]
    const wanted = [['telegram', config.telegramBotToken] as const, ['viber', config.viberAuthToken] as const]
    for (const [kind, token] of wanted) {
      if (!token || !business) continue
      try {
        const { name } = await platforms.check(kind, token)
        const { businessId } = business
        const tokenHash = tokens.hash('bot', `${kind}/${token}`)
        const { id: channelId, hookSecret } = await tenancy.run(businessId, (tx) =>
          addChannel(tx, system, { kind, token, tokenHash, name }),
        )
        await platforms.connect({ businessId, channelId, kind, token, hookSecret, hookUrl: hookUrl(kind, channelId) })
      } catch (error) {
        if (error instanceof AppError && error.code === 'channel-token-taken') continue
        log.warn(
          { kind, code: error instanceof AppError ? error.code : 'unknown' },
          'a bot of the settings could not be connected',
        )
      }
    }
  }

  let lookingForBots: NodeJS.Timeout | undefined
  let stopWorking = async () => {}
  let listening: { stop(): Promise<void> } | undefined

  async function startBackground(): Promise<void> {
    if (shared)
      listening = listenForWakes(
        installation.appUrl,
        (businessId, what) => stages[what.stage].here && call(businessId, what),
        report,
      )
    if (config.publicUrl ? has('core') : has('bots')) {
      void resumeBots().catch(report)
      if (!config.publicUrl) lookingForBots = setInterval(() => void resumeBots().catch(report), 5_000)
    }
    if (has('core')) void connectBotsOfSettings().catch(report)
    if (!has('workers')) return
    const queues = openQueues({ databaseUrl: installation.appUrl, redisUrl: config.redisUrl, report })
    const working = startWorkers({ queues, processors: createProcessors({ tenancy, directory, clock }), clock, log })
    stopWorking = async () => {
      working.stop()
      await queues.close()
    }
  }

  return {
    tenancy,
    directory,
    tokens,
    dialogue,
    intake,
    server,
    ready,
    async makeDemo(keep) {
      if ((await directory.allBusinesses()).some((business) => business.isDemo)) return 'there'
      await seedDemo({
        tenancy,
        newId,
        scopes,
        register: (within, { name, ...credentials }) =>
          registerBusiness(within, tokens, { name, ...credentials, business: demoBusiness }, { isDemo: true }),
        createApiKey: (tx, actor, wish) => createApiKey(tx, actor, { name: wish.name, scopes: [...wish.scopes] }),
        async openVisitor(tx, channelId) {
          const visitor = newVisitorToken()
          const tokenHash = tokens.hash('visitor', visitor)
          const { addressId } = await stream.open(tx, {
            channelId,
            chat: visitorChat(tokenHash),
            language: tx.business.locale,
          })
          await admitVisitor(tx, { tokenHash, channelId, addressId })
          return { visitor, addressId }
        },
        nameTerms,
        searchWords,
        keep,
      })
      return 'made'
    },
    async start() {
      const url = has('core') ? await server.listen({ port: config.port, host: config.host }) : undefined
      await startBackground()
      return { url }
    },
    async stop() {
      clearInterval(lookingForBots)
      platforms.stop()
      await server.close()
      await handling.stop()
      await delivering.stop()
      await stopWorking()
      await listening?.stop()
      await pictures.close()
      await pool.end()
      stopped = true
    },
    async idle() {
      await handling.idle()
      await delivering.idle()
    },
  }
}
