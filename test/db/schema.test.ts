import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { PgTable } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as business from '../../db/schema/business.ts'
import * as inbox from '../../db/schema/inbox.ts'
import * as people from '../../db/schema/people.ts'
import * as salon from '../../db/schema/salon.ts'
import * as shop from '../../db/schema/shop.ts'
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts'

// The copy of drizzle that db/drizzle.ts uses: another one would not know its tables.
const require = createRequire(import.meta.url)
const { is }: typeof import('drizzle-orm') = require('drizzle-orm')
const { PgTable: Table, getTableConfig }: typeof import('drizzle-orm/pg-core') = require('drizzle-orm/pg-core')

const rooms = { business, inbox, people, salon, shop }

/** A table as both sides can tell of it. */
interface Shape {
  readonly columns: Readonly<Record<string, { type: string; required: boolean; identity: boolean; byDefault: boolean }>>
  readonly key: readonly string[]
}

describe('what the code believes of the tables is what they are', () => {
  let database: FreshDatabase
  let actual: Map<string, Shape>
  const believed = new Map(tables().map((table) => [getTableConfig(table).name, shapeOf(table)]))

  beforeAll(async () => {
    database = await freshDatabase()
    actual = await tablesOf(database.url)
  })
  afterAll(() => database.drop())

  test('every file of db/schema is looked at', () => {
    const files = readdirSync('db/schema').filter((file) => file !== 'columns.ts')
    expect(files.map((file) => file.replace('.ts', '')).sort()).toEqual(Object.keys(rooms).sort())
  })

  test('the same tables', () => {
    expect(actual.size).toBeGreaterThan(30)
    expect([...believed.keys()].sort()).toEqual([...actual.keys()].sort())
  })

  test.each([...believed.keys()])('the same columns and key: %s', (name) => {
    expect(believed.get(name)).toEqual(actual.get(name))
  })

  test('business_id is the first column of every key and of every unique index, so that a business can move as a whole', async () => {
    for (const [name, { key }] of actual) expect(key[0], name).toBe('business_id')
    const { rows } = await query(
      database.url,
      `select c.relname as index from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and (i.indisunique or i.indisexclusion)
         and (select attname from pg_attribute where attrelid = i.indrelid and attnum = i.indkey[0]) <> 'business_id'`,
    )
    expect(rows).toEqual([])
  })

  test('a reference never leaves its business', async () => {
    const { rows } = await query(
      database.url,
      `select conname as reference from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
         and pg_get_constraintdef(oid) not like 'FOREIGN KEY (business_id, %) REFERENCES %(business_id, %'`,
    )
    expect(rows).toEqual([])
  })

  test('every figure is a view of its own file that says what one row is', async () => {
    const files = readdirSync('db/views')
    for (const file of files) expect(readFileSync(`db/views/${file}`, 'utf8').startsWith('--'), file).toBe(true)
    const { rows } = await query(
      database.url,
      `select viewname, exists (select from pg_class where relname = viewname and 'security_invoker=true' = any(reloptions)) as invoker
       from pg_views where schemaname = 'reports' order by viewname`,
    )
    expect(rows.map((row) => `${row['viewname']}.sql`)).toEqual(files.sort())
    // A view runs with its owner's rights unless told otherwise, and the owner's rights are everybody's rows.
    expect(rows.filter((row) => !row['invoker'])).toEqual([])
  })
})

function tables(): PgTable[] {
  return Object.values(rooms).flatMap((room) =>
    Object.values(room).filter((value): value is PgTable => is(value, Table)),
  )
}

function shapeOf(table: PgTable): Shape {
  const { columns, primaryKeys } = getTableConfig(table)
  return {
    columns: Object.fromEntries(
      columns.map((column) => [
        column.name,
        {
          type: column.getSQLType().replace(/, /g, ','),
          required: column.notNull,
          identity: column.generatedIdentity !== undefined,
          byDefault: column.hasDefault && column.generatedIdentity === undefined,
        },
      ]),
    ),
    key: primaryKeys[0]?.columns.map((column) => column.name) ?? [],
  }
}

async function tablesOf(url: string): Promise<Map<string, Shape>> {
  const { rows: columns } = await query(
    url,
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
            a.attidentity <> '' as identity, a.atthasdef as by_default
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
  )
  const { rows: keys } = await query(
    url,
    `select c.relname as table, array_agg(a.attname::text order by k.place) as key
     from pg_index i join pg_class c on c.oid = i.indrelid
     cross join lateral unnest(i.indkey) with ordinality k (number, place)
     join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
     where c.relnamespace = 'public'::regnamespace and i.indisprimary group by 1`,
  )
  const found = new Map<string, Shape>(
    keys.map((row) => [String(row['table']), { columns: {}, key: [row['key']].flat().map(String) }]),
  )
  for (const row of columns) {
    const name = String(row['table'])
    const shape = found.get(name) ?? { columns: {}, key: [] }
    const column = {
      type: String(row['type']),
      required: row['required'] === true,
      identity: row['identity'] === true,
      byDefault: row['by_default'] === true,
    }
    found.set(name, { ...shape, columns: { ...shape.columns, [String(row['name'])]: column } })
  }
  return found
}

async function query(url: string, sql: string): Promise<{ rows: Record<string, unknown>[] }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query<Record<string, unknown>>(sql)
  } finally {
    await client.end()
  }
}
