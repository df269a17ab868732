import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { noteEvent } from '../accounts/index.ts'
import type { Actor, Permission } from '../actor.ts'
import { type CustomerInput, customerInputSchema, upsertCustomers } from '../customers/index.ts'
import { AppError, databaseError, sqlState } from '../errors.ts'
import {
  type Purchase,
  purchaseSchema,
  type Recorded,
  type Refund,
  recordPurchases,
  recordRefunds,
  recordViews,
  refundSchema,
  type View,
  viewSchema,
} from '../orders/index.ts'
import { type App, by, callerOf, idempotencyKey, inBusiness, type Room } from './desk.ts'
import { InputError, languageOf, type Problem, problemOf } from './error-reply.ts'
import { unfitTextIn } from './json-body.ts'
import { createMerger } from './merge.ts'
import { problemSchema } from './schemas.ts'

const mostEvents = 1_000
const largestBody = 8 * 1024 * 1024

const recordedSchema = z.object({ id: z.string(), status: z.enum(['accepted', 'updated', 'duplicate']) })

/** What apps report: customers, purchases, refunds and views, one by one or up to a thousand at once. */
export function eventRoutes(app: App, room: Room): void {
  const { deps, answer } = room
  const noted = new Map<string, number>()

  // One by one they come by the thousand: those that come together are written together.
  const merger = createMerger(async (group: Group, items: readonly Event[]) => {
    const { businessId, actor } = group
    return orElseOneByOne((write) =>
      inBusiness(deps, businessId, async (tx) => {
        const outcomes = await record(tx, actor, items, write)
        await note(tx, actor)
        return outcomes
      }),
    )
  })

  app.post(
    '/v1/customers',
    route('A customer, by your id: 201 new, 200 known; the later `updated_at` wins per field', customerInputSchema, [
      'events.write',
      'customers.write',
    ]),
    (request, reply) => one(request, reply, { kind: 'customer', fact: request.body }),
  )
  app.post(
    '/v1/purchases',
    route('A purchase made elsewhere; one that is known changes nothing', purchaseSchema),
    (request, reply) => one(request, reply, { kind: 'purchase', fact: request.body }),
  )
  app.post('/v1/refunds', route('A refund; one that is known changes nothing', refundSchema), (request, reply) =>
    one(request, reply, { kind: 'refund', fact: request.body }),
  )
  app.post(
    '/v1/views',
    route('Somebody looked at a product; one that is known changes nothing', viewSchema),
    (request, reply) => one(request, reply, { kind: 'view', fact: request.body }),
  )

  app.post(
    '/v1/events',
    {
      bodyLimit: largestBody,
      config: { access: { permission: 'events.write' }, judgesTexts: true },
      schema: {
        tags: ['events'],
        summary: 'Up to 1,000 events at once; a bad one never spoils the others',
        body: z.object({
          events: z.array(z.unknown()).max(mostEvents).meta({
            description: 'Each as its own route takes it, and `type`: `customer`, `purchase`, `refund` or `view`',
          }),
        }),
        response: {
          200: z.object({
            accepted: z.int(),
            duplicates: z.int(),
            rejected: z.array(z.object({ index: z.int(), error: problemSchema })),
          }),
        },
      },
    },
    (request, reply) => {
      const sent = request.body.events.map(readEvent)
      const events = sent.flatMap((event) => (event instanceof InputError ? [] : [event]))
      const told = (error: Error) => problemOf(error, deps.words, languageOf(request)).problem
      return orElseOneByOne((write) =>
        answer(request, reply, async (tx, actor) => {
          const outcomes = await record(tx, actor, events, write)
          await note(tx, actor)
          return { body: tally(sent, outcomes, told) }
        }),
      )
    },
  )

  async function one(request: FastifyRequest, reply: FastifyReply, event: Event): Promise<FastifyReply> {
    if (idempotencyKey(request) !== undefined)
      return answer(request, reply, async (tx, actor) => {
        const [outcome] = await record(tx, actor, [event], eachByItself)
        await note(tx, actor)
        return answerOf(outcome)
      })
    const { businessId, actor, id } = callerOf(request)
    const { status, body } = answerOf(await merger.add({ id, businessId, actor }, event))
    return reply.code(status).send(body)
  }

  /** Once a second is often enough for "last event received". */
  async function note(tx: TenantTx, actor: Actor): Promise<void> {
    if (actor.kind !== 'key') return
    const now = room.elapsed()
    if (now - (noted.get(actor.keyId) ?? -1_000) < 1_000) return
    noted.set(actor.keyId, now)
    await noteEvent(tx, actor.keyId)
  }
}

interface Group {
  readonly id: string
  readonly businessId: string
  readonly actor: Actor
}

type Event =
  | { readonly kind: 'customer'; readonly fact: CustomerInput }
  | { readonly kind: 'purchase'; readonly fact: Purchase }
  | { readonly kind: 'refund'; readonly fact: Refund }
  | { readonly kind: 'view'; readonly fact: View }

function route<Body extends z.ZodType>(
  summary: string,
  body: Body,
  permission: readonly Permission[] = ['events.write'],
) {
  return by(permission, { tags: ['events'], summary, body, response: { 200: recordedSchema, 201: recordedSchema } })
}

/** A customer who is known has not been reported twice but changed. */
type Outcome = Recorded | { readonly status: 'updated'; readonly id: string }

