import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { sellFromShelf } from '../catalog/index.ts'
import { keepFirstPaid, personBehind } from '../customers/index.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { newId } from '../ids.ts'
import { staffIdOf } from './move-order.ts'
import { type CounterSale, counterSaleSchema } from './order.ts'
import { merged, priced } from './place-order.ts'
import { insertOrder, nextNumber } from './queries.ts'

/** Sold at the counter and paid at once, for a known customer or for nobody in particular; the shelf is lowered by it. */
export async function counterSale(
  tx: TenantTx,
  actor: Actor,
  input: CounterSale,
): Promise<{ id: string; number: number; total: number }> {
  allow(actor, 'orders.handle')
  const sale = counterSaleSchema.parse(input)
  const customerId = sale.customerId ?? null
  const person = await personBehind(tx, { customerId, addressId: null })
  if (customerId && !person.keyId) throw new AppError('not-found', {}, 'customerId')

  const wanted = merged(sale.lines)
  const lines = (await priced(tx, wanted, { unlisted: true })).map((line) => ({ ...line, reserved: 0 }))
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0)
  if (sale.discount > subtotal) throw new AppError('input-invalid', {}, 'discount')
  const total = subtotal - sale.discount

  const id = newId()
  const shopId = await sellFromShelf(tx, id, wanted)
  if (customerId) await keepFirstPaid(tx, [{ customerId, paidAt: tx.now }])
  const number = await nextNumber(tx, 'orders')
  const { now } = tx
  await insertOrder(
    tx,
    {
      id,
      number,
      kind: 'counter',
      state: 'delivered',
      customerId,
      channel: 'counter',
      source: person.source,
      shopId,
      staffId: staffIdOf(actor),
      subtotal,
      discount: sale.discount,
      total,
      placedAt: now,
      acceptedAt: now,
      deliveredAt: now,
      endedAt: now,
      paidAt: now,
    },
    lines,
  )
  await audit(tx, actor, 'orders.counter-sale', `order:${id}`)
  await record(tx, { type: 'order.paid', orderId: id })
  return { id, number, total }
}
