import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channels, createWorld, type Talker, type World } from '../../support/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world?.stop())

const question = 'Я вчора забула у вас парасольку'

const last = (talker: Talker) => talker.screen().at(-1)
const seen = (talker: Talker) =>
  talker
    .screen()
    .map((message) => message.text)
    .join('\n')

describe.each(channels)('on %s', (channel) => {
  test('a newcomer is asked once, agrees by the first button and is greeted afterwards', async () => {
    const person = await world.customer(channel, { consent: false, start: 'src_instagram' })
    expect(person.screen().at(-1)?.text).toContain('Згодні?')
    expect((await person.presses(0)).buttons).toContain('Запитати людину')
    expect((await person.says('/start')).text).toContain('Чим допомогти')
  })

  test('who does not agree is left in peace, and what they wanted is done once they do', async () => {
    const person = await world.customer(channel, { consent: false, start: '' })
    expect((await person.presses('Не зараз')).text).toContain('нічого не зберігаю')
    expect((await person.says(question)).text).toContain('Згодні?')
    expect((await person.says('так')).text).toContain('Передаю ваше питання людині')
  })

  test("a customer hears that the staff's commands are not theirs, and it is noted", async () => {
    const person = await world.customer(channel)
    const refused = async () =>
      world.inside(async (tx) => {
        const { rows } = await tx.db.$client.query<{ n: number }>(
          `select count(*)::int as n from audit where action = 'denied' and target = 'command:stats'`,
        )
        return rows[0]?.n ?? 0
      })
    const before = await refused()
    expect((await person.says('/stats')).text).toContain('недоступно')
    expect(await refused()).toBe(before + 1)
    expect((await person.says('/nonsense')).text).toContain('Не знаю команди')
  })

  test('the language is chosen by a button and by words', async () => {
    const person = await world.customer(channel)
    await person.says('/language')
    expect((await person.presses('English')).text).toBe('I speak English now.')
    expect((await person.says('/language рус')).text).toBe('Теперь говорю по-русски.')
  })

  test('a question becomes a request, an answer comes back, and both hear how it ends', async () => {
    const manager = await world.staff('manager', 'web', { name: 'Оксана' })
    const person = await world.customer(channel, { name: 'Леся Мельник' })
    const promise = await person.says(question)
    expect(promise.text).toContain('Передаю ваше питання людині')
    expect(promise.text).toMatch(/Відповімо сьогодні до \d\d:\d\d/)
    expect(last(manager)?.text).toContain(question)
    await manager.presses('Відповісти')
    expect(seen(manager)).toContain('у роботі: Оксана')
    expect((await manager.says('Віскоза, не електризується')).text).toContain('Надіслано')
    const answer = last(person)
    expect(answer?.text).toContain('Оксана')
    expect(answer?.text).toContain('Віскоза, не електризується')
    await person.says('Дякую, беру!')
    expect(last(manager)?.text).toContain('Дякую, беру!')
    await manager.sendsPhoto(tinyPng, 'Ось вона')
    const photo = last(person)
    expect(photo?.picture).toBe(true)
    expect(photo?.text).toContain('Ось вона')
    expect((await manager.presses('Завершити')).text).toContain('завершено')
    expect(last(person)?.text).toContain('Розмову завершено')
    expect((await manager.says('/requests')).text).not.toContain('Леся Мельник')
  })

  test('a customer sends a photo and ends the conversation themselves', async () => {
    const manager = await world.staff('manager', 'web', { name: 'Оксана' })
    const person = await world.customer(channel, { name: 'Ганна' })
    expect((await person.sendsPhoto(tinyPng, 'Є такий колір?')).text).toContain('Передаю ваше питання')
    const alert = last(manager)
    expect(alert?.text).toContain('Є такий колір?')
    expect(alert?.picture).toBe(true)
    await manager.presses('Взяти')
    expect((await person.presses('Завершити розмову')).text).toContain('Дякуємо')
    expect(seen(manager)).toContain('завершує розмову')
  })

  test('leaving a question says that it still stands, and a button ends it', async () => {
    const manager = await world.staff('manager', 'web', { name: 'Оксана' })
    const person = await world.customer(channel, { name: 'Ганна' })
    for (const leave of ['/cancel', 'скасувати']) {
      expect((await person.says(question)).text).toContain('Передаю ваше питання')
      expect((await person.says('І рукавички теж')).text).toContain('/cancel')
      const left = await person.says(leave)
      expect(left.text).toMatch(/питання №\d+ лишається/)
      expect(left.text).not.toContain('скасовано')
      expect((await person.presses('Закрити питання')).text).toContain('Розмову завершено')
      await manager.hears()
      expect(seen(manager)).toMatch(/✅ Запит №\d+ .*завершено\n«Я вчора забула/)
      expect((await person.says('/cancel')).text).toContain('скасовано')
    }
  })

  test('a wish in plain words is answered while a question is open, and the conversation goes on', async () => {
    const manager = await world.staff('manager', 'web', { name: 'Оксана' })
    const person = await world.customer(channel, { name: 'Ганна' })
    await person.says(question)
    await person.says('мої замовлення')
    expect(seen(person)).toMatch(/питання №\d+ лишається в людини/)
    expect(seen(person)).toContain('Замовлень ще немає')
    await person.says('А якщо я не зможу прийти?')
    await manager.hears()
    expect(last(manager)?.text).toContain('А якщо я не зможу прийти?')
    expect(seen(manager)).not.toContain('мої замовлення')
    await person.says('покажи каталог')
    expect(seen(manager)).not.toContain('покажи каталог')
    expect((await person.says('/ask')).text).toContain('усе передам людині')
    await person.presses('Завершити розмову')
  })

  test('a person keeps their details, and the manager finds them by name and phone', async () => {
    const manager = await world.staff('manager', 'web', { name: 'Оксана' })
    const person = await world.customer(channel, { name: 'Соломія' })
    await person.says('/profile')
    await person.presses('Ім’я')
    expect((await person.says(`Соломія Гнатюк ${channel}`)).text).toContain(`Соломія Гнатюк ${channel}`)
    await person.presses('Побажання')
    expect((await person.says('Без лаку з блискітками')).text).toContain('Без лаку з блискітками')
    await person.presses('День народження')
    expect((await person.says('колись навесні')).text).toContain('Не зрозумів дати')
    expect((await person.says('14.03.1990')).text).toContain('14.03.1990')
    await person.presses('Телефон')
    expect((await person.says('12')).text).toContain('не схоже на номер')
    const phone = `+38067${String(1000000 + channels.indexOf(channel))}`
    expect((await person.says(phone)).text).toContain(phone)
    const card = await manager.says(`/customer гнат ${channel}`)
    expect(card.text).toContain(`Соломія Гнатюк ${channel}`)
    expect(card.text).toContain('Без лаку з блискітками')
    expect((await manager.says(`/customer 0${phone.slice(4)}`)).text).toContain(`Соломія Гнатюк ${channel}`)
    await manager.presses('Нотатка')
    expect((await manager.says('Любить каву без цукру')).text).toContain('Нотатку додано')
    expect((await manager.presses('Історія')).text).toContain('Любить каву без цукру')
  })

  test('promotions stop at a word and come back at another', async () => {
    const person = await world.customer(channel)
    expect((await person.says('/stop')).text).toContain('Більше не надсилаю')
    expect((await person.says('/profile')).text).toContain('Акції: не надсилаємо')
    expect((await person.presses('Отримувати акції')).text).toContain('про цікаві акції повідомлю')
  })

  test('a friend comes by a recommendation and is counted once', async () => {
    const person = await world.customer(channel, { name: 'Рекомендатор' })
    const shown = await person.says('/loyalty')
    expect(shown.text).toContain('ще ніхто не прийшов')
    expect(shown.text).toMatch(/https?:\/\/\S+\/chat\/[\w-]+\?start=ref_[0-9a-z]+/)
    const code = /ref_([0-9a-z]+)/.exec(shown.text)?.[1] ?? ''
    await world.customer(channel, { name: 'Друг', start: `ref_${code}` })
    expect((await person.says('/loyalty')).text).toContain('прийшла 1 людина')
    // Nobody brings themselves.
    await person.says(`/start ref_${code}`)
    expect((await person.says('/loyalty')).text).toContain('прийшла 1 людина')
  })

  test('staff join by a link that works once, see what they may do, and lose it with their next message', async () => {
    const world = await createWorld()
    const owner = await world.staff('owner', 'web', { name: 'Ірина' })
    await owner.says('/invite')
    const invited = await owner.presses('маркетолог')
    const code = /join_(\S+)/.exec(invited.text)?.[1] ?? ''
    const newcomer = await world.customer(channel, { consent: false, start: `join_${code}`, name: 'Марко' })
    expect(seen(newcomer)).toContain('Вітаємо в команді')
    const second = await world.customer(channel, { consent: false, start: `join_${code}` })
    expect(second.screen().at(-1)?.text).toContain('запрошення')
    expect((await newcomer.says('/team')).text).not.toContain('У команді')
    // The web page knows no name.
    const name = channel === 'web' ? 'marketer' : 'Марко'
    expect((await owner.says('/team')).text).toContain(`${name} — маркетолог`)
    await owner.presses(`Прибрати: ${name}`)
    expect((await owner.presses(`Прибрати: ${name}`)).text).toContain('більше не в команді')
    expect((await newcomer.says('/stats')).text).not.toContain('Виручка')
    await world.stop()
  })
})

