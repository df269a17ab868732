import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  acceptBooking,
  type Booking,
  bookAppointment,
  confirmHold,
  declineBooking,
  getBooking,
  holdSlot,
  moveBooking,
} from '../../../core/bookings/index.ts'
import { databaseError } from '../../../core/errors.ts'
import { randomBookings } from '../../../tools/torture/booking-model.ts'
import { generator } from '../../../tools/torture/scenario.ts'
import { counts, ending, local, openSalon, type Salon } from './salon.ts'

// A crowd on a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const crowd = 60
const rounds = 5
type Customer = Awaited<ReturnType<Salon['customer']>>

describe('G18 one slot and a crowd of customers: exactly one gets it, all others hear that it is taken', () => {
  let salon: Salon
  let customers: Customer[]
  beforeAll(async () => {
    salon = await openSalon({ masters: 2, react: async () => {} })
    customers = []
    for (let at = 0; at < crowd; at++) customers.push(await salon.customer())
  })
  afterAll(() => salon.close())

  const slotOf = (path: number, round: number) =>
    local(`2026-12-${String(path * 5 + round + 1).padStart(2, '0')}T12:00`)
  const one = { done: 1, 'booking-slot-taken': crowd - 1 }

  async function eachRound(path: number, race: (slot: Date, who: Customer, at: number) => Promise<unknown>) {
    for (let round = 0; round < rounds; round++) {
      const slot = slotOf(path, round)
      const endings = await Promise.all(customers.map((who, at) => ending(race(slot, who, at))))
      expect(counts(endings)).toEqual(one)
      const rows = await salon.query(
        `select 1 from bookings where starts_at = $1 and state in ('held', 'pending', 'confirmed')`,
        [slot],
      )
      expect(rows).toHaveLength(1)
    }
  }

  test('G18 when they book at once', () =>
    eachRound(0, (slot, who) => salon.run((tx) => bookAppointment(tx, who, salon.wish(slot)))))

  test('G18 when they hold it first and then confirm', () =>
    eachRound(1, async (slot, who) => {
      const held = await salon.run((tx) => holdSlot(tx, who, salon.wish(slot)))
      await salon.run((tx) => confirmHold(tx, who, { bookingId: held.id }))
    }))

  test('G18 when managers book for them', () =>
    eachRound(2, (slot, who) =>
      salon.run((tx) => bookAppointment(tx, salon.manager, { ...salon.wish(slot), addressId: who.addressId })),
    ))

  test('G18 when they move there from other times', async () => {
    const own: Booking[] = []
    for (const [at, who] of customers.entries()) {
      const day = String(17 + Math.floor(at / 7)).padStart(2, '0')
      const start =
        local(`2026-12-${day}T${String(9 + (at % 7)).padStart(2, '0')}:00`).getTime() + (at % 7) * 15 * 60_000
      own.push(await salon.run((tx) => bookAppointment(tx, who, salon.wish(new Date(start), salon.masters[1]))))
    }
    for (let round = 0; round < rounds; round++) {
      const slot = new Date(local('2026-12-16T09:00').getTime() + round * 75 * 60_000)
      const movers = own.map((booking, at) => ({ booking, who: customers[at] })).slice(round)
      const endings = await Promise.all(
        movers.map(({ booking, who }) =>
          ending(
            salon.run((tx) =>
              moveBooking(tx, who ?? salon.manager, {
                bookingId: booking.id,
                startsAt: slot,
                ...(salon.masters[0] ? { staffId: salon.masters[0] } : {}),
              }),
            ),
          ),
        ),
      )
      expect(counts(endings)).toEqual({ done: 1, 'booking-slot-taken': movers.length - 1 })
    }
  })
})