const envelopeSchema = z.object({ type: z.enum(['customer', 'purchase', 'refund', 'view']) })

/** The event, or what is wrong with it. */
function readEvent(raw: unknown): Event | InputError {
  const unfit = unfitTextIn(raw)
  if (unfit) return unfit
  const envelope = envelopeSchema.safeParse(raw)
  if (!envelope.success) return new InputError(envelope.error.issues)
  switch (envelope.data.type) {
    case 'customer':
      return read(customerInputSchema, raw, (fact) => ({ kind: 'customer', fact }))
    case 'purchase':
      return read(purchaseSchema, raw, (fact) => ({ kind: 'purchase', fact }))
    case 'refund':
      return read(refundSchema, raw, (fact) => ({ kind: 'refund', fact }))
    case 'view':
      return read(viewSchema, raw, (fact) => ({ kind: 'view', fact }))
  }
}

function read<Fact>(schema: z.ZodType<Fact>, raw: unknown, event: (fact: Fact) => Event): Event | InputError {
  const result = schema.safeParse(raw)
  return result.success ? event(result.data) : new InputError(result.error.issues)
}

/** Writes events down, kind by kind, and answers in the order given: people before what they bought, refunds after it. */
async function record(tx: TenantTx, actor: Actor, events: readonly Event[], together: WriteFacts): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  await writeKind(
    events.flatMap((event, at) => (event.kind === 'customer' ? [{ at, fact: event.fact }] : [])),
    (facts) => keepCustomers(tx, actor, facts),
  )
  await writeKind(
    events.flatMap((event, at) => (event.kind === 'purchase' ? [{ at, fact: event.fact }] : [])),
    (facts) => recordPurchases(tx, actor, facts),
  )
  await writeKind(
    events.flatMap((event, at) => (event.kind === 'refund' ? [{ at, fact: event.fact }] : [])),
    (facts) => recordRefunds(tx, actor, facts),
  )
  await writeKind(
    events.flatMap((event, at) => (event.kind === 'view' ? [{ at, fact: event.fact }] : [])),
    (facts) => recordViews(tx, actor, facts),
  )
  return outcomes

  async function writeKind<Fact>(
    placed: readonly { at: number; fact: Fact }[],
    write: (facts: readonly Fact[]) => Promise<readonly Outcome[]>,
  ): Promise<void> {
    if (placed.length === 0) return
    const written = await together(
      tx,
      placed.map(({ fact }) => fact),
      write,
    )
    placed.forEach(({ at }, index) => {
      const outcome = written[index]
      if (outcome) outcomes[at] = outcome
    })
  }
}

async function keepCustomers(tx: TenantTx, actor: Actor, facts: readonly CustomerInput[]): Promise<Outcome[]> {
  return (await upsertCustomers(tx, actor, facts)).map((kept) => {
    if (!kept.ok) return { status: 'rejected', error: kept.error }
    return { status: kept.created ? 'accepted' : 'updated', id: kept.id }
  })
}

type WriteFacts = <Fact>(
  tx: TenantTx,
  facts: readonly Fact[],
  write: (facts: readonly Fact[]) => Promise<readonly Outcome[]>,
) => Promise<readonly Outcome[]>

/** The usual way; what the database cannot hold undoes it all. */
const allTogether: WriteFacts = (_tx, facts, write) => write(facts)

/** So that only what cannot be held is refused. */
const eachByItself: WriteFacts = async (tx, facts, write) => {
  const outcomes: Outcome[] = []
  for (const fact of facts) {
    try {
      outcomes.push(...(await tx.attempt(() => write([fact]))))
    } catch (error) {
      if (!isValueRefused(error)) throw error
      outcomes.push({ status: 'rejected', error: new AppError('input-invalid') })
    }
  }
  return outcomes
}

async function orElseOneByOne<T>(work: (write: WriteFacts) => Promise<T>): Promise<T> {
  try {
    return await work(allTogether)
  } catch (error) {
    if (!isValueRefused(error)) throw error
    return work(eachByItself)
  }
}

/** A number out of range, a text with a zero byte, a check: the value is at fault, not the moment. */
function isValueRefused(error: unknown): boolean {
  const state = databaseError(error)?.state
  return state !== undefined && (state.startsWith('22') || state === sqlState.check)
}

function answerOf(outcome: Outcome | undefined): { status: number; body: z.output<typeof recordedSchema> } {
  if (!outcome) throw new Error('an event came back without an outcome')
  if (outcome.status === 'rejected') throw outcome.error
  return { status: outcome.status === 'accepted' ? 201 : 200, body: { id: outcome.id, status: outcome.status } }
}

/** Puts what could not be read and what could not be written back in the places where they were sent. */
function tally(
  sent: readonly (Event | InputError)[],
  outcomes: readonly Outcome[],
  problemOf: (error: Error) => Problem,
) {
  const written = outcomes.values()
  const counts = { accepted: 0, duplicates: 0 }
  const rejected: { index: number; error: Problem }[] = []
  sent.forEach((event, index) => {
    const outcome = event instanceof InputError ? undefined : written.next().value
    if (event instanceof InputError) rejected.push({ index, error: problemOf(event) })
    else if (outcome?.status === 'rejected') rejected.push({ index, error: problemOf(outcome.error) })
    else if (outcome?.status === 'accepted' || outcome?.status === 'updated') counts.accepted += 1
    else counts.duplicates += 1
  })
  return { ...counts, rejected }
}
