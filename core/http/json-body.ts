import type { FastifyInstance } from 'fastify'
import { HttpError } from './error-reply.ts'

const deepest = 64

/**
 * Reads JSON bodies as bytes first: nothing nested deeper than anybody means, no `__proto__`, no zero bytes, valid UTF-8.
 * Whoever needs the very bytes (an idempotency key) finds them in `request.bodyBytes`.
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
    if (text.includes('\\u0000') || text.includes('\0'))
      return done(new HttpError(400, 'input-invalid', 'Texts must not contain zero bytes.'))
    if (request.headers['idempotency-key'] !== undefined) request.bodyBytes = body
    void parse(request, text, done)
  })
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
  interface FastifyRequest {
    /** The body as it came; kept only where an Idempotency-Key is given. */
    bodyBytes: Buffer | undefined
  }
}
