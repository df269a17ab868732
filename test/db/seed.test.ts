import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTokens } from '../../core/accounts/index.ts'
import { createRootKeys } from '../../core/vault.ts'
import { openPool } from '../../db/client.ts'
import { createDirectory } from '../../db/directory.ts'
import type { DemoAccess } from '../../db/seed.ts'
import { createTenancy, type Tenancy } from '../../db/tenant.ts'
import { seedDemoInto } from '../support/demo.ts'
import { type FreshDatabase, freshDatabase, testEncryptionKeys } from '../support/postgres.ts'

const now = new Date('2026-11-21T07:42:00Z')
let database: FreshDatabase
let pool: pg.Pool
let admin: pg.Pool
let tenancy: Tenancy
let access: DemoAccess
let took: number

beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.appUrl, { max: 2 })
  admin = openPool(database.url, { max: 2 })
  tenancy = createTenancy(pool, createRootKeys(testEncryptionKeys), { clock: () => now })
  const started = performance.now()
  access = await seedDemoInto(tenancy, database.pepper)
  took = performance.now() - started
}, 60_000)
afterAll(async () => {
  await pool.end()
  await admin.end()
  await database.drop()
})

const one = async (sql: string): Promise<Record<string, unknown>> => (await admin.query(sql)).rows[0] ?? {}

describe('the demo business', () => {
  test('is made in less than 20 seconds', () => {
    expect(took).toBeLessThan(20_000)
  })

  test('is a shop and a salon of the promised size', async () => {
    expect(
      await one(`select (select count(*)::int from customers) as customers, (select count(*)::int from products) as products,
        (select count(*)::int from categories) as categories, (select count(distinct brand)::int from products) as brands,
        (select count(*)::int from services) as services, (select count(*)::int from staff where role = 'master') as masters,
        (select count(*)::int from orders) as orders, (select count(*)::int from bookings where ends_at <= '${now.toISOString()}') as visits`),
    ).toEqual({
      customers: 1_200,
      products: 200,
      categories: 12,
      brands: 15,
      services: 12,
      masters: 5,
      orders: 6_000,
      visits: 4_000,
    })
    expect(await one(`select slug, is_demo from directory.businesses`)).toEqual({ slug: 'malva', is_demo: true })
  })

  test('has a tree of referrals four levels deep', async () => {
    const { deepest } = await one(`
      with recursive tree as (
        select id, 0 as level from customers where referred_by is null
        union all select c.id, tree.level + 1 from customers c join tree on c.referred_by = tree.id)
      select max(level) as deepest from tree`)
    expect(deepest).toBe(4)
  })

  test('has a history of a year that ends now, and nothing from the future', async () => {
    const { first, last, ahead } = await one(`
      select min(placed_at) as first, max(placed_at) as last,
        (select count(*)::int from orders where greatest(placed_at, accepted_at, sent_at, delivered_at, ended_at, paid_at) > '${now.toISOString()}')
        + (select count(*)::int from bookings where paid_at > '${now.toISOString()}' or created_at > '${now.toISOString()}')
        + (select count(*)::int from refunds where refunded_at > '${now.toISOString()}')
        + (select count(*)::int from customers where created_at > '${now.toISOString()}') as ahead
      from orders`)
    expect(now.getTime() - new Date(String(first)).getTime()).toBeGreaterThan(360 * 86_400_000)
    expect(now.getTime() - new Date(String(last)).getTime()).toBeLessThan(3_600_000)
    expect(ahead).toBe(0)
  })

  test('sells more before New Year and on Saturdays; the salon rests on Sundays', async () => {
    const month = await admin.query(
      `select to_char(local_day, 'MM') as month, sum(orders)::int as orders from reports.sales_by_day group by 1`,
    )
    const by = new Map(month.rows.map((row) => [row.month, row.orders]))
    expect(by.get('12')).toBeGreaterThan(1.4 * by.get('07'))
    const days = await admin.query(
      `select extract(isodow from local_day)::int as day, sum(orders)::int as orders, sum(visits)::int as visits from reports.sales_by_day group by 1`,
    )
    const weekday = new Map(days.rows.map((row) => [row.day, row]))
    expect(weekday.get(6).orders).toBeGreaterThan(1.2 * weekday.get(1).orders)
    expect(weekday.get(7).visits).toBe(0)
  })

  test('waits for its managers: orders, requests and visits ahead', async () => {
    const { orders, requests, visits } = await one(`
      select (select count(*)::int from orders where state = 'placed') as orders,
        (select count(*)::int from requests where state = 'new') as requests,
        (select count(*)::int from bookings where state = 'confirmed' and starts_at > '${now.toISOString()}') as visits`)
    expect(orders).toBeGreaterThanOrEqual(4)
    expect(requests).toBe(3)
    expect(visits).toBeGreaterThanOrEqual(60)
  })

  test('has books that agree: stock with its ledger, sums with lines, masters with one guest at a time', async () => {
    expect(
      await one(`
        select
          (select count(*)::int from (select variant_id, shop_id, sum(on_hand) as on_hand, sum(reserved) as reserved from stock_moves group by 1, 2) m
            full join stock s using (variant_id, shop_id)
            where coalesce(m.on_hand, 0) <> s.on_hand or coalesce(m.reserved, 0) <> s.reserved) as stock,
          (select count(*)::int from orders o where subtotal <> (select sum(amount) from order_lines l where l.order_id = o.id)) as sums,
          (select count(*)::int from bookings a join bookings b on a.staff_id = b.staff_id and a.id < b.id and a.during && b.during) as overlaps,
          (select count(*)::int from bookings v where not exists (
            select from staff_services s where s.staff_id = v.staff_id and s.service_id = v.service_id)) as strangers,
          (select count(*)::int from customers c where first_paid_at > (select min(paid_at) from orders o where o.customer_id = c.id)) as firsts,
          (select count(*)::int from orders where discount >= subtotal) as gifts`),
    ).toEqual({ stock: 0, sums: 0, overlaps: 0, strangers: 0, firsts: 0, gifts: 0 })
    expect(
      await one(`select (select max(number) = (select value from counters where name = 'orders') from orders) as orders,
        (select max(number) = (select value from counters where name = 'booking') from bookings) as bookings,
        (select max(number) = (select value from counters where name = 'requests') from requests) as requests`),
    ).toEqual({ orders: true, bookings: true, requests: true })
  })

  test('gives every role a chat of its own, known by the hash of its token', async () => {
    const directory = createDirectory(pool)
    const tokens = createTokens(database.pepper)
    const roles = []
    for (const visitor of [
      access.customer_visitor,
      access.manager_visitor,
      access.marketer_visitor,
      access.master_visitor,
    ]) {
      expect(visitor.length).toBeGreaterThanOrEqual(22)
      const found = await directory.findVisitor(tokens.hash('visitor', visitor))
      expect(found?.channelId).toBe(access.web_channel)
      const row = await one(
        `select s.role, a.consented_at from addresses a left join staff s on s.id = a.staff_id where a.id = '${found?.addressId}'`,
      )
      roles.push(row['role'])
      expect(row['consented_at']).toBeNull()
    }
    expect(roles).toEqual([null, 'manager', 'marketer', 'master'])
    expect(access.business).toBe('malva')
    expect(access.api_key).toMatch(/^rzm_/)
  })

  test('keeps names, phones and messages sealed', async () => {
    const { rows } = await admin.query(`select c::text as row from customers c limit 200`)
    const messages = await admin.query(`select m::text as row from messages m limit 200`)
    for (const { row } of [...rows, ...messages.rows]) expect(row).not.toMatch(/\+38050|@example|[А-ЯІЇЄ][а-яіїє]+/)
  })
})