test('G18 where a manager has the last word, one waits for it and one manager decides', async () => {
  const salon = await openSalon({ settings: { confirmBookings: true }, react: async () => {} })
  const customers = await Promise.all(Array.from({ length: crowd }, () => salon.customer()))
  for (let round = 0; round < rounds; round++) {
    const slot = local(`2026-12-0${round + 1}T12:00`)
    const tries = customers.map((who) => salon.run((tx) => bookAppointment(tx, who, salon.wish(slot))))
    expect(counts(await Promise.all(tries.map(ending)))).toEqual({ done: 1, 'booking-slot-taken': crowd - 1 })
    const [row] = await salon.query(`select id, state from bookings where starts_at = $1`, [slot])
    expect(row?.['state']).toBe('pending')
    const bookingId = String(row?.['id'])
    const words = Array.from({ length: 8 }, (_, at) =>
      ending(
        salon.run<Booking>((tx) =>
          at % 2 === 0
            ? acceptBooking(tx, salon.manager, { bookingId })
            : declineBooking(tx, salon.manager, { bookingId, reason: null }),
        ),
      ),
    )
    expect(counts(await Promise.all(words))).toEqual({ done: 1, 'already-decided': 7 })
  }
  await salon.close()
})

test('G19 five masters are free and many want anybody: five bookings, five masters', async () => {
  const salon = await openSalon({ masters: 5, react: async () => {} })
  const customers = await Promise.all(Array.from({ length: crowd }, () => salon.customer()))
  const slot = local('2026-12-01T12:00')
  const endings = await Promise.all(
    customers.map((who) => ending(salon.run((tx) => bookAppointment(tx, who, salon.wish(slot, 'any'))))),
  )
  expect(counts(endings)).toEqual({ done: 5, 'booking-slot-taken': crowd - 5 })
  const rows = await salon.query(`select distinct staff_id from bookings where state = 'confirmed'`)
  expect(rows).toHaveLength(5)
  await salon.close()
})

test('the table itself refuses two visits of one master at one time', async () => {
  const salon = await openSalon({ react: async () => {} })
  const who = await salon.customer()
  const booking = await salon.run((tx) => bookAppointment(tx, who, salon.wish(local('2026-12-01T12:00'))))
  const copy = salon.query(
    `insert into bookings (business_id, id, number, service_id, staff_id, during, starts_at, ends_at, state, price, channel, created_at, changed_at)
     select business_id, gen_random_uuid(), number + 1, service_id, staff_id, during, starts_at, ends_at, 'held', price, channel, now(), now()
     from bookings where id = $1`,
    [booking.id],
  )
  expect(databaseError(await copy.catch((error: unknown) => error))).toEqual({
    state: '23P01',
    constraint: 'bookings_no_overlap',
  })
  await salon.close()
})

test('G20 after many random steps of eight at once nothing overlaps and the rows are what everybody was told', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  const found = await randomBookings(generator(seed), { clients: 8, batches: 75, masters: 3 })
  expect(found.overlaps, `seed ${seed}`).toBe(0)
  expect(found.differences, `seed ${seed}`).toEqual([])
  expect(found.unforeseen, `seed ${seed}`).toEqual([])
  expect(found.endings['done'] ?? 0, `seed ${seed}`).toBeGreaterThan(100)
})

test('a moved booking frees its old time, and its own time does not stand in its way', async () => {
  const salon = await openSalon()
  const [first, second] = [await salon.customer(), await salon.customer()]
  const at = (time: string) => local(`2026-12-01T${time}`)
  const booking = await salon.run((tx) => bookAppointment(tx, first, salon.wish(at('12:00'))))
  await salon.run((tx) => moveBooking(tx, first, { bookingId: booking.id, startsAt: at('12:30') }))
  expect(await ending(salon.run((tx) => bookAppointment(tx, second, salon.wish(at('12:00')))))).toBe(
    'booking-slot-taken',
  )
  await salon.run((tx) => moveBooking(tx, first, { bookingId: booking.id, startsAt: at('15:00') }))
  expect(await ending(salon.run((tx) => bookAppointment(tx, second, salon.wish(at('12:00')))))).toBe('done')
  const moved = await salon.run((tx) => getBooking(tx, first, { bookingId: booking.id }))
  expect(moved.startsAt).toEqual(at('15:00'))
  expect(moved.number).toBe(booking.number)
  await salon.close()
})
