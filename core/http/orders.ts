import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, may } from '../actor.ts'
import { readVariants } from '../catalog/index.ts'
import { AppError } from '../errors.ts'
import { fromDecimal, toDecimal } from '../money.ts'
import {
  acceptOrder,
  cancelOrder,
  changeOrderLine,
  counterSale,
  declineOrder,
  getOrder,
  type ListedOrder,
  listOrders,
  markDelivered,
  markPaid,
  markSent,
  type Order,
  orderStates,
  placeOrder,
  returnOrder,
} from '../orders/index.ts'
import { ourId } from './accounts.ts'
import { listOf, listQuery } from './cursor.ts'
import { type Answer, type App, by, type Room } from './desk.ts'
import { languageOf } from './error-reply.ts'
import { amountSchema, idParams, idSchema, moneySchema, namesViewSchema, snake, timeSchema } from './schemas.ts'
import { ofWhom, whom, whomSchema } from './whom.ts'

const tags = ['orders']

const listedSchema = z.object({
  id: idSchema,
  number: z.int().nullable(),
  kind: z.enum(['chat', 'counter', 'app']),
  state: z.enum(orderStates),
  total: moneySchema,
  placed_at: timeSchema,
  paid_at: timeSchema.nullable(),
  customer_id: idSchema.nullable(),
  pieces: z.number(),
})
const orderSchema = listedSchema.omit({ pieces: true }).extend({
  address_id: idSchema.nullable(),
  channel: z.string(),
  source: z.string().nullable(),
  staff_id: idSchema.nullable(),
  subtotal: moneySchema,
  discount: moneySchema,
  delivery_method: z.string().nullable(),
  delivery: z.string().nullable(),
  comment: z.string().nullable(),
  reason: z.string().nullable(),
  tracking: z.string().nullable(),
  accepted_at: timeSchema.nullable(),
  sent_at: timeSchema.nullable(),
  delivered_at: timeSchema.nullable(),
  ended_at: timeSchema.nullable(),
  lines: z.array(
    z.object({
      line: z.int(),
      product_id: idSchema,
      variant_id: idSchema.nullable(),
      sku: z.string(),
      names: namesViewSchema,
      size: z.string(),
      quantity: z.number(),
      unit_price: z.string(),
      amount: moneySchema,
    }),
  ),
})
/** Who may write but not read hears only which order it is. */
const changedSchema = z.union([orderSchema, z.object({ id: idSchema })])

const linesSchema = z
  .array(z.object({ variant_id: idSchema, quantity: z.int().min(1).max(99) }))
  .min(1)
  .max(50)

const forWhom = { customer_id: whomSchema.optional(), customer: whomSchema.optional() }

