import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow, may } from '../actor.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { normalEmail, readPhone } from './contacts.ts'
import { type Customer, type ListCustomers, listCustomersSchema } from './customer.ts'
import { searchTerms } from './name-terms.ts'
import { openCustomers } from './open-customer.ts'
import { type CustomerWish, findCustomers } from './queries.ts'

export interface CustomerPage {
  readonly customers: readonly Customer[]
  readonly nextCursor: string | null
}

/**
 * The client base, the newest first: all of it, or whoever a query finds by the beginnings of their names, a phone in any
 * spelling or an e-mail. A master sees their own customers only.
 */
export async function listCustomers(tx: TenantTx, actor: Actor, input: ListCustomers): Promise<CustomerPage> {
  allow(actor, 'customers.read-own')
  const { query = '', cursor, limit } = listCustomersSchema.parse(input)
  const wish = wishOf(tx, query)
  if (!wish) return { customers: [], nextCursor: null }
  const rows = await findCustomers(tx, {
    ...wish,
    masterId: mastersOnly(actor),
    before: cursor === undefined ? undefined : readCursor(cursor),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    customers: await openCustomers(tx, page),
    nextCursor: rows.length > limit && last ? `${last.createdAt.toISOString()}_${last.id}` : null,
  }
}

/** Whose customers this member of the staff may see, if not everybody. */
export function mastersOnly(actor: Actor): string | undefined {
  return actor.kind === 'staff' && !may(actor, 'customers.read') ? actor.staffId : undefined
}

/** Nothing when the query is about nobody who can be found. */
function wishOf(tx: TenantTx, query: string): Pick<CustomerWish, 'terms' | 'phone' | 'email'> | undefined {
  if (query === '') return {}
  if (query.includes('@')) return { email: tx.vault.index('email', normalEmail(query)) }
  const phone = /\d{5}/.test(query.replace(/\D/g, '')) ? readPhone(tx.business, query) : undefined
  if (phone) return { phone: tx.vault.index('phone', phone) }
  const terms = searchTerms(query).map((term) => tx.vault.index('name', term))
  return terms.length > 0 ? { terms } : undefined
}

function readCursor(cursor: string): { createdAt: Date; id: string } {
  const [at = '', id = ''] = cursor.split('_')
  const createdAt = new Date(at)
  if (Number.isNaN(createdAt.getTime()) || !isId(id)) throw new AppError('input-invalid', {}, 'cursor')
  return { createdAt, id }
}
