import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, actorId } from '../actor.ts'
import { insertAudit } from './queries.ts'

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
