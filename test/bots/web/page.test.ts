import { readdirSync, readFileSync } from 'node:fs'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { pageLanguage, pageLanguages, pages } from '../../../bots/web/page/pages.ts'
import { chromiumPath, launchChromium, noChromium } from '../../support/chromium.ts'
import { demoTokens, type FakeWebchat, startFakeWebchat } from './fake-webchat.ts'

const folder = new URL('../../../bots/web/page/', import.meta.url)
const audit = readFileSync(new URL('page-audit.js', import.meta.url), 'utf8')
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const named = (ending: string) => readdirSync(folder).filter((name) => name.endsWith(ending))

describe('what the server hands out', () => {
  test('the three languages have the same words, and the pages use each and no other', () => {
    const [uk, ru, en] = pageLanguages.map((language) =>
      Object.keys(JSON.parse(read(`strings.${language}.json`))).sort(),
    )
    expect(ru).toEqual(uk)
    expect(en).toEqual(uk)
    const inPages = named('.html').flatMap((name) =>
      [...read(name).matchAll(/%t\.([\w.]+)%/g)].map((match) => match[1]),
    )
    const inScripts = named('.js').flatMap((name) =>
      [...read(name).matchAll(/strings\.(\w+)/g)].map((match) => match[1]),
    )
    expect([...new Set([...inPages, ...inScripts])].sort()).toEqual(uk)
  })

  test('a business may have any name: it never becomes markup', () => {
    const nasty = `"><script>alert('1')</script>&amp;%t.send%`
    const html = pages().chat({ business: nasty, channel: nasty, commands: [], language: 'en' }).body.toString()
    expect(html).not.toContain('<script>')
    expect(html).toContain(
      '<title>&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;amp;%t.send%</title>',
    )
  })

  test('the language is the first we speak of those asked for', () => {
    expect(pageLanguage('de-DE,de;q=0.9,en;q=0.5,ru;q=0.7')).toBe('ru')
    expect(pageLanguage('EN-gb')).toBe('en')
    expect(pageLanguage('uk;q=0,de')).toBe('uk')
    expect(pageLanguage()).toBe('uk')
    const page = pages().home({ demo: false, language: 'ru,en;q=0.8' })
    expect(page.body.toString()).toContain('<html lang="ru">')
    expect(page.headers).toMatchObject({ 'content-language': 'ru', vary: 'accept-language' })
  })

  test('the way to the demo is there only while the demo is', () => {
    expect(pages().home({ demo: true }).body.toString()).toContain('href="/demo"')
    expect(pages().home({ demo: false }).body.toString()).not.toContain('/demo"')
  })

  test('assets are the files of the page and nothing else, unchanged under their etag', () => {
    expect(pages().asset('chat.js')).toMatchObject({
      type: 'text/javascript; charset=utf-8',
      body: readFileSync(new URL('chat.js', folder)),
    })
    expect(pages().asset('chat.css')?.etag).toMatch(/^"[\w-]{22}"$/)
    expect(pages().asset('chat.css')?.etag).toBe(pages().asset('chat.css')?.etag)
    for (const name of ['pages.ts', 'chat.html', 'strings.uk.json', '../channel.ts', '', '__proto__', 'chat']) {
      expect(pages().asset(name)).toBeUndefined()
    }
  })

  test('the pages keep to a strict policy: no inline code or style, no markup made of data, nothing from elsewhere', () => {
    for (const name of named('.html')) {
      expect(read(name)).not.toMatch(/\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc="\/page\/)/)
      expect(read(name)).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
    }
    for (const name of named('.js'))
      expect(read(name)).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|DOMParser/)
    const { headers } = pages().demo({
      business: 'x',
      commands: { customer: [], manager: [], marketer: [], master: [] },
    })
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
  })

  test('all of it is small', () => {
    const bytes = named('').reduce((sum, name) => sum + readFileSync(new URL(name, folder)).length, 0)
    expect(bytes).toBeLessThan(100_000)
  })
})

if (chromiumPath() === undefined) console.log(noChromium)
else describe('in a browser', { timeout: 30_000 }, inBrowser)

