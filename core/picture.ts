import { z } from 'zod'

/**
 * What a picture shows, as plain JSON: it travels through a queue, is drawn by `workers/pictures` and remembered by its
 * content. Every text in it is already in the reader's language; nothing here knows words.
 */
export type Picture = z.output<typeof pictureSchema>
export type Chart = z.output<typeof chartSchema>
export type ProductPicture = z.output<typeof productPictureSchema>

/** Amounts in whole currency units. The bound is where a double still counts single units and labels stay readable. */
const amount = z.number().min(-1e15).max(1e15)
/** `null` is "not known (yet)" and leaves a gap; zero is a value and is drawn. */
const values = z.array(amount.nullable()).max(1000)
const series = z.object({ name: z.string().max(200), values })

const format = z.object({
  locale: z.string().refine(isLocale, 'not a locale'),
  /** ISO code; gives the axis its unit when `unit` is not set. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** How many decimals a value may show; 0 keeps the axis at whole numbers (orders, people). */
  decimals: z.int().min(0).max(6),
})

const frame = {
  /** Says the finding ("Виручка зросла на 12 %"), not the subject. */
  title: z.string().max(400),
  subtitle: z.string().max(400).optional(),
  unit: z.string().max(80).optional(),
  format,
  /** One per value. A line break in a label is kept. */
  labels: z.array(z.string().max(200)).max(1000),
  /** Dates may be thinned out when there are many; categories are all named, and lie down when they are long. */
  labelsAre: z.enum(['dates', 'categories']),
  /** Stands in the middle when there is not one value to draw. */
  noData: z.string().max(200),
}

const barsSchema = z
  .object({ kind: z.literal('bars-vs-before'), ...frame, now: series, before: series.optional() })
  .refine(({ labels, now, before }) => sameLength(labels, now.values, before?.values), 'one value per label')

const lineSchema = z
  .object({
    kind: z.literal('line'),
    ...frame,
    now: series,
    before: series.optional(),
    band: z.object({ name: z.string().max(200), lower: values, upper: values }).optional(),
  })
  .refine(
    ({ labels, now, before, band }) => sameLength(labels, now.values, before?.values, band?.lower, band?.upper),
    'one value per label',
  )

export const chartSchema = z.discriminatedUnion('kind', [barsSchema, lineSchema])

/** A drawing of a product. Unknown words are welcome: what is not a known category, colour or pattern gets a neutral one. */
export const productPictureSchema = z.object({
  kind: z.literal('product'),
  category: z.string().max(100),
  colour: z.string().max(100),
  pattern: z.string().max(100).optional(),
  seed: z.int(),
})

export const pictureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chart'), chart: chartSchema }),
  productPictureSchema,
])

export const pictureSizeSchema = z.object({
  width: z.int().min(100).max(2000),
  height: z.int().min(100).max(2000),
})
export type PictureSize = z.output<typeof pictureSizeSchema>

/** Charts are wide, products square; a picture drawn without a size has this one. */
export function usualSize(picture: Picture): PictureSize {
  return picture.kind === 'chart' ? { width: 1000, height: 600 } : { width: 800, height: 800 }
}

function sameLength(labels: unknown[], ...lists: (unknown[] | undefined)[]): boolean {
  return lists.every((list) => list === undefined || list.length === labels.length)
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
