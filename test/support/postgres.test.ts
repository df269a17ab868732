import pg from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase } from './postgres.ts'

test('a fresh database is migrated, open to the app as no superuser, apart from the next, and gone when dropped', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
  await rows(one.url, 'create table public.mine ()')
  expect(await rows(other.url, `select to_regclass('public.mine') as found`)).toEqual([{ found: null }])
  expect(await rows(one.url, 'select count(*) > 0 as migrated from directory.migrations')).toEqual([{ migrated: true }])
  expect(
    await rows(one.appUrl, 'select rolsuper or rolbypassrls as mighty from pg_roles where rolname = current_user'),
  ).toEqual([{ mighty: false }])
  await Promise.all([one.drop(), other.drop()])
  await expect(rows(one.url, 'select 1')).rejects.toThrow(/does not exist/)
})

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
