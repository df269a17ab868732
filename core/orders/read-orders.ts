import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow, may } from '../actor.ts'
import { personBehind, tryOpen } from '../customers/index.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { place } from '../vault.ts'
import { type ListedOrder, type ListOrders, listOrdersSchema, type Order, type OrderId, orderStates } from './order.ts'
import { ownedBy } from './own-order.ts'
import { linesOf, type OrderRow, orderById, orderByNumber, pageOfOrders } from './queries.ts'

export interface OrderPage {
  readonly orders: readonly ListedOrder[]
  readonly nextCursor: string | null
  /** How many fit; only without a cursor. */
  readonly total: number
}

/** The business's orders, newest first. */
export async function listOrders(
  tx: TenantTx,
  actor: Actor,
  input: ListOrders & { readonly offset?: number },
): Promise<OrderPage> {
  allow(actor, 'orders.read')
  const { cursor, limit, ...filter } = listOrdersSchema.parse(input)
  const before = cursor === undefined ? undefined : readCursor(cursor)
  const { rows, total } = await pageOfOrders(tx, { ...filter, before, offset: input.offset ?? 0, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    orders: page.map(listed),
    nextCursor: rows.length > limit && last ? `${last.placedAt.toISOString()}_${last.id}` : null,
    total,
  }
}

/** A person's own orders, newest first: those of this chat and, once they are known, of all their chats. */
export async function listOwnOrders(
  tx: TenantTx,
  actor: Actor,
  input: { readonly offset?: number; readonly limit?: number },
): Promise<OrderPage> {
  allow(actor, 'orders.own')
  const customerId = actor.kind === 'customer' ? actor.customerId : null
  const addressId = actor.kind === 'customer' || actor.kind === 'staff' ? actor.addressId : null
  if (!customerId && !addressId) return { orders: [], nextCursor: null, total: 0 }
  const { rows, total } = await pageOfOrders(tx, {
    customerId,
    addressId,
    offset: input.offset ?? 0,
    limit: input.limit ?? 6,
  })
  return { orders: rows.map(listed), nextCursor: null, total }
}

/** An order with its lines and what the person said, for the staff and for the person whose order it is. */
export async function getOrder(
  tx: TenantTx,
  actor: Actor,
  input: OrderId | { readonly number: number },
): Promise<Order> {
  allow(actor, actor.kind === 'customer' ? 'orders.own' : 'orders.read')
  const row = await findOrder(tx, input)
  if (!row || !(may(actor, 'orders.read') || ownedBy(actor, row))) throw new AppError('not-found')
  return openOrder(tx, row)
}

async function findOrder(tx: TenantTx, input: OrderId | { readonly number: number }): Promise<OrderRow | undefined> {
  if ('number' in input) return orderByNumber(tx, input.number)
  return isId(input.orderId) ? orderById(tx, input.orderId) : undefined
}

/** The order as it is, whoever asks: for what the business says by itself. */
export async function openOrder(tx: TenantTx, row: OrderRow): Promise<Order> {
  const { name: customerName } = await personBehind(tx, row)
  const { id } = row
  const words = (column: 'delivery' | 'comment' | 'reason' | 'tracking') =>
    tryOpen(tx, row[column], place('orders', column, id))
  const lines = (await linesOf(tx, id)).map((line) => ({
    ...line,
    quantity: Number(line.quantity),
    amount: Number(line.amount),
  }))
  const { state, deliveryMethod, acceptedAt, sentAt, deliveredAt, endedAt, subtotal, discount } = row
  const { addressId, channel, source, staffId } = row
  return {
    ...basics(row),
    ...{ state, deliveryMethod, acceptedAt, sentAt, deliveredAt, endedAt, subtotal, discount },
    ...{ addressId, channel, source, staffId, lines, customerName },
    delivery: words('delivery'),
    comment: words('comment'),
    reason: words('reason'),
    tracking: words('tracking'),
  }
}

const listed = (row: OrderRow & { pieces: number }): ListedOrder => ({ ...basics(row), pieces: row.pieces })

function basics(row: OrderRow): Omit<ListedOrder, 'pieces'> {
  const { id, number, kind, state, total, placedAt, paidAt, customerId } = row
  return { id, number, kind, state, total, placedAt, paidAt, customerId }
}

function readCursor(cursor: string): { placedAt: Date; id: string } {
  const [at = '', id = ''] = cursor.split('_')
  const placedAt = new Date(at)
  if (Number.isNaN(placedAt.getTime()) || !isId(id)) throw new AppError('input-invalid', {}, 'cursor')
  return { placedAt, id }
}

export const openStates = orderStates.filter((state) => state === 'placed' || state === 'accepted' || state === 'sent')
