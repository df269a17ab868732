import { DateTime } from 'luxon'
import {
  acceptBooking,
  type Booking,
  bookAppointment,
  confirmHold,
  declineBooking,
  holdSlot,
  moveBooking,
} from '../../core/bookings/index.ts'
import { counts, ending, local, openSalon, type Salon } from '../../test/core/bookings/salon.ts'
import { atMost, exactly, type Figure, percentile, type Run, type Scenario, sized } from './scenario.ts'

/** G18: a crowd wants one slot, round after round, by every path there is: one booking, and a polite refusal for each other. */
export const oneSlot: Scenario = async (run) => {
  const crowd = sized(run, 200, 20)
  const rounds = sized(run, 100, 2)
  const settings = { horizonDays: 365 }
  const salon = await openSalon({ masters: 2, connections: 20, settings, react: async () => {} })
  const customers = await people(salon, crowd)
  const owners: Booking[] = []
  const race = (path: number, name: string, take: (slot: Date, who: Customer, at: number) => Promise<unknown>) =>
    everyRound(run, { salon, customers, rounds, path, name }, take)

  const figures = [
    await race(0, 'booked at once', (slot, who) => salon.run((tx) => bookAppointment(tx, who, salon.wish(slot)))),
    await race(1, 'held, then confirmed', async (slot, who) => {
      const held = await salon.run((tx) => holdSlot(tx, who, salon.wish(slot)))
      await salon.run((tx) => confirmHold(tx, who, { bookingId: held.id }))
    }),
    await race(2, 'booked by a manager', (slot, who) =>
      salon.run((tx) => bookAppointment(tx, salon.manager, { ...salon.wish(slot), addressId: who.addressId })),
    ),
  ]
  for (const [at, who] of customers.entries())
    owners.push(await salon.run((tx) => bookAppointment(tx, who, salon.wish(slotOf(3, at), salon.masters[1]))))
  figures.push(
    await race(4, 'moved from another time', (slot, who, at) => {
      const move = { bookingId: owners[at]?.id ?? '', startsAt: slot, staffId: salon.masters[0] ?? '' }
      return salon.run((tx) => moveBooking(tx, who, move))
    }),
  )
  await salon.close()
  figures.push(await withAManagersWord(run, crowd, rounds))
  return figures.flat()
}

/** G19: five are free and everybody takes anybody. */
export const anyStaff: Scenario = async (run) => {
  const salon = await openSalon({ masters: 5, connections: 20, react: async () => {} })
  const customers = await people(salon, sized(run, 200, 20))
  const slot = slotOf(0, 0)
  const endings = await Promise.all(
    customers.map((who) => ending(salon.run((tx) => bookAppointment(tx, who, salon.wish(slot, 'any'))))),
  )
  const rows = await salon.query(`select staff_id from bookings where state = 'confirmed'`)
  await salon.close()
  return [
    exactly('bookings', 5, rows.length),
    exactly('different staff', 5, new Set(rows.map((row) => row['staff_id'])).size),
    exactly('polite refusals', customers.length - 5, counts(endings)['booking-slot-taken'] ?? 0),
  ]
}

type Customer = Awaited<ReturnType<Salon['customer']>>

async function everyRound(
  run: Run,
  at: { salon: Salon; customers: readonly Customer[]; rounds: number; path: number; name: string },
  take: (slot: Date, who: Customer, at: number) => Promise<unknown>,
): Promise<Figure[]> {
  const { salon, customers, rounds, path, name } = at
  const waits: number[] = []
  let right = 0
  for (let round = 0; round < rounds; round += 1) {
    const slot = slotOf(path, round)
    const started = performance.now()
    const endings = await Promise.all(
      customers.map(async (who, place) => {
        const end = await ending(take(slot, who, place)).catch((error: unknown) => String(error))
        waits.push(performance.now() - started)
        return end
      }),
    )
    const found = counts(endings)
    const rows = await salon.query(
      `select 1 from bookings where starts_at = $1 and staff_id = $2 and state in ('held', 'pending', 'confirmed')`,
      [slot, salon.masters[0]],
    )
    const refused = found['booking-slot-taken'] ?? 0
    if (found['done'] === 1 && refused === customers.length - 1 && rows.length === 1) right += 1
    else run.note(`${name}, round ${round}: ${JSON.stringify(found)}, ${rows.length} rows`)
  }
  run.note(`${name}: ${rounds} rounds of ${customers.length}`)
  return [
    exactly(`${name}: rounds with one booking, all others refused`, rounds, right),
    atMost(`${name}: p95`, 1_000, percentile(waits, 0.95), ' ms'),
  ]
}

/** Where bookings wait for a manager's word: one waits, and of several managers one decides. */
async function withAManagersWord(run: Run, crowd: number, rounds: number): Promise<Figure[]> {
  const settings = { confirmBookings: true, horizonDays: 365 }
  const salon = await openSalon({ connections: 20, settings, react: async () => {} })
  const customers = await people(salon, crowd)
  const decided: string[] = []
  const figures = await everyRound(run, { salon, customers, rounds, path: 0, name: 'left pending' }, (slot, who) =>
    salon.run((tx) => bookAppointment(tx, who, salon.wish(slot))),
  )
  for (const row of await salon.query(`select id from bookings where state = 'pending'`)) {
    const bookingId = String(row['id'])
    const words = Array.from({ length: 8 }, (_, manager) =>
      ending(
        salon.run<Booking>((tx) =>
          manager % 2 === 0
            ? acceptBooking(tx, salon.manager, { bookingId })
            : declineBooking(tx, salon.manager, { bookingId, reason: null }),
        ),
      ),
    )
    decided.push(...(await Promise.all(words)))
  }
  await salon.close()
  return [
    ...figures,
    exactly('decisions that counted', rounds, counts(decided)['done'] ?? 0),
    exactly('decisions that came late', rounds * 7, counts(decided)['already-decided'] ?? 0),
  ]
}

async function people(salon: Salon, count: number): Promise<Customer[]> {
  const customers: Customer[] = []
  for (let at = 0; at < count; at += 1) customers.push(await salon.customer())
  return customers
}

/** Eight visits fit into a day of the salon; each path has weeks of its own. */
function slotOf(path: number, round: number): Date {
  const first = DateTime.fromISO('2026-11-24T09:00', { zone: 'utc' })
  const slot = first.plus({ days: path * 26 + Math.floor(round / 8), minutes: (round % 8) * 75 })
  return local(slot.toFormat("yyyy-MM-dd'T'HH:mm"))
}
