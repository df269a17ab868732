import { expect, test } from 'vitest'
import { openPool } from '../../db/client.ts'
import { freshDatabase } from '../support/postgres.ts'

test('a connection that dies in the middle of a transaction ends that transaction, never the process', async () => {
  const database = await freshDatabase()
  const troubles: unknown[] = []
  const pool = openPool(database.appUrl, { max: 2, onError: (error) => troubles.push(error) })
  const ended: unknown[] = []
  const notice = (error: unknown) => ended.push(error)
  process.prependListener('uncaughtException', notice)

  const client = await pool.connect()
  await client.query('begin')
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  // Lost between two queries: nobody but the connection itself hears of it.
  await expect.poll(() => troubles.length, { timeout: 5_000 }).toBeGreaterThan(0)
  await expect
    .poll(() =>
      client.query('select 1').then(
        () => 'works',
        () => 'gone',
      ),
    )
    .toBe('gone')
  client.release(true)

  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  expect(ended).toEqual([])
  process.off('uncaughtException', notice)
  await pool.end()
  await database.drop()
})
