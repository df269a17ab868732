import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { ensureCustomer, referral } from './ensure-customer.ts'
import {
  addressOf,
  customerById,
  insertConsent,
  setConsented,
  setPromotionsStopped,
  updateAddressRow,
} from './queries.ts'

/** The id and version of the words that a person agrees to; new words get a new number. */
const consentWording = 'people-consent/1'

/**
 * Remembers where a person came from, by the link they opened: `src_NAME` or `ref_CODE`. The first link counts, and only
 * until they are a customer: nobody is brought who was here already.
 */
export async function rememberOrigin(tx: TenantTx, actor: Actor, input: { readonly payload: string }): Promise<void> {
  allow(actor, 'customers.own')
  const address = await addressOf(tx, addressIdOf(actor))
  const found = /^(src_|ref_)([A-Za-z0-9_-]{1,60})$/.exec(input.payload)
  if (!address || !found || address.source || address.customerId) return
  const source = found[1] === 'src_' ? found[2] : `${referral}${found[2]?.toLowerCase()}`
  await updateAddressRow(tx, address.id, { source: source ?? null })
}

/** A person agrees that what they say is kept, or does not. Who agrees is a customer from then on. */
export async function giveConsent(tx: TenantTx, actor: Actor, input: { readonly given: boolean }): Promise<void> {
  allow(actor, 'customers.own')
  const addressId = addressIdOf(actor)
  if (!input.given) {
    await insertConsent(tx, { addressId, customerId: null, purpose: 'data', given: false, wording: consentWording })
    return
  }
  await updateAddressRow(tx, addressId, { consentedAt: tx.now })
  const { id } = await ensureCustomer(tx, addressId)
  await setConsented(tx, id)
  await insertConsent(tx, { addressId, customerId: id, purpose: 'data', given: true, wording: consentWording })
}

/** Promotions stop at once, for somebody who agreed to nothing yet as well; or may come again. */
export async function allowPromotions(tx: TenantTx, actor: Actor, input: { readonly given: boolean }): Promise<void> {
  allow(actor, 'customers.own')
  const addressId = addressIdOf(actor)
  const address = await addressOf(tx, addressId)
  if (!address) throw new AppError('not-found')
  const customer = address.customerId ? await customerById(tx, address.customerId) : undefined
  if (customer) await setPromotionsStopped(tx, customer.id, input.given ? null : tx.now)
  await insertConsent(tx, {
    addressId,
    customerId: customer?.id ?? null,
    purpose: 'promotions',
    given: input.given,
    wording: 'people-promotions/1',
  })
}

/** A person's own chat. */
export function addressIdOf(actor: Actor): string {
  if ((actor.kind === 'customer' || actor.kind === 'staff') && actor.addressId) return actor.addressId
  throw new AppError('not-allowed')
}
