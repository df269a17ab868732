import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow, may } from '../actor.ts'
import { AppError } from '../errors.ts'
import type { Booking } from './booking.ts'
import { zonedDay } from './days.ts'
import { readCalendars, readMasters, readRows } from './queries.ts'
import type { Master } from './service.ts'
import { freeWindows } from './slots.ts'

/** A master's day: who comes, and what is still free from now on. */
export interface MasterDay {
  readonly master: Master
  readonly bookings: readonly Booking[]
  readonly free: readonly { readonly from: Date; readonly to: Date }[]
}

/** The day as it stands: of every master for those who handle bookings, of themselves for a master. */
export async function readDay(
  tx: TenantTx,
  actor: Actor,
  { day, staffId }: { readonly day: string; readonly staffId?: string },
): Promise<MasterDay[]> {
  allow(actor, 'bookings.day')
  const only = ownOnly(actor, staffId)
  const masters = (await readMasters(tx, null)).filter((master) => only === undefined || master.id === only)
  const { start, end } = zonedDay(day, tx.business.timezone)
  const span = { from: new Date(start), to: new Date(end) }
  const bookings = await readRows(tx, { ...span, staffId: only, states: shown, limit: 500 })
  const calendars = await readCalendars(
    tx,
    masters.map((master) => master.id),
    span,
  )
  const now = tx.now.getTime()
  return masters.map((master) => {
    const calendar = calendars.find((one) => one.staffId === master.id)
    const windows = calendar ? freeWindows(calendar, tx.business.timezone, day) : []
    return {
      master,
      bookings: bookings.filter((booking) => booking.staffId === master.id),
      free: windows
        .filter((window) => window.to > now)
        .map((window) => ({ from: new Date(Math.max(window.from, now)), to: new Date(window.to) })),
    }
  })
}

const shown = ['pending', 'confirmed', 'done', 'no_show'] as const

function ownOnly(actor: Actor, staffId: string | undefined): string | undefined {
  if (actor.kind !== 'staff' || may(actor, 'bookings.read')) return staffId
  if (staffId !== undefined && staffId !== actor.staffId) throw new AppError('not-allowed')
  return actor.staffId
}
