import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../../core/actor.ts'
import {
  acceptBooking,
  answerProposal,
  bookAppointment,
  bookingFilter,
  cancelBooking,
  confirmHold,
  declineBooking,
  expireHolds,
  findFreeSlots,
  getBooking,
  holdSlot,
  listBookings,
  listServices,
  markDone,
  markNoShow,
  markPaid,
  moveBooking,
  nearestSlots,
  nearSearch,
  proposeTime,
  readDay,
  saveService,
  saveTimeOff,
  serviceInput,
  slotSearch,
} from '../../../core/bookings/index.ts'
import { ending, local, openSalon, type Salon, system } from './salon.ts'

let salon: Salon
beforeAll(async () => {
  salon = await openSalon({ masters: 2, settings: { noticeMinutes: 60, horizonDays: 20 } })
})
afterAll(() => salon.close())

let hours = 0
/** Another free hour for each test. */
const nextSlot = () =>
  new Date(local('2026-11-24T09:00').getTime() + (hours++ % 7) * 75 * 60_000 + Math.floor(hours / 7) * 24 * 60 * 60_000)

async function booked(startsAt = nextSlot(), staffId = salon.masters[0]) {
  const who = await salon.customer()
  const booking = await salon.run((tx) => bookAppointment(tx, who, salon.wish(startsAt, staffId)))
  return { who, booking, startsAt, bookingId: booking.id }
}

test('a booking has a number, the price of its day and what everybody wants to read', async () => {
  const { booking, startsAt } = await booked()
  expect(booking).toMatchObject({
    state: 'confirmed',
    service: { default: 'Манікюр' },
    master: { default: 'Майстер 1' },
    startsAt,
    endsAt: new Date(startsAt.getTime() + 60 * 60_000),
    price: 45000,
    channel: 'web',
  })
  expect(booking.number).toBeGreaterThan(0)
})

test('a customer sees only their own bookings, a master only those to them', async () => {
  const { booking, who, bookingId } = await booked()
  const stranger = await salon.customer()
  expect(await ending(salon.run((tx) => getBooking(tx, stranger, { bookingId })))).toBe('not-found')
  expect(await ending(salon.run((tx) => cancelBooking(tx, stranger, { bookingId, reason: null })))).toBe('not-found')
  const [mine = '', other = ''] = salon.masters
  expect((await salon.run((tx) => getBooking(tx, salon.master(mine), { bookingId }))).id).toBe(booking.id)
  expect(await ending(salon.run((tx) => getBooking(tx, salon.master(other), { bookingId })))).toBe('not-found')
  const all = bookingFilter.parse({})
  expect((await salon.run((tx) => listBookings(tx, who, all))).bookings.map((one) => one.id)).toEqual([booking.id])
  expect((await salon.run((tx) => listBookings(tx, salon.master(other), all))).bookings).toEqual([])
  expect(await ending(salon.run((tx) => listBookings(tx, salon.master(other), { ...all, staffId: mine })))).toBe(
    'not-allowed',
  )
  const day = { day: '2026-11-24', staffId: mine }
  expect(await ending(salon.run((tx) => readDay(tx, salon.master(other), day)))).toBe('not-allowed')
})

test('what is past, too soon, too far ahead, closed or no minute is refused in clear words', async () => {
  const who = await salon.customer()
  const book = (at: Date) => ending(salon.run((tx) => bookAppointment(tx, who, salon.wish(at))))
  expect(await book(local('2026-11-20T12:00'))).toBe('booking-slot-past')
  expect(await book(local('2026-11-23T08:30'))).toBe('booking-too-soon')
  expect(await book(local('2027-02-01T12:00'))).toBe('booking-too-far')
  expect(await book(local('2026-11-25T21:00'))).toBe('booking-outside-hours')
  expect(await book(local('2026-11-25T18:30'))).toBe('booking-outside-hours')
  expect(await book(new Date(local('2026-11-25T12:00').getTime() + 1))).toBe('input-invalid')
})

test('time off is no working time', async () => {
  const [staffId = ''] = salon.masters
  const [from, to] = [local('2026-12-05T00:00'), local('2026-12-06T00:00')]
  await salon.run((tx) => saveTimeOff(tx, system, { staffId, from, to, reason: null }))
  const who = await salon.customer()
  const slot = local('2026-12-05T12:00')
  expect(await ending(salon.run((tx) => bookAppointment(tx, who, salon.wish(slot))))).toBe('booking-outside-hours')
  const search = slotSearch.parse({ serviceId: salon.manicure.id, from: '2026-12-05', days: 1 })
  const free = await salon.run((tx) => findFreeSlots(tx, who, search))
  expect(new Set(free.flatMap((one) => one.staffIds))).toEqual(new Set([salon.masters[1]]))
})