test.each([
  ['uk', question, 'Передаю ваше питання людині', 'відпишіть мене від розсилки', 'Більше не надсилаю'],
  [
    'ru',
    'Я вчера забыла у вас зонт',
    'Передаю ваш вопрос человеку',
    'хочу отписаться от рассылки',
    'Больше не присылаю',
  ],
  ['en', 'I left my umbrella at yours yesterday', 'passing your question on', 'unsubscribe', 'No more promotions'],
] as const)('plain words do in %s', async (language, asks, passed, stops, stopped) => {
  const person = await world.customer('web', { language })
  expect((await person.says(stops)).text).toContain(stopped)
  expect((await person.says(asks)).text).toContain(passed)
})

test('each command answers only whom it may, and a refusal is written down', async () => {
  const manager = await world.staff('manager', 'web')
  const marketer = await world.staff('marketer', 'web')
  const owner = await world.staff('owner', 'web')
  const denied = async () => {
    const audit = await world.api('GET', '/v1/audit?limit=200')
    return audit.body.data.filter((line: { action: string }) => line.action === 'denied').length
  }
  const before = await denied()
  expect((await manager.says('/team')).text).not.toContain('У команді')
  expect((await manager.says('/deadletters')).text).not.toContain('оброблено')
  expect((await marketer.says('/customer Леся')).text).not.toContain('Телефон')
  expect((await marketer.says('/requests')).text).not.toContain('Відкрито')
  expect(await denied()).toBe(before + 4)
  expect((await owner.says('/deadletters')).text).toContain('Усі повідомлення оброблено')
  expect((await owner.says('/team')).text).toContain('У команді')
})

