import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Names } from '../business.ts'
import { readVariants, type Wanted } from '../catalog/index.ts'
import { lineAmount } from '../money.ts'

export interface PricedLine {
  readonly variantId: string
  readonly names: Names
  readonly size: string
  readonly quantity: number
  readonly unitPrice: string
  readonly amount: number
}

/** What goods cost at the prices of now; what does not exist falls out. */
export async function priceLines(
  tx: TenantTx,
  actor: Actor,
  input: { readonly lines: readonly Wanted[] },
): Promise<{ lines: PricedLine[]; total: number }> {
  allow(actor, 'shop.browse')
  const variants = await readVariants(
    tx,
    input.lines.map((line) => line.variantId),
  )
  const lines = input.lines.flatMap(({ variantId, quantity }): PricedLine[] => {
    const variant = variants.get(variantId)
    if (!variant) return []
    const { names, size, price } = variant
    return [
      { variantId, names, size, quantity, unitPrice: price, amount: lineAmount(quantity, price, tx.business.currency) },
    ]
  })
  return { lines, total: lines.reduce((sum, line) => sum + line.amount, 0) }
}
