import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { availability } from './availability.ts'
import type { SlotSearch } from './booking.ts'
import { findBooking } from './find-booking.ts'
import type { Slot } from './slots.ts'

/** Every moment at which the service can start on these days, in order, with who is free then. Nothing is promised by it. */
export async function findFreeSlots(tx: TenantTx, actor: Actor, search: SlotSearch): Promise<Slot[]> {
  allow(actor, 'shop.browse')
  const moving = search.moving ? await findBooking(tx, actor, search.moving) : undefined
  const slots = await availability(tx, actor, {
    serviceId: search.serviceId,
    staffId: search.staffId,
    from: search.from,
    days: search.days,
    ...(moving ? { moving } : {}),
  })
  return search.limit === undefined ? slots : slots.slice(0, search.limit)
}
