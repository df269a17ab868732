import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importOnlineRetail } from '../../tools/import-online-retail.ts'
import { readOnlineRetail } from '../../tools/online-retail.ts'
import { createWorld, type World } from '../support/world.ts'

const sample = fileURLToPath(new URL('../fixtures/online-retail/sample.csv', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'online-retail-'))

describe('the log', () => {
  test('is read as invoices, whether packed or not', async () => {
    const plain = await readOnlineRetail(sample)
    const packed = join(folder, 'sample.csv.gz')
    writeFileSync(packed, gzipSync(readFileSync(sample)))
    expect((await readOnlineRetail(packed)).events).toEqual(plain.events)
    const counted = [...plain.noSale.values()].reduce((sum, rows) => sum + rows, 0)
    expect(plain.rows).toBe(253)
    expect(plain.saleRows + plain.refundRows + counted).toBe(plain.rows)
  })

  test('names what is no sale, and keeps twin rows as two lines', async () => {
    const { noSale, adjustmentsAsSales } = await readOnlineRetail(sample)
    expect(Object.fromEntries(noSale)).toEqual({
      'a negative price (an adjustment of the books)': 2,
      'a price of zero (a gift, a sample or a count)': 4,
      'a quantity below zero at no price (lost or damaged)': 6,
    })
    expect(adjustmentsAsSales).toBe(1)
    const twins = join(folder, 'twins.csv')
    const [head, row] = readFileSync(sample, 'utf8').split('\n')
    writeFileSync(twins, `${head}\n${row}\n${row}\n`)
    expect((await readOnlineRetail(twins)).events[0]).toMatchObject({ items: [{}, {}] })
  })

  test('that is broken or missing is refused', async () => {
    const broken = join(folder, 'broken.csv')
    writeFileSync(
      broken,
      `${readFileSync(sample, 'utf8').split('\n')[0]}\n536365,85123A,X,six,2010-12-01 08:26,2.55,17850,France\n`,
    )
    await expect(readOnlineRetail(broken)).rejects.toThrow(/Quantity/)
    await expect(readOnlineRetail(join(folder, 'nowhere.csv'))).rejects.toThrow(/ENOENT/)
  })
})

describe('the import', () => {
  let world: World
  const stateFile = join(folder, 'state.json')
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(async () => {
    await world.stop()
    rmSync(folder, { recursive: true })
  })
  const run = () => importOnlineRetail({ file: sample, url: world.url, stateFile, patienceMs: 1 })
  const report = async (key: string, group: string) =>
    (await world.api('GET', `/v1/reports/sales?from=2010-12-01&to=2011-08-31&group_by=${group}`, undefined, { key }))
      .body

  test('brings the sales to the penny, into a business of its own', async () => {
    const { apiKey, log, rejected } = await run()
    expect(rejected).toEqual([])
    const expected = byHand()
    const months = await report(apiKey, 'month')
    expect(months.totals).toMatchObject({
      revenue: pounds(expected.pence),
      orders: expected.orders.size,
      refunds: pounds(expected.refunds),
    })
    for (const [month, pence] of expected.months) {
      expect(months.rows.find((row: { key: string }) => row.key === month)?.revenue).toBe(pounds(pence))
    }
    const countries = await report(apiKey, 'source')
    const sold = countries.rows.filter((row: { orders: number }) => row.orders > 0)
    expect(new Map(sold.map((row: { key: string; revenue: string }) => [row.key, row.revenue]))).toEqual(
      new Map([...expected.countries].map(([country, pence]) => [country, pounds(pence)])),
    )
    expect(months.totals.customers).toBe(expected.customers.size)
    expect(log.events.length).toBe(expected.orders.size + expected.cancellations.size)
  })

  test('repeated, or started anew without its notes, changes nothing', async () => {
    const before = await run()
    const kept = JSON.parse(readFileSync(stateFile, 'utf8'))
    copyFileSync(stateFile, join(folder, 'kept.json'))
    writeFileSync(stateFile, JSON.stringify({ ...kept, sent: 3 }))
    const resumed = await run()
    expect(resumed.apiKey).toBe(before.apiKey)
    rmSync(stateFile)
    const { email, password } = before
    const anew = await importOnlineRetail({ file: sample, url: world.url, stateFile, email, password, patienceMs: 1 })
    expect(anew.accepted).toBe(0)
    expect(anew.duplicates).toBe(anew.log.events.length)
    expect((await report(anew.apiKey, 'day')).totals.orders).toBe(byHand().orders.size)
  })

  test('gives up with a sentence when nobody answers', async () => {
    const nobody = { file: sample, url: 'http://127.0.0.1:9', stateFile: join(folder, 'nobody.json'), patienceMs: 0 }
    await expect(importOnlineRetail(nobody)).rejects.toThrow(/does not answer/)
    expect(existsSync(nobody.stateFile)).toBe(true)
  })
})

const pounds = (pence: number) => (pence / 100).toFixed(2)

/** The published rule, counted another way: whole thousandths of a pound, rounded half up per row. */
function byHand() {
  const [, ...rows] = readFileSync(sample, 'utf8').trim().split('\n')
  const sums = {
    pence: 0,
    refunds: 0,
    orders: new Set<string>(),
    cancellations: new Set<string>(),
    customers: new Set<string>(),
    months: new Map<string, number>(),
    countries: new Map<string, number>(),
  }
  for (const row of rows) {
    const cells = [...row.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1] ?? '')
    const [invoice = '', , , quantity = '', date = '', price = '', customer = '', country = ''] = cells
    const pence = Math.floor((Math.abs(Number(quantity)) * Math.round(Number(price) * 1000) + 5) / 10)
    if (invoice.startsWith('C')) {
      sums.refunds += pence
      sums.cancellations.add(invoice)
      // Whoever gave something back without having bought here did not buy.
      continue
    }
    if (Number(quantity) <= 0 || Number(price) <= 0) continue
    sums.pence += pence
    sums.orders.add(invoice)
    if (customer) sums.customers.add(customer)
    sums.months.set(date.slice(0, 7), (sums.months.get(date.slice(0, 7)) ?? 0) + pence)
    sums.countries.set(country, (sums.countries.get(country) ?? 0) + pence)
  }
  return sums
}
