import { sweepInbox } from '../../core/inbox/index.ts'
import { createWorld, type World } from '../../test/support/world.ts'
import { atMost, exactly, type Figure, type Scenario, sized } from './scenario.ts'
import { connectBots, countable, figuresOf, hold, numbersIn, type Stage, until } from './stage.ts'

/** G11: one update in a hundred breaks its handler every time; its chat goes on all the same. */
export const poison: Scenario = async (run) => {
  const world = await createWorld({ telegram: { random: run.random, limits: false } })
  const stage = await connectBots(world)
  const chats = sized(run, 200, 10)
  const figures = await somePoison(world, stage, { chats, perChat: 50, every: 100, hurry: false })
  await world.stop()
  return figures
}

/** `hurry` lets the clock run ahead instead of waiting for the pauses between tries. */
export async function somePoison(
  world: World,
  { telegram, bots: [bot] }: Stage,
  size: { chats: number; perChat: number; every: number; hurry: boolean },
): Promise<Figure[]> {
  if (!bot) throw new Error('no bot')
  const tries = new Map<string, number>()
  const { dialogue } = world.product
  const { converse } = dialogue
  dialogue.converse = async (tx, channelId, kind, incoming) => {
    // It breaks at its very end: whatever was written before must be undone.
    await converse(tx, channelId, kind, incoming)
    if (incoming.content.kind !== 'text' || !incoming.content.text.startsWith('/poison')) return
    tries.set(incoming.content.text, (tries.get(incoming.content.text) ?? 0) + 1)
    throw new Error(`poison: ${incoming.content.text}`)
  }
  const people = Array.from({ length: size.chats }, (_, at) => bot.person({ id: 8_000 + at, first_name: `Chat ${at}` }))
  let poisoned = 0
  let said = 0
  for (let number = 1; number <= size.perChat; number += 1) {
    for (const person of people) {
      said += 1
      if (said % (size.every + 1) === 0) {
        poisoned += 1
        person.says(`/poison${poisoned}`)
      }
      person.says(countable('p', number))
    }
  }
  const expected = size.chats * size.perChat
  const answers = () => people.reduce((sum, person) => sum + person.chat.incoming.length, 0)
  if (size.hurry) {
    for (let round = 0; round < 60 && answers() < expected; round += 1) {
      await world.settled()
      world.clock.advance(7_000)
      await world.inside(sweepInbox)
    }
  }
  await until(() => answers() >= expected, 120_000 + expected * 40, `${expected} answers`)
  await world.settled()
  dialogue.converse = converse

  const tally = { lost: 0, repeated: 0, inversions: 0 }
  for (const { chat } of people) {
    const texts = chat.incoming.map(({ text }) => text)
    hold(tally, numbersIn(texts, 'p'), size.perChat)
  }
  const spoken = people.flatMap(({ chat }) => chat.incoming).filter(({ text }) => text.includes('/poison')).length
  const dead = await world.rows(`select tries, trouble, payload is not null as kept from updates where state = 'dead'`)
  const [open] = await world.rows(`select count(*)::int as count from updates where state = 'stored'`)
  return [
    ...figuresOf('around the poison', tally, true),
    exactly(
      'poison in the list of dead letters, kept for a replay',
      poisoned,
      dead.filter((row) => row['kept']).length,
    ),
    atMost('tries of one poison', 5, Math.max(...tries.values())),
    exactly('what poison left behind', 0, spoken),
    exactly('updates still waiting', 0, Number(open?.['count'])),
    exactly('answers to Telegram other than 200', 0, bot.deliveries.filter((one) => one.status !== 200).length),
    ...(size.hurry ? [] : [atMost('longest silence of a chat', 30, longestPause(people, telegram), ' s')]),
  ]
}

/** How long the answers of a chat ever paused, in seconds. */
function longestPause(people: readonly { id: number }[], telegram: Stage['telegram']): number {
  let longest = 0
  for (const { id } of people) {
    const times = telegram.sentTo(id).map((call) => call.at)
    times.forEach((at, index) => {
      longest = Math.max(longest, at - (times[index - 1] ?? at))
    })
  }
  return longest / 1000
}
