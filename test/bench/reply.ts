import { setTimeout as sleep } from 'node:timers/promises'
import { countable } from '../../tools/torture/stage.ts'
import { openArena } from './arena.ts'
import { type Bench, plain, within } from './figure.ts'

const chats = 50
/** A bot may say 29 messages a second: fifty answers at once need several. */
const bots = 5
const rounds = 12

/** P4: from a person's message to the reply on the wire, fifty chats writing at the same moment. */
export const reply: Bench = {
  title: 'Message to reply',
  async run() {
    const arena = await openArena(bots)
    const { stage } = arena
    const people = Array.from({ length: chats }, (_, at) => {
      const bot = stage.bots[at % bots]
      if (!bot) throw new Error('no bot')
      return bot.person({ id: 9_500 + at, first_name: `Chat ${at}` })
    })
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const waited = await Promise.all(
        people.map(async (person) => {
          const said = performance.now()
          person.says(countable('r', round))
          await person.nextMessage(30_000)
          return performance.now() - said
        }),
      )
      // The first round makes the addresses and warms the code.
      if (round > 0) times.push(...waited)
      await sleep(3_200)
    }
    await arena.close()
    times.sort((one, other) => one - other)
    const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
    return [
      plain('message to reply, p50', `${Math.round(at(0.5))} ms`),
      within('message to reply, p95', at(0.95), 300, 'ms'),
      plain('message to reply, p99', `${Math.round(at(0.99))} ms`),
    ]
  },
}
