import { z } from 'zod'
import { AppError } from '../errors.ts'

export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})

/** A place in a list, for the next page. Opaque to whoever holds it; what was added meanwhile moves nothing. */
export function toCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

export function fromCursor<Place>(cursor: string | undefined, schema: z.ZodType<Place>): Place | null {
  if (cursor === undefined) return null
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new AppError('input-invalid', {}, 'cursor')
  }
}

/** One page of a list that was asked for one row more than fits. */
export function page<Row, Shown>(
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => readonly (string | number)[],
  show: (row: Row) => Shown,
): { data: Shown[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { data: shown.map(show), next_cursor: rows.length > limit && last ? toCursor(place(last)) : null }
}

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullable() })
