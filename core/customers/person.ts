import type { TenantTx } from '../../db/tenant.ts'
import { AppError } from '../errors.ts'
import { type Place, place, SealError } from '../vault.ts'
import { personOf } from './queries.ts'

export interface Whom {
  readonly customerId: string | null
  readonly addressId: string | null
}

/** The key that seals what this person says: their own once they are known, else their chat's; the vault may use it at once. */
export async function keyOf(tx: TenantTx, who: Whom): Promise<string> {
  const { customer, address } = await personOf(tx, who)
  const keyId = customer?.keyId ?? address?.keyId
  if (!keyId) throw new AppError('not-found')
  await tx.admit([keyId])
  return keyId
}

/** What a person is called and where they came from; a person who was erased has no name. */
export async function nameOf(tx: TenantTx, who: Whom): Promise<{ name: string | null; source: string | null }> {
  const { customer, address } = await personOf(tx, who)
  await tx.admit([customer?.keyId ?? null, address?.keyId ?? null])
  const own = customer?.name ? tryOpen(tx, customer.name, place('customers', 'name', customer.id)) : null
  const shown = address?.person ? tryOpen(tx, address.person, place('addresses', 'person', address.id)) : null
  const source = customer && customer.source !== 'unknown' ? customer.source : (address?.source ?? null)
  return { name: own ?? shown, source }
}

function tryOpen(tx: TenantTx, sealed: Buffer, at: Place): string | null {
  try {
    return tx.vault.open(sealed, at)
  } catch (error) {
    if (error instanceof SealError) return null
    throw error
  }
}
