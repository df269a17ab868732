import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channels, createWorld, type World } from '../../../support/world.ts'

let world: World
beforeAll(async () => {
  // Saturday, 16 May 2026, in Kyiv.
  world = await createWorld({ now: '2026-05-16T09:00:00Z' })
  const key = await world.key(['events:write'])
  const buy = (id: string, at: string, price: string, customer?: string) => ({
    type: 'purchase',
    external_id: id,
    purchased_at: at,
    ...(customer ? { customer: { external_id: customer } } : {}),
    items: [{ sku: 'ML-1', name: 'Сукня', category: 'Сукні', quantity: 1, unit_price: price }],
  })
  const events = [
    buy('a', '2026-05-15T10:00:00+03:00', '1250.00', 'olena'),
    buy('b', '2026-05-16T00:00:01+03:00', '749.90'),
    buy('c', '2026-05-09T12:00:00+03:00', '1000.00', 'olena'),
    buy('d', '2026-04-02T12:00:00+03:00', '500.00', 'iryna'),
  ]
  const answer = await world.api('POST', '/v1/events', { events }, { key })
  expect(answer.body).toMatchObject({ accepted: 4, rejected: [] })
})
afterAll(() => world.stop())

/** Money is written with spaces that do not break. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe.each(channels)('%s', (channel) => {
  test('A07 a manager reads the week beside the week before, with a picture; every figure equals a SELECT from a view', async () => {
    const manager = await world.staff('manager', channel)
    const heard = await manager.says('/stats week')
    expect(heard.picture).toBe(true)
    const text = plain(heard.text)
    const [now] = await week('2026-05-11', '2026-05-16')
    const [before] = await week('2026-05-04', '2026-05-09')
    expect(now).toMatchObject({ revenue: 199_990, orders: 2, new: 0 })
    expect(text).toContain(`Виручка: ${hryvnias(now?.['revenue'])} ▲ 100 % (було ${hryvnias(before?.['revenue'])})`)
    expect(text).toContain(`Замовлення: ${now?.['orders']} ▲ 100 % (було ${before?.['orders']})`)
    expect(text).toContain(
      `Середнє замовлення: ${hryvnias(now?.['average'])} ▼ трохи (було ${hryvnias(before?.['average'])})`,
    )
    expect(text).toContain(`Візити: ${now?.['visits']} (як і раніше)`)
    expect(text).toContain(`Нові клієнти: ${now?.['new']} ▼ 100 % (було ${before?.['new']})`)
    expect(await world.rows(`select * from reports.waits where business_id = '${world.business.id}'`)).toEqual([])
    expect(text).toContain('Перша відповідь на запитання: запитань не було')
    expect(text).toMatch(/11\.05\.2026.+16\.05\.2026/)
  })

  test('switches period and parts by buttons, in place', async () => {
    const manager = await world.staff('owner', channel)
    await manager.says('/stats month')
    const before = manager.screen().length
    const parts = await manager.presses('Категорії')
    expect(plain(parts.text)).toContain('1. Сукні — 2 999,90 ₴')
    expect(parts.buttons).toContain('✓ Категорії')
    if (channel !== 'viber') expect(manager.screen().length).toBe(before)
    const today = await manager.presses('Сьогодні')
    expect(plain(today.text)).toContain('Виручка: 749,90 ₴')
  })

  test('understands dates and plain words, and says clearly which dates it cannot read', async () => {
    const marketer = await world.staff('marketer', channel)
    expect(plain((await marketer.says('/stats 2026-04-01 2026-04-30')).text)).toContain('Виручка: 500 ₴')
    expect(plain((await marketer.says('/stats 1.04 30.04')).text)).toContain('Виручка: 500 ₴')
    expect(plain((await marketer.says('яка виручка за квітень?')).text)).toContain('Виручка: 500 ₴')
    for (const wrong of [
      '/stats вчора',
      '/stats 2026-02-30 2026-03-01',
      '/stats 30.04.2026 01.04.2026',
      '/stats 1.04 2.04 3.04',
    ]) {
      expect((await marketer.says(wrong)).text).toContain('/stats 2026-11-01 2026-11-15')
    }
  })

  test('a master and a customer hear that it is not for them', async () => {
    const master = await world.staff('master', channel, { name: 'Олена' })
    expect((await master.says('/stats')).text).not.toContain('₴')
    const customer = await world.customer(channel)
    expect((await customer.says('/stats')).text).not.toContain('₴')
  })
})

test.each([
  ['ru', 'Выручка: 1 999,90 ₴'],
  ['en', 'Revenue: ₴1,999.90'],
] as const)('speaks %s', async (language, line) => {
  const reader = await world.staff('read-only', 'web', { language })
  expect(plain((await reader.says('/stats')).text)).toContain(line)
})

function week(from: string, to: string): Promise<Record<string, unknown>[]> {
  return world.rows(`
    select sum(revenue)::int as revenue, sum(orders)::int as orders, sum(visits)::int as visits,
      sum(order_revenue)::int / sum(orders)::int as average, sum(new_customers)::int as new
    from reports.sales_by_day
    where business_id = '${world.business.id}' and local_day between '${from}' and '${to}'`)
}

function hryvnias(minor: unknown): string {
  const text = new Intl.NumberFormat('uk-UA', { style: 'currency', currency: 'UAH', currencyDisplay: 'narrowSymbol' })
  return plain(text.format(Number(minor) / 100)).replace(',00', '')
}
