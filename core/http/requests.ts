import { z } from 'zod'
import {
  answerRequest,
  closeRequest,
  getRequest,
  listRequests,
  type ReadRequest,
  requestStates,
  takeRequest,
  writeToCustomer,
} from '../inbox/index.ts'
import { ourId } from './accounts.ts'
import { listOf, listQuery } from './cursor.ts'
import { type App, by, type Room } from './desk.ts'
import { idParams, idSchema, snake, timeSchema } from './schemas.ts'
import { ofWhom, whom, whomSchema } from './whom.ts'

const tags = ['requests']

const requestSchema = z.object({
  id: idSchema,
  number: z.int(),
  state: z.enum(requestStates),
  channel: z.string(),
  customer_id: idSchema.nullable(),
  customer: z.string().nullable(),
  taken_by: idSchema.nullable(),
  who: z.string().optional().meta({ description: 'The name of whoever took it' }),
  created_at: timeSchema,
  answer_due_at: timeSchema.nullable(),
  first_answered_at: timeSchema.nullable(),
  closed_at: timeSchema.nullable(),
})

/** Questions that wait for a person. Taking and answering them is for people, so for a session, not for a key. */
export function requestRoutes(app: App, { answer }: Room): void {
  app.get(
    '/v1/requests',
    by('requests.read', {
      tags,
      summary: 'Requests, the newest first, or those who wait longest',
      querystring: listQuery.extend({
        state: z.enum(requestStates).optional(),
        customer: whomSchema.optional(),
        oldest_first: z.stringbool().default(false),
      }),
      response: { 200: listOf(requestSchema) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { state, customer, oldest_first: oldestFirst, cursor, limit } = request.query
        const page = await listRequests(tx, actor, {
          oldestFirst,
          cursor,
          limit,
          customerId: await ofWhom(tx, customer),
          states: state === undefined ? undefined : [state],
        })
        return { body: { data: page.requests.map(requestView), next_cursor: page.nextCursor } }
      }),
  )

  app.get(
    '/v1/requests/:id',
    by('requests.read', { tags, summary: 'A request', params: idParams, response: { 200: requestSchema } }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        body: requestView(await getRequest(tx, actor, { requestId: ourId(request.params.id) })),
      })),
  )

  const steps = [
    ['take', 'Take a request; of two who do, one hears 409', takeRequest],
    ['close', 'End a request', closeRequest],
  ] as const
  for (const [name, summary, step] of steps) {
    app.post(
      `/v1/requests/:id/${name}`,
      by('requests.handle', { tags, summary, params: idParams, response: { 200: requestSchema } }),
      (request, reply) =>
        answer(request, reply, async (tx, actor) => {
          const requestId = ourId(request.params.id)
          await step(tx, actor, { requestId })
          return { body: requestView(await getRequest(tx, actor, { requestId })) }
        }),
    )
  }

  app.post(
    '/v1/requests/:id/answer',
    by('requests.handle', {
      tags,
      summary: 'Say something to the person, in the chat they asked in',
      params: idParams,
      body: z.object({ text: z.string().trim().min(1).max(4000) }),
      response: { 200: requestSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const requestId = ourId(request.params.id)
        await answerRequest(tx, actor, { requestId, text: request.body.text })
        return { body: requestView(await getRequest(tx, actor, { requestId })) }
      }),
  )

  app.post(
    '/v1/requests',
    by('requests.handle', {
      tags,
      summary: 'Begin to write to a customer: joins the request that is open in their chat, or opens one',
      body: z.object({ customer: whomSchema, text: z.string().trim().min(1).max(4000) }),
      response: { 201: requestSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { text } = request.body
        const customer = await whom(tx, request.body.customer, 'customer')
        const opened = await writeToCustomer(tx, actor, { to: `customer:${customer}` })
        const requestId = opened.request.id
        await answerRequest(tx, actor, { requestId, text })
        return { status: 201, body: requestView(await getRequest(tx, actor, { requestId })) }
      }),
  )
}

/** Field by field: a request of the core knows more than a client is told. */
function requestView(request: ReadRequest) {
  const { id, number, state, channel, customerId, customer, takenBy, who } = request
  const { createdAt, answerDueAt, firstAnsweredAt, closedAt } = request
  return {
    ...snake({ id, number, state, channel, customerId, customer, takenBy }),
    ...(who === '' ? {} : { who }),
    ...snake({ createdAt, answerDueAt, firstAnsweredAt, closedAt }),
  }
}
