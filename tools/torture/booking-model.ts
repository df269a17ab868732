import type { Actor } from '../../core/actor.ts'
import {
  type Booking,
  bookAppointment,
  cancelBooking,
  confirmHold,
  expireHolds,
  findFreeSlots,
  holdSlot,
  moveBooking,
} from '../../core/bookings/index.ts'
import { counts, ending, local, openSalon, type Salon } from '../../test/core/bookings/salon.ts'
import { exactly, pick, type Scenario, sized } from './scenario.ts'

/** G20: random steps of many clients at once, over the night that loses an hour, against a model of what everybody was told. */
export const bookingModel: Scenario = async (run) => {
  const clients = 16
  const batches = Math.ceil(sized(run, 10_000, 400) / clients)
  const found = await randomBookings(run.random, { clients, batches, masters: 6 })
  run.note(`${batches * clients} steps: ${JSON.stringify(found.endings)}`)
  return [
    exactly('overlaps', 0, found.overlaps),
    exactly('rows that are not what their owner was told', 0, found.differences.length),
    exactly('endings nobody foresaw', 0, found.unforeseen.length),
    {
      what: 'steps that changed something',
      goal: `> ${batches}`,
      found: found.endings['done'] ?? 0,
      holds: (found.endings['done'] ?? 0) > batches,
    },
  ]
}

interface Known {
  readonly state: string
  readonly startsAt: number
  readonly staffId: string
  readonly heldUntil: number | null
}

export interface RandomBookings {
  readonly overlaps: number
  readonly differences: readonly unknown[]
  readonly unforeseen: readonly string[]
  readonly endings: Readonly<Record<string, number>>
}

/** `clients` act at once in each batch, each on bookings of its own, so that what a row must look like is known. */
export async function randomBookings(
  random: () => number,
  size: { clients: number; batches: number; masters: number },
): Promise<RandomBookings> {
  const settings = { holdMinutes: 10 }
  const salon = await openSalon({ masters: size.masters, connections: size.clients, settings, react: async () => {} })
  salon.now = local('2027-03-26T08:00')
  const model = new Map<string, Known>()
  const workers: Worker[] = []
  for (let at = 0; at < size.clients; at += 1) workers.push({ who: await salon.customer(), own: [] })
  const endings: string[] = []
  for (let batch = 0; batch < size.batches; batch += 1) {
    const search = { serviceId: salon.manicure.id, staffId: 'any' as const, from: '2027-03-27', days: 4 }
    const slots = await salon.run((tx) => findFreeSlots(tx, salon.manager, search))
    const from = Math.floor(random() * Math.max(1, slots.length - 12))
    const free = slots.slice(from, from + 12).map((slot) => slot.startsAt)
    endings.push(...(await Promise.all(workers.map((worker) => step({ salon, model, random, free }, worker)))))
    salon.now = new Date(salon.now.getTime() + Math.floor(random() * 5) * 60_000)
    if (random() < 0.3) await salon.run(expireHolds)
    expireIn(model, salon.now)
  }
  await salon.run(expireHolds)
  const found = {
    overlaps: await overlapsIn(salon),
    differences: await differencesIn(salon, model),
    unforeseen: Object.keys(counts(endings)).filter((code) => !foreseen.has(code)),
    endings: counts(endings),
  }
  await salon.close()
  return found
}

interface Worker {
  readonly who: Awaited<ReturnType<Salon['customer']>>
  readonly own: string[]
}

interface Scene {
  readonly salon: Salon
  readonly model: Map<string, Known>
  readonly random: () => number
  readonly free: readonly Date[]
}

function step({ salon, model, random, free }: Scene, { who, own }: Worker): Promise<string> {
  const kind = random()
  const startsAt = pick(random, free) ?? local('2027-03-29T12:00')
  const wish = salon.wish(startsAt, random() < 0.4 ? 'any' : pick(random, salon.masters))
  const bookingId = pick(random, own) ?? ''
  const as: Actor = random() < 0.3 ? { ...salon.manager } : who
  const keep = (work: Promise<Booking>) =>
    ending(
      work.then((booking) => {
        const fresh = !model.has(booking.id)
        if (!own.includes(booking.id)) own.push(booking.id)
        // A chat holds one time at a time: whatever it takes next frees what it held.
        if (booking.state === 'held' || (booking.state === 'confirmed' && fresh)) release(model, own, booking.id)
        model.set(booking.id, knownOf(booking))
      }),
    )
  if (kind < 0.3) return keep(salon.run((tx) => bookAppointment(tx, who, wish)))
  if (kind < 0.5) return keep(salon.run((tx) => holdSlot(tx, who, wish)))
  if (bookingId === '') return Promise.resolve('nothing')
  if (kind < 0.65) return keep(salon.run((tx) => confirmHold(tx, who, { bookingId })))
  if (kind < 0.85) return keep(salon.run((tx) => moveBooking(tx, as, { bookingId, startsAt, staffId: wish.staffId })))
  return keep(salon.run((tx) => cancelBooking(tx, as, { bookingId, reason: null })))
}

const knownOf = (booking: Booking): Known => ({
  state: booking.state,
  startsAt: booking.startsAt.getTime(),
  staffId: booking.staffId,
  heldUntil: booking.heldUntil?.getTime() ?? null,
})

function release(model: Map<string, Known>, own: readonly string[], except: string): void {
  for (const id of own) {
    const booking = model.get(id)
    if (booking?.state === 'held' && id !== except) model.set(id, { ...booking, state: 'expired' })
  }
}

function expireIn(model: Map<string, Known>, now: Date): void {
  for (const [id, booking] of model) {
    if (booking.state === 'held' && booking.heldUntil !== null && booking.heldUntil <= now.getTime())
      model.set(id, { ...booking, state: 'expired' })
  }
}

async function overlapsIn(salon: Salon): Promise<number> {
  const rows = await salon.query(`
    select a.id from bookings a join bookings b on a.staff_id = b.staff_id and a.id < b.id and a.during && b.during
    where a.state in ('held', 'pending', 'confirmed') and b.state in ('held', 'pending', 'confirmed')`)
  return rows.length
}

async function differencesIn(salon: Salon, model: ReadonlyMap<string, Known>): Promise<unknown[]> {
  const rows = await salon.query('select id, state, starts_at, staff_id from bookings')
  const wrong: unknown[] = rows.filter((row) => {
    const told = model.get(String(row['id']))
    return (
      told?.state !== row['state'] || told?.startsAt !== Number(row['starts_at']) || told?.staffId !== row['staff_id']
    )
  })
  return rows.length === model.size ? wrong : [...wrong, { rows: rows.length, told: model.size }]
}

const foreseen = new Set([
  'done',
  'nothing',
  'booking-slot-taken',
  'booking-hold-over',
  'booking-wrong-state',
  'already-decided',
  'booking-not-movable',
])
