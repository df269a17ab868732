import type { TenantTx } from '../../db/tenant.ts'
import { staffName } from '../accounts/index.ts'
import { sizeSays } from '../catalog/index.ts'
import { type Button, button, type Message, message } from '../message.ts'
import { lineAmount } from '../money.ts'
import { type Say, type SayArgument, say, verbatim } from '../say.ts'
import { type DeliveryMethod, isChangeable, type Order, type OrderLine } from './order.ts'

/** An order as the staff see it, with everything that may be done to it now. */
export async function staffCard(tx: TenantTx, order: Order): Promise<Message> {
  const { customerName: name } = order
  const who = await staffName(tx, order.staffId)
  const says = orderSays(tx, order)
  return message(
    [
      say('orders-staff-title', says),
      ...(who ? [say('orders-staff-who', { who })] : []),
      ...(order.customerId || order.addressId
        ? [say('orders-staff-customer', { customer: name ? verbatim(name) : say('orders-customer-unnamed') })]
        : []),
      ...what(tx, order),
    ],
    staffButtons(order),
  )
}

/** An order as the person who placed it sees it. */
export function ownCard(
  tx: TenantTx,
  order: Order,
  first: Say = say('orders-own-title', orderSays(tx, order)),
): Message {
  const rows: Button[][] = []
  if (isChangeable(order.state) && !order.paidAt) rows.push([press('cancel', order)])
  if (order.lines.some((line) => line.variantId)) rows.push([press('repeat', order)])
  return message([first, ...what(tx, order)], [...rows, [button(say('orders-button-list'), '/orders')]])
}

/** What a person hears of their order when the business did something to it. */
export function news(tx: TenantTx, order: Order, state: string): Message | undefined {
  if (!told.has(state)) return undefined
  const says = orderSays(tx, order)
  return message(
    [
      say(`orders-told-${state}`, says),
      ...(order.reason && state === 'declined' ? [say('orders-reason', { reason: order.reason })] : []),
      ...(order.tracking && state === 'sent' ? [say('orders-tracking', { tracking: order.tracking })] : []),
    ],
    [
      [press('show', order)],
      ...(state === 'declined' || state === 'expired' ? [[button(say('catalog-button-open'), '/catalog')]] : []),
    ],
  )
}

const told: ReadonlySet<string> = new Set([
  'placed',
  'accepted',
  'declined',
  'sent',
  'delivered',
  'paid',
  'cancelled',
  'expired',
  'returned',
  'changed',
])

/** What an order is, in the words that everybody reads alike. */
export function orderSays(tx: TenantTx, order: Pick<Order, 'number' | 'state' | 'total' | 'paidAt' | 'placedAt'>) {
  return {
    number: String(order.number ?? ''),
    state: order.state,
    total: money(tx, order.total),
    paid: order.paidAt ? 'yes' : 'no',
    when: { moment: order.placedAt.toISOString(), zone: tx.business.timezone, show: 'day-time' },
  } satisfies Record<string, SayArgument>
}

export function lineSays(tx: TenantTx, line: Pick<OrderLine, 'names' | 'size' | 'quantity' | 'unitPrice' | 'amount'>) {
  return {
    product: { names: line.names },
    size: sizeSays(line.size),
    quantity: line.quantity,
    price: money(tx, lineAmount(1, line.unitPrice, tx.business.currency)),
    amount: money(tx, line.amount),
  } satisfies Record<string, SayArgument>
}

export const money = (tx: TenantTx, minor: number) => ({ money: minor, currency: tx.business.currency })

function what(tx: TenantTx, order: Order): Say[] {
  const { lines, discount, deliveryMethod, delivery, comment, reason, tracking } = order
  const shown = lines.slice(0, mostLines).map((line) => say('orders-line', lineSays(tx, line)))
  return [
    ...shown,
    ...(lines.length > mostLines ? [say('orders-more-lines', { count: lines.length - mostLines })] : []),
    ...(discount > 0 ? [say('orders-discount', { discount: money(tx, discount) })] : []),
    say('orders-total', { total: money(tx, order.total), paid: order.paidAt ? 'yes' : 'no' }),
    ...(deliveryMethod ? [deliverySays(deliveryMethod, delivery)] : []),
    ...(comment ? [say('orders-comment', { comment })] : []),
    ...(reason ? [say('orders-reason', { reason })] : []),
    ...(tracking ? [say('orders-tracking', { tracking })] : []),
  ]
}

/** How it gets to the person, and where to. */
export const deliverySays = (method: DeliveryMethod, address: string | null): Say =>
  say('orders-delivery', { method, address: address ? say('orders-delivery-to', { address }) : '' })

const mostLines = 20

function staffButtons(order: Order): Button[][] {
  const rows: Button[][] = []
  const { state } = order
  const pay = order.paidAt ? [] : [press('paid', order)]
  if (state === 'placed') rows.push([press('accept', order), press('decline', order)])
  if (state === 'accepted') {
    rows.push(order.deliveryMethod === 'pickup' ? [press('delivered', order)] : [press('sent', order)])
  }
  if (state === 'sent') rows.push([press('delivered', order)])
  if (state === 'placed' || state === 'accepted' || state === 'sent' || state === 'delivered') rows.push(pay)
  if (isChangeable(state)) {
    rows.push([
      ...(order.paidAt ? [] : [press('change', order)]),
      ...(state === 'accepted' ? [press('cancel', order)] : []),
    ])
  }
  if (state === 'sent' || state === 'delivered') rows.push([press('return', order)])
  const person = order.addressId ? `address:${order.addressId}` : order.customerId && `customer:${order.customerId}`
  if (person) rows.push([button(say('orders-button-write'), `/write ${person}`)])
  rows.push([button(say('orders-button-all'), '/orders')])
  return rows.filter((row) => row.length > 0)
}

function press(verb: string, order: Pick<Order, 'id' | 'number'>): Button {
  return button(say(`orders-button-${verb}`, { number: String(order.number ?? '') }), `/order ${verb} ${order.id}`)
}
