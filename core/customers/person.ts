import type { TenantTx } from '../../db/tenant.ts'
import { type Say, say, verbatim } from '../say.ts'
import { type Place, place, SealError } from '../vault.ts'
import { keysOfCustomer, personOf } from './queries.ts'

export interface Whom {
  readonly customerId: string | null
  readonly addressId: string | null
}

export interface Person {
  /** What they are called; nobody knows, or they were erased: null. */
  readonly name: string | null
  /** Where they came from. */
  readonly source: string | null
  /** The key that seals what they say: their own once they are known, else their chat's. */
  readonly keyId: string | null
}

/** Who is behind an order or a chat. From now on the vault may open what they said, before and after they were known. */
export async function personBehind(tx: TenantTx, who: Whom): Promise<Person> {
  const { customer, address } = await personOf(tx, who)
  await tx.admit([
    customer?.keyId ?? null,
    address?.keyId ?? null,
    ...(customer ? await keysOfCustomer(tx, customer.id) : []),
  ])
  const own = customer?.name ? tryOpen(tx, customer.name, place('customers', 'name', customer.id)) : null
  const shown = address?.person ? tryOpen(tx, address.person, place('addresses', 'person', address.id)) : null
  return {
    name: own ?? shown,
    source: customer && customer.source !== 'unknown' ? customer.source : (address?.source ?? null),
    keyId: customer?.keyId ?? address?.keyId ?? null,
  }
}

/** What the staff read of somebody. */
export async function customerLabel(tx: TenantTx, who: Whom): Promise<Say> {
  const { name } = await personBehind(tx, who)
  return name === null ? say('people-unnamed') : verbatim(name)
}

/** Opens what a person said; what was erased with them is gone. */
export function tryOpen(tx: TenantTx, sealed: Buffer | null, at: Place): string | null {
  if (!sealed) return null
  try {
    return tx.vault.open(sealed, at)
  } catch (error) {
    if (error instanceof SealError) return null
    throw error
  }
}
