import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import type { CustomerCard } from './customer.ts'
import { mastersOnly } from './list-customers.ts'
import { openCustomer } from './open-customer.ts'
import { type CustomerRow, customerById, isMastersCustomer, peopleByExternalId, totalsOf } from './queries.ts'

/** A customer's card, by our id or by `external:ID`. A master finds only those who come to them. */
export async function getCustomer(
  tx: TenantTx,
  actor: Actor,
  input: { readonly customer: string },
): Promise<CustomerCard> {
  const row = await findForStaff(tx, actor, input.customer)
  const totals = await totalsOf(tx, row.id)
  const date = (text: string | null) => (text === null ? null : new Date(text))
  const customer = await openCustomer(tx, row)
  const wrote = date(totals.last_wrote)
  return {
    ...customer,
    lastSeenAt: wrote && wrote > customer.lastSeenAt ? wrote : customer.lastSeenAt,
    channels: totals.channels ?? [],
    orders: { count: Number(totals.orders), paid: Number(totals.orders_paid), lastAt: date(totals.last_order) },
    visits: { count: Number(totals.visits), paid: Number(totals.visits_paid), lastAt: date(totals.last_visit) },
    cameByThem: Number(totals.brought),
  }
}

/** Whoever is meant, if this actor may see them; else they do not exist. */
export async function findForStaff(tx: TenantTx, actor: Actor, customer: string): Promise<CustomerRow> {
  allow(actor, 'customers.read-own')
  const row = await find(tx, customer)
  const master = mastersOnly(actor)
  if (!row || (master && !(await isMastersCustomer(tx, row.id, master)))) throw new AppError('not-found')
  return row
}

async function find(tx: TenantTx, customer: string): Promise<CustomerRow | undefined> {
  if (isId(customer)) return customerById(tx, customer)
  if (!customer.startsWith(external)) return undefined
  const [known] = await peopleByExternalId(tx, [tx.vault.index('external_id', customer.slice(external.length))])
  return known && customerById(tx, known.id)
}

const external = 'external:'
