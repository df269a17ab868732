import pg from 'pg'
import { drizzle } from './drizzle.ts'

/**
 * A pool that works as the app's role. A lost connection is reported, never fatal: the next query takes another one.
 * Queries of one connection that do not wait for each other share a round trip; they are still done one after another.
 */
export function openPool(url: string, options: { max?: number; onError?: (error: Error) => void } = {}): pg.Pool {
  const settings = {
    connectionString: url,
    max: options.max ?? 20,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    application_name: 'rozmova',
    pipeline: true,
  }
  const pool = new pg.Pool(settings)
  pool.on('error', (error) => options.onError?.(error))
  // A connection that is lost while a transaction holds it tells nobody but itself.
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)))
  return pool
}

export function onConnection(client: pg.PoolClient) {
  return drizzle({ client })
}

export type Drizzle = ReturnType<typeof onConnection>
