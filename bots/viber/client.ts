import { z } from 'zod'
import type { Outcome } from '../../core/inbox/index.ts'
import { parseJson, token as tokenShape } from './parse.ts'

/** Where an account is reached; `seconds` bounds every call. */
export interface Access {
  readonly token: string
  readonly apiRoot: string
  readonly seconds?: number
}

/** How a call ended: with Viber's own status, with one of HTTP, or on the way. */
export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly message: string; readonly body: unknown }
  | { readonly kind: 'http'; readonly status: number }
  | { readonly kind: 'network'; readonly code: string; readonly connected: boolean }

/**
 * One call of the REST API; never throws. viber-bot's own client is not used: it reads answers by a plain JSON.parse, which
 * rounds the 19 digits of a message token, never ends when an answer is empty, and has no time-out.
 */
export async function callViber(access: Access, method: string, body: object): Promise<Answer> {
  const { token, apiRoot, seconds = 15 } = access
  let status: number | undefined
  try {
    const response = await fetch(`${apiRoot.replace(/\/+$/, '')}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-viber-auth-token': token },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(seconds * 1000),
    })
    status = response.status
    if (!response.ok) return { kind: 'http', status }
    const parsed = parseJson(await response.text())
    const { status: own, status_message } = answer.parse(parsed)
    return { kind: 'answered', status: own, message: status_message, body: parsed }
  } catch (error) {
    if (status !== undefined) return { kind: 'network', code: 'unreadable answer', connected: true }
    const code = codeOf(error)
    return { kind: 'network', code, connected: !neverConnected.has(code) }
  }
}

/** What the end of a `send_message` means for the message. */
export function outcomeOf(end: Answer): Outcome {
  if (end.kind === 'network') {
    const why = end.code
    return end.connected ? { kind: 'unclear', why } : { kind: 'later', seconds: 2, wholeBot: false, why }
  }
  const why = end.kind === 'http' ? `HTTP ${end.status}` : `${end.status}: ${end.message}`
  if (end.kind === 'http') {
    if (end.status === 429) return { kind: 'later', seconds: 10, wholeBot: true, why }
    return { kind: end.status >= 500 ? 'unclear' : 'refused', why }
  }
  if (end.status === 0) return { kind: 'sent', platformId: sentToken.safeParse(end.body).data?.message_token ?? null }
  if (unreachable.has(end.status)) return { kind: 'unreachable', why }
  // 12: this person has not answered a hundred messages within the hour.
  if (end.status === 12) return { kind: 'later', seconds: 60, wholeBot: false, why }
  // 10: our webhook is not set yet, or being set anew.
  if (end.status === 10) return { kind: 'later', seconds: 30, wholeBot: true, why }
  return { kind: end.status <= 24 ? 'refused' : 'unclear', why }
}

/** Not registered, not subscribed, no device that could show it. */
const unreachable = new Set([5, 6, 11])

const answer = z.object({ status: z.int(), status_message: z.string().catch('') })
const sentToken = z.object({ message_token: tokenShape })

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])

function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
    if (at.name === 'TimeoutError') return 'no answer in time'
  }
  return 'unknown'
}
