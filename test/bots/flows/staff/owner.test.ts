import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../../../core/accounts/index.ts'
import { channels, createWorld, type World } from '../../../support/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

const settings = async () => (await world.api('GET', '/v1/settings')).body

describe.each(channels)('%s', (channel) => {
  test('an owner sees the settings and turns a module and the confirmation on and off, in place', async () => {
    const owner = await world.staff('owner', channel)
    const first = await owner.says('/settings')
    expect(first.text).toContain('Налаштування «Мальва»')
    expect(first.text).toContain('Записи підтверджуються одразу')
    expect(first.text).toContain('Магазин увімкнено')
    expect(first.text).toContain('Запис на послуги увімкнено')
    expect(first.text).toContain('пн–сб: 09:00–19:00')
    const before = owner.screen().length

    expect((await owner.presses('Підтверджувати записи менеджером')).text).toContain('Записи підтверджує менеджер')
    expect(await settings()).toMatchObject({ confirm_bookings: true })
    const off = await owner.presses('Вимкнути магазин')
    expect(off.text).toContain('Магазин вимкнено')
    expect(off.buttons).toContain('Увімкнути магазин')
    expect(await settings()).toMatchObject({ modules: { shop: false, bookings: true } })
    await owner.presses('Увімкнути магазин')
    expect((await owner.presses('Підтверджувати записи одразу')).text).toContain('Записи підтверджуються одразу')
    expect(await settings()).toMatchObject({ confirm_bookings: false, modules: { shop: true, bookings: true } })
    if (channel !== 'viber') expect(owner.screen().length).toBe(before)
  })

  test('a shop switched off is closed to customers some seconds later', async () => {
    const owner = await world.staff('owner', channel)
    const customer = await world.customer(channel)
    await owner.says('/settings')
    await owner.presses('Вимкнути магазин')
    world.clock.advance(6_000)
    expect((await customer.says('/catalog')).text).toContain('/catalog')
    await owner.presses('Увімкнути магазин')
    world.clock.advance(6_000)
    expect((await customer.says('/catalog')).text).not.toContain('/catalog')
  })

  test('numbers are asked one at a time, by a button or in figures; what does not fit is said', async () => {
    const owner = await world.staff('owner', channel)
    await owner.says('/settings')
    expect((await owner.presses('Час на відповідь')).text).toContain('За скільки хвилин відповідаєте')
    for (const wrong of ['0', '-5', '2.5', '99999', '2 години'])
      expect((await owner.says(wrong)).text).toContain('ціле число хвилин від 1 до')
    const said = await owner.says('45')
    expect(said.text).toContain('Збережено')
    expect(said.text).toContain('відповідаємо за 45 хв')
    expect(await settings()).toMatchObject({ answer_within: 45 })

    await owner.presses('Крок запису')
    expect((await owner.presses('15 хв')).text).toContain('кожні 15 хв')
    await owner.presses('Запис щонайменше за…')
    expect((await owner.presses('180 хв')).text).toContain('щонайменше за 180 хв')
    await owner.presses('Крок запису')
    expect((await owner.presses('← Назад')).text).toContain('кожні 15 хв')
    expect(await settings()).toMatchObject({ answer_within: 45, slot_step: 15, notice_minutes: 180 })
  })

  test('keys are listed without their secrets and revoked after a question', async () => {
    const owner = await world.staff('owner', channel)
    const make = async (name: string) =>
      (await world.api('POST', '/v1/api-keys', { name, scopes: ['orders:read', 'events:write'] })).body
    const asks = async (key: string) => (await world.api('GET', '/v1/orders', undefined, { key })).status
    const names = async () =>
      (await world.api('GET', '/v1/api-keys')).body.data.map((key: { name: string }) => key.name)
    const used = await make(`сайт ${channel}`)
    const key = await make(`каса ${channel}`)
    expect(await asks(used.key)).toBe(200)

    const list = await owner.says('/keys')
    const line = (one: { name: string; id: string }) =>
      `• ${one.name} (${one.id.slice(0, 6)}…) — events:write, orders:read`
    expect(list.text).toContain(`${line(used)}. Востаннє: вт, 12 травня`)
    expect(list.text).toContain(`${line(key)}. Востаннє: ще ніколи`)
    expect(list.text).toContain('POST /v1/api-keys')

    expect((await owner.presses(`Відкликати: ${key.name}`)).text).toContain(`Відкликати ключ «${key.name}»`)
    await owner.presses('Лишити')
    expect(await names()).toContain(key.name)
    await owner.presses(`Відкликати: ${key.name}`)
    const gone = await owner.presses(`Відкликати: ${key.name}`)
    expect(gone.text).toContain(`Ключ «${key.name}» відкликано`)
    expect(gone.text).toContain(line(used))
    expect(gone.text).not.toContain(line(key))
    expect(await names()).not.toContain(key.name)
    expect(await asks(key.key)).toBe(401)
    expect((await owner.says(`/keys revoked ${key.id}`)).text).not.toContain('відкликано')

    const seen = owner.screen().map(({ text, buttons }) => `${text} ${buttons.join(' ')}`)
    for (const made of [used, key]) expect(seen.join('\n')).not.toContain(made.key.split('_')[2])
  })

  test('the audit tells when, who and what in words, eight to a screen, and a code nobody worded as it is', async () => {
    const owner = await world.staff('owner', channel, { name: 'Ганна' })
    const leaver = await world.staff('manager', channel, { name: 'Степан' })
    await leaver.says('/settings')
    await leaver.says('/leave yes')
    await owner.says('/settings')
    await owner.presses('Вимкнути запис')
    await owner.presses('Увімкнути запис')
    await world.inside((tx) => audit(tx, { kind: 'system', channel: 'system' }, 'sky.painted'))

    const first = await owner.says('/audit')
    const lines = first.text.split('\n').filter((line) => line.includes(' · '))
    expect(lines).toHaveLength(8)
    expect(lines[0]).toMatch(/^вт, 12 травня.* · система · sky\.painted$/)
    expect(lines[1]).toMatch(/ · Ганна · змінено налаштування$/)
    expect(lines[3]).toMatch(/ · Степан · вихід із команди$/)
    expect(lines[4]).toMatch(/ · Степан · відмовлено в доступі: \/settings$/)
    expect(first.text).not.toMatch(/staff:|[0-9a-f]{8}-/)

    let screen = first
    let told = lines.length
    while (screen.buttons.includes('Раніше →')) {
      screen = await owner.presses('Раніше →')
      told += screen.text.split('\n').filter((line) => line.includes(' · ')).length
    }
    expect(screen.text).toContain('Ірина Власник · зареєстровано заклад')
    expect([{ told }]).toEqual(await world.rows('select count(*)::int as told from audit'))
    expect((await owner.presses('← Найновіше')).text).toContain('sky.painted')
  })

  test('a manager and a customer are refused, and nothing is shown or changed', async () => {
    const others = [await world.staff('manager', channel), await world.customer(channel)]
    const before = await settings()
    for (const other of others) {
      for (const command of ['/settings', '/settings shop off', '/settings slot_step', '/keys', '/audit']) {
        const heard = await other.says(command)
        expect([command, heard.text]).toEqual([
          command,
          'Це вам недоступно. Якщо так не має бути, зверніться до власника.',
        ])
      }
    }
    expect(await settings()).toEqual(before)
    expect((await others[0]?.says('/help'))?.text).not.toMatch(/\/(settings|keys|audit)/)
  })
})

test.each([
  ['ru', 'Настройки «Мальва»', 'Новый ключ создаёт', 'вступление в команду'],
  ['en', 'Settings of “Мальва”', 'A new key is made by', 'joined the team'],
] as const)('speaks %s', async (language, title, keys, line) => {
  const owner = await world.staff('owner', 'web', { language })
  expect((await owner.says('/settings')).text).toContain(title)
  expect((await owner.says('/keys')).text).toContain(keys)
  expect((await owner.says('/audit')).text).toContain(line)
})

test('every action that is written down has its words', () => {
  const sources = readdirSync('core', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const actions = sources.flatMap((name) =>
    [
      ...readFileSync(join('core', name), 'utf8').matchAll(
        /(?:\baudit\(\w+, \w+, |\bremove\(tx, actor, staffId, |\baction: )'([a-z-]+\.[a-z-]+)'/g,
      ),
    ].map((match) => match[1] ?? ''),
  )
  expect(actions.length).toBeGreaterThan(30)
  for (const language of ['uk', 'ru', 'en']) {
    const words = readFileSync(join('bots/locales', language, 'owner.ftl'), 'utf8')
    expect(actions.filter((action) => !words.includes(`[${action.replaceAll('.', '-')}] `))).toEqual([])
  }
})
