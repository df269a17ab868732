import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { type BusinessSettings, type Language, languageSchema, settingsSchema } from '../core/business.ts'
import { AppError } from '../core/errors.ts'
import type { DomainEvent, React } from '../core/events.ts'
import { type BusinessKeys, createVault, deriveBusinessKeys, type RootKeys, type Vault } from '../core/vault.ts'
import { type Drizzle, onConnection } from './client.ts'

/** What of a business every use case may need to know. */
export interface Business {
  readonly id: string
  readonly name: string
  readonly currency: string
  readonly timezone: string
  readonly locale: Language
  readonly settings: BusinessSettings
}

/**
 * One transaction in the scope of one business. Everything written in it is there together or not at all; rows of other
 * businesses do not exist for it.
 */
export interface TenantTx {
  readonly db: Drizzle
  readonly business: Business
  readonly vault: Vault
  readonly now: Date
  /** Runs `work` so that what it wrote is undone if it throws, while the transaction lives on. */
  attempt<T>(work: () => Promise<T>): Promise<T>
  /** Makes the keys of these people usable by `vault`. */
  admit(keyIds: Iterable<string | null>): Promise<void>
  /** After the commit, calls the next stage to work. A call may be lost: the sweep finds what is due. */
  wake(what: Wake): void
  /** Lets everything that reacts to the event do so within this transaction; called through `record`. */
  react(event: DomainEvent): Promise<void>
}

/** Who has something to do now: a chat with an update to handle, an address with something to be told or shown. */
export type Wake =
  | { readonly stage: 'handle'; readonly channelId: string; readonly chat: string }
  | { readonly stage: 'deliver'; readonly addressId: string }
  | { readonly stage: 'stream'; readonly addressId: string }
  /** Whose chat this is has changed: it sees other commands. */
  | { readonly stage: 'menus'; readonly addressId: string }

/** The only way to a tenant's rows. */
export interface Tenancy {
  run<T>(businessId: string, work: (tx: TenantTx) => Promise<T>): Promise<T>
  /** A new business with a data key of its own, and whatever belongs to it from its first moment: all of it or none. */
  create<T>(business: NewBusiness, work: (tx: TenantTx) => Promise<T>): Promise<T>
  /** Forgets what is remembered of a business (its settings changed). */
  forget(businessId: string): void
}

export interface NewBusiness {
  readonly id: string
  readonly name: string
  readonly currency: string
  readonly timezone: string
  readonly locale: Language
  readonly settings?: Partial<BusinessSettings>
}

/** The channel of LISTEN and NOTIFY that carries wake-up calls between processes. */
export const wakeChannel = 'rozmova_wake'

export interface TenancyPorts {
  readonly clock: () => Date
  readonly react?: React
  readonly wake?: {
    /** What this process does itself. */
    readonly here: (stage: Wake['stage']) => boolean
    readonly call: (businessId: string, what: Wake) => void
    /** What other processes must hear of: announced by NOTIFY on `rozmova_wake`, together with the commit. */
    readonly announce: (stage: Wake['stage']) => boolean
  }
}

export function createTenancy(pool: pg.Pool, root: RootKeys, ports: TenancyPorts): Tenancy {
  const { clock, react = async () => {}, wake } = ports
  const known = new Map<string, { business: Business; keys: BusinessKeys; until: number }>()

  async function learn(client: pg.PoolClient, id: string) {
    const remembered = known.get(id)
    const now = clock().getTime()
    if (remembered && remembered.until > now) return remembered
    const { rows } = await client.query<BusinessRow>('select * from businesses where business_id = $1', [id])
    const row = rows[0]
    if (!row) throw new AppError('business-unknown')
    const fresh = {
      business: {
        id,
        name: row.name,
        currency: row.currency,
        timezone: row.timezone,
        locale: languageSchema.parse(row.locale),
        settings: settingsSchema.parse(row.settings),
      },
      keys: remembered?.keys ?? deriveBusinessKeys(id, root.unwrap(row.data_key, `business/${id}`)),
      until: now + 5_000,
    }
    known.set(id, fresh)
    return fresh
  }

  async function inScope<T>(
    id: string,
    before: (client: pg.PoolClient) => Promise<unknown>,
    work: (tx: TenantTx) => Promise<T>,
  ): Promise<T> {
    if (!uuidPattern.test(id)) throw new AppError('business-unknown')
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      // The id is checked above, so that it cannot be anything but an id. Sent along with whatever comes next: if it fails,
      // the rows of every tenant are out of reach, and nothing is committed.
      const begun = client.query(`begin; set local app.business_id = '${id}'`)
      begun.catch(() => {})
      await before(client)
      const { business, keys } = await learn(client, id)
      const wakes = new Map<string, Wake>()
      const result = await work(tenantTx(client, business, createVault(keys), clock(), wakes, react))
      await begun
      for (const what of wakes.values()) {
        if (wake?.announce(what.stage))
          await client.query('select pg_notify($1, $2)', [wakeChannel, JSON.stringify([id, what])])
      }
      // A transaction in which something failed unheard is undone by its commit, and PostgreSQL calls that no error.
      const { command } = await client.query('commit')
      if (command !== 'COMMIT') throw new Error('a transaction went on after a statement of it had failed')
      for (const what of wakes.values()) if (wake?.here(what.stage)) wake.call(id, what)
      return result
    } catch (error) {
      await client.query('rollback').catch((reason: Error) => {
        broken = reason
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    forget: (id) => known.delete(id),
    run: (id, work) => inScope(id, async () => {}, work),
    create: (business, work) =>
      inScope(
        business.id,
        (client) =>
          client.query(
            `insert into businesses (business_id, name, currency, timezone, locale, data_key, settings, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)`,
            [
              business.id,
              business.name,
              business.currency,
              business.timezone,
              business.locale,
              root.wrap(randomBytes(32), `business/${business.id}`),
              settingsSchema.parse(business.settings ?? {}),
              clock(),
            ],
          ),
        work,
      ),
  }
}

function tenantTx(
  client: pg.PoolClient,
  business: Business,
  vault: Vault,
  now: Date,
  wakes: Map<string, Wake>,
  react: React,
): TenantTx {
  let depth = 0
  const tx: TenantTx = {
    db: onConnection(client),
    business,
    vault,
    now,
    async attempt(work) {
      const name = `attempt_${++depth}`
      const wakesBefore = new Map(wakes)
      await client.query(`savepoint ${name}`)
      try {
        const result = await work()
        await client.query(`release savepoint ${name}`)
        return result
      } catch (error) {
        await client.query(`rollback to savepoint ${name}; release savepoint ${name}`)
        wakes.clear()
        for (const [key, what] of wakesBefore) wakes.set(key, what)
        throw error
      } finally {
        depth -= 1
      }
    },
    async admit(keyIds) {
      const ids = [...new Set([...keyIds].filter((id) => id !== null && !vault.has(id)))]
      if (ids.length === 0) return
      const { rows } = await client.query<{ id: string; wrapped: Buffer }>(
        'select id, wrapped from person_keys where business_id = $1 and id = any($2)',
        [business.id, ids],
      )
      vault.admit(rows)
    },
    wake: (what) => wakes.set(JSON.stringify(what), what),
    react: (event) => react(tx, event),
  }
  return tx
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

interface BusinessRow {
  name: string
  currency: string
  timezone: string
  locale: string
  data_key: Buffer
  settings: unknown
}
