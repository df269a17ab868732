import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, may } from '../actor.ts'
import {
  acceptBooking,
  type Booking,
  bookAppointment,
  bookingStates,
  cancelBooking,
  declineBooking,
  findFreeSlots,
  getBooking,
  hoursInput,
  listBookings,
  listMasters,
  listServices,
  markDone,
  markNoShow,
  markPaid,
  masterOrAny,
  moveBooking,
  proposeTime,
  type Service,
  saveHours,
  saveMaster,
  saveService,
  saveTimeOff,
} from '../bookings/index.ts'
import { namesSchema } from '../business.ts'
import { fromDecimal, toDecimal } from '../money.ts'
import { ourId } from './accounts.ts'
import { listOf, listQuery } from './cursor.ts'
import { type Answer, type App, by, type Room } from './desk.ts'
import { amountSchema, idParams, idSchema, moneySchema, namesViewSchema, snake, timeSchema } from './schemas.ts'
import { ofWhom, whom, whomSchema } from './whom.ts'

const tags = ['bookings']

const serviceSchema = z.object({
  id: idSchema,
  names: namesViewSchema,
  about: namesViewSchema.nullable(),
  duration_min: z.int(),
  buffer_min: z.int(),
  price: moneySchema,
  listed: z.boolean(),
})
const masterSchema = z.object({ id: idSchema, names: namesViewSchema })
const bookingSchema = z.object({
  id: idSchema,
  number: z.int(),
  state: z.enum(bookingStates),
  service_id: idSchema,
  service: namesViewSchema,
  staff_id: idSchema,
  master: namesViewSchema,
  starts_at: timeSchema,
  ends_at: timeSchema,
  blocked_until: timeSchema,
  held_until: timeSchema.nullable(),
  price: moneySchema,
  paid: moneySchema.nullable(),
  paid_at: timeSchema.nullable(),
  customer_id: idSchema.nullable(),
  address_id: idSchema.nullable(),
  channel: z.string(),
  source: z.string().nullable(),
  comment: z.string().nullable(),
  reason: z.string().nullable(),
  proposed_at: timeSchema.nullable(),
  handled_by: idSchema.nullable(),
  created_at: timeSchema,
  changed_at: timeSchema,
})
/** Who may write but not read hears only which booking it is. */
const changedSchema = z.union([bookingSchema, z.object({ id: idSchema })])

const dateSchema = z.iso.date()
const reasonSchema = z.object({ reason: z.string().trim().max(1000).optional() }).optional()