test('a held slot is kept for its ten minutes, then free for the next, and the late yes hears so', async () => {
  const [first, second] = [await salon.customer(), await salon.customer()]
  const slot = nextSlot()
  const before = salon.now
  const hold = await salon.run((tx) => holdSlot(tx, first, salon.wish(slot)))
  expect(await ending(salon.run((tx) => holdSlot(tx, second, salon.wish(slot))))).toBe('booking-slot-taken')
  salon.now = new Date(before.getTime() + 11 * 60_000)
  expect(await ending(salon.run((tx) => confirmHold(tx, first, { bookingId: hold.id })))).toBe('booking-hold-over')
  expect(await ending(salon.run((tx) => bookAppointment(tx, second, salon.wish(slot))))).toBe('done')
  expect((await salon.run((tx) => getBooking(tx, first, { bookingId: hold.id }))).state).toBe('expired')
  salon.now = before
})

test('a chat holds one slot at a time, and the sweep ends what nobody confirmed', async () => {
  const who = await salon.customer()
  const before = salon.now
  const first = await salon.run((tx) => holdSlot(tx, who, salon.wish(nextSlot())))
  const second = await salon.run((tx) => holdSlot(tx, who, salon.wish(nextSlot())))
  const stateOf = async (bookingId: string) => (await salon.run((tx) => getBooking(tx, who, { bookingId }))).state
  expect([await stateOf(first.id), await stateOf(second.id)]).toEqual(['expired', 'held'])
  salon.now = new Date(before.getTime() + 10 * 60_000)
  expect(await salon.run(expireHolds)).toBeGreaterThan(0)
  expect(await stateOf(second.id)).toBe('expired')
  salon.now = before
})

test('the loser hears of the nearest free slots, and of the same hour with another master', async () => {
  const { startsAt } = await booked(local('2026-12-07T12:00'))
  const who = await salon.customer()
  const search = { serviceId: salon.manicure.id, staffId: salon.masters[0], around: startsAt, limit: 4 }
  const near = await salon.run((tx) => nearestSlots(tx, who, nearSearch.parse(search)))
  const shown = near.slots.map((slot) => slot.minute / 60)
  expect(shown).toEqual([10, 10.5, 13.5, 14])
  expect(near.sameTime).toMatchObject({ startsAt, staffIds: [salon.masters[1]] })
})

test('the owner keeps the last word where the business wants it: accept and decline, first press wins', async () => {
  const strict = await openSalon({ settings: { confirmBookings: true } })
  const who = await strict.customer()
  const at = (time: string) => strict.wish(local(`2026-12-01T${time}`))
  const one = await strict.run((tx) => bookAppointment(tx, who, at('12:00')))
  expect(one.state).toBe('pending')
  const accepted = await strict.run((tx) => acceptBooking(tx, strict.manager, { bookingId: one.id }))
  expect(accepted.state).toBe('confirmed')
  expect(
    await ending(strict.run((tx) => declineBooking(tx, strict.manager, { bookingId: one.id, reason: null }))),
  ).toBe('already-decided')
  const two = await strict.run((tx) => bookAppointment(tx, who, at('15:00')))
  const declined = await strict.run((tx) =>
    declineBooking(tx, strict.manager, { bookingId: two.id, reason: 'Майстер захворів' }),
  )
  expect(declined).toMatchObject({ state: 'declined', reason: 'Майстер захворів' })
  const [row] = await strict.query('select reason from bookings where id = $1', [two.id])
  expect(String(row?.['reason'])).not.toContain('захворів')
  const three = await strict.run((tx) => bookAppointment(tx, who, at('17:00')))
  strict.now = local('2026-12-01T17:00')
  expect(await strict.run(expireHolds)).toBe(1)
  expect((await strict.run((tx) => getBooking(tx, who, { bookingId: three.id }))).state).toBe('expired')
  await strict.close()
})

