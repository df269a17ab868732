import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { webChannelId } from '../accounts/index.ts'
import { type Language, toLanguage } from '../business.ts'
import { AppError } from '../errors.ts'
import type { PageFile } from './deps.ts'
import type { App, Room } from './desk.ts'

const wishQuery = z.object({ lang: z.string().max(20).optional() })

/** The pages that people open, what they load, and the pictures and files of a chat. */
export function pageRoutes(app: App, { deps, media }: Room): void {
  const open = { access: 'public' as const }
  const hidden = { querystring: wishQuery, hide: true }

  app.get('/', { config: open, schema: hidden }, async (request, reply) => {
    const demo = (await deps.demo()) !== undefined
    return sendPage(request, reply, deps.pages.home({ demo, language: wish(request, request.query.lang) }))
  })

  app.get('/demo', { config: open, schema: hidden }, async (request, reply) => {
    const demo = await deps.demo()
    if (!demo) throw new AppError('not-found')
    const language = wish(request, request.query.lang)
    const shop = await deps.directory.findBusiness(demo.business)
    if (!shop) throw new AppError('not-found')
    const name = await deps.tenancy.run(shop.businessId, async (tx) => tx.business.name)
    const list = (audience: Parameters<typeof deps.commands>[0]) => deps.commands(audience, spoken(language))
    const commands = {
      customer: list('customer'),
      manager: list('manager'),
      marketer: list('marketer'),
      master: list('master'),
    }
    return sendPage(request, reply, deps.pages.demo({ business: name, commands, language }))
  })

  app.get('/demo/tokens', { config: open, schema: { hide: true } }, async (_request, reply) => {
    const demo = await deps.demo()
    if (!demo) throw new AppError('not-found')
    return reply.header('cache-control', 'no-store').send(demo)
  })

  app.get(
    '/chat/:business',
    { config: open, schema: { ...hidden, params: z.object({ business: z.string().max(100) }) } },
    async (request, reply) => {
      const found = await deps.directory.findBusiness(request.params.business)
      if (!found) throw new AppError('business-unknown')
      const language = wish(request, request.query.lang)
      const { name, channel } = await deps.tenancy.run(found.businessId, async (tx) => ({
        name: tx.business.name,
        channel: await webChannelId(tx),
      }))
      if (channel === undefined) throw new AppError('not-found')
      const commands = deps.commands('customer', spoken(language))
      return sendPage(request, reply, deps.pages.chat({ business: name, channel, commands, language }))
    },
  )

  app.get(
    '/page/:asset',
    { config: open, schema: { hide: true, params: z.object({ asset: z.string().max(100) }) } },
    async (request, reply) => {
      const file = deps.pages.asset(request.params.asset)
      if (!file) throw new AppError('not-found')
      return sendPage(request, reply, file)
    },
  )

  app.get(
    '/media/:token',
    {
      config: open,
      schema: {
        tags: ['web chat'],
        summary: 'A picture or a file of a chat; the address is its own key',
        params: z.object({ token: z.string().max(600) }),
        produces: ['application/octet-stream'],
      },
    },
    async (request, reply) => {
      const ref = media.read(request.params.token)
      const found = ref ? await deps.media.load(ref) : undefined
      if (!found) throw new AppError('not-found')
      const shown = inline.has(found.mime)
      return reply
        .headers({
          'content-type': shown ? found.mime : 'application/octet-stream',
          'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.name ?? 'file')}`,
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, max-age=86400, immutable',
          'cross-origin-resource-policy': 'same-site',
        })
        .send(found.bytes instanceof Uint8Array ? Buffer.from(found.bytes) : found.bytes)
    },
  )
}

/** Kinds that a browser shows and that cannot run anything. */
const inline = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])

function wish(request: FastifyRequest, lang: string | undefined): string | undefined {
  return lang ?? request.headers['accept-language']
}

/** The commands speak the page's language; the page itself reads the whole header. */
function spoken(language: string | undefined): Language {
  for (const part of (language ?? '').split(',')) {
    const code = part.trim().slice(0, 2).toLowerCase()
    if (toLanguage(code, 'uk') === code) return toLanguage(code, 'uk')
  }
  return 'uk'
}

function sendPage(request: FastifyRequest, reply: FastifyReply, file: PageFile): FastifyReply {
  reply.headers(file.headers)
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
  return reply.send(file.body)
}
