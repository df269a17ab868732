import { once } from 'node:events'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { admitVisitor, answerOnce, newVisitorToken, visitorChat } from '../accounts/index.ts'
import { languageSchema, toLanguage } from '../business.ts'
import { AppError } from '../errors.ts'
import { isId, newId } from '../ids.ts'
import type { StreamEvent, WebUpdate } from './deps.ts'
import { type App, idempotencyKey, type Room } from './desk.ts'
import { HttpError, InputError } from './error-reply.ts'
import { createMemo } from './memo.ts'

const largestPhoto = 10 * 1024 * 1024
const longestText = 4096
const mostStreams = 10
const heartbeatMs = 25_000

const channelParams = z.object({ channel: z.string().max(100) })
const tokenSchema = z.string().min(20).max(100)
const textSchema = z.string().max(longestText)

const fieldsSchema = z
  .object({
    visitor: tokenSchema,
    text: textSchema.optional(),
    press: z.string().min(1).max(200).optional(),
    contact: z
      .union([z.string(), z.object({ phone: z.string(), name: z.string().max(200).optional() })])
      .transform((contact) => (typeof contact === 'string' ? { phone: contact } : contact))
      .refine(({ phone }) => phone.length >= 3 && phone.length <= 40, 'a phone number')
      .optional(),
  })
  .meta({ description: 'One of `text`, `press` and `contact`; or a form with `visitor`, `photo` and perhaps `text`' })
type Fields = z.output<typeof fieldsSchema>
/** For the description: the form is read part by part. */
const formSchema = z.object({
  visitor: tokenSchema,
  photo: z.string().meta({ format: 'binary', description: 'JPEG, PNG, GIF or WebP, 10 MB at most' }),
  text: textSchema.optional(),
})

interface Photo {
  readonly content: Buffer
  readonly mime: string
  readonly name: string
}

