import { z } from 'zod'
import {
  addChannel,
  changeSettings,
  createApiKey,
  createInvitation,
  listApiKeys,
  listAudit,
  listChannels,
  listTeam,
  newApiKeySchema,
  newInvitationSchema,
  noteChannelTrouble,
  readConnection,
  readSettings,
  removeChannel,
  removeStaff,
  revokeApiKey,
  settingsPatchSchema,
  settingsViewSchema,
} from '../accounts/index.ts'
import { roles, scopes } from '../actor.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { fromCursor, listOf, listQuery, page } from './cursor.ts'
import type { BotChannel } from './deps.ts'
import type { App, Room } from './desk.ts'
import { idParams, idSchema, timeSchema } from './schemas.ts'

/** Keys, team, channels, settings and the audit: what an owner looks after. */
export function accountRoutes(app: App, room: Room): void {
  const { deps, answer } = room

  app.get(
    '/v1/connection',
    {
      config: { access: 'caller' },
      schema: {
        tags: ['accounts'],
        summary: 'What this key or session is connected to',
        response: {
          200: z.object({
            business: z.object({
              id: idSchema,
              name: z.string(),
              slug: z.string(),
              currency: z.string(),
              timezone: z.string(),
              locale: z.string(),
            }),
            scopes: z.array(z.enum(scopes)),
            role: z.enum(roles).nullable(),
            last_event_at: timeSchema.nullable(),
          }),
        },
      },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { lastEventAt, ...connection } = await readConnection(tx, actor)
        return { body: { ...connection, last_event_at: lastEventAt } }
      }),
  )

  // API keys

  app.post(
    '/v1/api-keys',
    {
      config: { access: { permission: 'keys.manage' } },
      schema: {
        tags: ['accounts'],
        summary: 'Make an API key; it is shown this once',
        body: newApiKeySchema,
        response: {
          201: z.object({ id: z.string(), key: z.string(), name: z.string(), scopes: z.array(z.enum(scopes)) }),
        },
      },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        status: 201,
        body: await createApiKey(tx, actor, request.body),
      })),
  )

  app.get(
    '/v1/api-keys',
    {
      config: { access: { permission: 'keys.manage' } },
      schema: {
        tags: ['accounts'],
        summary: 'The keys that are not revoked',
        response: {
          200: listOf(
            z.object({
              id: z.string(),
              name: z.string(),
              scopes: z.array(z.string()),
              created_at: timeSchema,
              expires_at: timeSchema.nullable(),
              last_used_at: timeSchema.nullable(),
            }),
          ),
        },
      },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        body: whole(await listApiKeys(tx, actor), ({ createdAt, expiresAt, lastUsedAt, ...key }) => ({
          ...key,
          created_at: createdAt,
          expires_at: expiresAt,
          last_used_at: lastUsedAt,
        })),
      })),
  )

  app.delete(
    '/v1/api-keys/:id',
    {
      config: { access: { permission: 'keys.manage' } },
      schema: {
        tags: ['accounts'],
        summary: 'Revoke a key; every process refuses it within five seconds',
        params: idParams,
        response: { 204: z.undefined() },
      },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        await revokeApiKey(tx, actor, request.params.id)
        return { status: 204, after: room.callers.forget }
      }),
  )

  // Team

  app.post(
    '/v1/invitations',
    {
      config: { access: { permission: 'team.manage' } },
      schema: {
        tags: ['accounts'],
        summary: 'Invite somebody into the team; the code works once, for a day',
        body: newInvitationSchema,
        response: {
          201: z.object({
            code: z.string(),
            role: z.enum(roles),
            expires_at: timeSchema,
            links: z.object({ telegram: z.string().optional(), viber: z.string().optional(), web: z.string() }),
          }),
        },
      },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const base = deps.settings.publicUrl ?? `${request.protocol}://${request.host}`
        const { code, role, expiresAt, links } = await createInvitation(tx, actor, { ...request.body, base })
        return { status: 201, body: { code, role, expires_at: expiresAt, links } }
      }),
  )

  app.get(
    '/v1/team',
    {
      config: { access: { permission: 'team.manage' } },
      schema: {
        tags: ['accounts'],
        summary: 'Who belongs to the team',
        response: {
          200: listOf(
            z.object({
              id: idSchema,
              name: z.string(),
              role: z.enum(roles),
              channels: z.array(z.string()),
              has_account: z.boolean(),
              created_at: timeSchema,
            }),
          ),
        },
      },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        body: whole(await listTeam(tx, actor), ({ createdAt, hasAccount, ...person }) => ({
          ...person,
          has_account: hasAccount,
          created_at: createdAt,
        })),
      })),
  )

  app.delete(
    '/v1/team/:id',
    {
      config: { access: { permission: 'team.manage' } },
      schema: {
        tags: ['accounts'],
        summary: 'Remove somebody from the team; it takes effect at their next message',
        params: idParams,
        response: { 204: z.undefined() },
      },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        await removeStaff(tx, actor, ourId(request.params.id))
        return { status: 204, after: room.callers.forget }
      }),
  )

  // Channels

  const channelSchema = z.object({
    id: idSchema,
    kind: z.enum(['telegram', 'viber', 'web']),
    name: z.string().nullable(),
    state: z.enum(['connected', 'broken', 'removed']),
    trouble: z.string().nullable(),
    created_at: timeSchema,
  })

  app.post(
    '/v1/channels',
    {
      config: { access: { permission: 'channels.manage' } },
      schema: {
        tags: ['accounts'],
        summary: 'Connect a bot; its token is checked with the platform first',
        body: z.object({ kind: z.enum(['telegram', 'viber']), token: z.string().trim().min(10).max(300) }),
        response: { 201: channelSchema },
      },
    },
    async (request, reply) => {
      const { kind, token } = request.body
      const { name } = await deps.platforms.check(kind, token)
      return answer(request, reply, async (tx, actor) => {
        const tokenHash = room.tokens.hash('bot', `${kind}/${token}`)
        const { hookSecret, createdAt, ...channel } = await addChannel(tx, actor, { kind, token, tokenHash, name })
        const bot = botChannel(tx.business.id, { id: channel.id, kind, token, hookSecret })
        return { status: 201, body: { ...channel, created_at: createdAt }, after: () => connect(bot) }
      })
    },
  )

  /** The channel stands even if the platform could not be told just now: the list of channels says so. */
  async function connect(channel: BotChannel): Promise<void> {
    const { businessId, channelId } = channel
    try {
      await deps.platforms.connect(channel)
    } catch (error) {
      const trouble = error instanceof AppError ? error.code : 'channel-unreachable'
      await deps.tenancy.run(businessId, (tx) => noteChannelTrouble(tx, channelId, trouble))
    }
  }

  /** A platform that cannot be told keeps sending to a channel that answers 401. */
  async function disconnect(channel: BotChannel): Promise<void> {
    const { channelId } = channel
    try {
      await deps.platforms.disconnect(channel)
    } catch {
      deps.log.warn({ channelId }, 'the platform was not told that a bot is gone')
    }
  }

  app.get(
    '/v1/channels',
    {
      config: { access: { permission: 'channels.manage' } },
      schema: { tags: ['accounts'], summary: 'The connected channels', response: { 200: listOf(channelSchema) } },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        body: whole(await listChannels(tx, actor), ({ createdAt, ...channel }) => ({
          ...channel,
          created_at: createdAt,
        })),
      })),
  )

  app.delete(
    '/v1/channels/:id',
    {
      config: { access: { permission: 'channels.manage' } },
      schema: { tags: ['accounts'], summary: 'Take a bot away', params: idParams, response: { 204: z.undefined() } },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { id, kind, token, hookSecret } = await removeChannel(tx, actor, ourId(request.params.id))
        if (kind === 'web' || token === null || hookSecret === null) return { status: 204 }
        const bot = botChannel(tx.business.id, { id, kind, token, hookSecret })
        return { status: 204, after: () => disconnect(bot) }
      }),
  )

  function botChannel(
    businessId: string,
    { id, kind, token, hookSecret }: { id: string; kind: BotChannel['kind']; token: string; hookSecret: string },
  ): BotChannel {
    const { publicUrl } = deps.settings
    const hookUrl = publicUrl === undefined ? undefined : `${publicUrl}/hooks/${kind}/${id}`
    return { businessId, channelId: id, kind, token, hookSecret, hookUrl }
  }

  // Settings and audit

  app.get(
    '/v1/settings',
    {
      config: { access: { permission: 'settings.manage' } },
      schema: { tags: ['accounts'], summary: "The business's settings", response: { 200: settingsViewSchema } },
    },
    (request, reply) => answer(request, reply, async (tx, actor) => ({ body: await readSettings(tx, actor) })),
  )

  app.patch(
    '/v1/settings',
    {
      config: { access: { permission: 'settings.manage' } },
      schema: {
        tags: ['accounts'],
        summary: 'Change the settings that are named',
        body: settingsPatchSchema,
        response: { 200: settingsViewSchema },
      },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        body: await changeSettings(tx, actor, request.body),
        after: () => deps.tenancy.forget(tx.business.id),
      })),
  )

  app.get(
    '/v1/audit',
    {
      config: { access: { permission: 'audit.read' } },
      schema: {
        tags: ['accounts'],
        summary: 'What was done and by whom, newest first',
        querystring: listQuery,
        response: {
          200: listOf(
            z.object({
              id: z.int(),
              at: timeSchema,
              actor: z.string(),
              action: z.string(),
              target: z.string().nullable(),
              detail: z.record(z.string(), z.unknown()).nullable(),
            }),
          ),
        },
      },
    },
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { limit, cursor } = request.query
        const place = fromCursor(cursor, z.tuple([z.int().min(0)]))
        const lines = await listAudit(tx, actor, { before: place?.[0] ?? null, limit: limit + 1 })
        return {
          body: page(
            lines,
            limit,
            ({ id }) => [id],
            (line) => line,
          ),
        }
      }),
  )
}

/** A list that fits one page. */
const whole = <Row, Shown>(rows: readonly Row[], show: (row: Row) => Shown) => ({
  data: rows.map(show),
  next_cursor: null,
})

/** What cannot be an id of ours cannot be found. */
export function ourId(text: string): string {
  if (!isId(text)) throw new AppError('not-found')
  return text
}
