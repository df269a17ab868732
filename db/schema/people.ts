import type { Language } from '../../core/business.ts'
import { boolean, jsonb, pgTable, primaryKey, text, timestamp, uuid } from '../drizzle.ts'
import { bytea } from './columns.ts'

export const customers = pgTable(
  'customers',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    keyId: uuid('key_id').notNull(),
    externalId: bytea('external_id'),
    externalIdIndex: bytea('external_id_index'),
    name: bytea('name'),
    phone: bytea('phone'),
    phoneIndex: bytea('phone_index'),
    phoneProvedAt: timestamp('phone_proved_at', { withTimezone: true }),
    email: bytea('email'),
    emailIndex: bytea('email_index'),
    birthday: bytea('birthday'),
    birthdayIndex: bytea('birthday_index'),
    gender: bytea('gender'),
    language: text('language'),
    source: text('source').notNull().default('unknown'),
    referredBy: uuid('referred_by'),
    referralCode: text('referral_code').notNull(),
    attributes: bytea('attributes'),
    preferences: bytea('preferences'),
    contraindications: bytea('contraindications'),
    note: bytea('note'),
    fieldTimes: jsonb('field_times').$type<Record<string, string>>().notNull().default({}),
    consentedAt: timestamp('consented_at', { withTimezone: true }),
    promotionsStoppedAt: timestamp('promotions_stopped_at', { withTimezone: true }),
    firstPaidAt: timestamp('first_paid_at', { withTimezone: true }),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
    mergedInto: uuid('merged_into'),
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const customerTerms = pgTable(
  'customer_terms',
  {
    businessId: uuid('business_id').notNull(),
    term: bytea('term').notNull(),
    customerId: uuid('customer_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.term, table.customerId] })],
)

export const channels = pgTable(
  'channels',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    kind: text('kind', { enum: ['telegram', 'viber', 'web'] }).notNull(),
    name: text('name'),
    token: bytea('token'),
    hookSecret: bytea('hook_secret'),
    state: text('state', { enum: ['connected', 'broken', 'removed'] }).notNull(),
    trouble: text('trouble'),
    pollLease: uuid('poll_lease'),
    pollLeaseUntil: timestamp('poll_lease_until', { withTimezone: true }),
    pausedUntil: timestamp('paused_until', { withTimezone: true }),
    recentSends: timestamp('recent_sends', { withTimezone: true }).array().notNull().default([]),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const addresses = pgTable(
  'addresses',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    channelId: uuid('channel_id').notNull(),
    kind: text('kind', { enum: ['telegram', 'viber', 'web'] }).notNull(),
    chatIndex: bytea('chat_index').notNull(),
    keyId: uuid('key_id').notNull(),
    chat: bytea('chat').notNull(),
    person: bytea('person'),
    customerId: uuid('customer_id'),
    staffId: uuid('staff_id'),
    language: text('language').$type<Language>().notNull(),
    session: bytea('session'),
    sessionAt: timestamp('session_at', { withTimezone: true }),
    source: text('source'),
    consentedAt: timestamp('consented_at', { withTimezone: true }),
    unreachableAt: timestamp('unreachable_at', { withTimezone: true }),
    unreachableWhy: text('unreachable_why'),
    lastInAt: timestamp('last_in_at', { withTimezone: true }),
    paceAt: timestamp('pace_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const consents = pgTable(
  'consents',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    addressId: uuid('address_id').notNull(),
    customerId: uuid('customer_id'),
    purpose: text('purpose').notNull(),
    given: boolean('given').notNull(),
    wording: text('wording').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const customerNotes = pgTable(
  'customer_notes',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    customerId: uuid('customer_id').notNull(),
    staffId: uuid('staff_id'),
    body: bytea('body').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const mergeQuestions = pgTable(
  'merge_questions',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    customerId: uuid('customer_id').notNull(),
    otherCustomerId: uuid('other_customer_id').notNull(),
    askedAt: timestamp('asked_at', { withTimezone: true }).notNull(),
    answer: text('answer', { enum: ['merged', 'kept-apart'] }),
    answeredBy: uuid('answered_by'),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)
