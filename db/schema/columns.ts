import { customType } from '../drizzle.ts'

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** A span of time as Postgres writes it, e.g. `[2026-11-21 10:00+00,2026-11-21 11:00+00)`. */
export const tstzrange = customType<{ data: string }>({ dataType: () => 'tstzrange' })
