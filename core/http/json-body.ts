import type { FastifyInstance } from 'fastify'
import { HttpError, InputError } from './error-reply.ts'

const deepest = 64

/**
 * Reads JSON bodies as bytes first: nothing nested deeper than anybody means, no `__proto__`, no zero bytes in a text.
 * Whoever needs the very bytes (an idempotency key) finds them in `request.bodyBytes`. A route that judges its events one
 * by one (`config.judgesTexts`) looks for zero bytes by itself.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.decorateRequest('bodyBytes', undefined)
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (!Buffer.isBuffer(body)) return done(new Error('a body came as text'))
    if (body.length === 0) return done(null, undefined)
    if (nestedDeeper(body, deepest))
      return done(new HttpError(400, 'input-invalid', `The body is nested deeper than ${deepest} levels.`))
    const text = body.toString('utf8')
    if (request.headers['idempotency-key'] !== undefined) request.bodyBytes = body
    const suspicious = text.includes('\\u0000') && request.routeOptions.config.judgesTexts !== true
    void parse(request, text, (error, value) => done(error ?? ((suspicious && zeroByteIn(value)) || null), value))
  })
}

/** No text of ours has a zero byte: PostgreSQL could not keep it. Names the first one there is. */
export function zeroByteIn(value: unknown): InputError | undefined {
  const path = pathToZero(value)
  return path && new InputError([{ code: 'custom', path, message: 'a zero byte', input: undefined }])
}

function pathToZero(value: unknown): PropertyKey[] | undefined {
  if (typeof value === 'string') return value.includes('\0') ? [] : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('\0')) return []
    const path = pathToZero(inner)
    if (path) return [Array.isArray(value) ? Number(key) : key, ...path]
  }
  return undefined
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
    /** The body as it came; kept only where an Idempotency-Key is given. */
    bodyBytes: Buffer | undefined
  }
}
