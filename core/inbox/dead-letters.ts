import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { deadUpdates, reviveUpdate } from './queries.ts'

export interface DeadLetter {
  readonly position: number
  readonly channelId: string
  readonly tries: number
  /** Where it broke; never what the person wrote. */
  readonly trouble: string | null
  readonly receivedAt: Date
}

/** Messages that could not be handled, the newest first. */
export async function listDeadLetters(
  tx: TenantTx,
  actor: Actor,
  input: { readonly limit: number },
): Promise<readonly DeadLetter[]> {
  allow(actor, 'dead-letters.manage')
  return deadUpdates(tx, input.limit)
}

/** Handles a message again, after everything its chat has said before. */
export async function replayDeadLetter(
  tx: TenantTx,
  actor: Actor,
  input: { readonly position: number },
): Promise<void> {
  allow(actor, 'dead-letters.manage')
  const revived = await reviveUpdate(tx, input.position)
  if (!revived) throw new AppError('not-found')
  await audit(tx, actor, 'dead-letters.replay', `update:${input.position}`)
  tx.wake({ stage: 'handle', channelId: revived.channelId, chat: revived.chat.toString('hex') })
}
