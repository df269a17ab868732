import type { Role } from '../../core/actor.ts'
import type { Names } from '../../core/business.ts'
import { bigint, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from '../drizzle.ts'
import { bytea, tstzrange } from './columns.ts'

export const businesses = pgTable(
  'businesses',
  {
    businessId: uuid('business_id').notNull(),
    name: text('name').notNull(),
    currency: text('currency').notNull(),
    timezone: text('timezone').notNull(),
    locale: text('locale').notNull(),
    dataKey: bytea('data_key').notNull(),
    settings: jsonb('settings').$type<Record<string, unknown>>().notNull().default({}),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId] })],
)

export const counters = pgTable(
  'counters',
  {
    businessId: uuid('business_id').notNull(),
    name: text('name').notNull(),
    value: bigint('value', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.name] })],
)

export const personKeys = pgTable(
  'person_keys',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    customerId: uuid('customer_id'),
    wrapped: bytea('wrapped').notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const staff = pgTable(
  'staff',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    keyId: uuid('key_id').notNull(),
    accountId: uuid('account_id'),
    role: text('role').$type<Role>().notNull(),
    name: bytea('name').notNull(),
    email: bytea('email'),
    names: jsonb('names').$type<Names>(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    removedAt: timestamp('removed_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const staffHours = pgTable(
  'staff_hours',
  {
    businessId: uuid('business_id').notNull(),
    staffId: uuid('staff_id').notNull(),
    weekday: integer('weekday').notNull(),
    fromMinute: integer('from_minute').notNull(),
    toMinute: integer('to_minute').notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.staffId, table.weekday, table.fromMinute] })],
)

export const staffTimeOff = pgTable(
  'staff_time_off',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    staffId: uuid('staff_id').notNull(),
    during: tstzrange('during').notNull(),
    reason: text('reason'),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const invitations = pgTable(
  'invitations',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    codeHash: bytea('code_hash').notNull(),
    role: text('role').$type<Role>().notNull(),
    name: bytea('name'),
    staffId: uuid('staff_id'),
    createdBy: uuid('created_by'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    usedAt: timestamp('used_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const apiKeys = pgTable(
  'api_keys',
  {
    businessId: uuid('business_id').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    secretHash: bytea('secret_hash').notNull(),
    scopes: text('scopes').array().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
    lastEventAt: timestamp('last_event_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const audit = pgTable(
  'audit',
  {
    businessId: uuid('business_id').notNull(),
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    target: text('target'),
    detail: jsonb('detail').$type<Record<string, string | number | boolean | null>>(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const idempotency = pgTable(
  'idempotency',
  {
    businessId: uuid('business_id').notNull(),
    caller: text('caller').notNull(),
    keyHash: bytea('key_hash').notNull(),
    bodyHash: bytea('body_hash').notNull(),
    status: integer('status'),
    answer: bytea('answer'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.caller, table.keyHash] })],
)
