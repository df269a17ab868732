import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { insertStaff } from '../../../core/accounts/queries.ts'
import type { Actor } from '../../../core/actor.ts'
import {
  bookAppointment,
  saveHours,
  saveMaster,
  saveService,
  serviceInput,
  slotWish,
} from '../../../core/bookings/index.ts'
import { channels, createWorld, type Talker, type World } from '../../support/world.ts'

vi.setConfig({ testTimeout: 60_000 })

const system: Actor = { kind: 'system', channel: 'system' }
const at = (text: string) => DateTime.fromISO(text, { zone: 'Europe/Kyiv' }).toJSDate()

let world: World
let olena: string
let svitlana: string
let manicure: string

/** Two masters: Olena does nails and hair, Svitlana nails. It is Tuesday, 12 May, 10:00. */
async function openSalon(): Promise<void> {
  world = await createWorld()
  const hours = [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1140 }))
  await world.inside(async (tx) => {
    olena = await insertStaff(tx, { role: 'master', name: 'Олена' })
    svitlana = await insertStaff(tx, { role: 'master', name: 'Світлана' })
    await saveMaster(tx, system, { staffId: olena, names: { default: 'Олена', ru: 'Елена', en: 'Olena' } })
    await saveMaster(tx, system, { staffId: svitlana, names: { default: 'Світлана', en: 'Svitlana' } })
    for (const staffId of [olena, svitlana]) await saveHours(tx, system, { staffId, hours })
    const service = (names: object, durationMin: number, price: number, staffIds: string[]) =>
      saveService(tx, system, serviceInput.parse({ names, durationMin, price, staffIds }))
    const nails = { default: 'Манікюр', ru: 'Маникюр', en: 'Manicure' }
    manicure = (await service(nails, 60, 45000, [olena, svitlana])).id
    await service({ default: 'Стрижка', en: 'Haircut' }, 45, 60000, [olena])
  })
}

/** Everything that the last thing they did brought. */
const heard = (person: Talker): string =>
  person
    .news()
    .map((one) => one.text)
    .join('\n')

async function takes(staffId: string, startsAt: Date): Promise<void> {
  await world.inside((tx) => bookAppointment(tx, system, slotWish.parse({ serviceId: manicure, staffId, startsAt })))
}

