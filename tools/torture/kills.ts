import { setTimeout as sleep } from 'node:timers/promises'
import { startTelegram } from '../../test/emulators/telegram.ts'
import { startViber } from '../../test/emulators/viber.ts'
import { startProduct } from './product.ts'
import { atMost, between, exactly, percentile, pick, type Scenario, sized } from './scenario.ts'
import { connectBots, countable, hold, numbersIn } from './stage.ts'

const perSecond = 200
/** One bot says about 29 messages a second: so many answer at the rate of the traffic. */
const bots = 8
/** Deliveries under way at once in the product: what a kill may leave to be said again. */
const inFlight = 10
/** After a start everything that waited comes at once; the goal holds outside of that. */
const settleMs = 2_000

/** G10: the process is killed again and again while it receives; Telegram brings again what was not taken. */
export const kills: Scenario = async (run) => {
  const total = sized(run, 20_000, 400)
  const times = sized(run, 50, 3)
  const { random } = run
  const telegram = await startTelegram({ random, retryDelayMs: (attempt) => Math.min(250 * 2 ** (attempt - 1), 5_000) })
  const viber = await startViber()
  const product = await startProduct({ telegram, viber })
  const stage = await connectBots({ telegram, viber, api: product.api }, bots, random)
  const people = Array.from({ length: 200 }, (_, at) => {
    const bot = stage.bots[at % bots]
    if (!bot) throw new Error('no bot')
    return { person: bot.person({ id: 9_000 + at, first_name: `Chat ${at}` }), said: 0 }
  })

  let said = 0
  const talking = (async () => {
    const started = performance.now()
    while (said < total) {
      const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * perSecond))
      for (; said < due; said += 1) {
        const chat = pick(random, people)
        if (chat) {
          chat.said += 1
          chat.person.says(countable('k', chat.said))
        }
      }
      await sleep(20)
    }
  })()
  /** From a kill until what waited was taken. */
  const disturbed: { from: number; until: number }[] = []
  for (let kill = 1; kill <= times; kill += 1) {
    await sleep(between(random, 300, 3_500))
    const from = Date.now()
    await product.kill()
    await product.start()
    disturbed.push({ from, until: Date.now() + settleMs })
    if (kill % 10 === 0) run.note(`${kill} kills, ${said} updates`)
  }
  await talking
  const tally = () => {
    const found = { lost: 0, repeated: 0, inversions: 0 }
    for (const { person, said: count } of people)
      hold(
        found,
        numbersIn(
          person.chat.incoming.map(({ text }) => text),
          'k',
        ),
        count,
      )
    return found
  }
  run.note('the traffic is over')
  let last = 0
  for (let quiet = 0; quiet < 60 && tally().lost > 0; ) {
    await sleep(1_000)
    const now = people.reduce((sum, { person }) => sum + person.chat.incoming.length, 0)
    quiet = now === last ? quiet + 1 : 0
    last = now
  }
  await sleep(3_000)
  await product.stop()
  const [rows] = await product.rows(`
    select (select count(*)::int from messages where author = 'person') as effects, (select count(*)::int from outbox) as answers,
      (select count(*)::int from updates where state <> 'handled') as open`)
  const found = tally()
  const calm = stage.bots
    .flatMap((bot) => bot.deliveries)
    .filter(({ at, ms, status }) => status === 200 && !disturbed.some((one) => at + ms >= one.from && at <= one.until))
  await telegram.stop()
  await viber.stop()
  product.remove()
  run.note(`${found.repeated} answers were in flight at a kill and said again; ${calm.length} calm acknowledgements`)
  return [
    exactly('lost', 0, found.lost),
    exactly('effects beyond one per update', 0, Number(rows?.['effects']) - total),
    exactly('answers beyond one per update', 0, Number(rows?.['answers']) - total),
    exactly('updates left over', 0, Number(rows?.['open'])),
    exactly(
      'order inversions, repeats of calls in flight left aside',
      0,
      Math.max(0, found.inversions - found.repeated),
    ),
    atMost('answers said again', inFlight * times, found.repeated),
    atMost(
      'acknowledgement outside the kills, p99',
      250,
      percentile(
        calm.map(({ ms }) => ms),
        0.99,
      ),
      ' ms',
    ),
  ]
}
