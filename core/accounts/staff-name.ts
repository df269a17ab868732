import type { TenantTx } from '../../db/tenant.ts'
import { place, SealError } from '../vault.ts'
import { staffById } from './queries.ts'

/** What a member of the staff is called; empty for nobody, and for one whose key is gone. */
export async function staffName(tx: TenantTx, staffId: string | null): Promise<string> {
  const row = staffId ? await staffById(tx, staffId) : undefined
  if (!row) return ''
  await tx.admit([row.keyId])
  try {
    return tx.vault.open(row.name, place('staff', 'name', row.id))
  } catch (error) {
    if (error instanceof SealError) return ''
    throw error
  }
}
