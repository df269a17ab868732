import type { TenantTx } from '../../db/tenant.ts'
import type { Names } from '../business.ts'
import { variantsForSale } from './queries.ts'

/** A size as a cart or an order needs it: with its product and price of now. */
export interface ForSale {
  readonly id: string
  readonly size: string
  readonly productId: string
  readonly sku: string
  readonly names: Names
  /** Decimal, up to six digits after the point. */
  readonly price: string
  readonly listed: boolean
  readonly left: number
}

export async function readVariants(tx: TenantTx, ids: readonly string[]): Promise<Map<string, ForSale>> {
  const rows = await variantsForSale(tx, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, row]))
}
