import { createWorld, type World } from '../../test/support/world.ts'
import { exactly, type Figure, type Scenario, sized } from './scenario.ts'
import { connectBots, countable, figuresOf, hold, numbersIn, type Stage, shuffled, until } from './stage.ts'

/** G9: everything comes one to five times, chats interleaved, Viber in any order, some of it again a day later. */
export const repeats: Scenario = async (run) => {
  const world = await worldOfRepeats(run.random, 3_000)
  const stage = await connectBots(world, 1, run.random)
  const chats = sized(run, 200, 10)
  const size = {
    chats,
    perChat: Math.ceil(sized(run, 20_000, 100) / chats),
    people: Math.min(chats, 100),
    callbacks: sized(run, 10_000, 50),
    copiesWithinMs: 3_000,
  }
  const figures = await everythingRepeated(world, stage, size, run.random, run.note)
  await world.stop()
  return figures
}

/** Copies come within this many milliseconds of the first. */
export function worldOfRepeats(random: () => number, withinMs: number): Promise<World> {
  const copies = { max: 5 }
  return createWorld({
    telegram: { random, limits: false, duplicates: { ...copies, withinMs } },
    viber: { random, limits: false, ordered: false, duplicates: copies, maxConnections: 40 },
  })
}

export interface RepeatsSize {
  readonly chats: number
  readonly perChat: number
  /** People on Viber, and how much they say in all. */
  readonly people: number
  readonly callbacks: number
  readonly copiesWithinMs: number
}

export async function everythingRepeated(
  world: Pick<World, 'settled' | 'clock' | 'rows'>,
  { viber, bots: [bot], account }: Stage,
  size: RepeatsSize,
  random: () => number,
  note: (text: string) => void,
): Promise<Figure[]> {
  if (!bot) throw new Error('no bot')
  const people = Array.from({ length: size.chats }, (_, at) => bot.person({ id: 7_000 + at, first_name: `Chat ${at}` }))
  const visitors = Array.from({ length: size.people }, (_, at) => account.person({ id: `repeat${at}==` }))
  const posted: { body: string; person: string }[] = []
  const updates = []
  for (let number = 1; number <= size.perChat; number += 1)
    for (const person of shuffled(random, people)) updates.push(person.says(countable('t', number)))
  for (let at = 0; at < size.callbacks; at += 1) {
    const person = visitors[at % visitors.length]
    const number = Math.floor(at / visitors.length) + 1
    if (person) posted.push({ body: person.says(countable('v', number)), person: person.id })
  }
  const answers = () =>
    people.reduce((sum, person) => sum + person.chat.incoming.length, 0) +
    visitors.reduce((sum, person) => sum + person.chat.messages.length, 0)
  const expected = updates.length + posted.length
  await until(() => answers() >= expected, 60_000 + expected * 40, `${expected} answers`)
  await world.settled()
  note(`${bot.deliveries.length + account.deliveries.length} deliveries of ${expected} messages`)

  // A day later some of it comes once more.
  world.clock.advance(23 * 3_600_000)
  bot.redeliver(shuffled(random, updates).slice(0, Math.ceil(updates.length / 10)))
  for (const { body, person } of shuffled(random, posted).slice(0, Math.ceil(posted.length / 10)))
    account.post(body, person)
  await new Promise((resolve) => setTimeout(resolve, size.copiesWithinMs + 500))
  await viber.settled(60_000)
  await world.settled()

  const inTelegram = { lost: 0, repeated: 0, inversions: 0 }
  const inViber = { lost: 0, repeated: 0, inversions: 0 }
  for (const { chat } of people) hold(inTelegram, numbersIn(textsOf(chat.incoming), 't'), size.perChat)
  for (const [at, { chat }] of visitors.entries()) {
    const count = Math.floor(size.callbacks / size.people) + (at < size.callbacks % size.people ? 1 : 0)
    hold(inViber, numbersIn(chat.texts(), 'v'), count)
  }
  const [handled] = await world.rows(`select count(*)::int as count from messages where author = 'person'`)
  const refused = [...bot.deliveries, ...account.deliveries].filter((one) => one.status !== 200)
  return [
    ...figuresOf('Telegram', inTelegram, true),
    ...figuresOf('Viber', inViber, false),
    exactly('messages in the transcripts', expected, Number(handled?.['count'])),
    exactly('answers to a platform other than 200', 0, refused.length),
  ]
}

const textsOf = (seen: readonly { text: string }[]) => seen.map(({ text }) => text)
