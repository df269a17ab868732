import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { openChannel } from '../accounts/index.ts'
import { isId } from '../ids.ts'
import { sameSecret } from './caller.ts'
import type { BotKind } from './deps.ts'
import type { Room } from './desk.ts'
import { HttpError } from './error-reply.ts'
import { createMemo } from './memo.ts'

const largestUpdate = 1024 * 1024
const bodies = { 'application/json': z.looseObject({}).meta({ description: 'As the platform describes it' }) }

/**
 * The platforms' webhooks. 200 once the update is committed (or is nothing to keep), 401 for a wrong secret, signature or
 * channel, 413 over the bound, 503 while nothing can be committed; nothing else, because Telegram holds back a whole chat
 * behind a refused update. No rate limit: a flood is slowed after storing.
 */
export function hookRoutes(app: FastifyInstance, { deps, elapsed }: Room): void {
  const channels = createMemo(findChannel, 4_000, elapsed)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const options = {
    bodyLimit: largestUpdate,
  }
  const described = (summary: string) => ({
    tags: ['webhooks of the platforms'],
    summary,
    params: z.object({ channel: z.string() }),
    consumes: ['application/json'],
    response: { 200: z.looseObject({}).meta({ description: 'It is stored, or is nothing to keep' }) },
  })

  app.post<{ Params: { channel: string } }>(
    '/hooks/telegram/:channel',
    {
      ...options,
      config: { access: 'public', reads: { bodies, headers: { 'X-Telegram-Bot-Api-Secret-Token': z.string() } } },
      schema: described('An update from Telegram, with the secret that its webhook was set with'),
      // Before the body is read: whoever lacks the secret may not even make us read.
      onRequest: async (request) => {
        const channel = await known('telegram', request.params.channel)
        if (!sameSecret(request.headers['x-telegram-bot-api-secret-token'], channel.hookSecret)) throw refused()
      },
    },
    async (request, reply) => {
      const { businessId, id } = await known('telegram', request.params.channel)
      const body = textOf(request)
      await store('telegram', { businessId, channelId: id }, body, request)
      return accept(reply)
    },
  )

  const viber = {
    ...options,
    config: { access: 'public' as const, reads: { bodies, headers: { 'X-Viber-Content-Signature': z.string() } } },
    schema: described('A callback from Viber, signed with the token of the bot'),
  }
  app.post<{ Params: { channel: string } }>('/hooks/viber/:channel', viber, async (request, reply) => {
    const { businessId, id, signing } = await known('viber', request.params.channel)
    if (!signedWith(signing, request)) throw refused()
    const body = textOf(request)
    const channel = { businessId, channelId: id }
    await store('viber', channel, body, request)
    // The answer to "somebody opened the chat" is the welcome itself.
    const welcome = body.includes('"conversation_started"')
      ? await deps.platforms.welcome(channel, body).catch(unavailable)
      : undefined
    return welcome ? reply.type('application/json').send(JSON.stringify(welcome)) : accept(reply)
  })

  async function findChannel(id: string) {
    const place = await deps.directory.findChannel(id)
    if (!place || place.kind === 'web') return undefined
    const channel = await deps.tenancy.run(place.businessId, (tx) => openChannel(tx, id))
    if (!channel?.token || !channel.hookSecret) return undefined
    const signing = createSecretKey(Buffer.from(channel.token))
    return { businessId: place.businessId, id, kind: place.kind, signing, hookSecret: channel.hookSecret }
  }

  async function known(kind: BotKind, id: string) {
    const channel = isId(id) ? await channels.get(id).catch(unavailable) : undefined
    if (!channel || channel.kind !== kind) throw refused()
    return channel
  }

  async function store(
    kind: BotKind,
    channel: { businessId: string; channelId: string },
    body: string,
    request: FastifyRequest,
  ): Promise<void> {
    const envelope = envelopeOf(kind, body, request)
    if (envelope) await deps.intake.store({ ...channel, ...envelope, payload: body }).catch(unavailable)
  }

  /** What cannot be read is nothing to keep: sent again it would be no better. */
  function envelopeOf(kind: BotKind, body: string, request: FastifyRequest) {
    try {
      return deps.hooks[kind].envelope(body, request.headers)
    } catch {
      request.log.warn({ kind }, 'an update could not be read')
      return undefined
    }
  }

  function unavailable(error: unknown): never {
    deps.log.error({ type: error instanceof Error ? error.name : typeof error }, 'an update could not be stored')
    throw new HttpError(503, 'unavailable', 'Nothing can be stored at the moment.', { 'retry-after': '1' })
  }
}

function textOf(request: FastifyRequest): string {
  return Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
}

function signedWith(key: KeyObject, request: FastifyRequest): boolean {
  const given = request.headers['x-viber-content-signature']
  if (typeof given !== 'string' || !/^[0-9a-f]{64}$/i.test(given) || !Buffer.isBuffer(request.body)) return false
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', key).update(request.body).digest())
}

function accept(reply: FastifyReply): FastifyReply {
  return reply.code(200).type('application/json').send('{}')
}

function refused(): HttpError {
  return new HttpError(401, 'unauthenticated', 'The secret, the signature or the channel is wrong.')
}
