import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { createRootKeys, type RootKeys, WrongKeyError } from '../core/vault.ts'

export interface Installation {
  /** Connection string of the role that the product works as: not an owner, not a superuser, no way around row-level security. */
  readonly appUrl: string
  readonly appRole: string
  /** Key of the look-ups that come before a tenant is known (log-in e-mails, tokens). */
  readonly pepper: Buffer
}

/**
 * Brings the database to this version, under a lock, and says how to connect as the app. Safe to call from many
 * processes at once and at every start. Refuses (WrongKeyError) before it writes anything if no key of `encryptionKeys`
 * opens what is stored.
 */
export async function migrate(adminUrl: string, options: { encryptionKeys: readonly Buffer[] }): Promise<Installation> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {}) // the pending query rejects; without a listener the process would end
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7766001)')
    const keys = createRootKeys(options.encryptionKeys)
    const roles = await ensureInstallation(client, keys)
    const fill = (sql: string) =>
      sql
        .replaceAll('{{app}}', pg.escapeIdentifier(roles.app))
        .replaceAll('{{directory}}', pg.escapeIdentifier(roles.directory))
    const changed = await runMigrations(client, fill)
    await refreshViewsAndGrants(client, fill, changed)
    const url = new URL(adminUrl)
    url.username = roles.app
    url.password = roles.password
    return { appUrl: url.href, appRole: roles.app, pepper: roles.pepper }
  } finally {
    await client.end()
  }
}

interface Roles {
  app: string
  directory: string
  password: string
  pepper: Buffer
}

/** The database's own roles and secrets: random per database, so that two databases of one server never share them. */
async function ensureInstallation(client: pg.Client, keys: RootKeys): Promise<Roles> {
  await client.query(`
    create schema if not exists directory;
    create table if not exists directory.migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now());
    create table if not exists directory.installation (app_role text not null, directory_role text not null, password bytea not null, pepper bytea not null);
  `)
  const found = await client.query<{ app_role: string; directory_role: string; password: Buffer; pepper: Buffer }>(
    'select * from directory.installation',
  )
  const row = found.rows[0]
  const roles: Roles = row
    ? {
        app: row.app_role,
        directory: row.directory_role,
        password: keys.unwrap(row.password, 'installation/password').toString('base64url'),
        pepper: keys.unwrap(row.pepper, 'installation/pepper'),
      }
    : freshRoles()
  await createMissingRoles(client, roles)
  if (!row) {
    await client.query('insert into directory.installation values ($1, $2, $3, $4)', [
      roles.app,
      roles.directory,
      keys.wrap(Buffer.from(roles.password, 'base64url'), 'installation/password'),
      keys.wrap(roles.pepper, 'installation/pepper'),
    ])
  }
  return roles
}

function freshRoles(): Roles {
  const suffix = randomBytes(5).toString('hex')
  return {
    app: `rozmova_app_${suffix}`,
    directory: `rozmova_directory_${suffix}`,
    password: randomBytes(24).toString('base64url'),
    pepper: randomBytes(32),
  }
}

/** A dump restored on another server brings the names without the roles. */
async function createMissingRoles(client: pg.Client, roles: Roles): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [
    [roles.app, roles.directory],
  ])
  const has = (name: string) => rows.some((row) => row.rolname === name)
  if (!has(roles.app)) {
    await client.query(
      `create role ${pg.escapeIdentifier(roles.app)} login noinherit nocreatedb nocreaterole password ${pg.escapeLiteral(roles.password)}`,
    )
  }
  if (!has(roles.directory)) {
    await client.query(`create role ${pg.escapeIdentifier(roles.directory)} nologin nocreatedb nocreaterole`)
    // Handing functions over to a role asks for membership in it, and lets that role create in the schema.
    await client.query(`grant ${pg.escapeIdentifier(roles.directory)} to current_user`)
  }
  await client.query(`grant create, usage on schema directory to ${pg.escapeIdentifier(roles.directory)}`)
}

async function runMigrations(client: pg.Client, fill: (sql: string) => string): Promise<boolean> {
  const applied = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from directory.migrations',
  )
  const known = new Map(applied.rows.map((row) => [row.name, row.checksum]))
  let changed = false
  for (const { name, sql, checksum } of await sqlFiles('migrations')) {
    const before = known.get(name)
    if (before === checksum) continue
    if (before !== undefined) throw new Error(`Migration ${name} was changed after it had been applied.`)
    await inTransaction(client, async () => {
      await client.query(fill(sql))
      await client.query('insert into directory.migrations (name, checksum) values ($1, $2)', [name, checksum])
    })
    changed = true
  }
  return changed
}

/** Views are definitions, not data: they are made anew whenever one of them, or a table below them, changed. */
async function refreshViewsAndGrants(
  client: pg.Client,
  fill: (sql: string) => string,
  changed: boolean,
): Promise<void> {
  const views = await sqlFiles('views')
  const secure = await readFile(new URL('secure.sql', import.meta.url), 'utf8')
  const checksum = sha256(views.map((view) => view.checksum).join() + secure)
  const { rows } = await client.query<{ checksum: string }>(
    `select checksum from directory.migrations where name = 'views'`,
  )
  if (!changed && rows[0]?.checksum === checksum) return
  await inTransaction(client, async () => {
    await client.query('drop schema if exists reports cascade; create schema reports')
    for (const view of views) await client.query(fill(view.sql))
    await client.query(fill(secure))
    await client.query(
      `insert into directory.migrations (name, checksum) values ('views', $1)
       on conflict (name) do update set checksum = excluded.checksum, applied_at = now()`,
      [checksum],
    )
  })
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin')
  try {
    await work()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function sqlFiles(folder: 'migrations' | 'views'): Promise<{ name: string; sql: string; checksum: string }[]> {
  const directory = new URL(`${folder}/`, import.meta.url)
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, directory), 'utf8')
      return { name, sql, checksum: sha256(sql) }
    }),
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export { WrongKeyError }
