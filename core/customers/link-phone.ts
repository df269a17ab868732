import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError, databaseError, sqlState } from '../errors.ts'
import { addressIdOf } from './consent.ts'
import { normalPhone } from './contacts.ts'
import { ensureCustomer } from './ensure-customer.ts'
import { mergePeople } from './merge-customers.ts'
import { askAboutPhones } from './merge-questions.ts'
import { customersOfPhones, setProvedPhone } from './queries.ts'
import { saveFacts } from './save-facts.ts'

export interface LinkedPhone {
  readonly customerId: string
  readonly phone: string
  /** They turned out to be somebody who was known already. */
  readonly merged: boolean
}

/**
 * A person gives their phone. One that their platform vouches for makes them one with whoever has proved it in another
 * chat, and with whom an app or the staff know by it; one that is only typed merges nobody.
 */
export async function linkPhone(
  tx: TenantTx,
  actor: Actor,
  input: { readonly phone: string; readonly proved: boolean },
): Promise<LinkedPhone> {
  allow(actor, 'customers.own')
  const phone = normalPhone(tx.business, input.phone)
  const me = await ensureCustomer(tx, addressIdOf(actor))
  if (!input.proved) {
    const [change] = await saveFacts(tx, [{ customerId: me.id, facts: { phone }, at: tx.now }])
    if (change) await askAboutPhones(tx, [change.row])
    return { customerId: me.id, phone, merged: false }
  }
  for (let tries = 0; ; tries += 1) {
    try {
      return await tx.attempt(() => prove(tx, actor, me.id, phone))
    } catch (error) {
      // Somebody proved the same phone in another chat at this moment: now they are found.
      if (databaseError(error)?.state !== sqlState.unique) throw error
      if (tries === 2) throw new AppError('just-taken')
    }
  }
}

async function prove(tx: TenantTx, actor: Actor, me: string, phone: string): Promise<LinkedPhone> {
  const holders = (await customersOfPhones(tx, [tx.vault.index('phone', phone)])).filter((holder) => holder.id !== me)
  const proved = holders.filter((holder) => holder.provedAt !== null)
  // Somebody who only typed it in a chat may be anybody; whom an app reports may be whoever has the phone, if it is one.
  const reported = holders.filter((holder) => holder.provedAt === null && !holder.inChat)
  const same = [...proved, ...(reported.length === 1 ? reported : [])]
  let customerId = me
  for (const { id } of same) customerId = await mergePeople(tx, actor, customerId, id)
  await saveFacts(tx, [{ customerId, facts: { phone }, at: tx.now }])
  await setProvedPhone(tx, customerId, tx.now)
  await askAboutPhones(tx, [{ id: customerId, phoneIndex: tx.vault.index('phone', phone) }])
  return { customerId, phone, merged: same.length > 0 }
}
