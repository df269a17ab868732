import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError, databaseError, sqlState } from '../errors.ts'
import { audit } from './audit.ts'
import {
  findChannel,
  insertChannel,
  markChannelRemoved,
  type OpenChannel,
  readChannels,
  setChannelTrouble,
} from './queries.ts'
import { randomText } from './secrets.ts'

export interface ConnectedChannel {
  readonly id: string
  readonly kind: 'telegram' | 'viber' | 'web'
  readonly name: string | null
  readonly state: 'connected' | 'broken' | 'removed'
  readonly trouble: string | null
  readonly createdAt: Date
}

export async function listChannels(tx: TenantTx, actor: Actor): Promise<readonly ConnectedChannel[]> {
  allow(actor, 'channels.manage')
  return readChannels(tx)
}

/**
 * A bot whose token the platform has confirmed becomes a channel of this business. A token belongs to one channel of one
 * business: the directory's unique key says `channel-token-taken`, whoever has it.
 */
export async function addChannel(
  tx: TenantTx,
  actor: Actor,
  bot: {
    readonly kind: 'telegram' | 'viber'
    readonly token: string
    readonly tokenHash: Buffer
    readonly name: string
  },
): Promise<ConnectedChannel & { readonly hookSecret: string }> {
  allow(actor, 'channels.manage')
  const hookSecret = randomText(43)
  try {
    const id = await tx.attempt(() => insertChannel(tx, { ...bot, hookSecret }))
    await audit(tx, actor, 'channels.add', `channel:${id}`, { kind: bot.kind })
    return { id, kind: bot.kind, name: bot.name, state: 'connected', trouble: null, createdAt: tx.now, hookSecret }
  } catch (error) {
    if (databaseError(error)?.state === sqlState.unique) throw new AppError('channel-token-taken')
    throw error
  }
}

/** Takes the bot away; brings what is needed to tell the platform. The web chat stays: it is the business's own. */
export async function removeChannel(tx: TenantTx, actor: Actor, id: string): Promise<OpenChannel> {
  allow(actor, 'channels.manage')
  const channel = await findChannel(tx, id)
  if (!channel) throw new AppError('not-found')
  if (channel.kind === 'web') throw new AppError('not-allowed')
  await markChannelRemoved(tx, id)
  await audit(tx, actor, 'channels.remove', `channel:${id}`, { kind: channel.kind })
  return channel
}

/** Whether the platform could be reached for it when it was connected. */
export async function noteChannelTrouble(tx: TenantTx, id: string, trouble: string | null): Promise<void> {
  await setChannelTrouble(tx, id, trouble)
}

/** The secrets of a channel, for whoever checks what comes in by it. */
export async function openChannel(tx: TenantTx, id: string): Promise<OpenChannel | undefined> {
  return findChannel(tx, id)
}

/** The business's own web chat. */
export async function webChannelId(tx: TenantTx): Promise<string | undefined> {
  return (await readChannels(tx)).find((channel) => channel.kind === 'web')?.id
}
