import type { Names } from '../../core/business.ts'
import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from '../drizzle.ts'
import { bytea, tstzrange } from './columns.ts'

export const services = pgTable(
  'services',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    names: jsonb('names').$type<Names>().notNull(),
    about: jsonb('about').$type<Names>(),
    durationMin: integer('duration_min').notNull(),
    bufferMin: integer('buffer_min').notNull().default(0),
    price: bigint('price', { mode: 'number' }).notNull(),
    listed: boolean('listed').notNull().default(true),
    place: integer('place').notNull().default(0),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const staffServices = pgTable(
  'staff_services',
  {
    businessId: uuid('business_id').notNull(),
    staffId: uuid('staff_id').notNull(),
    serviceId: uuid('service_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.staffId, table.serviceId] })],
)

export const bookings = pgTable(
  'bookings',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    customerId: uuid('customer_id'),
    addressId: uuid('address_id'),
    serviceId: uuid('service_id').notNull(),
    staffId: uuid('staff_id').notNull(),
    during: tstzrange('during').notNull(),
    startsAt: timestamp('starts_at', { withTimezone: true }).notNull(),
    endsAt: timestamp('ends_at', { withTimezone: true }).notNull(),
    state: text('state', {
      enum: ['held', 'pending', 'confirmed', 'done', 'no_show', 'cancelled', 'declined', 'expired'],
    }).notNull(),
    heldUntil: timestamp('held_until', { withTimezone: true }),
    price: bigint('price', { mode: 'number' }).notNull(),
    paid: bigint('paid', { mode: 'number' }),
    paidAt: timestamp('paid_at', { withTimezone: true }),
    channel: text('channel').notNull(),
    source: text('source'),
    comment: bytea('comment'),
    reason: bytea('reason'),
    proposedAt: timestamp('proposed_at', { withTimezone: true }),
    handledBy: uuid('handled_by'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)
