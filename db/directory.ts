import type pg from 'pg'
import type { TenantTx } from './tenant.ts'

/**
 * What is asked before a tenant is known: ids, hashes and blind indexes only. Each call is one of the security-definer
 * functions of `secure.sql`; the app's role has no other way to these rows.
 */
export interface Directory {
  findBusiness(slugOrId: string): Promise<DirectoryBusiness | undefined>
  allBusinesses(): Promise<DirectoryBusiness[]>
  addBusiness(id: string, slug: string, isDemo: boolean, at: Date): Promise<void>

  findAccount(emailIndex: Buffer): Promise<{ accountId: string; passwordHash: string } | undefined>
  addAccount(id: string, emailIndex: Buffer, passwordHash: string, at: Date): Promise<void>
  memberships(accountId: string): Promise<{ businessId: string; staffId: string }[]>
  addMembership(accountId: string, businessId: string, staffId: string): Promise<void>
  /** Ends the account's membership and its sessions in the business in scope. */
  removeMembership(accountId: string): Promise<void>

  openSession(session: {
    tokenHash: Buffer
    accountId: string
    businessId: string
    at: Date
    until: Date
  }): Promise<void>
  findSession(tokenHash: Buffer, at: Date): Promise<{ accountId: string; businessId: string } | undefined>
  endSession(tokenHash: Buffer): Promise<void>

  findApiKey(id: string): Promise<{ businessId: string } | undefined>
  addApiKey(id: string, businessId: string): Promise<void>

  findChannel(id: string): Promise<{ businessId: string; kind: ChannelKind } | undefined>
  allChannels(): Promise<{ channelId: string; businessId: string; kind: ChannelKind }[]>
  /** A token that is connected already violates `channels_token_hash_key`. */
  addChannel(id: string, businessId: string, kind: ChannelKind, tokenHash: Buffer | null): Promise<void>
  /** Only a channel of the business in scope. */
  removeChannel(id: string): Promise<void>

  findVisitor(tokenHash: Buffer): Promise<{ channelId: string; businessId: string; addressId: string } | undefined>
  addVisitor(visitor: { tokenHash: Buffer; channelId: string; businessId: string; addressId: string }): Promise<void>

  /** Businesses that have something to do by `at`. */
  withUpdatesWaiting(at: Date): Promise<string[]>
  withOutboxDue(at: Date): Promise<string[]>
  withHoldsOver(at: Date): Promise<string[]>
}

interface DirectoryBusiness {
  readonly businessId: string
  readonly slug: string
  readonly isDemo: boolean
}

type ChannelKind = 'telegram' | 'viber' | 'web'

/** On a pool each call stands alone; `directoryOf(tx)` calls within a tenant's transaction. */
export function createDirectory(client: pg.Pool | pg.PoolClient): Directory {
  const all = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await client.query<Row>(text, values)).rows
  const first = async <Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row | undefined> =>
    (await all<Row>(text, values))[0]
  const call = async (text: string, values: unknown[]): Promise<void> => {
    await client.query(text, values)
  }
  const due = async (name: 'with_updates_waiting' | 'with_outbox_due' | 'with_holds_over', at: Date) =>
    (await all<{ business_id: string }>(`select business_id from directory.${name}($1)`, [at])).map(
      (row) => row.business_id,
    )

  return {
    findBusiness: (wanted) =>
      first(`select business_id as "businessId", slug, is_demo as "isDemo" from directory.find_business($1)`, [wanted]),
    allBusinesses: () =>
      all(`select business_id as "businessId", slug, is_demo as "isDemo" from directory.all_businesses()`),
    addBusiness: (...values) => call('select directory.add_business($1, $2, $3, $4)', values),

    findAccount: (index) =>
      first(`select account_id as "accountId", password_hash as "passwordHash" from directory.find_account($1)`, [
        index,
      ]),
    addAccount: (...values) => call('select directory.add_account($1, $2, $3, $4)', values),
    memberships: (account) =>
      all(`select business_id as "businessId", staff_id as "staffId" from directory.memberships($1)`, [account]),
    addMembership: (...values) => call('select directory.add_membership($1, $2, $3)', values),
    removeMembership: (account) => call('select directory.remove_membership($1)', [account]),

    openSession: ({ tokenHash, accountId, businessId, at, until }) =>
      call('select directory.open_session($1, $2, $3, $4, $5)', [tokenHash, accountId, businessId, at, until]),
    findSession: (hash, at) =>
      first(`select account_id as "accountId", business_id as "businessId" from directory.find_session($1, $2)`, [
        hash,
        at,
      ]),
    endSession: (hash) => call('select directory.end_session($1)', [hash]),

    findApiKey: (id) => first(`select business_id as "businessId" from directory.find_api_key($1)`, [id]),
    addApiKey: (...values) => call('select directory.add_api_key($1, $2)', values),

    findChannel: (id) => first(`select business_id as "businessId", kind from directory.find_channel($1)`, [id]),
    allChannels: () =>
      all(`select channel_id as "channelId", business_id as "businessId", kind from directory.all_channels()`),
    addChannel: (...values) => call('select directory.add_channel($1, $2, $3, $4)', values),
    removeChannel: (id) => call('select directory.remove_channel($1)', [id]),

    findVisitor: (hash) =>
      first(
        `select channel_id as "channelId", business_id as "businessId", address_id as "addressId" from directory.find_visitor($1)`,
        [hash],
      ),
    addVisitor: ({ tokenHash, channelId, businessId, addressId }) =>
      call('select directory.add_visitor($1, $2, $3, $4)', [tokenHash, channelId, businessId, addressId]),

    withUpdatesWaiting: (at) => due('with_updates_waiting', at),
    withOutboxDue: (at) => due('with_outbox_due', at),
    withHoldsOver: (at) => due('with_holds_over', at),
  }
}

/** The directory within a tenant's transaction: what is added there is there together with the tenant's rows, or not at all. */
export function directoryOf(tx: TenantTx): Directory {
  return createDirectory(tx.db.$client)
}