/** Services, those who do them, free times, and bookings with every step of their lives. */
export function bookingRoutes(app: App, { answer }: Room): void {
  app.get(
    '/v1/services',
    by('shop.browse', { tags, summary: 'What can be booked', response: { 200: listOf(serviceSchema) } }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        body: {
          data: (await listServices(tx, actor)).map((service) => serviceView(service, tx.business.currency)),
          next_cursor: null,
        },
      })),
  )

  app.post(
    '/v1/services',
    by('catalog.write', {
      tags,
      summary: 'Add a service, or with its id change it',
      body: z.object({
        id: idSchema.optional(),
        names: namesSchema,
        about: namesSchema.nullable().default(null),
        duration_min: z.int().min(5).max(720),
        buffer_min: z.int().min(0).max(240).default(0),
        price: amountSchema,
        listed: z.boolean().default(true),
        staff_ids: z.array(idSchema).max(200).default([]),
      }),
      response: { 200: serviceSchema, 201: serviceSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { id, names, about, listed, ...rest } = request.body
        const service = await saveService(tx, actor, {
          ...(id === undefined ? {} : { id }),
          names,
          about,
          listed,
          durationMin: rest.duration_min,
          bufferMin: rest.buffer_min,
          price: fromDecimal(rest.price, tx.business.currency, 'price'),
          staffIds: rest.staff_ids,
        })
        return { status: id === undefined ? 201 : 200, body: serviceView(service, tx.business.currency) }
      }),
  )

  app.get(
    '/v1/staff',
    by('shop.browse', {
      tags,
      summary: 'Who can be booked, as customers see them',
      querystring: z.object({ service: idSchema.optional() }),
      response: { 200: listOf(masterSchema) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { service: serviceId } = request.query
        const masters = await listMasters(tx, actor, serviceId === undefined ? {} : { serviceId })
        return { body: { data: masters, next_cursor: null } }
      }),
  )

  app.patch(
    '/v1/staff/:id',
    by('settings.manage', {
      tags,
      summary: 'How customers see a master, and when they work (minutes of the local day)',
      params: idParams,
      body: z.object({
        names: namesSchema.optional(),
        hours: z
          .array(
            z.object({
              weekday: z.int().min(1).max(7),
              from: z.int().min(0).max(1439),
              to: z.int().min(1).max(1440),
            }),
          )
          .max(50)
          .optional(),
      }),
      response: { 204: z.undefined() },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const staffId = ourId(request.params.id)
        const { names, hours } = request.body
        if (names) await saveMaster(tx, actor, { staffId, names })
        if (hours) {
          const spans = hours.map(({ weekday, from, to }) => ({ weekday, fromMinute: from, toMinute: to }))
          await saveHours(tx, actor, hoursInput.parse({ staffId, hours: spans }))
        }
        return { status: 204 }
      }),
  )

  app.post(
    '/v1/staff/:id/time-off',
    by('settings.manage', {
      tags,
      summary: 'A time in which somebody takes nobody',
      params: idParams,
      body: z.object({ from: timeSchema, to: timeSchema, reason: z.string().max(200).nullable().default(null) }),
      response: { 201: z.object({ id: idSchema }) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { from, to, reason } = request.body
        const staffId = ourId(request.params.id)
        const span = { staffId, from: new Date(from), to: new Date(to), reason }
        return { status: 201, body: await saveTimeOff(tx, actor, span) }
      }),
  )

  app.get(
    '/v1/slots',
    by('shop.browse', {
      tags,
      summary: 'Free times of a service, from a local day on',
      querystring: z.object({
        service: idSchema,
        staff: masterOrAny.default('any'),
        from: dateSchema,
        days: z.coerce.number().int().min(1).max(62).default(7),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
      response: {
        200: listOf(
          z.object({ starts_at: timeSchema, day: z.string(), minute: z.int(), staff_ids: z.array(idSchema) }),
        ),
      },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { service: serviceId, staff: staffId, from, days, limit } = request.query
        const slots = await findFreeSlots(tx, actor, { serviceId, staffId, from, days, limit })
        return { body: { data: slots.map(snake), next_cursor: null } }
      }),
  )

  app.get(
    '/v1/bookings',
    by('bookings.day', {
      tags,
      summary: 'Bookings by time; a master sees their own',
      querystring: listQuery.extend({
        from: timeSchema.optional(),
        to: timeSchema.optional(),
        state: z.enum(bookingStates).optional(),
        staff: idSchema.optional(),
        service: idSchema.optional(),
        customer: whomSchema.optional(),
        newest_first: z.stringbool().default(false),
      }),
      response: { 200: listOf(bookingSchema) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { from, to, state, staff, service, customer, newest_first: newestFirst, cursor, limit } = request.query
        const customerId = await ofWhom(tx, customer)
        const page = await listBookings(tx, actor, {
          newestFirst,
          limit,
          ...(cursor === undefined ? {} : { cursor }),
          ...(from === undefined ? {} : { from: new Date(from) }),
          ...(to === undefined ? {} : { to: new Date(to) }),
          ...(state === undefined ? {} : { states: [state] }),
          ...(staff === undefined ? {} : { staffId: staff }),
          ...(service === undefined ? {} : { serviceId: service }),
          ...(customerId === undefined ? {} : { customerId }),
        })
        return {
          body: {
            data: page.bookings.map((booking) => bookingView(booking, tx.business.currency)),
            next_cursor: page.nextCursor,
          },
        }
      }),
  )

  app.get(
    '/v1/bookings/:id',
    by('bookings.day', { tags, summary: 'A booking', params: idParams, response: { 200: bookingSchema } }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        body: bookingView(await getBooking(tx, actor, { bookingId: ourId(request.params.id) }), tx.business.currency),
      })),
  )

  app.post(
    '/v1/bookings',
    by('bookings.create', {
      tags,
      summary: 'Book a time; of two who want it, one hears 409',
      body: z.object({
        service_id: idSchema,
        staff_id: masterOrAny.default('any'),
        starts_at: timeSchema,
        customer_id: whomSchema.nullish(),
        customer: whomSchema.optional(),
        comment: z.string().trim().max(1000).nullable().default(null),
      }),
      response: { 201: changedSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { service_id: serviceId, staff_id: staffId, comment, ...rest } = request.body
        const named = rest.customer_id ?? rest.customer
        const customerId =
          named === undefined ? null : await whom(tx, named, rest.customer_id ? 'customer_id' : 'customer')
        const startsAt = new Date(rest.starts_at)
        const wish = { serviceId, staffId, startsAt, customerId, addressId: null, comment }
        return changed(tx, actor, await bookAppointment(tx, actor, wish), 201)
      }),
  )

  type Step = (tx: TenantTx, actor: Actor, input: { readonly bookingId: string }) => Promise<Booking>
  const steps: readonly (readonly [string, string, 'bookings.handle' | 'bookings.serve', Step])[] = [
    ['accept', 'Confirm a booking that waits for a word', 'bookings.handle', acceptBooking],
    ['done', 'The visit took place', 'bookings.serve', markDone],
    ['no-show', 'The person did not come', 'bookings.serve', markNoShow],
  ]
  for (const [name, summary, permission, step] of steps) {
    app.post(
      `/v1/bookings/:id/${name}`,
      by(permission, { tags, summary, params: idParams, response: { 200: changedSchema } }),
      (request, reply) =>
        answer(request, reply, async (tx, actor) =>
          changed(tx, actor, await step(tx, actor, { bookingId: ourId(request.params.id) })),
        ),
    )
  }

  const ends = [
    ['decline', 'Decline a booking; the reason is told to the customer', declineBooking],
    ['cancel', 'Cancel a booking; its time is free again', cancelBooking],
  ] as const
  for (const [name, summary, end] of ends) {
    app.post(
      `/v1/bookings/:id/${name}`,
      by('bookings.handle', { tags, summary, params: idParams, body: reasonSchema, response: { 200: changedSchema } }),
      (request, reply) =>
        answer(request, reply, async (tx, actor) => {
          const bookingId = ourId(request.params.id)
          return changed(tx, actor, await end(tx, actor, { bookingId, reason: request.body?.reason || null }))
        }),
    )
  }

  app.post(
    '/v1/bookings/:id/move',
    by('bookings.handle', {
      tags,
      summary: 'Move a booking to another time, or to another master',
      params: idParams,
      body: z.object({ starts_at: timeSchema, staff_id: masterOrAny.optional() }),
      response: { 200: changedSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { starts_at: startsAt, staff_id: staffId } = request.body
        const move = {
          bookingId: ourId(request.params.id),
          startsAt: new Date(startsAt),
          ...(staffId === undefined ? {} : { staffId }),
        }
        return changed(tx, actor, await moveBooking(tx, actor, move))
      }),
  )

  app.post(
    '/v1/bookings/:id/propose',
    by('bookings.handle', {
      tags,
      summary: 'Propose another time; the customer is asked',
      params: idParams,
      body: z.object({ starts_at: timeSchema }),
      response: { 200: changedSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const startsAt = new Date(request.body.starts_at)
        return changed(tx, actor, await proposeTime(tx, actor, { bookingId: ourId(request.params.id), startsAt }))
      }),
  )

  app.post(
    '/v1/bookings/:id/pay',
    by('bookings.handle', {
      tags,
      summary: 'The visit is paid; from now on it counts as revenue',
      params: idParams,
      body: z.object({ amount: amountSchema.optional() }).optional(),
      response: { 200: changedSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { amount } = request.body ?? {}
        const payment = {
          bookingId: ourId(request.params.id),
          ...(amount === undefined ? {} : { amount: fromDecimal(amount, tx.business.currency, 'amount') }),
        }
        return changed(tx, actor, await markPaid(tx, actor, payment))
      }),
  )
}

function changed(tx: TenantTx, actor: Actor, booking: Booking, status = 200): Answer {
  const body = may(actor, 'bookings.day') ? bookingView(booking, tx.business.currency) : { id: booking.id }
  return { status, body }
}

function serviceView({ price, ...service }: Service, currency: string) {
  return { ...snake(service), price: toDecimal(price, currency) }
}

function bookingView({ price, paid, ...booking }: Booking, currency: string) {
  return {
    ...snake(booking),
    price: toDecimal(price, currency),
    paid: paid === null ? null : toDecimal(paid, currency),
  }
}
