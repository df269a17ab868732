import type { TenantTx } from '../../db/tenant.ts'
import type { Actor, Role, Scope } from '../actor.ts'
import { AppError } from '../errors.ts'
import { scopesOf } from './account.ts'
import { directory, lastEventAt, staffOfAccount, touchApiKey } from './queries.ts'

export interface Connection {
  readonly business: {
    readonly id: string
    readonly name: string
    readonly slug: string
    readonly currency: string
    readonly timezone: string
    readonly locale: string
  }
  readonly scopes: readonly Scope[]
  readonly role: Role | null
  readonly lastEventAt: Date | null
}

/** What a key or a session is connected to. Anybody who is known may ask. */
export async function readConnection(tx: TenantTx, actor: Actor): Promise<Connection> {
  if (actor.kind !== 'key' && actor.kind !== 'staff') throw new AppError('not-allowed')
  const { id, name, currency, timezone, locale } = tx.business
  const found = await directory(tx).findBusiness(id)
  return {
    business: { id, name, slug: found?.slug ?? id, currency, timezone, locale },
    scopes: actor.kind === 'key' ? actor.scopes : scopesOf(actor.role),
    role: actor.kind === 'staff' ? actor.role : null,
    lastEventAt: await lastEventAt(tx),
  }
}

/** Notes that the key brought an event, so that its owner sees the connection live. */
export async function noteEvent(tx: TenantTx, keyId: string): Promise<void> {
  await touchApiKey(tx, keyId, 'lastEventAt')
}

/** The member of the staff that an account is in this business, unless they were removed. */
export async function memberOf(tx: TenantTx, accountId: string): Promise<{ id: string; role: Role } | undefined> {
  return staffOfAccount(tx, accountId)
}
