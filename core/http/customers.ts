import { z } from 'zod'
import {
  addNote,
  answerMergeQuestion,
  type Customer,
  customerHistory,
  customerPatchSchema,
  getCustomer,
  type Happening,
  listCustomers,
  listMergeQuestions,
  mergeCustomers,
  updateCustomer,
} from '../customers/index.ts'
import { toDecimal } from '../money.ts'
import { ourId } from './accounts.ts'
import { listOf, listQuery } from './cursor.ts'
import { type App, by, type Room } from './desk.ts'
import { idParams, idSchema, moneySchema, namesViewSchema, snake, timeSchema } from './schemas.ts'

const tags = ['customers']
const whoParams = z.object({
  id: z.string().min(1).max(220).meta({ description: 'Our id, or `external:` and yours' }),
})

const customerSchema = z.object({
  id: idSchema,
  external_id: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  phone_proved: z.boolean(),
  email: z.string().nullable(),
  birthday: z.string().nullable(),
  gender: z.string().nullable(),
  language: z.string().nullable(),
  source: z.string(),
  referred_by: idSchema.nullable(),
  referral_code: z.string(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  preferences: z.string().nullable(),
  contraindications: z.string().nullable(),
  consented_at: timeSchema.nullable(),
  promotions: z.boolean(),
  first_paid_at: timeSchema.nullable(),
  last_seen_at: timeSchema,
  created_at: timeSchema,
  updated_at: timeSchema,
})

const sumSchema = z.object({ count: z.int(), paid: moneySchema, last_at: timeSchema.nullable() })
const cardSchema = customerSchema.extend({
  channels: z.array(z.string()),
  orders: sumSchema,
  visits: sumSchema,
  came_by_them: z.int(),
})

const happeningSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['message', 'order', 'refund', 'view', 'booking', 'request', 'note']),
    at: timeSchema,
    number: z.int().nullable().optional(),
    state: z.string().optional(),
    amount: moneySchema.optional(),
    paid: z.boolean().optional(),
    order_kind: z.string().optional(),
    author: z.string().optional(),
    staff: z.string().nullable().optional(),
    channel: z.string().optional(),
    text: z.string().nullable().optional(),
    product: namesViewSchema.optional(),
    service: namesViewSchema.optional(),
    master: namesViewSchema.nullable().optional(),
  })
  .meta({ description: 'One thing that happened; which fields there are follows from `kind`' })

/** The client base. What comes from apps by `POST /v1/customers` is among the events. */
export function customerRoutes(app: App, { answer }: Room): void {
  app.get(
    '/v1/customers',
    by('customers.read-own', {
      tags,
      summary: 'The client base, the newest first; `query` finds by the beginnings of names, a phone or an e-mail',
      querystring: listQuery.extend({ query: z.string().trim().max(200).optional() }),
      response: { 200: listOf(customerSchema) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { query, cursor, limit } = request.query
        const page = await listCustomers(tx, actor, { query, cursor, limit })
        return { body: { data: page.customers.map(customerView), next_cursor: page.nextCursor } }
      }),
  )

  app.get(
    '/v1/customers/:id',
    by('customers.read-own', {
      tags,
      summary: "A customer's card",
      params: whoParams,
      response: { 200: cardSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { channels, orders, visits, cameByThem, ...customer } = await getCustomer(tx, actor, {
          customer: request.params.id,
        })
        const sum = ({ count, paid, lastAt }: typeof orders) => ({
          count,
          paid: toDecimal(paid, tx.business.currency),
          last_at: lastAt,
        })
        return {
          body: {
            ...customerView(customer),
            channels,
            orders: sum(orders),
            visits: sum(visits),
            came_by_them: cameByThem,
          },
        }
      }),
  )

  app.patch(
    '/v1/customers/:id',
    by('customers.write', {
      tags,
      summary: 'Change what is known of a customer; null takes a value away',
      params: whoParams,
      body: customerPatchSchema,
      response: { 200: customerSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { id: customer } = request.params
        return { body: customerView(await updateCustomer(tx, actor, { customer, patch: request.body })) }
      }),
  )

  app.get(
    '/v1/customers/:id/history',
    by('customers.read-own', {
      tags,
      summary: 'Everything between a customer and the business, the newest first',
      params: whoParams,
      querystring: listQuery,
      response: { 200: listOf(happeningSchema) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { cursor, limit } = request.query
        const page = await customerHistory(tx, actor, {
          customer: request.params.id,
          limit,
          ...(cursor === undefined ? {} : { cursor }),
        })
        return {
          body: {
            data: page.happenings.map((one) => happeningView(one, tx.business.currency)),
            next_cursor: page.nextCursor,
          },
        }
      }),
  )

  app.post(
    '/v1/customers/:id/notes',
    by('customers.read-own', {
      tags,
      summary: 'A note of the staff; the person does not see it',
      params: whoParams,
      body: z.object({ text: z.string().trim().min(1).max(2000) }),
      response: { 201: z.object({ customer_id: idSchema }) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { id: customer } = request.params
        const { customerId } = await addNote(tx, actor, { customer, text: request.body.text })
        return { status: 201, body: { customer_id: customerId } }
      }),
  )

  app.get(
    '/v1/merge-questions',
    by('customers.write', {
      tags,
      summary: 'Pairs of customers who share a phone that neither has proved: are they one person?',
      response: { 200: listOf(mergeQuestionSchema) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const questions = await listMergeQuestions(tx, actor, { limit: 200 })
        const data = questions.map(({ id, customerId, otherCustomerId, askedAt }) =>
          snake({ id, customerId, otherCustomerId, askedAt }),
        )
        return { body: { data, next_cursor: null } }
      }),
  )

  app.post(
    '/v1/merge-questions/:id/answer',
    by('customers.write', {
      tags,
      summary: 'Say whether they are one; the first answer counts',
      params: idParams,
      body: z.object({ same: z.boolean() }),
      response: { 200: z.object({ customer_id: idSchema }) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { customerId } = await answerMergeQuestion(tx, actor, {
          questionId: ourId(request.params.id),
          same: request.body.same,
        })
        return { body: { customer_id: customerId } }
      }),
  )

  app.post(
    '/v1/customers/:id/merge',
    by('customers.write', {
      tags,
      summary: 'Two customers who are one person become one',
      params: idParams,
      body: z.object({ other: idSchema }),
      response: { 200: z.object({ customer_id: idSchema }) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { customerId } = await mergeCustomers(tx, actor, {
          customerId: ourId(request.params.id),
          otherId: request.body.other,
        })
        return { body: { customer_id: customerId } }
      }),
  )
}

const mergeQuestionSchema = z.object({
  id: idSchema,
  customer_id: idSchema,
  other_customer_id: idSchema,
  asked_at: timeSchema,
})

const customerView = (customer: Customer) => snake(customer)

function happeningView(happening: Happening, currency: string): Record<string, unknown> {
  if (happening.kind === 'order') {
    const { total, orderKind, ...rest } = happening
    return { ...rest, order_kind: orderKind, amount: toDecimal(total, currency) }
  }
  if (happening.kind === 'refund' || happening.kind === 'booking')
    return { ...happening, amount: toDecimal(happening.amount, currency) }
  return { ...happening }
}
