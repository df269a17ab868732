import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Language } from '../business.ts'
import { addressIdOf } from './consent.ts'
import { addressOf, updateAddressRow } from './queries.ts'
import { saveFacts } from './save-facts.ts'

/** From now on this chat is spoken to in that language. */
export async function setLanguage(
  tx: TenantTx,
  actor: Actor,
  { language }: { readonly language: Language },
): Promise<void> {
  allow(actor, 'customers.own')
  const addressId = addressIdOf(actor)
  await updateAddressRow(tx, addressId, { language })
  const address = await addressOf(tx, addressId)
  if (address?.customerId) await saveFacts(tx, [{ customerId: address.customerId, facts: { language }, at: tx.now }])
}