/** Orders made in chats, at the counter and by apps, and every step of their lives. */
export function orderRoutes(app: App, { answer }: Room): void {
  app.get(
    '/v1/orders',
    by('orders.read', {
      tags,
      summary: "The business's orders, the newest first",
      querystring: listQuery.extend({
        state: z.enum(orderStates).optional(),
        customer: whomSchema.optional(),
        from: timeSchema.optional(),
        to: timeSchema.optional(),
      }),
      response: { 200: listOf(listedSchema) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { limit, cursor, state, customer, from, to } = request.query
        const page = await listOrders(tx, actor, {
          limit,
          cursor,
          customerId: await ofWhom(tx, customer),
          states: state === undefined ? undefined : [state],
          from: from === undefined ? undefined : new Date(from),
          to: to === undefined ? undefined : new Date(to),
        })
        return {
          body: {
            data: page.orders.map((order) => listedView(order, tx.business.currency)),
            next_cursor: page.nextCursor,
          },
        }
      }),
  )

  app.get(
    '/v1/orders/:id',
    by('orders.read', { tags, summary: 'An order with its lines', params: idParams, response: { 200: orderSchema } }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({
        body: orderView(await getOrder(tx, actor, { orderId: ourId(request.params.id) }), tx.business.currency),
      })),
  )

  app.post(
    '/v1/orders',
    by('orders.place', {
      tags,
      summary: 'Place an order; its stock is held at once',
      body: z.object({
        lines: linesSchema,
        delivery: z.enum(['pickup', 'courier', 'nova-poshta']),
        address: z.string().trim().min(1).max(500).optional(),
        comment: z.string().trim().min(1).max(1000).optional(),
        ...forWhom,
      }),
      response: { 201: changedSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { lines, delivery, address, comment } = request.body
        const customerId = await buyer(tx, request.body)
        const { id } = await namingLine(tx, request, lines, () =>
          placeOrder(tx, actor, { lines: toLines(lines), delivery, address, comment, customerId }),
        )
        return changed(tx, actor, id, 201)
      }),
  )

  app.post(
    '/v1/counter-sales',
    by('orders.handle', {
      tags,
      summary: 'A sale at the counter, paid and handed over',
      body: z.object({ lines: linesSchema, ...forWhom, discount: amountSchema.optional() }),
      response: { 201: changedSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { lines, discount = 0 } = request.body
        const customerId = await buyer(tx, request.body)
        const { id } = await namingLine(tx, request, lines, () =>
          counterSale(tx, actor, {
            lines: toLines(lines),
            customerId,
            discount: fromDecimal(discount, tx.business.currency, 'discount'),
          }),
        )
        return changed(tx, actor, id, 201)
      }),
  )

  type Step = (tx: TenantTx, actor: Actor, input: { readonly orderId: string }) => Promise<void>
  const steps: readonly (readonly [string, string, Step])[] = [
    ['accept', 'Accept an order', acceptOrder],
    ['deliver', 'The order has arrived', markDelivered],
    ['pay', 'The order is paid; from now on it counts as revenue', markPaid],
    ['cancel', 'Cancel an order; its stock is free again', cancelOrder],
    ['return', 'The goods came back; what was paid is refunded', returnOrder],
  ]
  for (const [name, summary, step] of steps) {
    app.post(
      `/v1/orders/:id/${name}`,
      by('orders.handle', { tags, summary, params: idParams, response: { 200: changedSchema } }),
      (request, reply) =>
        answer(request, reply, async (tx, actor) => {
          const orderId = ourId(request.params.id)
          await step(tx, actor, { orderId })
          return changed(tx, actor, orderId)
        }),
    )
  }

  app.post(
    '/v1/orders/:id/decline',
    by('orders.handle', {
      tags,
      summary: 'Decline an order; the reason is told to the customer',
      params: idParams,
      body: z.object({ reason: z.string().trim().min(1).max(500).optional() }).optional(),
      response: { 200: changedSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const orderId = ourId(request.params.id)
        await declineOrder(tx, actor, { orderId, ...request.body })
        return changed(tx, actor, orderId)
      }),
  )

  app.post(
    '/v1/orders/:id/send',
    by('orders.handle', {
      tags,
      summary: 'The order is on its way, with its tracking number',
      params: idParams,
      body: z.object({ tracking: z.string().trim().min(1).max(100).optional() }).optional(),
      response: { 200: changedSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const orderId = ourId(request.params.id)
        await markSent(tx, actor, { orderId, ...request.body })
        return changed(tx, actor, orderId)
      }),
  )

  app.patch(
    '/v1/orders/:id/lines/:line',
    by('orders.handle', {
      tags,
      summary: 'Change how much of a line is wanted; 0 takes it away',
      params: z.object({ id: z.string().max(100), line: z.coerce.number().int().min(1).max(1000) }),
      body: z.object({ quantity: z.int().min(0).max(99) }),
      response: { 200: changedSchema },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const orderId = ourId(request.params.id)
        const { quantity } = request.body
        await namingLine(tx, request, undefined, () =>
          changeOrderLine(tx, actor, { orderId, line: request.params.line, quantity }),
        )
        return changed(tx, actor, orderId)
      }),
  )
}

/** For whom: both names are heard, since lists call it `customer`. */
async function buyer(
  tx: TenantTx,
  { customer_id: id, customer }: { customer_id?: string | undefined; customer?: string | undefined },
): Promise<string | undefined> {
  const named = id ?? customer
  return named === undefined ? undefined : whom(tx, named, id === undefined ? 'customer' : 'customer_id')
}

/** Of what there is too little: its line in the request, and its name in the language that the answer has. */
async function namingLine<T>(
  tx: TenantTx,
  request: Pick<FastifyRequest, 'headers'>,
  lines: z.output<typeof linesSchema> | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'stock-short') throw error
    const id = String(error.detail['variantId'])
    const names = (await readVariants(tx, [id])).get(id)?.names
    const product = names && (names[languageOf(request)] ?? names.default)
    const at = lines?.findIndex((line) => line.variant_id === id)
    const path = at === undefined || at < 0 ? 'quantity' : `lines.${at}.quantity`
    throw new AppError(error.code, { ...error.detail, ...(product ? { product } : {}) }, path)
  }
}

const toLines = (lines: z.output<typeof linesSchema>) =>
  lines.map(({ variant_id: variantId, quantity }) => ({ variantId, quantity }))

async function changed(tx: TenantTx, actor: Actor, orderId: string, status = 200): Promise<Answer> {
  if (!may(actor, 'orders.read')) return { status, body: { id: orderId } }
  return { status, body: orderView(await getOrder(tx, actor, { orderId }), tx.business.currency) }
}

function listedView({ total, ...order }: ListedOrder, currency: string) {
  return { ...snake(order), total: toDecimal(total, currency) }
}

function orderView({ lines, total, subtotal, discount, ...order }: Order, currency: string) {
  return {
    ...snake(order),
    total: toDecimal(total, currency),
    subtotal: toDecimal(subtotal, currency),
    discount: toDecimal(discount, currency),
    lines: lines.map(({ amount, ...line }) => ({ ...snake(line), amount: toDecimal(amount, currency) })),
  }
}