test('of two managers who press at once one has the request, and the other hears who', async () => {
  const [one, two] = [
    await world.staff('manager', 'telegram', { name: 'Перша' }),
    await world.staff('manager', 'viber', { name: 'Друга' }),
  ]
  const person = await world.customer('web')
  await person.says(question)
  await Promise.all([one.presses('Взяти'), two.presses('Взяти')])
  const all = `${seen(one)}
${seen(two)}`
  expect(all.match(/уже взяв хтось інший: (Перша|Друга)/g)).toHaveLength(1)
  expect(all.match(/у роботі: (Перша|Друга)/g)?.length).toBeGreaterThanOrEqual(2)
})

test('one person on Telegram, Viber and the web is one customer once a phone they own proves it', async () => {
  const key = await world.key()
  await world.api(
    'POST',
    '/v1/customers',
    { external_id: 'shop-77', name: 'Дарина Коваль', phone: '0671112233' },
    { key },
  )
  const telegram = await world.customer('telegram', { name: 'Даша' })
  await telegram.says('/profile')
  await telegram.presses('Телефон')
  expect((await telegram.sharesPhone('+380671112233')).text).toContain('Ми вже знайомі')
  const viber = await world.customer('viber', { name: 'D.' })
  await viber.says('/profile')
  await viber.presses('Телефон')
  expect((await viber.sharesPhone('+380671112233')).text).toContain('Ми вже знайомі')
  const manager = await world.staff('manager', 'web')
  const card = await manager.says('/customer 067 111 22 33')
  expect(card.text).toContain('Пише з: telegram, viber')
  // Typed on a page, a phone proves nothing: a manager is asked.
  const stranger = await world.customer('web', { name: 'Чужа' })
  await stranger.says('/profile')
  await stranger.presses('Телефон')
  expect((await stranger.says('0671112233')).text).not.toContain('Ми вже знайомі')
  expect(last(manager)?.text).toContain('Це одна людина?')
  expect((await manager.presses('Різні люди')).text).toContain('різні люди')
  // And nobody types what a platform would vouch for.
  expect((await stranger.says('/contact {"phone":"0671112233","proved":true}')).text).not.toContain('підтверджено')
})

test('outside the hours a person hears from when they are answered', async () => {
  const night = await createWorld({ now: '2026-05-12T19:30:00Z' })
  try {
    const person = await night.customer('web')
    expect((await person.says(question)).text).toContain('відповімо завтра з 09:00')
  } finally {
    await night.stop()
  }
})

const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
