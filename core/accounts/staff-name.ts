import type { TenantTx } from '../../db/tenant.ts'
import { SealError } from '../vault.ts'
import { ownName } from './queries.ts'

/** What a member of the staff is called; empty for nobody, and for one whose key is gone. */
export async function staffName(tx: TenantTx, staffId: string | null): Promise<string> {
  if (!staffId) return ''
  try {
    return (await ownName(tx, staffId)).name
  } catch (error) {
    if (error instanceof SealError) return ''
    throw error
  }
}
