import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../../../core/actor.ts'
import { getProduct, receiveStock, type SaveProduct, saveProduct } from '../../../../core/catalog/index.ts'
import { channels, createWorld, type Talker, type World } from '../../../support/world.ts'

const system: Actor = { kind: 'system', channel: 'system' }

/** What the shop of these talks sells: article, price, and how many of each size. */
const goods: readonly (SaveProduct & { stock: Record<string, number> })[] = [
  {
    sku: 'SU-1',
    names: { default: 'Сукня червона', ru: 'Платье красное', en: 'Red dress' },
    category: { slug: 'dresses', names: { default: 'Сукні', ru: 'Платья', en: 'Dresses' } },
    price: '1250',
    sizes: ['S', 'M'],
    picture: { kind: 'product', category: 'dresses', colour: 'red', seed: 7 },
    stock: { S: 40, M: 40 },
  },
  {
    sku: 'SU-2',
    names: { default: 'Сукня чорна', ru: 'Платье чёрное', en: 'Black dress' },
    category: { slug: 'dresses' },
    price: '1999.90',
    sizes: ['M'],
    stock: { M: 40 },
  },
]

async function stockUp(world: World): Promise<void> {
  await world.inside(async (tx) => {
    for (const { stock, ...product } of goods) {
      const { id } = await saveProduct(tx, system, product)
      for (const { id: variantId, size } of (await getProduct(tx, system, { id })).variants) {
        await receiveStock(tx, system, { variantId, quantity: stock[size] ?? 0 })
      }
    }
  })
}

/** Everything that a talker was told by the last thing they did, in one text. */
const heard = (talker: Talker) =>
  talker
    .news()
    .map((one) => one.text)
    .join('\n')

