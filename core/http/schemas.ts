import { z } from 'zod'

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ description: 'RFC 9457 problem' })

export const timeSchema = z.iso.datetime({ offset: true })
export const idSchema = z.uuid()
export const idParams = z.object({ id: z.string().min(1).max(300) })

/** An amount: a decimal string, or a JSON number. What the currency allows is checked where the currency is known. */
export const amountSchema = z.union([
  z.string().regex(/^\d{1,13}(\.\d{1,6})?$/, 'a decimal number such as "199.90"'),
  z.number().min(0).max(9_999_999_999_999),
])

export const namesViewSchema = z.object({
  default: z.string(),
  uk: z.string().optional(),
  ru: z.string().optional(),
  en: z.string().optional(),
})
/** An amount as it is answered. */
export const moneySchema = z
  .string()
  .meta({ description: "A decimal in the currency's minor digits", example: '199.90' })

/** The core's `createdAt` is the API's `created_at`; what is inside a value stays as it is. */
export function snake(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  )
}