function inBrowser(): void {
  let browser: Browser
  let fake: FakeWebchat
  let context: BrowserContext
  let problems: string[]

  beforeAll(async () => {
    browser = await launchChromium()
  }, 60_000)
  afterAll(() => browser.close())
  beforeEach(async () => {
    fake = await startFakeWebchat()
    problems = []
  })
  afterEach(async () => {
    await context.close()
    await fake.stop()
    expect(problems).toEqual([])
  })

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    context = await browser.newContext({ locale: 'uk-UA', reducedMotion: 'reduce', ...options })
    return visit(path)
  }

  /** Whatever the policy blocks or a script throws is a problem of the page; refused requests are what some tests ask for. */
  async function visit(path: string): Promise<Page> {
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        problems.push(message.text())
    })
    await page.goto(fake.url + path)
    return page
  }

  /** The chat page of somebody new, with the first message already there. */
  async function chat(path = '/chat/malva', options: BrowserContextOptions = {}) {
    const page = await open(path, options)
    await page.locator('.empty').waitFor()
    const visitor = fake.received.at(-1)?.visitor ?? ''
    fake.tell(visitor, { text: 'Вітаємо!' })
    await page.getByText('Вітаємо!').waitFor()
    return { page, visitor }
  }

  const texts = (page: Page) => page.locator('.row:not(.typing) .text').allTextContents()
  const said = () => fake.received.filter(({ key }) => key !== '').map(({ body }) => body)
  const box = (page: Page) => page.getByRole('textbox', { name: 'Повідомлення' })

  test('a message goes with Enter, is seen at once and is not doubled when the server tells it again', async () => {
    const { page, visitor } = await chat()
    await box(page).fill('перший рядок')
    await box(page).press('Shift+Enter')
    await box(page).pressSequentially('другий')
    await box(page).press('Enter')
    await page.locator('.row.me[data-state=sent]').waitFor()
    expect(said()).toEqual([{ text: 'перший рядок\nдругий' }])
    fake.tell(visitor, { text: 'Почули' })
    await page.getByText('Почули').waitFor()
    expect(await texts(page)).toEqual(['Вітаємо!', 'перший рядок\nдругий', 'Почули'])
    expect(await box(page).inputValue()).toBe('')
  })

  test('when the request or its answer is lost, or the server is busy, it is said once all the same, in order', async () => {
    const { page } = await chat()
    fake.faults.push('drop before', 'drop after', 503, 429, 'none', 'drop after')
    for (const text of ['один', 'два', 'три']) {
      await box(page).fill(text)
      await box(page).press('Enter')
    }
    await expect.poll(() => page.locator('.row.me[data-state=sent]').count(), { timeout: 15_000 }).toBe(3)
    expect(said()).toEqual([{ text: 'один' }, { text: 'два' }, { text: 'три' }])
    expect(await texts(page)).toEqual(['Вітаємо!', 'один', 'два', 'три'])
    await expect.poll(() => fake.faults.length).toBe(0)
  })

  test('a refused message says so and can be tried again', async () => {
    const { page } = await chat()
    fake.faults.push(413)
    await box(page).fill('завелике')
    await box(page).press('Enter')
    await page.getByRole('button', { name: 'Спробувати ще' }).click()
    await page.locator('.row.me[data-state=sent]').waitFor()
    expect(said()).toEqual([{ text: 'завелике' }])
    expect(await page.locator('.failure').count()).toBe(0)
  })

  test('a photo goes with its words, and once, even when the answer is lost', async () => {
    const { page } = await chat()
    const photo = await page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 30 } })
    await page.locator('input[type=file]').setInputFiles({ name: 'сукня.png', mimeType: 'image/png', buffer: photo })
    await page.getByText('сукня.png').waitFor()
    fake.faults.push('drop after')
    await box(page).fill('ось така')
    await box(page).press('Enter')
    await page.locator('.row.me[data-state=sent]').waitFor()
    await expect.poll(() => fake.faults.length).toBe(0)
    expect(said()).toEqual([{ text: 'ось така', photo: `image/png ${photo.length}` }])
    expect(await page.locator('canvas.preview').evaluate((canvas) => [canvas.width, canvas.height])).toEqual([40, 30])
    await page.locator('input[type=file]').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: photo })
    await page.getByText('Поки що приймаємо лише фото').waitFor()
  })

  test('after a broken connection nothing is lost and nothing repeated', async () => {
    const { page, visitor } = await chat()
    const wanted = ['Вітаємо!']
    for (let round = 1; round <= 5; round += 1) {
      fake.tell(visitor, { text: `${round} до обриву` })
      fake.cut(visitor)
      fake.tell(visitor, { text: `${round} під час` })
      fake.tell(visitor, { text: `${round} ще під час` })
      wanted.push(`${round} до обриву`, `${round} під час`, `${round} ще під час`)
      await page.getByText(`${round} ще під час`).waitFor()
    }
    expect(await texts(page)).toEqual(wanted)
    expect(fake.streams.length).toBeGreaterThanOrEqual(6)
    expect(fake.streams[0]).toBe('')
    expect(fake.streams.slice(1)).not.toContain('')
  })

  test('a server that tells everything again changes nothing on the screen, edits and own words included', async () => {
    const { page, visitor } = await chat()
    fake.forgetful = true
    await box(page).fill('моє')
    await box(page).press('Enter')
    await page.locator('.row.me[data-state=sent]').waitFor()
    const first = fake.tell(visitor, { text: 'чернетка' })
    fake.tell(visitor, { text: 'правлене', edits: first })
    fake.cut(visitor)
    fake.tell(visitor, { text: 'кінець' })
    await page.getByText('кінець').waitFor()
    expect(await texts(page)).toEqual(['Вітаємо!', 'моє', 'правлене', 'кінець'])
  })

  test('a long break is told in the status line, and its end too', async () => {
    const { page, visitor } = await chat()
    const status = page.getByRole('status')
    await expect.poll(() => status.textContent()).toBe('на зв’язку')
    await page.route('**/stream**', (route) => route.abort())
    fake.cut(visitor)
    await expect.poll(() => status.textContent()).toBe('зв’язок зник, відновлюємо…')
    fake.tell(visitor, { text: 'поки вас не було' })
    await page.unroute('**/stream**')
    await expect.poll(() => status.textContent(), { timeout: 10_000 }).toBe('на зв’язку')
    expect(await texts(page)).toEqual(['Вітаємо!', 'поки вас не було'])
  })

  test('an edit takes the place of what it edits, again and again, and keeps the keyboard where it was', async () => {
    const { page, visitor } = await chat()
    const first = fake.tell(visitor, { text: 'Сторінка 1', buttons: [[{ label: 'Далі', press: 'n' }]] })
    fake.tell(visitor, { text: 'інше' })
    await page.getByRole('button', { name: 'Далі' }).press('Enter')
    const second = fake.tell(visitor, { text: 'Сторінка 2', edits: first, buttons: [[{ label: 'Далі', press: 'n' }]] })
    await page.getByText('Сторінка 2').waitFor()
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Далі')
    fake.tell(visitor, { text: 'Сторінка 3', edits: second })
    await page.getByText('Сторінка 3').waitFor()
    expect(await texts(page)).toEqual(['Вітаємо!', 'Сторінка 3', 'інше'])
    expect(await page.locator('.key').count()).toBe(0)
  })

  test('a pressed button waits for its answer, older bubbles stay pressable, only the last press is marked', async () => {
    const { page, visitor } = await chat()
    fake.tell(visitor, { text: 'старе', buttons: [[{ label: 'Старе', press: 'old' }]] })
    fake.tell(visitor, {
      text: 'нове',
      buttons: [
        [
          { label: 'Так', press: 'y' },
          { label: 'Ні', press: 'n' },
        ],
      ],
    })
    const yes = page.getByRole('button', { name: 'Так' })
    await yes.click()
    expect(await yes.getAttribute('aria-disabled')).toBe('true')
    await yes.click({ force: true })
    await page.getByRole('button', { name: 'Ні' }).click({ force: true })
    await page.getByRole('button', { name: 'Старе' }).click()
    await expect.poll(said).toEqual([{ press: 'y' }, { press: 'old' }])
    expect(await page.locator('.pressed').allTextContents()).toEqual(['Старе'])
    fake.tell(visitor, { text: 'Ця кнопка вже застаріла' })
    await page.getByText('застаріла').waitFor()
    expect(await page.locator('.key[aria-disabled]').count()).toBe(0)
    expect(await page.locator('.row.me').count()).toBe(0)
  })

  test('what the server says is text: links are made safely, markup is shown as it is, bad addresses lead nowhere', async () => {
    const { page, visitor } = await chat()
    const text =
      '<img src=x onerror=alert(1)> <b>жирно</b>\nдив. https://example.com/a_(b)?x=1&y=2. і /catalog, 1/2 javascript:alert(1)'
    fake.tell(visitor, {
      text,
      buttons: [
        [
          { label: 'Сайт', url: 'https://example.com/' },
          { label: 'Зле', url: 'javascript:alert(1)' },
        ],
      ],
      file: { name: 'прайс.xlsx', url: 'javascript:alert(1)' },
    })
    await page.getByText('жирно').waitFor()
    expect((await texts(page))[1]).toBe(text)
    expect(await page.locator('.bubble b, .bubble img').count()).toBe(0)
    const links = await page
      .locator('.row.them a')
      .evaluateAll((found) => found.map((each) => [each.getAttribute('href'), each.target, each.rel]))
    expect(links).toEqual([
      ['https://example.com/a_(b)?x=1&y=2', '_blank', 'noopener noreferrer'],
      ['https://example.com/', '_blank', 'noopener noreferrer'],
      [null, '_blank', 'noopener noreferrer'],
    ])
    await page.getByRole('button', { name: '/catalog' }).click()
    await expect.poll(said).toEqual([{ text: '/catalog' }])
  })

  test('a phone is asked for, checked and sent as a contact', async () => {
    const { page, visitor } = await chat()
    fake.tell(visitor, { text: 'Ваш номер?', buttons: [[{ label: 'Поділитися', shareContact: true }]] })
    await page.getByRole('button', { name: 'Поділитися' }).click()
    await page.getByLabel('Телефон').fill('12')
    await page.getByRole('button', { name: 'Надіслати номер' }).click()
    await page.getByText('Перевірте номер').waitFor()
    await page.getByLabel('Телефон').fill('+380 50 123 45 67')
    await page.getByLabel('Телефон').press('Enter')
    await page.locator('.row.me[data-state=sent]').waitFor()
    expect(said()).toEqual([{ contact: { phone: '+380 50 123 45 67' } }])
  })

  test('a picture opens large and closes with Escape; a file keeps its name', async () => {
    const { page, visitor } = await chat()
    fake.tell(visitor, {
      text: 'Сукня «Ружа»\n1 899,00 ₴',
      image: '/page/icon.svg',
      file: { name: 'прайс.xlsx', url: '/f.xlsx' },
    })
    await page.getByRole('button', { name: 'Відкрити фото: Сукня «Ружа»' }).click()
    const viewer = page.getByRole('dialog', { name: 'Фото' })
    await viewer.getByRole('img', { name: 'Сукня «Ружа»' }).waitFor()
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'hidden' })
    expect(await page.getByRole('link', { name: 'прайс.xlsx' }).getAttribute('download')).toBe('прайс.xlsx')
  })

  test('after a reload the same person finds the talk as it was, by days', async () => {
    const { page, visitor } = await chat()
    await box(page).fill('привіт')
    await box(page).press('Enter')
    await page.locator('.row.me[data-state=sent]').waitFor()
    fake.tell(visitor, { text: 'Вітаємо знову', from: 'person' })
    await page.reload()
    await page.getByText('Вітаємо знову').waitFor()
    expect(await texts(page)).toEqual(['Вітаємо!', 'привіт', 'Вітаємо знову'])
    expect(await page.locator('.row.me .text').allTextContents()).toEqual(['привіт'])
    expect(await page.locator('.author').textContent()).toBe('Співробітник')
    expect(await page.locator('.day').allTextContents()).toEqual(['Сьогодні'])
    expect(new Set(fake.received.map((each) => each.visitor))).toEqual(new Set([visitor]))
    const yesterday = new Date(Date.now() - 86_400_000).toISOString()
    fake.tell(visitor, { text: 'старе', at: yesterday })
    await expect.poll(() => page.locator('.day').allTextContents()).toEqual(['Сьогодні', 'Вчора'])
  })

  test('a visitor the server knows no more becomes a new one, and what was being said is not lost', async () => {
    const { page, visitor } = await chat()
    fake.forget(visitor)
    await expect.poll(() => fake.received.at(-1)?.visitor).toBe('visitor-2')
    await box(page).fill('я тут')
    await box(page).press('Enter')
    await page.locator('.row.me[data-state=sent]').waitFor()
    expect(fake.received.at(-1)).toMatchObject({ visitor: 'visitor-2', body: { text: 'я тут' } })
    expect(await texts(page)).toEqual(['я тут'])
  })

  test('a link’s source comes with a new visitor; a known one says it as /start, once', async () => {
    const { page } = await chat('/chat/malva?start=src_insta')
    expect(fake.received[0]?.body).toEqual({ made: { language: 'uk', start: 'src_insta' } })
    expect(page.url()).toBe(`${fake.url}/chat/malva`)
    await page.goto(`${fake.url}/chat/malva?start=join_AbC-123`)
    await expect.poll(said).toEqual([{ text: '/start join_AbC-123' }])
    await page.locator('.row.me[data-state=sent]').waitFor()
    expect(page.url()).toBe(`${fake.url}/chat/malva`)
    await page.reload()
    await page.getByText('Вітаємо!').waitFor()
    await page.goto(`${fake.url}/chat/malva?start=%3Cscript%3E`)
    await page.getByText('Вітаємо!').waitFor()
    expect(said()).toHaveLength(1)
  })

  test('what arrives while one reads above, or looks elsewhere, is counted', async () => {
    const { page, visitor } = await chat('/chat/malva', { viewport: { width: 390, height: 500 } })
    await vi.waitUntil(async () => (await page.locator('.log').getAttribute('aria-live')) === 'polite')
    for (let each = 1; each <= 20; each += 1) fake.tell(visitor, { text: `рядок ${each}` })
    await page.getByText('рядок 20', { exact: true }).waitFor()
    expect(await page.title()).toBe('Мальва')
    const log = page.locator('.log')
    await expect
      .poll(() => log.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight))
      .toBeLessThan(2)
    await log.evaluate((node) => node.scrollTo(0, 0))
    await page.getByRole('button', { name: 'До останнього повідомлення' }).waitFor()
    fake.tell(visitor, { text: 'нове 1' })
    fake.tell(visitor, { text: 'нове 2' })
    const pill = page.getByRole('button', { name: 'Нові повідомлення: 2' })
    await pill.waitFor()
    expect(await page.title()).toBe('(2) Мальва')
    expect(await log.evaluate((node) => node.scrollTop)).toBe(0)
    await pill.click()
    await pill.waitFor({ state: 'hidden' })
    expect(await page.title()).toBe('Мальва')
    await page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    fake.tell(visitor, { text: 'поки вкладка в тлі' })
    await expect.poll(() => page.title()).toBe('(1) Мальва')
    await page.evaluate(
      "Object.defineProperty(document, 'hidden', { value: false }); document.dispatchEvent(new Event('visibilitychange'))",
    )
    await expect.poll(() => page.title()).toBe('Мальва')
  })

  test('typing shows and goes with the answer', async () => {
    const { page, visitor } = await chat()
    fake.typing(visitor)
    await page.locator('.typing').waitFor()
    fake.tell(visitor, { text: 'ось' })
    await page.locator('.typing').waitFor({ state: 'hidden' })
  })

  test('commands are found by keyboard alone', async () => {
    const { page } = await chat()
    await box(page).pressSequentially('/bo')
    const options = page.getByRole('option')
    expect(await options.allTextContents()).toEqual(['/bookзаписатися', '/bookingsмої записи'])
    await box(page).press('ArrowDown')
    const active = await box(page).getAttribute('aria-activedescendant')
    expect(await page.locator(`#${active}`).textContent()).toContain('/bookings')
    expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true')
    await box(page).press('Tab')
    expect(await box(page).inputValue()).toBe('/bookings ')
    await box(page).fill('/ca')
    await box(page).press('Enter')
    await expect.poll(said).toEqual([{ text: '/catalog' }])
    await page.getByRole('button', { name: 'Команди' }).click()
    expect(await options.count()).toBe(7)
    await page.keyboard.press('Escape')
    expect(await options.count()).toBe(0)
  })

  test('the first screen offers to start', async () => {
    const page = await open('/chat/malva')
    await page.getByRole('button', { name: 'Почати' }).click()
    await expect.poll(said).toEqual([{ text: '/start' }])
    await page.locator('.empty').waitFor({ state: 'hidden' })
  })

  test('by keyboard one goes through the talk to the composer, in the order one sees', async () => {
    const { page, visitor } = await chat()
    fake.tell(visitor, {
      text: 'Так?',
      buttons: [[{ label: 'Так', press: 'y' }], [{ label: 'Сайт', url: 'https://example.com/' }]],
    })
    await page.getByRole('button', { name: 'Так' }).waitFor()
    const order: unknown[] = []
    for (let each = 0; each < 7; each += 1) {
      await page.keyboard.press('Tab')
      order.push(
        await page.evaluate('document.activeElement.getAttribute("aria-label") || document.activeElement.textContent'),
      )
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    }
    expect(order).toEqual(['Листування', 'Так', 'Сайт', 'Додати фото', 'Повідомлення', 'Команди', 'Надіслати'])
  })

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each([320, 1280])('the pages are readable, named and fit at a width of %i', async (width) => {
      const options = { colorScheme, viewport: { width, height: 720 } }
      const { page, visitor } = await chat('/chat/malva', options)
      const long = 'Дужедовгесловобезжодногопробілущоніколинезакінчується'.repeat(3)
      fake.tell(visitor, {
        text: `${long} https://example.com/${'a'.repeat(80)}`,
        image: '/page/icon.svg',
        file: { name: `${long}.xlsx`, url: '/f' },
        buttons: [
          [
            { label: 'Прийняти', press: '1' },
            { label: 'Відхилити', press: '2' },
            { label: long, press: '3' },
          ],
          [{ label: 'Сайт', url: 'https://example.com' }],
        ],
      })
      fake.tell(visitor, { from: 'person', text: 'Пише людина, /help' })
      fake.faults.push('none', 413)
      for (const text of ['моє https://example.com', 'відмова']) {
        await box(page).fill(text)
        await box(page).press('Enter')
      }
      await page.locator('.failure').waitFor()
      await page.getByRole('button', { name: 'Прийняти' }).click()
      expect(await page.evaluate(audit)).toEqual([])
      await box(page).fill('/')
      expect(await page.evaluate(audit)).toEqual([])

      fake.tell(demoTokens.customer_visitor, {
        text: 'Вітаємо',
        buttons: [[{ label: 'Поділитися', shareContact: true }]],
      })
      fake.tell(demoTokens.manager_visitor, { text: 'Нове замовлення' })
      const demo = await visit('/demo')
      await demo.getByText('Нове замовлення').waitFor()
      expect(await demo.evaluate(audit)).toEqual([])
      await demo.getByRole('button', { name: 'Поділитися' }).click()
      expect(await demo.evaluate(audit)).toEqual([])

      const home = await visit('/')
      await home.getByLabel('Електронна пошта').fill('a@b.c')
      await home.getByLabel('Пароль').fill('wrong')
      await home.getByRole('button', { name: 'Увійти' }).click()
      await home.getByText('не підходять').waitFor()
      expect(await home.evaluate(audit)).toEqual([])
    })
  })

  test('the demo: two phones, a hint fills the composer, the role switch keeps each talk', async () => {
    const page = await open('/demo', { viewport: { width: 1200, height: 900 } })
    const customer = page.locator('#customer')
    const manager = page.locator('#manager')
    await page.getByRole('button', { name: 'Замовити сукню' }).click()
    expect(await box(page).first().inputValue()).toBe('хочу замовити сукню')
    fake.onMessage = (visitor) => {
      if (visitor === demoTokens.customer_visitor) fake.tell(demoTokens.manager_visitor, { text: 'Нове замовлення' })
    }
    await page.keyboard.press('Enter')
    await manager.getByText('Нове замовлення').waitFor()
    expect(await customer.locator('.row.me .text').allTextContents()).toEqual(['хочу замовити сукню'])

    await page.getByRole('radio', { name: 'Майстер' }).check({ force: true })
    fake.tell(demoTokens.master_visitor, { text: 'Запис на 15:00' })
    fake.tell(demoTokens.manager_visitor, { text: 'Ще одне' })
    await page.locator('#master').getByText('Запис на 15:00').waitFor()
    await manager.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Що сьогодні' }).click()
    await manager.getByText('Ще одне').waitFor()
    expect(await manager.locator('.row .text').allTextContents()).toEqual(['Нове замовлення', 'Ще одне'])
    expect(await page.getByRole('radio', { name: 'Менеджер' }).isChecked()).toBe(true)
    await page.keyboard.press('Enter')
    await expect.poll(said).toEqual([{ text: 'хочу замовити сукню' }, { text: '/today' }])
    const [left, right] = [await customer.boundingBox(), await manager.boundingBox()]
    expect(left?.y).toBe(right?.y)
    expect(left?.x).toBeLessThan(right?.x ?? 0)
  })

  test('one signs in, sees where, and signs out; the page speaks the language one chose', async () => {
    const page = await open('/')
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByLabel('E-mail').fill('owner@example.com')
    await page.getByLabel('Password').fill('right')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('You are signed in: Мальва').waitFor()
    await page.reload()
    await page.getByText('You are signed in: Мальва').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail').waitFor()
    await page.reload()
    await page.getByLabel('E-mail').waitFor()
  })
}