describe.each(channels)('in %s', (channel) => {
  beforeAll(openSalon)
  afterAll(() => world.stop())

  test('D10 a customer books step by step with buttons, sees it, moves it and calls it off', async () => {
    const manager = await world.staff('manager', channel)
    const olia = await world.customer(channel, { name: 'Оля' })
    const services = (await olia.says('/book')).buttons
    expect(services).toEqual([expect.stringMatching(/^Манікюр · 450/), expect.stringMatching(/^Стрижка · 600/)])
    expect((await olia.presses(/^Манікюр/)).buttons).toEqual(['Будь-хто', 'Олена', 'Світлана'])
    expect((await olia.presses('Олена')).buttons).toContain('ср, 13 травня')
    expect((await olia.presses('ср, 13 травня')).buttons).toContain('11:30')
    await olia.presses(/День/)
    const question = await olia.presses('15:00')
    expect(question.text).toContain('Манікюр, Олена')
    expect(question.text).toContain('15:00–16:00')
    const done = await olia.presses('Записати')
    expect(done.text).toContain('Записано! № 1')
    expect(
      (await manager.hears()).text +
        manager
          .screen()
          .map((one) => one.text)
          .join(),
    ).toContain('Новий запис · № 1')

    expect((await olia.presses('Мої записи')).buttons[0]).toMatch(/ср, 13 травня.*Манікюр/)
    await olia.presses(/13 травня/)
    await olia.presses('Перенести')
    const moved = await olia.says('у четвер о 12:30')
    expect(moved.text).toContain('Перенесено!')
    expect(moved.text).toContain('12:30–13:30')
    expect(manager.screen().at(-1)?.text).toContain('перенесено клієнтом')

    await olia.presses('Скасувати')
    expect((await olia.presses('Так, скасувати')).text).toContain('скасовано')
    expect((await olia.says('/bookings')).text).toContain('Майбутніх записів у вас немає')
    expect(manager.screen().at(-1)?.text).toContain('скасовано клієнтом')
  })

  test('plain words skip what they say already, in three languages', async () => {
    const olia = await world.customer(channel)
    expect((await olia.says("запишіть на манікюр у п'ятницю після 15")).text).toContain('До кого')
    const hours = await olia.says('будь-хто')
    expect(hours.buttons.slice(0, 2)).toEqual(['15:00', '15:30'])
    expect((await olia.says('16')).text).toContain('16:00–17:00')
    expect((await olia.says('так')).text).toContain('Записано!')

    const ira = await world.customer(channel, { language: 'ru' })
    const asked = await ira.says('хочу на стрижку завтра в 11 к Олене')
    expect(asked.text).toContain('Стрижка, Елена')
    expect(asked.text).toContain('11:00–11:45')
    expect((await ira.says('да')).text).toContain('Записали!')

    const tom = await world.customer(channel, { language: 'en' })
    expect((await tom.says('I want a manicure with Olena tomorrow at 3 pm')).text).toContain('15:00–16:00')
    expect((await tom.says('yes')).text).toContain('Booked!')
  })

  test('whoever comes second is told kindly and offered the nearest free times at once', async () => {
    const olia = await world.customer(channel)
    await olia.says('манікюр у Олени 18 травня')
    await takes(olena, at('2026-05-18T11:00'))
    const offered = await olia.presses('11:00')
    expect(offered.text).toContain('Щойно хтось встиг раніше')
    expect(offered.buttons[0]).toBe('11:00, Світлана')
    expect(offered.buttons.join()).toContain('10:00')
    expect((await olia.presses('11:00, Світлана')).text).toContain('Манікюр, Світлана')
    expect((await olia.presses('Записати')).text).toContain('Записано!')
  })

  test('days that are past, closed or too far ahead are refused in clear words', async () => {
    const olia = await world.customer(channel)
    expect((await olia.says('хочу манікюр у Олени вчора')).text).toMatch(/уже минуло/)
    expect((await olia.says('у неділю')).text).toContain('в майстра вихідний')
    expect((await olia.says('у неділю о 15:00')).text).toContain('цього дня в майстра вихідний')
    expect((await olia.says('14 травня о 21:00')).text).toContain('на цей час не записуємо')
    await takes(olena, at('2026-05-14T16:00'))
    expect((await olia.says('14 травня о 16:00')).text).toContain('на жаль, уже зайнято')
    expect((await olia.says('20 грудня')).text).toMatch(/не далі як на 45 днів/)
    expect((await olia.says('/cancel')).text).toContain('скасовано')
  })

  test('a master sees only their own day, a manager everybody’s', async () => {
    await takes(olena, at('2026-05-12T12:00'))
    await takes(svitlana, at('2026-05-12T15:00'))
    const manager = await world.staff('manager', channel)
    const all = await manager.says('/today')
    expect(all.text).toContain('12:00–13:00')
    expect(all.text).toContain('15:00–16:00')
    expect(all.text).toContain('Вільно: ')
    const master = await world.staff('master', channel, { name: 'Марта' })
    expect((await master.says('/today')).text).not.toContain('12:00–13:00')
    expect((await master.says('/bookings')).text).toContain('недоступно')
    const tomorrow = 'ср, 13 травня'
    for (const asks of ['записи на завтра', 'bookings for tomorrow', 'хто в мене завтра?', 'кто у меня завтра?']) {
      expect((await master.says(asks)).text, asks).toContain(tomorrow)
    }
    expect((await master.says('/today завтра')).text).toContain(tomorrow)
    expect((await manager.says('записи на завтра')).buttons).toContain('Записати клієнта')
  })

  test('a manager books for somebody on the phone, and marks the visit done and paid', async () => {
    const manager = await world.staff('manager', channel)
    await manager.says('/book-for стрижка сьогодні о 17')
    await manager.says('Марічка')
    expect((await manager.presses('Новий: Марічка')).text).toContain('Марічка: Стрижка, Олена')
    await manager.presses('Записати')
    expect(heard(manager)).toContain('Записав, № ')
    world.clock.advance(8 * 60 * 60_000)
    await manager.says('/today')
    expect((await manager.says('/bookings 2026-05-12')).buttons).toContain('17:00 Марічка · Стрижка')
    await manager.presses('17:00 Марічка · Стрижка')
    expect((await manager.presses('Відбувся')).text).toContain('Відбувся · № ')
    await manager.presses('Оплачено')
    expect((await manager.says('550')).text).toMatch(/Оплачено: 550/)
  })

  test('a manager accepts, another hears who did; declines with a reason; proposes another time', async () => {
    expect((await world.api('PATCH', '/v1/settings', { confirm_bookings: true })).status).toBe(200)
    world.clock.advance(6_000)
    const oksana = await world.staff('manager', channel, { name: 'Оксана' })
    const inna = await world.staff('manager', channel, { name: 'Інна' })
    const olia = await world.customer(channel, { name: 'Оля' })
    const book = async (words: string) => {
      await olia.says(words)
      expect((await olia.says('так')).text).toContain('Адміністратор підтвердить')
    }
    await book('манікюр у Олени 19 травня о 12')
    await oksana.hears()
    expect((await oksana.presses('Прийняти')).text).toContain('Підтверджено · Оксана')
    expect(
      inna
        .screen()
        .map((one) => one.text)
        .join(),
    ).toContain('Підтверджено · Оксана')
    expect(olia.screen().at(-1)?.text).toContain('підтверджено')

    await book('манікюр у Олени 19 травня о 14')
    await oksana.hears()
    await oksana.presses('Відхилити')
    expect((await oksana.says('Захворіла Олена')).text).toContain('Відхилено · Оксана')
    expect(olia.screen().at(-1)?.text).toContain('Захворіла Олена')

    await book('манікюр у Олени 19 травня о 16')
    await inna.hears()
    await inna.presses('Запропонувати час')
    expect((await inna.says('20 травня 10:00')).text).toContain('Запитав клієнта')
    expect((await olia.hears()).text + olia.screen().at(-1)?.text).toContain('чи підійде вам')
    const agreed = await olia.presses('Так, підходить')
    expect(agreed.text).toContain('Домовились!')
    expect(agreed.text).toContain('10:00–11:00')
  })
})
