import type { TenantTx } from '../../db/tenant.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { place } from '../vault.ts'
import { newReferralCode } from './ensure-external.ts'
import { nameTerms } from './name-terms.ts'
import { tryOpen } from './person.ts'
import {
  addressOf,
  type CustomerRow,
  customerById,
  customerByReferral,
  insertCustomerOfAddress,
  lastConsent,
  linkAddressToCustomer,
  replaceTerms,
  updateAddressRow,
} from './queries.ts'

/**
 * The customer behind a chat, who becomes one now if they were none: their chat's key becomes theirs, and where they came
 * from is kept, be it `unknown`.
 */
export async function ensureCustomer(tx: TenantTx, addressId: string): Promise<CustomerRow> {
  const address = await addressOf(tx, addressId)
  if (!address) throw new AppError('not-found')
  const known = address.customerId ? await customerById(tx, address.customerId) : undefined
  if (known) return known
  await tx.admit([address.keyId])
  const id = newId()
  const name = tryOpen(tx, address.person, place('addresses', 'person', addressId))
  const origin = await originOf(tx, address.source)
  await insertCustomerOfAddress(tx, {
    id,
    keyId: address.keyId,
    name: name ? tx.vault.seal(address.keyId, place('customers', 'name', id), name) : null,
    language: address.language,
    ...origin,
    referralCode: newReferralCode(),
    consentedAt: address.consentedAt,
    promotionsStoppedAt: (await lastConsent(tx, addressId, 'promotions')) === false ? tx.now : null,
  })
  await linkAddressToCustomer(tx, address, id)
  if (address.source !== origin.source) await updateAddressRow(tx, addressId, { source: origin.source })
  if (name)
    await replaceTerms(tx, [{ customerId: id, terms: nameTerms(name).map((term) => tx.vault.index('name', term)) }])
  const row = await customerById(tx, id)
  if (!row) throw new Error('a customer was not stored')
  return row
}

/** A chat remembers `ref_CODE` until there is a customer whom somebody can have brought. */
async function originOf(tx: TenantTx, source: string | null): Promise<{ source: string; referredBy: string | null }> {
  const code = source?.startsWith(referral) ? source.slice(referral.length) : undefined
  if (code === undefined) return { source: source ?? 'unknown', referredBy: null }
  const referredBy = await customerByReferral(tx, code)
  return referredBy ? { source: 'referral', referredBy } : { source: 'unknown', referredBy: null }
}

export const referral = 'ref_'
