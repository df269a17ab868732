import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, actorId, allow } from '../actor.ts'
import { insertAudit, readAudit } from './queries.ts'

/** Writes down who did what to what: ids and codes, never a person's words. */
export async function audit(
  tx: TenantTx,
  actor: Actor,
  action: string,
  target: string | null = null,
  detail: Record<string, string | number | boolean | null> | null = null,
): Promise<void> {
  await insertAudit(tx, { actor: actorId(actor), action, target, detail })
}

export interface AuditLine {
  readonly id: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly target: string | null
  readonly detail: Record<string, string | number | boolean | null> | null
}

/** What was done, newest first, from the line before `before`. */
export async function listAudit(
  tx: TenantTx,
  actor: Actor,
  page: { readonly before: number | null; readonly limit: number },
): Promise<readonly AuditLine[]> {
  allow(actor, 'audit.read')
  return readAudit(tx, page.before, page.limit)
}
