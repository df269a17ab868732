import { setTimeout as sleep } from 'node:timers/promises'
import { startTelegram } from '../../test/emulators/telegram.ts'
import { startViber } from '../../test/emulators/viber.ts'
import { startProduct } from './product.ts'
import { exactly, type Scenario, sized } from './scenario.ts'
import { connectBots, countable, figuresOf, hold, numbersIn, until } from './stage.ts'

const outageMinutes = 20
const each = 5

/** G14: nobody is there for twenty minutes while people write and press; the platforms' clocks run ahead instead of ours. */
export const outage: Scenario = async (run) => {
  let ahead = 0
  const clock = () => Date.now() + ahead
  const retryDelayMs = () => 1_000
  const telegram = await startTelegram({ clock, retryDelayMs, limits: false })
  const viber = await startViber({ clock, retryDelayMs, limits: false })
  const product = await startProduct({ telegram, viber })
  const stage = await connectBots({ telegram, viber, api: product.api }, 2)
  const people = Array.from({ length: sized(run, 100, 10) }, (_, at) => {
    const bot = stage.bots[at % stage.bots.length]
    if (!bot) throw new Error('no bot')
    return bot.person({ id: 20_000 + at, first_name: `Chat ${at}` })
  })
  const visitors = Array.from({ length: people.length }, (_, at) => stage.account.person({ id: `outage${at}==` }))
  for (const person of [...people, ...visitors]) person.says(countable('o', 1))
  const answered = (count: number) => () =>
    people.every(({ chat }) => chat.incoming.length >= count) &&
    visitors.every(({ chat }) => chat.messages.length >= count)
  await until(answered(1), 120_000, 'the first answers')
  await sleep(1_000)

  await product.kill()
  for (let number = 2; number <= each; number += 1) {
    for (const person of [...people, ...visitors]) person.says(countable('o', number))
    ahead += (outageMinutes / each) * 60_000
  }
  const before = telegram.log.length
  const pressed = new Map(people.map((person) => [person, person.chat.last()?.edits ?? 0]))
  for (const person of people) person.press({ row: 0, col: 0 })
  ahead += (outageMinutes / each) * 60_000
  run.note(`${people.length * (2 * each - 1)} messages and taps during ${outageMinutes} minutes`)
  await product.start()
  const helped = () =>
    people.every((person) => person.chat.incoming.length > each || (person.chat.incoming[0]?.edits ?? 0) > 0)
  await until(() => answered(each)() && helped(), 180_000, 'all answers').catch((error: unknown) =>
    run.note(String(error)),
  )
  await sleep(2_000)
  await product.stop()

  const inTelegram = { lost: 0, repeated: 0, inversions: 0 }
  const inViber = { lost: 0, repeated: 0, inversions: 0 }
  let unanswered = 0
  for (const person of people) {
    const { incoming } = person.chat
    const edited = incoming.some(({ edits }) => edits > 0)
    // A tap changes its message in place, whose number is then no longer to be read.
    const numbers = numbersIn(
      incoming.map(({ text, edits }, at) => (edits > 0 ? countable('o', at + 1) : text)),
      'o',
    )
    hold(inTelegram, numbers, each)
    if (!edited && incoming.length <= each) unanswered += 1
  }
  for (const { chat } of visitors) hold(inViber, numbersIn(chat.texts(), 'o'), each)
  const late = telegram.log.slice(before).filter((call) => call.method === 'answerCallbackQuery' && call.status !== 200)
  const lost = stage.bots.reduce((sum, bot) => sum + bot.lost.length, 0) + stage.account.lost.length
  await telegram.stop()
  await viber.stop()
  product.remove()
  run.note(`${late.length} of ${pressed.size} taps could no longer be acknowledged`)
  return [
    ...figuresOf('Telegram', inTelegram, true),
    ...figuresOf('Viber', inViber, false),
    exactly('taps that brought nothing', 0, unanswered),
    exactly('given up by a platform', 0, lost),
  ]
}