test('the same day tells the same story', async () => {
  const other = await freshDatabase()
  const [otherPool, otherAdmin] = [openPool(other.appUrl, { max: 1 }), openPool(other.url, { max: 1 })]
  try {
    await seedDemoInto(createTenancy(otherPool, createRootKeys(testEncryptionKeys), { clock: () => now }), other.pepper)
    const told = `
      select (select md5(string_agg(number || state || placed_at || total, ',' order by number)) from orders) as orders,
        (select md5(string_agg(number || state || starts_at, ',' order by number)) from bookings) as bookings`
    expect((await otherAdmin.query(told)).rows).toEqual((await admin.query(told)).rows)
  } finally {
    await otherPool.end()
    await otherAdmin.end()
    await other.drop()
  }
}, 60_000)

test('interrupted before its log-ins are kept, it leaves nothing behind and can begin anew', async () => {
  const other = await freshDatabase()
  const [otherPool, otherAdmin] = [openPool(other.appUrl, { max: 1 }), openPool(other.url, { max: 1 })]
  try {
    const within = createTenancy(otherPool, createRootKeys(testEncryptionKeys), { clock: () => now })
    const broken = seedDemoInto(within, other.pepper, async () => {
      throw new Error('the disk is full')
    })
    await expect(broken).rejects.toThrow('the disk is full')
    const { rows } = await otherAdmin.query(`
      select (select count(*)::int from businesses) + (select count(*)::int from directory.businesses)
        + (select count(*)::int from directory.accounts) + (select count(*)::int from customers) as left`)
    expect(rows).toEqual([{ left: 0 }])
    const kept: DemoAccess[] = []
    const again = await seedDemoInto(within, other.pepper, async (access) => {
      kept.push(access)
    })
    expect(kept).toEqual([again])
  } finally {
    await otherPool.end()
    await otherAdmin.end()
    await other.drop()
  }
}, 60_000)
