import { hash, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { memberOf, parseApiKey, type Session, type Tokens, verifyApiKey } from '../accounts/index.ts'
import { type Actor, actorId } from '../actor.ts'
import type { ServerDeps } from './deps.ts'
import { HttpError } from './error-reply.ts'
import { createMemo } from './memo.ts'

/** Who is asking, and in which business. */
export interface Caller {
  readonly kind: 'key' | 'session'
  readonly businessId: string
  readonly actor: Actor
  /** `key:ID` or `staff:ID`. */
  readonly id: string
}

export interface Callers {
  /** Who signed this request; undefined when nobody did. What is signed wrongly is 401. */
  of(request: FastifyRequest): Promise<Caller | undefined>
  /** A key or session ended here is refused here at once; elsewhere within `rememberedMs`. */
  forget(): void
}

/** How long a key or a session is trusted without asking again. A revoked one is refused within five seconds. */
const rememberedMs = 4_000

export const sessionCookie = 'rozmova_session'

export function createCallers(
  deps: Pick<ServerDeps, 'tenancy' | 'directory' | 'clock'>,
  tokens: Tokens,
  elapsed: () => number,
): Callers {
  const keys = createMemo(findKey, rememberedMs, elapsed)
  const sessions = createMemo(findSession, rememberedMs, elapsed)

  async function findKey(text: string): Promise<Caller | undefined> {
    const key = parseApiKey(text)
    if (!key) return undefined
    const place = await deps.directory.findApiKey(key.id)
    if (!place) return undefined
    const verified = await deps.tenancy.run(place.businessId, (tx) => verifyApiKey(tx, key))
    if (!verified) return undefined
    const actor: Actor = { kind: 'key', keyId: key.id, scopes: verified.scopes, channel: 'api' }
    return { kind: 'key', businessId: place.businessId, actor, id: actorId(actor) }
  }

  async function findSession(tokenHash: string): Promise<Caller | undefined> {
    const session = await deps.directory.findSession(Buffer.from(tokenHash, 'base64'), deps.clock())
    if (!session) return undefined
    const member = await deps.tenancy.run(session.businessId, (tx) => memberOf(tx, session.accountId))
    if (!member) return undefined
    const actor: Actor = { kind: 'staff', staffId: member.id, role: member.role, addressId: null, channel: 'api' }
    return { kind: 'session', businessId: session.businessId, actor, id: actorId(actor) }
  }

  return {
    forget() {
      keys.clear()
      sessions.clear()
    },
    async of(request) {
      const header = request.headers.authorization
      if (header !== undefined) {
        const key = /^Bearer +(rzm_\w{51})$/i.exec(header)?.[1]
        const caller = key === undefined ? undefined : await keys.get(key)
        if (!caller) throw unauthenticated('The API key is unknown, revoked or expired.')
        return caller
      }
      const token = request.cookies[sessionCookie]
      return token ? sessions.get(tokens.hash('session', token).toString('base64')) : undefined
    },
  }
}

export function unauthenticated(detail: string): HttpError {
  return new HttpError(401, 'unauthenticated', detail, { 'www-authenticate': 'Bearer realm="rozmova"' })
}

/**
 * Refuses what another site's page made the browser send along with our cookie. Browsers say where a request comes from;
 * what says nothing is no browser.
 */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const origin = request.headers.origin
  if (site === undefined && origin === undefined) return
  if (site === undefined && origin !== undefined) {
    const own = [publicUrl, `http://${request.headers.host}`, `https://${request.headers.host}`]
    if (own.includes(origin)) return
  }
  throw new HttpError(403, 'foreign-origin', 'This was sent from another site.')
}

export function setSession(reply: FastifyReply, session: Session, publicUrl: string | undefined): void {
  reply.setCookie(sessionCookie, session.token, { ...cookieOptions(publicUrl), expires: session.until })
}

export function dropSession(reply: FastifyReply, publicUrl: string | undefined): void {
  reply.clearCookie(sessionCookie, cookieOptions(publicUrl))
}

function cookieOptions(publicUrl: string | undefined) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl?.startsWith('https:') ?? false } as const
}

/** Equal or not, in a time that says nothing about where they differ. */
export function sameSecret(given: string | string[] | undefined, right: string): boolean {
  if (typeof given !== 'string') return false
  const digest = (text: string) => hash('sha256', text, 'buffer')
  return timingSafeEqual(digest(given), digest(right))
}
