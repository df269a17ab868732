import { audit } from '../../db/schema/business.ts'
import type { TenantTx } from '../../db/tenant.ts'

export async function insertAudit(
  tx: TenantTx,
  row: {
    actor: string
    action: string
    target: string | null
    detail: Record<string, string | number | boolean | null> | null
  },
): Promise<void> {
  await tx.db.insert(audit).values({ businessId: tx.business.id, at: tx.now, ...row })
}
