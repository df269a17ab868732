import type { Tenancy, TenantTx } from '../../db/tenant.ts'
import { databaseError } from '../errors.ts'
import type { ChannelKind } from './channel.ts'
import { lockChat, markFailed, markHandled, oldestUpdate, type WaitingUpdate } from './queries.ts'

/** Turns one update into answers, within the transaction that marks it handled. Bound in `compose.ts` to the dialogue. */
export type Converse = (
  tx: TenantTx,
  update: { channelId: string; kind: ChannelKind; payload: string; receivedAt: Date },
) => Promise<void>

/** `handled`: one was, and more waits; `idle`: nothing waits any more. */
export type HandleResult = 'handled' | 'idle' | 'failed' | { readonly retryAt: Date }

/** A poison update is tried this often, within 20 seconds, and then laid aside so that its chat moves on. */
const pausesAfterTry = [0.5, 1, 3, 6]

/**
 * Transaction 2 of a message: handles the oldest waiting update of one chat. The mark, the effects and the replies commit
 * together. A handler that throws leaves nothing behind but a counted try.
 */
export async function handleNext(
  tenancy: Tenancy,
  converse: Converse,
  at: { businessId: string; channelId: string; chat: string },
  report: (error: unknown) => void,
): Promise<HandleResult> {
  const chat = Buffer.from(at.chat, 'hex')
  let current: WaitingUpdate | undefined
  try {
    return await tenancy.run(at.businessId, async (tx) => {
      // Sent together and done one after the other: what is read is read behind the lock.
      const locked = lockChat(tx, at.channelId, chat)
      current = undefined
      const [update] = await Promise.all([oldestUpdate(tx, at.channelId, chat), locked])
      if (!update) return 'idle'
      if (update.nextTryAt && update.nextTryAt > tx.now) return { retryAt: update.nextTryAt }
      current = update
      await converse(tx, update)
      const { more } = await markHandled(tx, update, chat)
      return more ? 'handled' : 'idle'
    })
  } catch (error) {
    report(error)
    // An outage of the database is nobody's fault: the sweep comes back to the update, its tries uncounted.
    if (!current || isOutage(error)) return 'failed'
    return fail(tenancy, at.businessId, current, error)
  }
}

async function fail(
  tenancy: Tenancy,
  businessId: string,
  update: WaitingUpdate,
  error: unknown,
): Promise<HandleResult> {
  try {
    return await tenancy.run(businessId, async (tx) => {
      const pause = pausesAfterTry[update.tries]
      const at = pause === undefined ? null : new Date(tx.now.getTime() + pause * 1000)
      await markFailed(tx, update, { state: at ? 'stored' : 'dead', at, trouble: troubleOf(error) })
      return at ? { retryAt: at } : 'handled'
    })
  } catch {
    return 'failed'
  }
}

/** What the owner sees in the list of dead letters: where it broke, never what the person wrote. */
function troubleOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const state = databaseError(error)
  if (state) return `database ${state.state}${state.constraint ? ` ${state.constraint}` : ''}`
  const where = /\(?([\w-]+\.ts:\d+)/.exec(error.stack ?? '')
  return `${error.name}${where ? ` at ${where[1]}` : ''}`
}

export function isOutage(error: unknown): boolean {
  const state = databaseError(error)?.state
  if (state) return state.startsWith('57P') || state.startsWith('08') || state === '53300'
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^E(CONN|PIPE|HOST|TIMEDOUT)/.test(at.code)) return true
    if (
      /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
        at.message,
      )
    )
      return true
  }
  return false
}