describe.each(channels)('the shop on %s', (channel) => {
  let world: World
  let oksana: Talker
  let petro: Talker
  beforeAll(async () => {
    world = await createWorld()
    await stockUp(world)
    oksana = await world.staff('manager', channel, { name: 'Оксана' })
    petro = await world.staff('manager', channel, { name: 'Петро' })
  }, 60_000)
  afterAll(() => world?.stop())

  /** Orders a red dress M for pick-up by buttons. */
  const order = async (lesia: Talker) => {
    await lesia.says('/catalog')
    await lesia.presses(/Сукні/)
    await lesia.presses(/Сукня червона/)
    await lesia.presses(/^M/)
    await lesia.presses('Оформити замовлення')
    await lesia.presses('Самовивіз')
    await lesia.presses('Без коментаря')
    return lesia.presses('Підтвердити')
  }
  const numberIn = (text: string) => /№ (\d+)/.exec(text)?.[1] ?? ''

  it('a person orders a dress by buttons, a manager accepts it, sends it and takes the money', async () => {
    const lesia = await world.customer(channel)
    const sections = await lesia.says('/catalog')
    expect(sections.buttons).toContain('Сукні (2)')
    const list = await lesia.presses('Сукні (2)')
    expect(list.buttons.some((label) => /Сукня червона — 1\s250/.test(label))).toBe(true)
    await lesia.presses(/Сукня червона/)
    expect(heard(lesia)).toContain('Сукня червона')
    expect(lesia.screen().some((one) => one.picture)).toBe(true)
    await lesia.presses(/^M/)
    expect(heard(lesia)).toContain('Додано: Сукня червона, M × 1')
    await lesia.presses('Оформити замовлення')
    await lesia.presses('Нова пошта')
    await lesia.says('Львів, відділення 5, Леся, 0671234567')
    await lesia.says('Подзвоніть перед відправкою')
    expect(heard(lesia)).toMatch(/До сплати: 1\s250/)
    const placed = await lesia.presses('Підтвердити')
    expect(placed.text).toMatch(/Замовлення № \d+ на 1\s250/)
    const number = numberIn(placed.text)

    await oksana.hears()
    const alert = oksana.screen().findLast((one) => one.text.includes(`№ ${number}`))
    expect(alert?.text).toContain('Львів, відділення 5')
    expect(alert?.text).toContain('Подзвоніть перед відправкою')
    await oksana.presses(`Прийняти № ${number}`)
    expect(heard(oksana)).toContain('Веде: Оксана')
    await lesia.hears()
    expect(lesia.screen().some((one) => one.text.includes(`Замовлення № ${number} прийнято`))).toBe(true)
    await oksana.presses('Надіслано')
    await oksana.says('20400048799000')
    expect(lesia.screen().some((one) => one.text.includes('20400048799000'))).toBe(true)
    await oksana.presses('Оплачено')
    await oksana.presses('Так')
    expect(heard(oksana)).toContain('оплачено')
    expect(lesia.screen().some((one) => /Оплату за замовлення № \d+ отримано/.test(one.text))).toBe(true)
  })

  it('the first press wins: the other manager sees who has it and a late press says so', async () => {
    const lesia = await world.customer(channel)
    const number = numberIn((await order(lesia)).text)
    await oksana.hears()
    await petro.hears()
    await Promise.all([oksana, petro].map((one) => one.presses(`Прийняти № ${number}`)))
    await oksana.hears()
    await petro.hears()
    const owner = /Веде: (\S+)/.exec(
      oksana.screen().findLast((one) => one.text.includes(`№ ${number}`))?.text ?? '',
    )?.[1]
    expect(['Оксана', 'Петро']).toContain(owner)
    const late = owner === 'Оксана' ? petro : oksana
    const said = late.screen().filter((one) => one.text.includes(`№ ${number}`))
    expect(said.some((one) => one.text.includes(`вирішено: ${owner}`))).toBe(true)
    for (const one of [oksana, petro]) {
      const copy = one.screen().findLast((message) => message.text.includes(`№ ${number}`))
      expect(copy?.text).toContain(`Веде: ${owner}`)
      expect(copy?.buttons).not.toContain(`Прийняти № ${number}`)
    }
  })

  it('a declined order comes back with the manager’s words', async () => {
    const lesia = await world.customer(channel)
    const number = numberIn((await order(lesia)).text)
    await oksana.presses(`Відхилити № ${number}`)
    await oksana.says('Немає потрібного кольору')
    expect(heard(oksana)).toContain('відхилено')
    await lesia.hears()
    expect(lesia.screen().some((one) => one.text.includes('Немає потрібного кольору'))).toBe(true)
  })

  it('a person cancels while they may, and orders the same again', async () => {
    const lesia = await world.customer(channel)
    const number = numberIn((await order(lesia)).text)
    await lesia.says('/orders')
    await lesia.presses(new RegExp(`№ ${number}.*нове`))
    await lesia.presses(`Скасувати № ${number}`)
    await lesia.presses('Так, скасувати')
    expect(heard(lesia)).toContain(`№ ${number} скасовано`)
    await oksana.hears()
    expect(oksana.screen().some((one) => one.text.includes(`Клієнт скасував замовлення № ${number}`))).toBe(true)
    await lesia.says('/orders')
    await lesia.presses(new RegExp(`№ ${number}`))
    await lesia.presses('Повторити')
    expect(heard(lesia)).toContain('Додано до кошика: 1 шт.')
  })

  it.each([
    ['uk', 'покажи червону сукню', 'Сукня червона'],
    ['ru', 'покажите красное платье', 'Платье красное'],
    ['en', 'show me a red dress', 'Red dress'],
  ] as const)('plain words find a product in %s', async (language, words, product) => {
    const person = await world.customer(channel, { language })
    const found = await person.says(words)
    expect(found.buttons.some((label) => label.startsWith(product))).toBe(true)
    await person.presses(new RegExp(`^${product}`))
    await person.says('M')
    expect(heard(person)).toContain(`${product}, M × 1`)
  })

  it('the cart changes by buttons and by a number typed', async () => {
    const lesia = await world.customer(channel)
    await lesia.says('/catalog')
    await lesia.presses(/Сукні/)
    await lesia.presses(/Сукня червона/)
    await lesia.presses(/^M/)
    await lesia.says('/cart')
    await lesia.presses(/Сукня червона, M × 1/)
    await lesia.presses('+ 1')
    expect(heard(lesia)).toMatch(/2 шт, 2\s500/)
    await lesia.says('5')
    expect(heard(lesia)).toMatch(/5 шт, 6\s250/)
    await lesia.says('500')
    expect(heard(lesia)).toContain('від 1 до 99')
    await lesia.presses('Прибрати')
    expect(heard(lesia)).toContain('Кошик порожній')
  })

  it('more categories than fit a screen come page by page', async () => {
    const shop = await createWorld()
    await shop.inside(async (tx) => {
      for (let at = 1; at <= 9; at += 1) {
        const category = { slug: `section-${at}`, names: { default: `Розділ ${at}` } }
        const { id } = await saveProduct(tx, system, {
          sku: `SKU-${at}`,
          names: { default: `Річ ${at}` },
          category,
          price: '10',
        })
        const [only] = (await getProduct(tx, system, { id })).variants
        await receiveStock(tx, system, { variantId: only?.id ?? '', quantity: 1 })
      }
    })
    const olha = await shop.customer(channel)
    const sections = (labels: readonly string[]) => labels.filter((label) => label.startsWith('Розділ'))
    const first = await olha.says('/catalog')
    expect(sections(first.buttons)).toHaveLength(8)
    const second = await olha.presses('2 / 2 →')
    expect(sections(second.buttons)).toHaveLength(1)
    expect(second.buttons).toContain('← 1 / 2')
    await shop.stop()
  }, 60_000)

  it('who is late is offered the rest, or to hear when it comes in', async () => {
    await world.inside(async (tx) => {
      const { id } = await saveProduct(tx, system, {
        sku: 'LAST',
        names: { default: 'Пальто останнє' },
        category: { slug: 'coats', names: { default: 'Пальта' } },
        price: '3000',
      })
      const [only] = (await getProduct(tx, system, { id })).variants
      await receiveStock(tx, system, { variantId: only?.id ?? '', quantity: 1 })
    })
    const people = [await world.customer(channel), await world.customer(channel)]
    for (const one of people) {
      await one.says('/catalog')
      await one.presses(/Пальта/)
      await one.presses(/Пальто останнє/)
      await one.presses('Додати в кошик')
      await one.presses('Оформити замовлення')
      await one.presses('Самовивіз')
      await one.presses('Без коментаря')
    }
    const [quick, late] = people
    expect((await quick?.presses('Підтвердити'))?.text).toContain('оформлено')
    const sorry = await late?.presses('Підтвердити')
    expect(sorry?.text).toContain('хтось був швидший')
    expect(sorry?.buttons).toContain('Повідомити, коли з’явиться')
    await late?.presses('Повідомити, коли з’явиться')
    await world.inside(async (tx) => {
      const [only] = (await getProduct(tx, system, { sku: 'LAST' })).variants
      await receiveStock(tx, system, { variantId: only?.id ?? '', quantity: 3 })
    })
    await late?.hears()
    expect(late?.screen().some((one) => one.text.includes('Знову є: Пальто останнє'))).toBe(true)
  })

  it('a counter sale is posted with its payment in one talk', async () => {
    await oksana.says('/sale')
    await oksana.says('SU-2 x 2')
    expect(heard(oksana)).toMatch(/Сукня чорна, M — 2 ×/)
    await oksana.presses('Далі')
    await oksana.presses('Без клієнта')
    expect(heard(oksana)).toMatch(/До сплати: 3\s999,80/)
    await oksana.presses('Оплачено')
    expect(heard(oksana)).toMatch(/Чек № \d+: 3\s999,80/)
  })

  it('a manager changes a line, the customer hears the new sum; goods come in by chat', async () => {
    const lesia = await world.customer(channel)
    const number = numberIn((await order(lesia)).text)
    await oksana.says(`/order ${number}`)
    await oksana.presses('Змінити')
    await oksana.says('3')
    expect(heard(oksana)).toMatch(/3 × 1\s250/)
    await lesia.hears()
    expect(lesia.screen().some((one) => /№ \d+ змінено. Тепер до сплати 3\s750/.test(one.text))).toBe(true)
    await oksana.says('/stock')
    await oksana.says('SU-2')
    await oksana.presses(/^M/)
    await oksana.says('+10')
    expect(heard(oksana)).toContain('Записано')
  })
})
