import type { TenantTx } from '../../db/tenant.ts'
import { addressesDue, forgetUpdates, waitingChats } from './queries.ts'

const keepKeysDays = 5

/** Wakes every chat that has something to handle or to be told: what a crash or a lost wake-up call left behind. */
export async function sweepInbox(tx: TenantTx): Promise<void> {
  for (const { channelId, chat } of await waitingChats(tx)) {
    tx.wake({ stage: 'handle', channelId, chat: chat.toString('hex') })
  }
  for (const addressId of await addressesDue(tx)) tx.wake({ stage: 'deliver', addressId })
}

/** Forgets the keys of updates that no platform repeats any more. */
export async function forgetOldUpdates(tx: TenantTx): Promise<void> {
  await forgetUpdates(tx, new Date(tx.now.getTime() - keepKeysDays * 86_400_000))
}
