import { randomBytes } from 'node:crypto'
import type { TenantTx } from '../../db/tenant.ts'
import { newId } from '../ids.ts'
import { place } from '../vault.ts'
import { insertPeople, type NewPerson, peopleByExternalId } from './queries.ts'

export interface ExternalPerson {
  readonly id: string
  /** The person's key, usable by the vault. */
  readonly keyId: string
  readonly firstPaidAt: Date | null
  /** Nobody knew them before this call. */
  readonly added: boolean
}

/** Who of an app's external ids is known already. */
export async function customersByExternalId(
  tx: TenantTx,
  externalIds: Iterable<string>,
): Promise<Map<string, ExternalPerson>> {
  const people = new Map<string, ExternalPerson>()
  await findInto(tx, indexesOf(tx, externalIds), people, new Set())
  return people
}

/**
 * The people behind an app's external ids, those not known yet being added with a key of their own. A handful of
 * statements however many there are; whoever was looked up before need not be again.
 */
export async function ensureCustomersByExternalId(
  tx: TenantTx,
  externalIds: readonly string[],
  { source = 'api', known }: { source?: string; known?: ReadonlyMap<string, ExternalPerson> } = {},
): Promise<Map<string, ExternalPerson>> {
  const people = new Map(known ?? (await customersByExternalId(tx, externalIds)))
  const missing = externalIds.filter((id) => !people.has(id))
  if (missing.length === 0) return people
  // Sorted, so that two batches never wait for each other in a circle.
  const fresh = [...indexesOf(tx, missing)].sort(([, a], [, b]) => a.compare(b))
  const added = fresh.map(([externalId, index]) => newPerson(tx, externalId, index))
  await insertPeople(tx, added, source)
  await findInto(tx, new Map(fresh), people, new Set(added.map((person) => person.id)))
  return people
}

function indexesOf(tx: TenantTx, externalIds: Iterable<string>): Map<string, Buffer> {
  return new Map([...new Set(externalIds)].map((id) => [id, tx.vault.index('external_id', id)]))
}

async function findInto(
  tx: TenantTx,
  indexes: ReadonlyMap<string, Buffer>,
  people: Map<string, ExternalPerson>,
  added: ReadonlySet<string>,
): Promise<void> {
  const rows = await peopleByExternalId(tx, [...indexes.values()])
  tx.vault.admit(rows.map(({ keyId, wrapped }) => ({ id: keyId, wrapped })))
  const byIndex = new Map(rows.map((row) => [row.index.toString('hex'), row]))
  for (const [externalId, index] of indexes) {
    const row = byIndex.get(index.toString('hex'))
    if (row)
      people.set(externalId, { id: row.id, keyId: row.keyId, firstPaidAt: row.firstPaidAt, added: added.has(row.id) })
  }
}

function newPerson(tx: TenantTx, externalId: string, index: Buffer): NewPerson {
  const id = newId()
  const key = tx.vault.newKey(newId())
  return {
    id,
    keyId: key.id,
    wrapped: key.wrapped,
    index,
    externalId: tx.vault.seal(key.id, place('customers', 'external_id', id), externalId),
    referralCode: newReferralCode(),
  }
}

/** Eight characters that are not mistaken for one another when read aloud. */
export function newReferralCode(): string {
  return Array.from(randomBytes(8), (byte) => alphabet[byte % 32]).join('')
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
