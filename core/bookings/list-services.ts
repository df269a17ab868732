import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow, may } from '../actor.ts'
import { readServices } from './queries.ts'
import type { Service } from './service.ts'

/** What can be booked, in the owner's order; those who handle bookings see what is not on offer too. */
export async function listServices(tx: TenantTx, actor: Actor, _input: Record<string, never> = {}): Promise<Service[]> {
  allow(actor, 'shop.browse')
  return readServices(tx, { listedOnly: !may(actor, 'bookings.handle') })
}
