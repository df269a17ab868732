import type { TenantTx } from '../../db/tenant.ts'
import type { DomainEvent } from '../events.ts'
import { tell } from '../inbox/index.ts'
import { button, message } from '../message.ts'
import { lineAmount } from '../money.ts'
import { say } from '../say.ts'
import { sizeSays } from './product.ts'
import { takeWishes, variantsForSale } from './queries.ts'

/** Goods came in: everybody who waited for the size hears of it, once. */
export async function onStockArrived(
  tx: TenantTx,
  event: Extract<DomainEvent, { type: 'stock.arrived' }>,
): Promise<void> {
  const [variant] = await variantsForSale(tx, [event.variantId])
  if (!variant?.listed || variant.left <= 0) return
  const arrived = say('catalog-arrived', {
    product: { names: variant.names },
    size: sizeSays(variant.size),
    price: { money: lineAmount(1, variant.price, tx.business.currency), currency: tx.business.currency },
  })
  for (const addressId of await takeWishes(tx, variant.id)) {
    await tell(
      tx,
      addressId,
      message(arrived, [
        [button(say('catalog-button-add'), `/add ${variant.id}`)],
        [button(say('catalog-button-product'), `/product ${variant.productId}`)],
      ]),
    )
  }
}