test('another time that a manager proposes is taken with one yes, or the booking stays', async () => {
  const { who, bookingId, startsAt } = await booked(local('2026-12-08T10:00'))
  const other = local('2026-12-08T16:00')
  await salon.run((tx) => proposeTime(tx, salon.manager, { bookingId, startsAt: other }))
  const no = await salon.run((tx) => answerProposal(tx, who, { bookingId, startsAt: other, accept: false }))
  expect(no).toMatchObject({ startsAt, proposedAt: null, state: 'confirmed' })
  expect(await ending(salon.run((tx) => answerProposal(tx, who, { bookingId, startsAt: other, accept: true })))).toBe(
    'booking-wrong-state',
  )
  await salon.run((tx) => proposeTime(tx, salon.manager, { bookingId, startsAt: other }))
  const yes = await salon.run((tx) => answerProposal(tx, who, { bookingId, startsAt: other, accept: true }))
  expect(yes).toMatchObject({ startsAt: other, proposedAt: null, state: 'confirmed' })
})

test('a visit is done, missed or paid once, and only after it has begun', async () => {
  const { bookingId, startsAt, who } = await booked(local('2026-12-09T10:00'))
  const [mine = '', other = ''] = salon.masters
  expect(await ending(salon.run((tx) => markDone(tx, salon.manager, { bookingId })))).toBe('booking-wrong-state')
  const paid = await salon.run((tx) => markPaid(tx, salon.manager, { bookingId, amount: 40000 }))
  expect(paid).toMatchObject({ paid: 40000, paidAt: salon.now })
  expect(await ending(salon.run((tx) => markPaid(tx, salon.manager, { bookingId })))).toBe('already-decided')
  const before = salon.now
  salon.now = startsAt
  expect(await ending(salon.run((tx) => markDone(tx, salon.master(other), { bookingId })))).toBe('not-found')
  expect((await salon.run((tx) => markDone(tx, salon.master(mine), { bookingId }))).state).toBe('done')
  expect(await ending(salon.run((tx) => markNoShow(tx, salon.manager, { bookingId })))).toBe('already-decided')
  expect(await ending(salon.run((tx) => cancelBooking(tx, who, { bookingId, reason: null })))).toBe(
    'booking-wrong-state',
  )
  expect(await ending(salon.run((tx) => markDone(tx, who, { bookingId })))).toBe('not-allowed')
  salon.now = before
})

test('a customer cancels while the visit is ahead, and the hour is free again', async () => {
  const { bookingId, startsAt, who } = await booked(local('2026-12-10T10:00'))
  const cancelled = await salon.run((tx) => cancelBooking(tx, who, { bookingId, reason: null }))
  expect(cancelled.state).toBe('cancelled')
  expect((await booked(startsAt)).booking.state).toBe('confirmed')
  const { bookingId: late, who: latecomer } = await booked(local('2026-12-10T15:00'))
  const before = salon.now
  salon.now = local('2026-12-10T15:30')
  expect(await ending(salon.run((tx) => cancelBooking(tx, latecomer, { bookingId: late, reason: null })))).toBe(
    'booking-wrong-state',
  )
  const move = { bookingId: late, startsAt: local('2026-12-11T15:00') }
  expect(await ending(salon.run((tx) => moveBooking(tx, latecomer, move)))).toBe('booking-not-movable')
  salon.now = before
})

test('a long list comes in pages that neither repeat nor leave out', async () => {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const filter = bookingFilter.parse({ limit: 3, ...(cursor === undefined ? {} : { cursor }) })
    const page = await salon.run((tx) => listBookings(tx, salon.manager, filter))
    seen.push(...page.bookings.map((one) => one.id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  const rows = await salon.query('select id from bookings')
  expect([...seen].sort()).toEqual(rows.map((row) => String(row['id'])).sort())
})

test('the day of the salon shows who comes and what is left', async () => {
  await booked(local('2026-12-12T10:00'))
  const [first] = await salon.run((tx) => readDay(tx, salon.manager, { day: '2026-12-12' }))
  expect(first?.bookings.map((one) => one.startsAt)).toEqual([local('2026-12-12T10:00')])
  expect(first?.free).toEqual([
    { from: local('2026-12-12T09:00'), to: local('2026-12-12T10:00') },
    { from: local('2026-12-12T11:15'), to: local('2026-12-12T19:00') },
  ])
})

test('a service that is not on offer is seen by those who handle bookings only', async () => {
  const who = await salon.customer()
  const hidden = serviceInput.parse({ names: { default: 'Педикюр' }, durationMin: 90, price: 60000, listed: false })
  const { id } = await salon.run((tx) => saveService(tx, salon.manager, hidden))
  const seenBy = async (actor: Actor) => (await salon.run((tx) => listServices(tx, actor))).map((one) => one.id)
  expect(await seenBy(who)).toEqual([salon.manicure.id])
  expect(await seenBy(salon.manager)).toEqual([salon.manicure.id, id])
  expect(await ending(salon.run((tx) => saveService(tx, who, hidden)))).toBe('not-allowed')
})
