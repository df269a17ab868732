import type pg from 'pg'
import type { Actor } from '../../../core/actor.ts'
import type { BusinessSettings } from '../../../core/business.ts'
import { catalogReactions, getProduct, receiveStock, saveProduct } from '../../../core/catalog/index.ts'
import { newId } from '../../../core/ids.ts'
import { orderReactions } from '../../../core/orders/index.ts'
import { createRootKeys, place } from '../../../core/vault.ts'
import { openPool } from '../../../db/client.ts'
import { personKeys, staff } from '../../../db/schema/business.ts'
import { addresses, channels } from '../../../db/schema/people.ts'
import { createTenancy, type Tenancy, type TenantTx } from '../../../db/tenant.ts'
import { freshDatabase, testEncryptionKeys } from '../../support/postgres.ts'

export const owner: Actor = { kind: 'staff', staffId: newId(), role: 'owner', addressId: null, channel: 'web' }
export const app: Actor = { kind: 'key', keyId: 'k', scopes: ['events:write'], channel: 'api' }

/** A shop on a database of its own, with the clock in the test's hand; no front door, only use cases. */
export interface Shop {
  readonly tenancy: Tenancy
  readonly pool: pg.Pool
  readonly businessId: string
  run<T>(work: (tx: TenantTx) => Promise<T>): Promise<T>
  /** A product with so many pieces of each size; brings the ids of the sizes in that order. */
  product(sku: string, price: string, stock: Record<string, number>, more?: { listed?: boolean }): Promise<string[]>
  customer(): Promise<Extract<Actor, { kind: 'customer' }>>
  manager(name: string): Promise<Actor>
  /** Every balance beside the sum of its ledger. */
  balances(): Promise<{ on_hand: number; reserved: number; ledger_on_hand: number; ledger_reserved: number }[]>
  rows<Row extends pg.QueryResultRow>(sql: string, args?: unknown[]): Promise<Row[]>
  advance(ms: number): void
  stop(): Promise<void>
}

export async function openShop(options: { settings?: Partial<BusinessSettings>; pool?: number } = {}): Promise<Shop> {
  const database = await freshDatabase()
  const pool = openPool(database.appUrl, { max: options.pool ?? 20 })
  const admin = openPool(database.url, { max: 2 })
  let now = new Date('2026-05-12T07:00:00Z')
  const tenancy = createTenancy(pool, createRootKeys(testEncryptionKeys), {
    clock: () => now,
    react: async (tx, event) => {
      await catalogReactions(tx, event)
      await orderReactions(tx, event)
    },
  })
  const businessId = newId()
  const channelId = newId()
  await tenancy.create(
    {
      id: businessId,
      name: 'Мальва',
      currency: 'UAH',
      timezone: 'Europe/Kyiv',
      locale: 'uk',
      ...(options.settings ? { settings: options.settings } : {}),
    },
    async (tx) => {
      await tx.db
        .insert(channels)
        .values({ businessId, id: channelId, kind: 'web', state: 'connected', createdAt: tx.now })
    },
  )
  const run: Shop['run'] = (work) => tenancy.run(businessId, work)

  async function newChat(tx: TenantTx, staffId: string | null): Promise<string> {
    const id = newId()
    const key = tx.vault.newKey(newId())
    await tx.db.insert(personKeys).values({ businessId, ...key })
    await tx.db.insert(addresses).values({
      businessId,
      id,
      channelId,
      kind: 'web',
      chatIndex: tx.vault.index('chat', id),
      keyId: key.id,
      chat: tx.vault.seal(key.id, place('addresses', 'chat', id), id),
      person: tx.vault.seal(key.id, place('addresses', 'person', id), 'Леся'),
      staffId,
      language: 'uk',
      createdAt: tx.now,
    })
    return id
  }

  return {
    tenancy,
    pool,
    businessId,
    run,
    product: (sku, price, stock, more = {}) =>
      run(async (tx) => {
        const names = { default: `Сукня ${sku}`, en: `Dress ${sku}` }
        const { id } = await saveProduct(tx, owner, { sku, names, price, sizes: Object.keys(stock), ...more })
        const { variants } = await getProduct(tx, owner, { id })
        for (const { id: variantId, size } of variants) {
          const quantity = stock[size] ?? 0
          if (quantity > 0) await receiveStock(tx, owner, { variantId, quantity })
        }
        return variants.map((variant) => variant.id)
      }),
    customer: () =>
      run(async (tx) => ({
        kind: 'customer',
        addressId: await newChat(tx, null),
        customerId: null,
        channel: 'web',
      })),
    manager: (name) =>
      run(async (tx) => {
        const staffId = newId()
        const key = tx.vault.newKey(newId())
        await tx.db.insert(personKeys).values({ businessId, ...key })
        await tx.db.insert(staff).values({
          businessId,
          id: staffId,
          keyId: key.id,
          role: 'manager',
          name: tx.vault.seal(key.id, place('staff', 'name', staffId), name),
          createdAt: tx.now,
        })
        return { kind: 'staff', staffId, role: 'manager', addressId: await newChat(tx, staffId), channel: 'web' }
      }),
    balances: async () => {
      const { rows } = await admin.query(
        `select s.on_hand, s.reserved, coalesce(sum(m.on_hand), 0)::int as ledger_on_hand,
           coalesce(sum(m.reserved), 0)::int as ledger_reserved
         from stock s left join stock_moves m using (business_id, variant_id, shop_id)
         group by s.business_id, s.variant_id, s.shop_id, s.on_hand, s.reserved order by s.variant_id, s.shop_id`,
      )
      return rows
    },
    rows: async (sql, args = []) => (await admin.query(sql, args)).rows,
    advance(ms) {
      now = new Date(now.getTime() + ms)
    },
    stop: async () => {
      await pool.end()
      await admin.end()
      await database.drop()
    },
  }
}

/** How often each thing was said to a chat, newest last. */
export async function told(shop: Shop, addressId: string): Promise<number> {
  const [row] = await shop.rows<{ count: number }>('select count(*)::int as count from outbox where address_id = $1', [
    addressId,
  ])
  return row?.count ?? 0
}
