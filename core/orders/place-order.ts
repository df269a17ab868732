import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { readVariants, reserveStock, stockShort, type Wanted } from '../catalog/index.ts'
import { ensureCustomer, personBehind } from '../customers/index.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { newId } from '../ids.ts'
import { lineAmount } from '../money.ts'
import { place } from '../vault.ts'
import { type PlaceOrder, placeOrderSchema } from './order.ts'
import { deleteCart, insertOrder, nextNumber, readCartRows } from './queries.ts'

/**
 * Orders what is named, or what is in the chat's cart, and holds the pieces. All of it or nothing: whoever finds too
 * little hears `stock-short` with what is left. The number is taken last, since everybody waits for whoever has it.
 */
export async function placeOrder(
  tx: TenantTx,
  actor: Actor,
  input: PlaceOrder,
): Promise<{ id: string; number: number; total: number }> {
  allow(actor, 'orders.place')
  const request = placeOrderSchema.parse(input)
  const { delivery, address, comment } = request
  if (!tx.business.settings.delivery.includes(delivery)) throw new AppError('input-invalid', {}, 'delivery')
  if (delivery !== 'pickup' && !address) throw new AppError('input-invalid', {}, 'address')
  const who = await buyerOf(tx, actor, request.customerId)
  const person = await personBehind(tx, who)
  if (!person.keyId) throw new AppError('not-found', {}, 'customerId')

  const cartOf = request.lines ? null : who.addressId
  const wanted = merged(request.lines ?? (cartOf ? await readCartRows(tx, cartOf) : []))
  if (wanted.length === 0) throw new AppError('cart-empty')
  const lines = await priced(tx, wanted)
  const total = lines.reduce((sum, line) => sum + line.amount, 0)
  if (request.expectedTotal !== undefined && request.expectedTotal !== total) throw new AppError('order-price-changed')

  const id = newId()
  const shopId = await reserveStock(tx, id, wanted)
  if (cartOf) await deleteCart(tx, cartOf)
  const seal = (column: string, text: string | undefined) =>
    text && person.keyId ? tx.vault.seal(person.keyId, place('orders', column, id), text) : null
  const number = await nextNumber(tx, 'orders')
  await insertOrder(
    tx,
    {
      id,
      number,
      kind: 'chat',
      state: 'placed',
      ...who,
      channel: actor.channel,
      source: person.source,
      shopId,
      subtotal: total,
      total,
      deliveryMethod: delivery,
      delivery: seal('delivery', delivery === 'pickup' ? undefined : address),
      comment: seal('comment', comment),
      placedAt: tx.now,
    },
    lines,
  )
  await record(tx, { type: 'order.placed', orderId: id })
  return { id, number, total }
}

/** A person orders for themselves, and is a customer from now on; the staff and apps say for whom. */
async function buyerOf(
  tx: TenantTx,
  actor: Actor,
  customerId: string | undefined,
): Promise<{ customerId: string; addressId: string | null }> {
  if (actor.kind === 'customer') {
    return { customerId: (await ensureCustomer(tx, actor.addressId)).id, addressId: actor.addressId }
  }
  if (!customerId) throw new AppError('input-invalid', {}, 'customerId')
  return { customerId, addressId: null }
}

/** One line per size, however often it was named. */
export function merged(lines: readonly Wanted[]): Wanted[] {
  const sums = new Map<string, number>()
  for (const { variantId, quantity } of lines) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity)
  return [...sums].map(([variantId, quantity]) => ({ variantId, quantity }))
}

/**
 * The lines at the prices of now. What is not sold any more is `product-gone`; what ran out is said at once, so that only
 * those who may still get a piece wait for each other.
 */
export async function priced(tx: TenantTx, wanted: readonly Wanted[], options: { unlisted?: boolean } = {}) {
  const variants = await readVariants(
    tx,
    wanted.map((line) => line.variantId),
  )
  return wanted.map(({ variantId, quantity }) => {
    const variant = variants.get(variantId)
    if (!variant || !(variant.listed || options.unlisted)) throw new AppError('product-gone')
    if (variant.left < quantity) throw stockShort(tx, variant, variant.left)
    const amount = lineAmount(quantity, variant.price, tx.business.currency)
    return {
      productId: variant.productId,
      variantId,
      quantity: String(quantity),
      unitPrice: variant.price,
      amount,
      reserved: quantity,
    }
  })
}
