import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../../core/actor.ts'
import { readSalesReport, readStats } from '../../../core/analytics/index.ts'
import { createRootKeys } from '../../../core/vault.ts'
import { openPool } from '../../../db/client.ts'
import { createTenancy, type Tenancy, type TenantTx } from '../../../db/tenant.ts'
import { type FreshDatabase, freshDatabase, testEncryptionKeys } from '../../support/postgres.ts'

const owner: Actor = { kind: 'system', channel: 'system' }
let database: FreshDatabase
let pool: pg.Pool
let tenancy: Tenancy
beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.appUrl, { max: 4 })
  tenancy = createTenancy(pool, createRootKeys(testEncryptionKeys), { clock: () => new Date('2026-11-21T10:00:00Z') })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

// What may have happened

const zones = ['Europe/Kyiv', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Pacific/Auckland', 'America/St_Johns'] as const
const categories = ['dresses', 'bags', null] as const
const brands = ['Верба', null] as const
const products = categories.flatMap((category) =>
  brands.map((brand, at) => ({ sku: `${category}-${at}`, category, brand })),
)
const sourceNames = ['instagram', null] as const

const lineArb = fc.record({
  product: fc.nat(products.length - 1),
  quantity: fc.integer({ min: 1, max: 5 }),
  amount: fc.integer({ min: 0, max: 9_999 }),
})
// Around both changes of the clock of a year, on the edges of days.
const momentArb = fc
  .tuple(
    fc.constantFrom('2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25', '2026-10-31', '2026-11-01'),
    fc.integer({ min: -4, max: 6 }),
    fc.integer({ min: -13 * 3600, max: 13 * 3600 }),
  )
  .map(([day, days, seconds]) => new Date(new Date(`${day}T00:00:00Z`).getTime() + days * 86_400_000 + seconds * 1_000))
const saleArb = fc.record({
  kind: fc.constantFrom('chat', 'counter', 'app', 'visit'),
  at: momentArb,
  paid: fc.boolean(),
  customer: fc.option(fc.nat(4), { nil: null }),
  source: fc.constantFrom(...sourceNames),
  channel: fc.constantFrom('telegram', 'viber', 'web'),
  lines: fc.array(lineArb, { minLength: 1, maxLength: 4 }),
  discount: fc.double({ min: 0, max: 1, noNaN: true }),
  refund: fc.option(
    fc.record({ after: fc.integer({ min: 0, max: 20 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { nil: null },
  ),
})
type Sale = typeof saleArb extends fc.Arbitrary<infer T> ? T : never
const worldArb = fc.record({
  zone: fc.constantFrom(...zones),
  sales: fc.array(saleArb, { maxLength: 40 }),
  from: fc.constantFrom('2026-03-01', '2026-03-26', '2026-10-01', '2026-10-22', '2026-10-25'),
  days: fc.integer({ min: 0, max: 45 }),
  wholeMonth: fc.boolean(),
})

test('the report equals a count by hand, whatever happened, in any zone, on days when the clock changes too', async () => {
  await fc.assert(
    fc.asyncProperty(worldArb, async ({ zone, sales, from, days, wholeMonth }) => {
      const first = DateTime.fromISO(from, { zone: 'utc' })
      const last = wholeMonth && first.day === 1 ? first.endOf('month') : first.plus({ days })
      const asked = { from, to: last.toFormat('yyyy-MM-dd') }
      await tenancy
        .create({ id: randomUUID(), name: 'X', currency: 'UAH', timezone: zone, locale: 'uk' }, async (tx) => {
          await tell(tx, sales)
          for (const group_by of [
            'day',
            'week',
            'month',
            'category',
            'brand',
            'product',
            'source',
            'channel',
          ] as const) {
            const report = await readSalesReport(tx, owner, { ...asked, group_by })
            const expected = byHand(sales, zone, asked, group_by)
            expect(report.totals).toEqual(expected.totals)
            expect(report.before).toEqual(byHand(sales, zone, earlier(asked), group_by).totals)
            const rows = new Map(report.rows.map(({ key, names, ...figures }) => [key, figures]))
            for (const [key, figures] of expected.rows) expect([key, rows.get(key)]).toEqual([key, figures])
            for (const [key, figures] of rows)
              if (!expected.rows.has(key) && key !== serviceId) expect(figures).toEqual(zero)
          }
          throw new Undone()
        })
        .catch((error) => {
          if (!(error instanceof Undone)) throw error
        })
    }),
    { numRuns: 12 },
  )
}, 120_000)

class Undone extends Error {}

describe('a report', () => {
  test('has a row for every day, and keeps what happened after `as_of` out', async () => {
    await inBusiness(async (tx) => {
      const sale = (at: string, amount: number): Sale => ({
        kind: 'app',
        at: new Date(at),
        paid: true,
        customer: 0,
        source: null,
        channel: 'web',
        lines: [{ product: 0, quantity: 1, amount }],
        discount: 0,
        refund: null,
      })
      await tell(tx, [
        sale('2026-11-01T10:00:00Z', 100),
        sale('2026-11-03T10:00:00Z', 250),
        sale('2026-11-03T21:59:59Z', 1),
        sale('2026-11-03T22:00:00Z', 2),
      ])
      const asked = { from: '2026-11-01', to: '2026-11-05', group_by: 'day' } as const
      const all = await readSalesReport(tx, owner, asked)
      expect(all.rows.map(({ key, revenue }) => [key, revenue])).toEqual([
        ['2026-11-01', 100],
        ['2026-11-02', 0],
        ['2026-11-03', 251],
        ['2026-11-04', 2],
        ['2026-11-05', 0],
      ])
      expect((await readSalesReport(tx, owner, { ...asked, as_of: '2026-11-03' })).totals.revenue).toBe(351)
      expect((await readSalesReport(tx, owner, { ...asked, as_of: '2026-10-03' })).totals.revenue).toBe(0)
    })
  })

  test('rounds the average order half up, without visits', async () => {
    await inBusiness(async (tx) => {
      const base = {
        at: new Date('2026-11-01T10:00:00Z'),
        paid: true,
        customer: null,
        source: null,
        channel: 'web',
        discount: 0,
        refund: null,
      } as const
      const line = (amount: number) => [{ product: 0, quantity: 1, amount }]
      await tell(tx, [
        { ...base, kind: 'app', lines: line(100) },
        { ...base, kind: 'chat', lines: line(101) },
        { ...base, kind: 'visit', lines: line(5_000) },
      ])
      const { totals } = await readSalesReport(tx, owner, { from: '2026-11-01', to: '2026-11-01', group_by: 'day' })
      expect(totals).toMatchObject({
        revenue: 5_201,
        orders: 2,
        visits: 1,
        order_revenue: 201,
        average_order: 101,
        customers: 0,
      })
    })
  })

  test('of days the wrong way round or of a century is refused, and so is whoever may not read reports', async () => {
    await inBusiness(async (tx) => {
      const asked = { from: '2026-11-02', to: '2026-11-01', group_by: 'day' } as const
      await expect(readSalesReport(tx, owner, asked)).rejects.toThrow('period-invalid')
      await expect(readSalesReport(tx, owner, { ...asked, from: '1926-11-01' })).rejects.toThrow('period-invalid')
      const master: Actor = { kind: 'staff', staffId: randomUUID(), role: 'master', addressId: null, channel: 'web' }
      await expect(readSalesReport(tx, master, { ...asked, from: '2026-11-01' })).rejects.toThrow('not-allowed')
      const days = { from: '2026-11-01', to: '2026-11-01' }
      await expect(readStats(tx, master, { days, group: 'day' })).rejects.toThrow('not-allowed')
    })
  })
})

test('the wait for the first answer is the middle one, and buckets know who bought', async () => {
  await inBusiness(async (tx) => {
    await tell(tx, [
      {
        kind: 'app',
        at: new Date('2026-11-02T10:00:00Z'),
        paid: true,
        customer: 0,
        source: null,
        channel: 'web',
        lines: [{ product: 0, quantity: 1, amount: 5 }],
        discount: 0,
        refund: null,
      },
    ])
    const ask = async (customer: number | null, minutes: number | null) => {
      const [channelId, addressId] = [randomUUID(), randomUUID()]
      await insert(tx, 'channels', { id: channelId, kind: 'web', state: 'connected', created_at: tx.now })
      await insert(tx, 'addresses', {
        id: addressId,
        channel_id: channelId,
        kind: 'web',
        chat_index: randomBytes(8),
        key_id: randomUUID(),
        chat: randomBytes(8),
        language: 'uk',
        created_at: tx.now,
      })
      const asked = new Date('2026-11-01T10:00:00Z')
      await insert(tx, 'requests', {
        id: randomUUID(),
        number: ++number,
        address_id: addressId,
        customer_id: customer === null ? null : people[customer],
        channel: 'web',
        state: 'closed',
        created_at: asked,
        first_answered_at: minutes === null ? null : new Date(asked.getTime() + minutes * 60_000),
        closed_at: new Date('2026-11-01T18:00:00Z'),
      })
    }
    let number = 0
    await ask(0, 2)
    await ask(null, 4)
    await ask(null, 300)
    await ask(null, null)
    const stats = await readStats(tx, owner, { days: { from: '2026-11-01', to: '2026-11-01' }, group: 'hour' })
    expect(stats.now.first_answer).toBe(240)
    expect(stats.past.first_answer).toBeNull()
    const { rows } = await tx.db.$client.query(
      'select bucket, requests::int, converted::int from reports.waits_by_bucket where business_id = $1 order by 1',
      [tx.business.id],
    )
    expect(rows).toEqual([
      { bucket: '0-5', requests: 2, converted: 1 },
      { bucket: '240-', requests: 1, converted: 0 },
      { bucket: 'none', requests: 1, converted: 0 },
    ])
  })
})

async function inBusiness(work: (tx: TenantTx) => Promise<void>): Promise<void> {
  await tenancy.create({ id: randomUUID(), name: 'X', currency: 'UAH', timezone: 'Europe/Kyiv', locale: 'uk' }, work)
}

// What happened, as rows

let people: string[] = []
let serviceId = ''

async function insert(tx: TenantTx, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row)
  const places = names.map((_, at) => `$${at + 2}`)
  await tx.db.$client.query(
    `insert into ${table} (business_id, ${names.join(', ')}) values ($1, ${places.join(', ')})`,
    [tx.business.id, ...Object.values(row)],
  )
}

async function tell(tx: TenantTx, sales: readonly Sale[]): Promise<void> {
  people = Array.from({ length: 5 }, () => randomUUID())
  for (const [at, id] of people.entries()) {
    const paid = sales.filter((sale) => sale.paid && sale.customer === at).map((sale) => sale.at.getTime())
    await insert(tx, 'customers', {
      id,
      key_id: id,
      referral_code: id.slice(0, 8),
      last_seen_at: tx.now,
      created_at: tx.now,
      updated_at: tx.now,
      first_paid_at: paid.length > 0 ? new Date(Math.min(...paid)) : null,
    })
  }
  const categoryIds = new Map<string, string>()
  for (const slug of categories) {
    if (slug === null) continue
    categoryIds.set(slug, randomUUID())
    await insert(tx, 'categories', { id: categoryIds.get(slug), slug, names: { default: slug } })
  }
  const ids = products.map(() => randomUUID())
  for (const [at, { sku, category, brand }] of products.entries()) {
    await insert(tx, 'products', {
      id: ids[at],
      sku,
      names: { default: sku },
      category_id: category && categoryIds.get(category),
      brand,
      price: 1,
      created_at: tx.now,
      updated_at: tx.now,
    })
  }
  const staffId = randomUUID()
  serviceId = randomUUID()
  await insert(tx, 'staff', { id: staffId, key_id: staffId, role: 'master', name: randomBytes(4), created_at: tx.now })
  await insert(tx, 'services', {
    id: serviceId,
    names: { default: 'S' },
    duration_min: 30,
    price: 1,
    created_at: tx.now,
  })
  for (const [number, sale] of sales.entries()) {
    const [id, common] = [
      randomUUID(),
      {
        customer_id: sale.customer === null ? null : people[sale.customer],
        source: sale.source,
        channel: sale.channel,
      },
    ]
    const paidAt = sale.paid ? sale.at : null
    if (sale.kind === 'visit') {
      await insert(tx, 'bookings', {
        id,
        number,
        ...common,
        service_id: serviceId,
        staff_id: staffId,
        during: '[2026-01-01,2026-01-02)',
        starts_at: sale.at,
        ends_at: sale.at,
        state: 'done',
        price: 1,
        paid: subtotalOf(sale),
        paid_at: paidAt,
        created_at: sale.at,
        changed_at: sale.at,
      })
      continue
    }
    await insert(tx, 'orders', {
      id,
      kind: sale.kind,
      state: 'delivered',
      ...common,
      subtotal: subtotalOf(sale),
      discount: discountOf(sale),
      total: totalOf(sale),
      placed_at: sale.at,
      paid_at: paidAt,
    })
    for (const [line, { product, quantity, amount }] of sale.lines.entries()) {
      await insert(tx, 'order_lines', {
        order_id: id,
        line: line + 1,
        product_id: ids[product],
        quantity,
        unit_price: 1,
        amount,
      })
    }
    const refund = refundOf(sale)
    if (refund)
      await insert(tx, 'refunds', { id: randomUUID(), order_id: id, amount: refund.amount, refunded_at: refund.at })
  }
}

const subtotalOf = (sale: Sale) => sale.lines.reduce((sum, line) => sum + line.amount, 0)
const discountOf = (sale: Sale) => (sale.kind === 'visit' ? 0 : Math.floor(subtotalOf(sale) * sale.discount))
const totalOf = (sale: Sale) => subtotalOf(sale) - discountOf(sale)
const refundOf = (sale: Sale) =>
  sale.refund && sale.kind !== 'visit'
    ? {
        amount: Math.floor(totalOf(sale) * sale.refund.share),
        at: new Date(sale.at.getTime() + sale.refund.after * 86_400_000),
      }
    : null

// The same figures, counted in another way

const zero = {
  revenue: 0,
  orders: 0,
  order_revenue: 0,
  average_order: 0,
  visits: 0,
  units: 0,
  customers: 0,
  new_customers: 0,
  refunds: 0,
}
type Group = 'day' | 'week' | 'month' | 'category' | 'brand' | 'product' | 'source' | 'channel'

function earlier({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const [first, last] = [new Date(`${from}T00:00Z`), new Date(`${to}T00:00Z`)]
  const next = new Date(last.getTime() + 86_400_000)
  const whole =
    first.getUTCDate() === 1 &&
    next.getUTCDate() === 1 &&
    first.getUTCMonth() === last.getUTCMonth() &&
    first.getUTCFullYear() === last.getUTCFullYear()
  const iso = (at: Date) => at.toISOString().slice(0, 10)
  const end = new Date(first.getTime() - 86_400_000)
  if (whole) return { from: `${iso(end).slice(0, 7)}-01`, to: iso(end) }
  return { from: iso(new Date(first.getTime() - (next.getTime() - first.getTime()))), to: iso(end) }
}

function byHand(sales: readonly Sale[], zone: string, { from, to }: { from: string; to: string }, group: Group) {
  const dayOf = (at: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at)
  const within = (at: Date) => dayOf(at) >= from && dayOf(at) <= to
  const timeKey = (at: Date) => {
    const day = dayOf(at)
    if (group === 'day') return day
    if (group === 'month') return day.slice(0, 7)
    const noon = new Date(`${day}T12:00Z`)
    return new Date(noon.getTime() - ((noon.getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10)
  }
  const parts: { key: string; sale: number; revenue: number; units: number }[] = []
  const refunds: { key: string; amount: number }[] = []
  for (const [at, sale] of sales.entries()) {
    const visit = sale.kind === 'visit'
    const shares = spread(
      discountOf(sale),
      sale.lines.map((line) => line.amount),
    )
    const pieces = visit
      ? [{ category: 'services', brand: 'none', product: 'visit', amount: subtotalOf(sale), units: 0 }]
      : sale.lines.map((line, place) => {
          const product = products[line.product]
          return {
            category: product?.category ?? 'none',
            brand: product?.brand ?? 'none',
            product: product?.sku ?? '',
            amount: line.amount - (shares[place] ?? 0),
            units: line.quantity,
          }
        })
    const keyed = (moment: Date, piece: { category: string; brand: string; product: string }) =>
      group === 'source'
        ? (sale.source ?? 'unknown')
        : group === 'channel'
          ? sale.channel
          : group === 'category'
            ? piece.category
            : group === 'brand'
              ? piece.brand
              : group === 'product'
                ? piece.product
                : timeKey(moment)
    if (sale.paid && within(sale.at))
      for (const piece of pieces)
        parts.push({ key: keyed(sale.at, piece), sale: at, revenue: piece.amount, units: piece.units })
    const refund = refundOf(sale)
    if (refund && within(refund.at)) {
      const back = spread(
        refund.amount,
        sale.lines.map((line) => line.amount),
      )
      for (const [place, piece] of pieces.entries())
        refunds.push({ key: keyed(refund.at, piece), amount: back[place] ?? 0 })
    }
  }
  const figures = (key: string | null) => {
    const mine = parts.filter((part) => key === null || part.key === key)
    const of = (wanted: boolean) =>
      [...new Set(mine.map((part) => part.sale))].filter((at) => (sales[at]?.kind === 'visit') === wanted)
    const orders = of(false).length
    const orderRevenue = mine
      .filter((part) => sales[part.sale]?.kind !== 'visit')
      .reduce((sum, part) => sum + part.revenue, 0)
    const buyers = [...new Set(mine.map((part) => sales[part.sale]?.customer))].filter(
      (one) => one !== null && one !== undefined,
    )
    const firsts = buyers.filter((one) => {
      const first = Math.min(
        ...sales.filter((sale) => sale.paid && sale.customer === one).map((sale) => sale.at.getTime()),
      )
      return mine.some((part) => sales[part.sale]?.customer === one && sales[part.sale]?.at.getTime() === first)
    })
    return {
      revenue: mine.reduce((sum, part) => sum + part.revenue, 0),
      orders,
      order_revenue: orderRevenue,
      average_order: orders === 0 ? 0 : Math.floor(orderRevenue / orders + 0.5),
      visits: of(true).length,
      units: mine.reduce((sum, part) => sum + part.units, 0),
      customers: buyers.length,
      new_customers: firsts.length,
      refunds: refunds.filter((one) => key === null || one.key === key).reduce((sum, one) => sum + one.amount, 0),
    }
  }
  const keys = new Set([...parts, ...refunds].map((part) => part.key))
  keys.delete('visit') // Its key is the service's id, which only the database knows.
  return { totals: figures(null), rows: new Map([...keys].map((key) => [key, figures(key)])) }
}

/** An amount over weights, so that the running sum is rounded down. */
function spread(amount: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, one) => all + one, 0)
  if (sum === 0) return weights.map((_, at) => (at === 0 ? amount : 0))
  let before = 0
  let upto = 0
  return weights.map((weight) => {
    upto += weight
    const reached = Math.floor((amount * upto) / sum)
    const share = reached - before
    before = reached
    return share
  })
}
