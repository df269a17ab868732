import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atHand } from './support/at-hand.ts'
import { launchChromium } from './support/chromium.ts'
import { type Running, run } from './support/running.ts'

/** The first start as a newcomer sees it, and the whole main job on the two phones of /demo in a real browser. */
describe('B12 one command starts a working business', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rozmova-demo-'))
  const dataDir = join(folder, 'data')
  let product: Running
  let browser: Browser | undefined

  beforeAll(async () => {
    chmodSync(folder, 0o755)
    product = await run({ DATA_DIR: dataDir })
    if (atHand.chromium) browser = await launchChromium()
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    product.child.kill('SIGTERM')
    expect(await product.ended).toBe(0)
    rmSync(folder, { recursive: true, force: true })
  }, 30_000)

  test('the first screen is calm, and demo.json lets scripts in', async () => {
    expect(product.printed()).toContain(`${product.url}/demo`)
    expect(product.printed()).not.toMatch(/warn|deprecat|"level"/i)
    const demo = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as Record<string, unknown>
    expect(Object.keys(demo).sort()).toEqual([
      'api_key',
      'business',
      'customer_visitor',
      'manager_visitor',
      'marketer_visitor',
      'master_visitor',
      'owner',
      'url',
      'web_channel',
    ])
    const connection = await fetch(`${product.url}/v1/connection`, {
      headers: { authorization: `Bearer ${demo['api_key']}` },
    })
    expect(connection.status).toBe(200)
    const signedIn = await fetch(`${product.url}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(demo['owner']),
    })
    expect(signedIn.status).toBe(200)
    expect(existsSync(join(dataDir, 'encryption-key'))).toBe(true)
    const tokens = await (await fetch(`${product.url}/demo/tokens`)).json()
    expect(JSON.stringify(tokens)).not.toContain(String(demo['api_key']))
  })

  test.runIf(atHand.chromium)(
    'on /demo a person orders, books and asks; in the other phone a manager accepts, answers and reads /stats with a picture',
    async () => {
      const page = await (browser as Browser).newPage({ viewport: { width: 1280, height: 1100 }, locale: 'uk-UA' })
      await page.goto(`${product.url}/demo`)
      const customer = page.locator('#customer')
      const manager = page.locator('#manager')
      await says(page, customer, '/start')
      await presses(customer, 'Так, згоден / згодна')
      await hears(customer, 'Чим допомогти?')

      await says(page, customer, 'покажи сукні')
      await customer
        .locator('button', { hasText: /^Сукня/ })
        .first()
        .click()
      await expect.poll(() => customer.locator('img').count(), { timeout: 10_000 }).toBeGreaterThan(0)
      await customer.locator('button', { hasText: / шт$/ }).first().click()
      await presses(customer, 'Оформити замовлення')
      await presses(customer, 'Самовивіз')
      await presses(customer, 'Без коментаря')
      await presses(customer, 'Підтвердити')
      await hears(customer, /Замовлення № \d+ на .+ оформлено/)
      await hears(manager, /Замовлення № \d+ · нове/)
      await manager
        .locator('button', { hasText: /^Прийняти № / })
        .last()
        .click()
      await hears(customer, /Замовлення № \d+ прийнято/)
      await hears(manager, 'Веде: Оксана')

      await says(page, customer, 'запишіть мене на манікюр')
      await presses(customer, 'Будь-хто')
      await customer
        .locator('button', { hasText: /^(пн|вт|ср|чт|пт|сб|нд), / })
        .last()
        .click()
      await customer
        .locator('button', { hasText: /^\d\d:\d\d/ })
        .first()
        .click()
      await customer.locator('button', { hasText: /^Записати$/ }).click()
      await hears(customer, /^.*Записано! № \d+/)
      await hears(manager, /Манікюр/)

      await says(page, customer, 'А чи є у вас подарункові сертифікати?')
      await hears(customer, 'Передаю ваше питання людині')
      await hears(manager, 'подарункові сертифікати')
      await manager
        .locator('button', { hasText: /^Відповісти$/ })
        .last()
        .click()
      await says(page, manager, 'Так, від 500 грн — є і паперові, і електронні.')
      await hears(customer, 'від 500 грн')
      await says(page, manager, '/done')

      await says(page, manager, '/stats')
      await hears(manager, 'Виручка:')
      await expect.poll(() => manager.locator('img').count(), { timeout: 10_000 }).toBeGreaterThan(0)
    },
    120_000,
  )
})

async function says(page: Page, phone: Locator, text: string): Promise<void> {
  await phone.locator('textarea').fill(text)
  await phone.locator('textarea').press('Enter')
  await page.waitForTimeout(50)
}

async function presses(phone: Locator, label: string): Promise<void> {
  await phone.locator('button', { hasText: label }).last().click({ timeout: 10_000 })
}

async function hears(phone: Locator, text: string | RegExp): Promise<void> {
  await phone.locator('.bubble', { hasText: text }).last().waitFor({ timeout: 15_000 })
}
