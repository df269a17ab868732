import { timingSafeEqual } from 'node:crypto'
import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow, type Scope, scopes } from '../actor.ts'
import { AppError } from '../errors.ts'
import type { NewApiKey } from './account.ts'
import { audit } from './audit.ts'
import { findApiKey, insertApiKey, markApiKeyRevoked, readApiKeys, touchApiKey } from './queries.ts'
import { newApiKey } from './secrets.ts'

export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

/** Makes a key. `key` is seen here and never again: only its hash is kept. */
export async function createApiKey(
  tx: TenantTx,
  actor: Actor,
  input: NewApiKey,
): Promise<{ readonly id: string; readonly key: string; readonly name: string; readonly scopes: readonly Scope[] }> {
  allow(actor, 'keys.manage')
  const expiresAt = input.expires_at === undefined ? null : new Date(input.expires_at)
  if (expiresAt && expiresAt <= tx.now) throw new AppError('input-invalid', {}, 'expires_at')
  const { id, secret, key } = newApiKey()
  const wanted = scopes.filter((scope) => input.scopes.includes(scope))
  await insertApiKey(tx, { id, secret, name: input.name, scopes: wanted, expiresAt })
  await audit(tx, actor, 'keys.create', `key:${id}`, { scopes: wanted.join(' ') })
  return { id, key, name: input.name, scopes: wanted }
}

export async function listApiKeys(tx: TenantTx, actor: Actor): Promise<readonly ApiKey[]> {
  allow(actor, 'keys.manage')
  return readApiKeys(tx)
}

/** From now on the key is refused; other processes hear of it within five seconds. */
export async function revokeApiKey(tx: TenantTx, actor: Actor, id: string): Promise<void> {
  allow(actor, 'keys.manage')
  if (!(await markApiKeyRevoked(tx, id))) throw new AppError('not-found')
  await audit(tx, actor, 'keys.revoke', `key:${id}`)
}

/** What the key may do now, or nothing: unknown, wrong, revoked and expired look the same. */
export async function verifyApiKey(
  tx: TenantTx,
  key: { readonly id: string; readonly secret: string },
): Promise<{ readonly scopes: readonly Scope[]; readonly expiresAt: Date | null } | undefined> {
  const row = await findApiKey(tx, key.id)
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= tx.now)) return undefined
  if (!timingSafeEqual(row.secretHash, tx.vault.index('api-key', key.secret))) return undefined
  if (!row.lastUsedAt || tx.now.getTime() - row.lastUsedAt.getTime() > 60_000)
    await touchApiKey(tx, key.id, 'lastUsedAt')
  return { scopes: scopes.filter((scope) => row.scopes.includes(scope)), expiresAt: row.expiresAt }
}
