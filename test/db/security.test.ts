import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { databaseError } from '../../core/errors.ts'
import { newId } from '../../core/ids.ts'
import { createRootKeys, place, SealError, WrongKeyError } from '../../core/vault.ts'
import { openPool } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { createTenancy, type Tenancy } from '../../db/tenant.ts'
import { type FreshDatabase, freshDatabase, testEncryptionKeys } from '../support/postgres.ts'

let database: FreshDatabase
let owner: pg.Client
let app: pg.Client
let appRole: string
let tables: readonly string[]

/** Two businesses with a row in every table there is. */
const [one, other] = [newId(), newId()]

beforeAll(async () => {
  database = await freshDatabase()
  owner = await connected(database.url)
  app = await connected(database.appUrl)
  appRole = decodeURIComponent(new URL(database.appUrl).username)
  tables = await names(
    owner,
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  )
  await fillEverything(owner, tables, [one, other])
})
afterEach(() => app.query('rollback'))
afterAll(async () => {
  await Promise.all([owner.end(), app.end()])
  await database.drop()
})

describe('G32 row-level security by itself', () => {
  test('every table says whose a row is, and is closed to its own owner too', async () => {
    expect(tables.length).toBeGreaterThan(30)
    const { rows } = await owner.query(
      `select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and not (c.relrowsecurity and c.relforcerowsecurity
         and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'business_id' and a.attnotnull)
         and exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname and p.policyname = 'tenant'
           and p.cmd = 'ALL' and p.roles = '{public}' and p.permissive = 'PERMISSIVE'
           and p.qual = '(business_id = directory.business_in_scope())' and p.with_check = p.qual))`,
    )
    expect(rows).toEqual([])
  })

  test('besides the policy of the tenant there is only the one of the directory, for reading', async () => {
    const { rows } = await owner.query(
      `select tablename, cmd, roles::text[] as roles from pg_policies where policyname <> 'tenant' order by 1`,
    )
    expect(rows.map((row) => [row.tablename, row.cmd])).toEqual([
      ['bookings', 'SELECT'],
      ['outbox', 'SELECT'],
      ['updates', 'SELECT'],
    ])
    for (const { roles } of rows) expect(roles).toEqual([expect.stringMatching(/^rozmova_directory_/)])
  })

  test('the role of the product owns nothing, is no superuser, bypasses nothing, makes nothing, and belongs to nobody', async () => {
    const { rows } = await owner.query(
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
              (select count(*)::int from pg_class where relowner = r.oid) as owned,
              (select count(*)::int from pg_proc where proowner = r.oid) as functions,
              (select count(*)::int from pg_auth_members where member = r.oid) as groups
       from pg_roles r where rolname = $1`,
      [appRole],
    )
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
        owned: 0,
        functions: 0,
        groups: 0,
      },
    ])
    expect(
      await names(
        owner,
        `select nspname from pg_namespace where has_schema_privilege('${appRole}', oid, 'create') and nspname !~ '^pg_'`,
      ),
    ).toEqual([])
  })

  test('with no business in scope no row is there, of any table', async () => {
    for (const table of tables) {
      expect([table, await rowsIn(owner, table)]).toEqual([table, 2])
      expect([table, await rowsIn(app, table)]).toEqual([table, 0])
    }
  })

  test('with no business in scope nothing can be put in', async () => {
    for (const table of tables)
      expect([table, await refusal(app, `insert into ${table} (business_id) values ('${one}')`)]).toEqual([
        table,
        '42501',
      ])
  })

  test('in the scope of one business its own rows are there, and those of another cannot be read, made, taken or changed', async () => {
    for (const table of tables) {
      await scope(one)
      const { rows } = await app.query(`select business_id from ${table}`)
      expect([table, rows]).toEqual([table, [{ business_id: one }]])
      if (await may(table, 'update')) {
        expect(
          (await app.query(`update ${table} set business_id = business_id where business_id = '${other}'`)).rowCount,
        ).toBe(0)
        expect((await app.query(`delete from ${table} where business_id = '${other}'`)).rowCount).toBe(0)
        expect([table, await refusal(app, `savepoint s; update ${table} set business_id = '${other}'`)]).toEqual([
          table,
          '42501',
        ])
        await app.query('rollback to savepoint s')
      }
      expect([table, await refusal(app, `insert into ${table} (business_id) values ('${other}')`)]).toEqual([
        table,
        '42501',
      ])
      await app.query('rollback')
    }
  })

  test('the reports show the rows of the business in scope and none without', async () => {
    const views = await names(owner, `select viewname from pg_views where schemaname = 'reports'`)
    expect(views.length).toBeGreaterThan(10)
    for (const view of views) {
      expect([view, await rowsIn(app, `reports.${view}`)]).toEqual([view, 0])
      await scope(one)
      const { rows } = await app.query(`select distinct business_id from reports.${view}`)
      expect([view, rows.filter((row) => row.business_id !== one)]).toEqual([view, []])
      await app.query('rollback')
    }
  })

  test('the directory is reached by its functions only, and what it is opened with by nobody', async () => {
    const listed = await names(
      owner,
      `select relname from pg_class where relnamespace = 'directory'::regnamespace and relkind = 'r'`,
    )
    expect(listed.length).toBeGreaterThan(7)
    for (const table of listed) {
      for (const statement of [`select from directory.${table}`, `delete from directory.${table}`])
        expect([statement, await refusal(app, statement)]).toEqual([statement, '42501'])
    }
    const { rows } = await owner.query(
      `select p.oid::regprocedure::text as function from pg_proc p join pg_roles r on r.oid = p.proowner
       where p.pronamespace = 'directory'::regnamespace and p.prosecdef
         and (r.rolsuper or r.rolbypassrls or r.rolcanlogin or p.proconfig is null
           or has_table_privilege(r.rolname, 'directory.installation', 'select')
           or exists (select from aclexplode(p.proacl) where grantee = 0))`,
    )
    expect(rows).toEqual([])
    expect(await refusal(app, `set role ${(await directoryRole()).directory}`)).toBe('42501')
  })

  test("the directory's role sees who has work to do and not what", async () => {
    const { directory } = await directoryRole()
    const { rows } = await owner.query(
      `select table_name || '.' || column_name as seen from information_schema.column_privileges
       where grantee = $1 and table_schema = 'public' order by 1`,
      [directory],
    )
    expect(rows.map((row) => row.seen)).toEqual([
      'bookings.business_id',
      'bookings.held_until',
      'bookings.starts_at',
      'bookings.state',
      'outbox.business_id',
      'outbox.due_at',
      'outbox.lease_until',
      'outbox.state',
      'updates.business_id',
      'updates.next_try_at',
      'updates.received_at',
      'updates.state',
    ])
  })

  test('G30 what is in the audit stays as it was written', async () => {
    for (const statement of ['update audit set action = $$x$$', 'delete from audit', 'truncate audit']) {
      await scope(one)
      expect([statement, await refusal(app, statement)]).toEqual([statement, '42501'])
      await app.query('rollback')
    }
  })

  test('three hundred transactions of ten businesses over five connections, aborted at random, never see each other', async () => {
    const pool = openPool(database.appUrl, { max: 5 })
    const tenancy = tenancyOn(pool)
    const businesses = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const id = newId()
        await newBusiness(tenancy, id, async (query) => {
          await query(`insert into counters (business_id, name, value) values ('${id}', 'mine', 1)`)
        })
        return id
      }),
    )
    const seen = { foreign: 0, unscoped: 0, finished: 0, aborted: 0 }
    await Promise.all(
      Array.from({ length: 300 }, async () => {
        const id = businesses[randomInt(10)] ?? ''
        const fate = randomInt(6)
        try {
          await tenancy.run(id, async (tx) => {
            const look = async () => {
              const { rows } = await tx.db.execute<{ business_id: string }>('select business_id from counters')
              seen.foreign += rows.filter((row) => row.business_id !== id).length
              if (rows.length !== 1) throw new Error(`${rows.length} rows`)
            }
            await look()
            await tx.db.execute(`update counters set value = value + 1 where name = 'mine'`)
            if (fate === 0) throw new Error('on purpose')
            if (fate === 1) await tx.db.execute('select 1/0')
            if (fate === 2) await tx.attempt(() => tx.db.execute('select 1/0')).catch(() => {})
            await look()
          })
          seen.finished += 1
        } catch {
          seen.aborted += 1
        }
        // A connection that goes back to the pool takes no scope along, however its transaction ended.
        const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from counters')
        seen.unscoped += rows[0]?.count ?? 0
      }),
    )
    await pool.end()
    expect(seen).toMatchObject({ foreign: 0, unscoped: 0 })
    expect(Math.min(seen.finished, seen.aborted)).toBeGreaterThan(30)
    const { rows } = await owner.query('select sum(value - 1)::int as done from counters where business_id = any($1)', [
      businesses,
    ])
    expect(rows).toEqual([{ done: seen.finished }])
  })
})

describe('what is sealed', () => {
  test('G27 two hundred values moved between rows, columns and businesses: each is refused', async () => {
    const pool = openPool(database.appUrl, { max: 4 })
    const tenancy = tenancyOn(pool)
    const people = await Promise.all(
      Array.from({ length: 4 }, async (_, at) => {
        const businessId = newId()
        const rows: { id: string; keyId: string }[] = []
        await newBusiness(tenancy, businessId, async (query, vault) => {
          for (let person = 0; person < 5; person += 1) {
            const [id, key] = [newId(), vault.newKey(newId())]
            await query('insert into person_keys (business_id, id, customer_id, wrapped) values ($1, $2, $3, $4)', [
              businessId,
              key.id,
              id,
              key.wrapped,
            ])
            await query(
              `insert into customers (business_id, id, key_id, name, phone, note, referral_code, last_seen_at, created_at, updated_at)
               values ($1, $2, $3, $4, $5, $6, $7, now(), now(), now())`,
              [
                businessId,
                id,
                key.id,
                ...(['name', 'phone', 'note'] as const).map((column) =>
                  vault.seal(key.id, place('customers', column, id), `${column} ${at}.${person}`),
                ),
                id,
              ],
            )
            rows.push({ id, keyId: key.id })
          }
        })
        return rows.map((row, person) => ({ ...row, businessId, mark: `${at}.${person}` }))
      }),
    )
    const everybody = people.flat()
    const columns = ['name', 'phone', 'note'] as const
    const pick = <T>(list: readonly T[]): T => {
      const picked = list[randomInt(list.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    }
    const read = (whom: (typeof everybody)[number], column: (typeof columns)[number]) =>
      tenancy.run(whom.businessId, async (tx) => {
        // Even with every key of the business at hand.
        await tx.admit(everybody.map((person) => person.keyId))
        const { rows } = await tx.db.execute<Record<string, Buffer>>(
          `select ${column} from customers where id = '${whom.id}'`,
        )
        return tx.vault.open(rows[0]?.[column] ?? Buffer.alloc(0), place('customers', column, whom.id))
      })
    expect(await read(pick(everybody), 'name')).toMatch(/^name \d\.\d$/)

    let moved = 0
    while (moved < 200) {
      const [from, to, taken, put] = [pick(everybody), pick(everybody), pick(columns), pick(columns)]
      if (from === to && taken === put) continue
      moved += 1
      const before = (await owner.query(`select ${put} as value from customers where id = $1`, [to.id])).rows[0]
      await owner.query(`update customers set ${put} = (select ${taken} from customers where id = $1) where id = $2`, [
        from.id,
        to.id,
      ])
      await expect(read(to, put)).rejects.toThrow(SealError)
      await owner.query(`update customers set ${put} = $1 where id = $2`, [before?.value, to.id])
      if (moved % 50 === 0) expect(await read(to, put)).toBe(`${put} ${to.mark}`)
    }
    await pool.end()
  })

  test('a key that does not fit is refused before anything is written', async () => {
    const fresh = await freshDatabase()
    const client = await connected(fresh.url)
    const before = await fingerprint(client)
    await expect(migrate(fresh.url, { encryptionKeys: [randomBytes(32)] })).rejects.toThrow(WrongKeyError)
    expect(await fingerprint(client)).toEqual(before)
    // A newer key beside the old one opens it.
    await expect(
      migrate(fresh.url, { encryptionKeys: [randomBytes(32), ...testEncryptionKeys] }),
    ).resolves.toMatchObject({
      appRole,
    })
    await client.end()
    await fresh.drop()
  })

  test('a key that does not fit opens no business', async () => {
    const pool = openPool(database.appUrl, { max: 1 })
    const id = newId()
    await newBusiness(tenancyOn(pool), id, async () => {})
    const stranger = createTenancy(pool, createRootKeys([randomBytes(32)]), { clock: () => new Date() })
    await expect(stranger.run(id, async () => 'seen')).rejects.toThrow(WrongKeyError)
    await pool.end()
  })
})

/** Until the `rollback`. */
async function scope(business: string): Promise<void> {
  await app.query(`begin; set local app.business_id = '${business}'`)
}

const tenancyOn = (pool: pg.Pool): Tenancy =>
  createTenancy(pool, createRootKeys(testEncryptionKeys), { clock: () => new Date('2026-11-21T10:00:00Z') })

type Vault = Parameters<Parameters<Tenancy['run']>[1]>[0]['vault']

/** A business and what it has from its first moment, written in plain SQL. */
async function newBusiness(
  tenancy: Tenancy,
  id: string,
  work: (query: (text: string, values?: unknown[]) => Promise<unknown>, vault: Vault) => Promise<void>,
): Promise<void> {
  const business = { id, name: `Shop ${id}`, currency: 'UAH', timezone: 'Europe/Kyiv', locale: 'uk' } as const
  await tenancy.create(business, (tx) => work((text, values) => tx.db.$client.query(text, values), tx.vault))
}

/** One row per business in every table, of whatever its columns take: what it says is of no matter here. */
async function fillEverything(
  client: pg.Client,
  into: readonly string[],
  businesses: readonly string[],
): Promise<void> {
  await client.query('set session_replication_role = replica')
  for (const table of into) {
    const checks = await names(
      client,
      `select conname from pg_constraint where conrelid = 'public.${table}'::regclass and contype = 'c'`,
    )
    for (const check of checks) await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(check)}`)
    const { rows: columns } = await client.query<{ name: string; type: string }>(
      `select a.attname as name, t.typname as type from pg_attribute a join pg_type t on t.oid = a.atttypid
       where a.attrelid = 'public.${table}'::regclass and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attnotnull
         and not a.atthasdef`,
    )
    for (const business of businesses) {
      const values = columns.map(({ name, type }) =>
        name === 'business_id' ? business : (known[name] ?? sample(type)),
      )
      await client.query(
        `insert into ${table} (${columns.map(({ name }) => name).join()}) values (${columns.map((_, at) => `$${at + 1}`).join()})`,
        values,
      )
    }
  }
  await client.query('set session_replication_role = origin')
}

/** What the reports' views reckon with. */
const known: Readonly<Record<string, string>> = { timezone: 'Europe/Kyiv', currency: 'UAH', locale: 'uk' }

function sample(type: string): unknown {
  const samples: Record<string, () => unknown> = {
    uuid: () => randomUUID(),
    text: () => randomUUID(),
    bytea: () => randomBytes(16),
    int4: () => 5,
    int8: () => 5,
    numeric: () => '5',
    bool: () => true,
    jsonb: () => '{}',
    timestamptz: () => '2026-11-21T10:00:00Z',
    tstzrange: () => '[2026-11-21T10:00:00Z,2026-11-21T11:00:00Z)',
    _text: () => [],
  }
  const made = samples[type]
  if (!made) throw new Error(`no sample of ${type}`)
  return made()
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

async function names(client: pg.Client, sql: string): Promise<string[]> {
  return (await client.query<Record<string, string>>(sql)).rows.flatMap((row) => Object.values(row)).sort()
}

async function rowsIn(client: pg.Client, table: string): Promise<number> {
  return (await client.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]?.count ?? -1
}

async function may(table: string, what: 'update'): Promise<boolean> {
  const { rows } = await owner.query('select has_table_privilege($1, $2, $3) as may', [
    appRole,
    `public.${table}`,
    what,
  ])
  return rows[0]?.may === true
}

async function directoryRole(): Promise<{ directory: string }> {
  const { rows } = await owner.query('select directory_role as directory from directory.installation')
  return { directory: String(rows[0]?.directory) }
}

/** The SQLSTATE that a statement is refused with, or "done". */
async function refusal(client: pg.Client, sql: string): Promise<string> {
  try {
    await client.query(sql)
    return 'done'
  } catch (error) {
    return databaseError(error)?.state ?? 'unknown'
  }
}

/** Everything that is in a database, in one line per table, and who may what. */
async function fingerprint(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
  )
  const lines: string[] = []
  for (const { name } of rows) {
    const found = await client.query(
      `select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as sum from ${name} t`,
    )
    lines.push(`${name} ${found.rows[0]?.sum}`)
  }
  const roles = await client.query(
    `select md5(string_agg(rolname, ',' order by rolname)) as sum from pg_roles where rolname ~ '^rozmova_(app|directory)_'`,
  )
  return [...lines, `roles ${roles.rows[0]?.sum}`]
}
