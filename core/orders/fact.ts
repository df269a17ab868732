import { hash } from 'node:crypto'
import { z } from 'zod'
import { skuSchema, unitPriceSchema } from '../catalog/index.ts'
import { AppError } from '../errors.ts'

/** What apps report, spelled as the API spells it. */
/** As customers' own: spaces around it are no part of it. */
const externalId = z.string().trim().min(1).max(200)
const person = z.object({ external_id: externalId })
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const label = z.string().trim().min(1).max(200)
const source = z.string().trim().min(1).max(100)
/** Up to three digits after the point (metres, kilograms), more than none. */
const quantity = z
  .number()
  .positive()
  .max(1_000_000_000)
  .refine((value) => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6, 'at most three digits after the point')
const amount = z.union([z.string().trim().max(20), z.number().min(0)])

const item = z.object({
  sku: skuSchema,
  name: label.optional(),
  category: z.string().trim().min(1).max(100).optional(),
  brand: z.string().trim().min(1).max(100).optional(),
  quantity,
  unit_price: unitPriceSchema,
})

export const purchaseSchema = z.object({
  external_id: externalId,
  customer: person.optional(),
  purchased_at: moment,
  items: z.array(item).min(1).max(1_000),
  discount: amount.optional(),
  source: source.optional(),
})
export type Purchase = z.output<typeof purchaseSchema>

export const refundSchema = z.object({
  external_id: externalId,
  purchase: person.optional(),
  customer: person.optional(),
  refunded_at: moment,
  amount: amount.optional(),
  items: z.array(item).max(1_000).optional(),
  source: source.optional(),
})
export type Refund = z.output<typeof refundSchema>

export const viewSchema = z.object({
  external_id: externalId.optional(),
  customer: person,
  sku: skuSchema,
  name: label.optional(),
  category: z.string().trim().min(1).max(100).optional(),
  brand: z.string().trim().min(1).max(100).optional(),
  price: unitPriceSchema.optional(),
  viewed_at: moment,
})
export type View = z.output<typeof viewSchema>

/** What became of a reported fact: one bad fact never spoils the others. */
export type Recorded =
  | { readonly status: 'accepted' | 'duplicate'; readonly id: string }
  | { readonly status: 'rejected'; readonly error: AppError }

/** The same fact gives the same bytes, however its numbers were spelled. */
export function bodyHash(parts: unknown): Buffer {
  return hash('sha256', JSON.stringify(parts), 'buffer').subarray(0, 16)
}

export const itemsForHash = (items: Purchase['items']) =>
  items.map((one) => [
    one.sku,
    one.name ?? null,
    one.category ?? null,
    one.brand ?? null,
    one.quantity,
    withoutZeros(one.unit_price),
  ])

/** The first that is wrong with a fact; anything but an `AppError` is a defect and goes on. */
export function attemptFact<T>(work: () => T): T | AppError {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** Sums stay where a double still counts single units. */
export function safeAmount(value: number, path: string): number {
  if (!Number.isSafeInteger(value)) throw new AppError('input-invalid', {}, path)
  return value
}

const withoutZeros = (decimal: string) => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal)
