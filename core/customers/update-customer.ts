import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { toLanguage } from '../business.ts'
import { AppError } from '../errors.ts'
import { addressIdOf } from './consent.ts'
import { normalEmail, normalPhone } from './contacts.ts'
import type { Customer, CustomerPatch, Facts, Note } from './customer.ts'
import { ensureCustomer } from './ensure-customer.ts'
import { findForStaff } from './get-customer.ts'
import { askAboutPhones } from './merge-questions.ts'
import { openCustomer } from './open-customer.ts'
import { broughtBy, customerById, insertNote } from './queries.ts'
import { saveFacts } from './save-facts.ts'

/** The staff, or an app, change what is known of somebody. */
export async function updateCustomer(
  tx: TenantTx,
  actor: Actor,
  input: { readonly customer: string; readonly patch: CustomerPatch },
): Promise<Customer> {
  allow(actor, 'customers.write')
  const { id } = await findForStaff(tx, actor, input.customer)
  const customer = await keep(tx, id, input.patch)
  await audit(tx, actor, 'customers.update', `customer:${id}`, { fields: Object.keys(input.patch).join(' ') })
  return customer
}

/** A person changes what is known of themselves. */
export async function updateOwnProfile(
  tx: TenantTx,
  actor: Actor,
  input: { readonly patch: CustomerPatch },
): Promise<Customer> {
  allow(actor, 'customers.own')
  const { id } = await ensureCustomer(tx, addressIdOf(actor))
  return keep(tx, id, input.patch)
}

/** What is known of the person themselves, and how many came by them. */
export async function readOwnProfile(
  tx: TenantTx,
  actor: Actor,
  _input: object,
): Promise<Customer & { readonly brought: { readonly came: number; readonly paid: number } }> {
  allow(actor, 'customers.own')
  const row = await ensureCustomer(tx, addressIdOf(actor))
  return { ...(await openCustomer(tx, row)), brought: await broughtBy(tx, row.id) }
}

/** A note of the staff about somebody; the person does not see it. */
export async function addNote(tx: TenantTx, actor: Actor, input: Note): Promise<{ readonly customerId: string }> {
  const row = await findForStaff(tx, actor, input.customer)
  await tx.admit([row.keyId])
  const staffId = actor.kind === 'staff' ? actor.staffId : null
  await insertNote(tx, { customerId: row.id, keyId: row.keyId, staffId, text: input.text })
  await audit(tx, actor, 'customers.note', `customer:${row.id}`)
  return { customerId: row.id }
}

async function keep(tx: TenantTx, id: string, patch: CustomerPatch): Promise<Customer> {
  if (patch.birthday && patch.birthday > tx.now.toISOString().slice(0, 10))
    throw new AppError('input-invalid', {}, 'birthday')
  const { phone, email, language, ...rest } = patch
  const facts: Facts = {
    ...defined(rest),
    ...(phone === undefined ? {} : { phone: phone === null ? null : normalPhone(tx.business, phone) }),
    ...(email === undefined ? {} : { email: email === null ? null : normalEmail(email) }),
    ...(language === undefined ? {} : { language: toLanguage(language, tx.business.locale) }),
  }
  const changes = await saveFacts(tx, [{ customerId: id, facts, at: tx.now }])
  await askAboutPhones(
    tx,
    changes.flatMap(({ row, fields }) => (fields.includes('phone') && row.phoneIndex ? [row] : [])),
  )
  const row = await customerById(tx, id)
  if (!row) throw new AppError('not-found')
  return openCustomer(tx, row)
}

type Rest = Omit<CustomerPatch, 'phone' | 'email' | 'language'>

function defined({ name, birthday, gender, preferences, contraindications, attributes }: Rest): Facts {
  return {
    ...(name === undefined ? {} : { name }),
    ...(birthday === undefined ? {} : { birthday }),
    ...(gender === undefined ? {} : { gender }),
    ...(preferences === undefined ? {} : { preferences }),
    ...(contraindications === undefined ? {} : { contraindications }),
    ...(attributes === undefined ? {} : { attributes }),
  }
}