/** The third channel: visitors, what they say, and the stream of what they hear. */
export function webchatRoutes(app: App, room: Room): void {
  const { deps, tokens, limiter } = room
  const channels = createMemo((id: string) => deps.directory.findChannel(id), 4_000, room.elapsed)
  const visitors = createMemo(
    (hash: string) => deps.directory.findVisitor(Buffer.from(hash, 'hex')),
    4_000,
    room.elapsed,
  )
  const streams = new Map<string, Set<AbortController>>()

  app.addHook('preClose', async () => {
    for (const open of streams.values()) for (const stream of open) stream.abort()
  })

  app.post(
    '/webchat/:channel/visitors',
    {
      config: { access: 'public' },
      schema: {
        tags: ['web chat'],
        summary: 'A new visitor; whoever holds the token speaks as them',
        params: channelParams,
        body: z
          .object({
            language: languageSchema.optional().catch(undefined),
            start: z
              .string()
              .regex(/^(src|ref|join)_[\w-]{1,64}$/)
              .optional(),
          })
          .optional(),
        response: { 201: z.object({ visitor: z.string() }) },
      },
    },
    async (request, reply) => {
      const { businessId, channelId } = await channelOf(request.params.channel)
      const visitor = newVisitorToken()
      const tokenHash = tokens.hash('visitor', visitor)
      const chat = visitorChat(tokenHash)
      await deps.tenancy.run(businessId, async (tx) => {
        const language = request.body?.language ?? toLanguage(request.headers['accept-language'], tx.business.locale)
        const { addressId } = await deps.webchat.open(tx, { channelId, chat, language })
        await admitVisitor(tx, { tokenHash, channelId, addressId })
      })
      if (request.body?.start !== undefined)
        await store({ businessId, channelId, chat }, 'start', { start: request.body.start })
      return reply.code(201).send({ visitor })
    },
  )

  app.post(
    '/webchat/:channel/messages',
    {
      config: {
        access: 'public',
        reads: { bodies: { 'application/json': fieldsSchema, 'multipart/form-data': formSchema } },
      },
      schema: {
        tags: ['web chat'],
        summary: 'Something a visitor says, presses, shares or shows',
        params: channelParams,
        consumes: ['application/json', 'multipart/form-data'],
        response: { 202: z.object({}) },
      },
    },
    async (request, reply) => {
      const { fields, photo } = request.isMultipart()
        ? await readForm(request)
        : { fields: read(request.body), photo: undefined }
      const visitor = await visitorOf(request.params.channel, fields.visitor)
      limiter.take('visitor', visitor.addressId, reply)
      const said = contentOf(fields, photo)
      const key = idempotencyKey(request)
      const fileId = key === undefined ? await keep(visitor, photo) : await keepOnce(visitor, key, fields, photo)
      const { upload } = fileId === undefined ? {} : { upload: { fileId, caption: fields.text ?? '' } }
      await store(visitor, key ?? newId(), upload ? { upload } : said)
      return reply.code(202).send({})
    },
  )

  app.get(
    '/webchat/:channel/stream',
    {
      config: { access: 'public' },
      schema: {
        tags: ['web chat'],
        summary: 'Server-sent events: what the visitor hears, with `own=1` what they said too; Last-Event-ID resumes',
        params: channelParams,
        querystring: z.object({ visitor: tokenSchema, own: z.enum(['0', '1']).default('0') }),
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const visitor = await visitorOf(request.params.channel, request.query.visitor)
      limiter.take('visitor', visitor.addressId, reply)
      const stop = new AbortController()
      const open = streams.get(visitor.addressId) ?? new Set()
      if (open.size >= mostStreams)
        throw new HttpError(429, 'too-many-requests', 'Too many streams.', { 'retry-after': '5' })
      open.add(stop)
      streams.set(visitor.addressId, open)
      try {
        await tell(request, reply, visitor, { stop, own: request.query.own === '1' })
      } finally {
        stop.abort()
        open.delete(stop)
        if (open.size === 0) streams.delete(visitor.addressId)
      }
      return reply
    },
  )

  async function tell(
    request: FastifyRequest,
    reply: FastifyReply,
    visitor: Visitor,
    { stop, own }: { stop: AbortController; own: boolean },
  ): Promise<void> {
    const last = request.headers['last-event-id']
    const events = deps.webchat.follow(visitor, typeof last === 'string' && last !== '' ? last : undefined, stop.signal)
    const wire = reply.raw
    wire.on('close', () => stop.abort())
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) wire.setHeader(name, value)
    wire.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    wire.write('retry: 1000\n\n')
    const heartbeat = setInterval(() => wire.write(':\n\n'), heartbeatMs)
    try {
      for await (const event of events) {
        if (wire.destroyed) break
        if (!own && isOwn(event)) continue
        if (!wire.write(lines(event))) await Promise.race([once(wire, 'drain'), once(wire, 'close')])
      }
    } catch (error) {
      // The page comes back by itself and names the last event it saw.
      if (!stop.signal.aborted)
        request.log.warn({ type: error instanceof Error ? error.name : typeof error }, 'a stream ended')
    } finally {
      clearInterval(heartbeat)
      wire.end()
    }
  }

  async function channelOf(id: string) {
    const channel = isId(id) ? await channels.get(id) : undefined
    if (channel?.kind !== 'web') throw new AppError('not-found')
    return { businessId: channel.businessId, channelId: id }
  }

  async function visitorOf(channelId: string, token: string): Promise<Visitor> {
    const hash = tokens.hash('visitor', token)
    const visitor = await visitors.get(hash.toString('hex'))
    if (!visitor || visitor.channelId !== channelId) throw new AppError('not-found')
    return { ...visitor, chat: visitorChat(hash) }
  }

  async function store(
    { businessId, channelId, chat }: Pick<Visitor, 'businessId' | 'channelId' | 'chat'>,
    key: string,
    content: Partial<WebUpdate>,
  ): Promise<void> {
    const payload: WebUpdate = { chat, key, at: deps.clock().toISOString(), ...content }
    await deps.intake.store({ businessId, channelId, key: `${chat}/${key}`, chat, payload: JSON.stringify(payload) })
  }

  async function keep(visitor: Visitor, photo: Photo | undefined): Promise<string | undefined> {
    if (!photo) return undefined
    const { addressId } = visitor
    const { fileId } = await deps.tenancy.run(visitor.businessId, (tx) => deps.media.keep(tx, { addressId, ...photo }))
    return fileId
  }

  /** The same key with the same words is the same message; with others it is refused. The picture is kept once. */
  async function keepOnce(
    visitor: Visitor,
    key: string,
    { visitor: _token, ...fields }: Fields,
    photo: Photo | undefined,
  ): Promise<string | undefined> {
    const { addressId } = visitor
    const body = Buffer.concat([Buffer.from(JSON.stringify(fields)), photo?.content ?? Buffer.alloc(0)])
    const first = await deps.tenancy.run(visitor.businessId, (tx) =>
      answerOnce(tx, { caller: `visitor:${addressId}`, key, body }, async () => ({
        status: 202,
        body: photo ? (await deps.media.keep(tx, { addressId, ...photo })).fileId : '',
      })),
    )
    return first.body === '' ? undefined : first.body
  }
}

