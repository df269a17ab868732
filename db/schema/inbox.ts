import { bigint, integer, pgTable, primaryKey, text, timestamp, uuid } from '../drizzle.ts'
import { bytea } from './columns.ts'

export const updates = pgTable(
  'updates',
  {
    businessId: uuid('business_id').notNull(),
    channelId: uuid('channel_id').notNull(),
    key: bytea('key').notNull(),
    position: bigint('position', { mode: 'number' }).generatedAlwaysAsIdentity(),
    chatIndex: bytea('chat_index').notNull(),
    payload: bytea('payload'),
    state: text('state', { enum: ['stored', 'handled', 'dead'] }).notNull(),
    tries: integer('tries').notNull().default(0),
    nextTryAt: timestamp('next_try_at', { withTimezone: true }),
    trouble: text('trouble'),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    handledAt: timestamp('handled_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.channelId, table.key] })],
)

export const outbox = pgTable(
  'outbox',
  {
    businessId: uuid('business_id').notNull(),
    position: bigint('position', { mode: 'number' }).generatedAlwaysAsIdentity(),
    id: uuid('id').notNull(),
    addressId: uuid('address_id').notNull(),
    body: bytea('body').notNull(),
    offer: bigint('offer', { mode: 'number' }),
    edits: uuid('edits'),
    topic: text('topic'),
    state: text('state', { enum: ['queued', 'sending', 'sent', 'failed'] }).notNull(),
    tries: integer('tries').notNull().default(0),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
    attempt: uuid('attempt'),
    leaseUntil: timestamp('lease_until', { withTimezone: true }),
    platformId: bytea('platform_id'),
    trouble: text('trouble'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    sentAt: timestamp('sent_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.position] })],
)

export const offers = pgTable(
  'offers',
  {
    businessId: uuid('business_id').notNull(),
    number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity(),
    addressId: uuid('address_id').notNull(),
    choices: bytea('choices').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.number] })],
)

export const requests = pgTable(
  'requests',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    addressId: uuid('address_id').notNull(),
    customerId: uuid('customer_id'),
    channel: text('channel').notNull(),
    state: text('state', { enum: ['new', 'taken', 'closed'] }).notNull(),
    takenBy: uuid('taken_by'),
    stage: text('stage'),
    amount: bigint('amount', { mode: 'number' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    answerDueAt: timestamp('answer_due_at', { withTimezone: true }),
    firstAnsweredAt: timestamp('first_answered_at', { withTimezone: true }),
    closedAt: timestamp('closed_at', { withTimezone: true }),
    closedBy: text('closed_by'),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const messages = pgTable(
  'messages',
  {
    businessId: uuid('business_id').notNull(),
    position: bigint('position', { mode: 'number' }).generatedAlwaysAsIdentity(),
    id: uuid('id').notNull(),
    addressId: uuid('address_id').notNull(),
    author: text('author', { enum: ['person', 'bot', 'staff'] }).notNull(),
    staffId: uuid('staff_id'),
    requestId: uuid('request_id'),
    body: bytea('body').notNull(),
    edits: uuid('edits'),
    key: text('key'),
    at: timestamp('at', { withTimezone: true }).notNull(),
    heardAt: timestamp('heard_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.position] })],
)

export const files = pgTable(
  'files',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    keyId: uuid('key_id').notNull(),
    content: bytea('content'),
    channelId: uuid('channel_id'),
    remote: bytea('remote'),
    mime: text('mime').notNull(),
    name: bytea('name'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)
