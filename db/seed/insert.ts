import type { TenantTx } from '../tenant.ts'

/**
 * The type of a column. `local` is a time of the business's own clock, in minutes since 1970, that the database turns into an
 * instant; `local-range` is two of them.
 */
type ColumnType =
  | 'uuid'
  | 'text'
  | 'int'
  | 'bigint'
  | 'numeric'
  | 'boolean'
  | 'bytea'
  | 'jsonb'
  | 'timestamptz'
  | 'local'
  | 'local-range'

export type Columns<Row> = Readonly<Record<string, readonly [ColumnType, (row: Row) => unknown]>>

/** Inserts many rows of this business, some thousand to a statement. */
export async function insertRows<Row>(
  tx: TenantTx,
  table: string,
  columns: Columns<Row>,
  rows: readonly Row[],
): Promise<void> {
  const names = Object.keys(columns)
  const arrays: { type: string; pick: (row: Row) => unknown }[] = []
  const array = (type: string, pick: (row: Row) => unknown) => `u.c${arrays.push({ type, pick }) - 1}`
  const instant = (pick: (row: Row) => unknown) => `${array('timestamp', pick)} at time zone $2`
  const shown = Object.values(columns).map(([type, pick]) => {
    if (type === 'local') return instant((row) => written(type, pick(row)))
    if (type !== 'local-range') return array(type, (row) => written(type, pick(row)))
    const end = (at: 0 | 1) => instant((row) => rangeEnd(pick(row), at))
    return `tstzrange(${end(0)}, ${end(1)})`
  })
  const text = `insert into ${table} (business_id, ${names.join(', ')}) select $1::uuid, ${shown.join(', ')}
    from (select $2::text) as zone, unnest(${arrays.map(({ type }, at) => `$${at + 3}::${type}[]`).join(', ')})
      as u (${arrays.map((_, at) => `c${at}`).join(', ')})`
  for (let from = 0; from < rows.length; from += chunk) {
    const some = rows.slice(from, from + chunk)
    const values = arrays.map(({ pick }) => some.map(pick))
    await tx.db.$client.query(text, [tx.business.id, tx.business.timezone, ...values])
  }
}

const chunk = 4_000

/** Minutes of the local clock as PostgreSQL reads a time. */
export const localTime = (minutes: number): string => new Date(Math.round(minutes * 60_000)).toISOString().slice(0, 19)

function rangeEnd(range: unknown, at: 0 | 1): unknown {
  return Array.isArray(range) ? written('local', range[at]) : null
}

function written(type: ColumnType, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (type === 'local' && typeof value === 'number') return localTime(value)
  return type === 'jsonb' ? JSON.stringify(value) : value
}