interface Visitor {
  readonly businessId: string
  readonly channelId: string
  readonly addressId: string
  readonly chat: string
}

function read(body: unknown): Fields {
  const result = fieldsSchema.safeParse(body)
  if (!result.success) throw new InputError(result.error.issues)
  return result.data
}

function contentOf(fields: Fields, photo: Photo | undefined): Pick<WebUpdate, 'text' | 'press' | 'contact'> {
  const { text, press, contact } = fields
  const given = [press, contact, photo ?? (text?.trim() ? text : undefined)].filter((one) => one !== undefined)
  if (given.length !== 1) throw new AppError('input-invalid', {}, 'text')
  if (press !== undefined) return { press }
  if (contact !== undefined) return { contact }
  return { text: text ?? '' }
}

async function readForm(request: FastifyRequest): Promise<{ fields: Fields; photo: Photo | undefined }> {
  const values: Record<string, unknown> = {}
  let photo: Photo | undefined
  for await (const part of request.parts({
    limits: { fileSize: largestPhoto, files: 1, fields: 10, fieldSize: 20_000 },
  })) {
    if (part.type === 'field') values[part.fieldname] = part.value
    else if (part.fieldname !== 'photo') throw new AppError('input-invalid', {}, 'photo')
    else {
      const content = await part.toBuffer()
      if (part.file.truncated) throw new AppError('file-too-big', {}, 'photo')
      const mime = pictureType(content)
      if (!mime) throw new AppError('file-kind', {}, 'photo')
      photo = { content, mime, name: part.filename.slice(0, 200) || 'photo' }
    }
  }
  return { fields: read(values), photo }
}

/** By the first bytes: what a browser calls the file proves nothing. */
function pictureType(content: Buffer): string | undefined {
  const starts = (hex: string, at = 0) => content.subarray(at, at + hex.length / 2).toString('hex') === hex
  if (starts('ffd8ff')) return 'image/jpeg'
  if (starts('89504e470d0a1a0a')) return 'image/png'
  if (starts('47494638')) return 'image/gif'
  if (starts('52494646') && starts('57454250', 8)) return 'image/webp'
  return undefined
}

/** What the visitor said themselves: a page shows it in every tab, a script has no use for it. */
const isOwn = ({ data }: StreamEvent) => 'from' in data && data.from === 'me'

function lines({ id, type, data }: StreamEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}${type === undefined ? '' : `event: ${type}\n`}data: ${JSON.stringify(data)}\n\n`
}
