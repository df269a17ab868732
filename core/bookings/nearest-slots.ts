import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { availability } from './availability.ts'
import type { NearSearch } from './booking.ts'
import { dayOf, plusDays } from './days.ts'
import { findBooking } from './find-booking.ts'
import type { Slot } from './slots.ts'

export interface NearestSlots {
  /** The free ones nearest to what was wished, in order of time. */
  readonly slots: readonly Slot[]
  /** The very time that was wished, with another master, where one is free. */
  readonly sameTime: Slot | null
}

/** For those whose slot is taken: what is free nearest to it, looking up to two weeks ahead. */
export async function nearestSlots(tx: TenantTx, actor: Actor, search: NearSearch): Promise<NearestSlots> {
  allow(actor, 'shop.browse')
  const moving = search.moving ? await findBooking(tx, actor, search.moving) : undefined
  const wished = search.around.getTime()
  const today = dayOf(tx.now, tx.business.timezone)
  const first = plusDays(dayOf(search.around, tx.business.timezone), -2)
  const common = { serviceId: search.serviceId, from: first < today ? today : first, ...(moving ? { moving } : {}) }
  const free = await availability(tx, actor, { ...common, staffId: search.staffId, days: 16 })
  const slots = free
    .map((slot) => ({ slot, away: Math.abs(slot.startsAt.getTime() - wished) }))
    .sort((a, b) => a.away - b.away)
    .slice(0, search.limit)
    .map(({ slot }) => slot)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  if (search.staffId === 'any') return { slots, sameTime: null }
  const others = await availability(tx, actor, { ...common, staffId: 'any', days: 16 })
  const same = others.find((slot) => slot.startsAt.getTime() === wished)
  const staffIds = same?.staffIds.filter((id) => id !== search.staffId) ?? []
  return { slots, sameTime: same && staffIds.length > 0 ? { ...same, staffIds } : null }
}
