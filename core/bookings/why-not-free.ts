import { DateTime } from 'luxon'
import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { bounds, lengthOf, mastersFor, serviceOf } from './availability.ts'
import type { MasterOrAny } from './booking.ts'
import { minuteMillis, zonedDay } from './days.ts'
import { readCalendars } from './queries.ts'
import { freeWindows, works } from './slots.ts'

/** Nobody works that day; nobody takes visits at that hour; it is too close to now; somebody has it. */
export type NotFree = 'day-off' | 'off-hours' | 'too-soon' | 'taken'

/** Why the service cannot start then, or, where no moment is named, at all on that day. */
export async function whyNotFree(
  tx: TenantTx,
  actor: Actor,
  wish: {
    readonly serviceId: string
    readonly staffId: MasterOrAny
    readonly day: string
    readonly startsAt?: Date
  },
): Promise<NotFree> {
  allow(actor, 'shop.browse')
  const { timezone, settings } = tx.business
  const service = await serviceOf(tx, wish.serviceId)
  const staffIds = await mastersFor(tx, wish.serviceId, wish.staffId)
  const { start, end } = zonedDay(wish.day, timezone)
  const calendars = await readCalendars(tx, staffIds, { from: new Date(start), to: new Date(end) })
  const shifts = calendars.flatMap((calendar) => freeWindows({ ...calendar, busy: [] }, timezone, wish.day))
  if (shifts.length === 0) return 'day-off'
  const { earliest } = bounds(tx, actor)
  const length = lengthOf(service).duration * minuteMillis
  if (!wish.startsAt) return shifts.every((shift) => shift.to - length < earliest) ? 'too-soon' : 'taken'
  const from = wish.startsAt.getTime()
  const { hour, minute } = DateTime.fromMillis(from, { zone: timezone })
  const isOffered = (hour * 60 + minute) % settings.slotStep === 0
  const visit = { from, to: from + length }
  if (!isOffered || !calendars.some((calendar) => works(calendar, timezone, wish.day, visit))) return 'off-hours'
  return from < earliest ? 'too-soon' : 'taken'
}
