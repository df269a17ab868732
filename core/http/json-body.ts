import type { FastifyInstance } from 'fastify'
import { HttpError, InputError } from './error-reply.ts'

const deepest = 64

/**
 * Reads JSON bodies as bytes first: nothing nested deeper than anybody means, no `__proto__`, no zero bytes in a text, no
 * broken characters in an external id. Whoever compares bodies (an idempotency key) finds what they mean in
 * `request.bodyMeaning`. A route that judges its events one by one (`config.judgesTexts`) looks at their texts by itself.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.decorateRequest('bodyMeaning', undefined)
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (!Buffer.isBuffer(body)) return done(new Error('a body came as text'))
    if (body.length === 0) return done(null, undefined)
    if (nestedDeeper(body, deepest))
      return done(new HttpError(400, 'input-invalid', `The body is nested deeper than ${deepest} levels.`))
    const text = body.toString('utf8')
    const suspicious = request.routeOptions.config.judgesTexts !== true && suspiciousTexts.test(text)
    void parse(request, text, (error, value) => {
      if (!error && request.headers['idempotency-key'] !== undefined) request.bodyMeaning = meaningOf(value)
      done(error ?? ((suspicious && unfitTextIn(value)) || null), value)
    })
  })
}

/** What a text with something to refuse has in it: a zero byte or half a surrogate pair, escaped, or U+FFFD, which is what became of broken UTF-8. */
const suspiciousTexts = /\\u(?:0000|d[89a-f]|fffd)|\ufffd/i

/**
 * No text of ours has a zero byte or half a surrogate pair: PostgreSQL could not keep it. No external id has U+FFFD, which
 * is what became of broken bytes: different people would become one. Names the first such text there is.
 */
export function unfitTextIn(value: unknown): InputError | undefined {
  const unfit = findUnfit(value)
  return unfit && new InputError([{ code: 'custom', ...unfit, input: undefined }])
}

interface Unfit {
  readonly path: PropertyKey[]
  readonly message: string
}

function findUnfit(value: unknown, name?: string): Unfit | undefined {
  if (typeof value === 'string') {
    if (value.includes('\0')) return { path: [], message: 'a zero byte' }
    const broken = !value.isWellFormed() || (isExternalId(name) && value.includes('\ufffd'))
    return broken ? { path: [], message: 'a broken character: not valid UTF-8, or half a surrogate pair' } : undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('\0')) return { path: [], message: 'a zero byte' }
    const unfit = findUnfit(inner, key)
    if (unfit) return { ...unfit, path: [Array.isArray(value) ? Number(key) : key, ...unfit.path] }
  }
  return undefined
}

const isExternalId = (name: string | undefined) =>
  name === 'external_id' || name === 'referred_by' || name === 'customer' || name === 'customer_id'

/** The same text for the same JSON: neither the order of keys nor white space counts. */
function meaningOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(meaningOf).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${meaningOf(inner)}`).join()}}`
}

/** Counts brackets outside of strings. */
function nestedDeeper(json: Buffer, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at]
    if (inString) {
      if (byte === 0x5c) at += 1
      else if (byte === 0x22) inString = false
    } else if (byte === 0x22) inString = true
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1
      if (depth > limit) return true
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1
  }
  return false
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What is wrong with a text here is wrong with one event only. */
    judgesTexts?: boolean
  }
  interface FastifyRequest {
    /** The JSON that came, the same text for the same meaning; only where an Idempotency-Key is given. */
    bodyMeaning: string | undefined
  }
}
