import pg from 'pg'
import { drizzle } from './drizzle.ts'

/** A pool that works as the app's role. A lost connection is reported, never fatal: the next query takes another one. */
export function openPool(url: string, options: { max?: number; onError?: (error: Error) => void } = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    application_name: 'rozmova',
  })
  pool.on('error', (error) => options.onError?.(error))
  return pool
}

export function onConnection(client: pg.PoolClient) {
  return drizzle({ client })
}

export type Drizzle = ReturnType<typeof onConnection>
