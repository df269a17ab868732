import { afterEach, expect, test } from 'vitest'
import { everythingForged } from '../../tools/torture/forged.ts'
import { everythingBroken } from '../../tools/torture/fuzz.ts'
import { somePoison } from '../../tools/torture/poison.ts'
import { everythingRepeated, worldOfRepeats } from '../../tools/torture/repeats.ts'
import { type Figure, generator } from '../../tools/torture/scenario.ts'
import { connectBots } from '../../tools/torture/stage.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World | undefined
afterEach(async () => {
  await world?.stop()
  world = undefined
})

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** Counts and order only: how long it took says nothing on a busy machine. */
const broken = (figures: readonly Figure[]) =>
  figures.filter((figure) => !figure.holds && !/ m?s$/.test(String(figure.found)))

test('G9 what comes up to five times, interleaved and in disorder, is answered once and in order', async () => {
  const random = generator(seed)
  world = await worldOfRepeats(random, 300)
  const size = { chats: 8, perChat: 12, people: 5, callbacks: 60, copiesWithinMs: 300 }
  const figures = await everythingRepeated(world, await connectBots(world, 1, random), size, random, () => {})
  expect(broken(figures), `seed ${seed}`).toEqual([])
}, 60_000)

test('G11 an update that always breaks its handler is laid aside after five tries, and its chat goes on', async () => {
  world = await createWorld()
  const stage = await connectBots(world)
  const figures = await somePoison(world, stage, { chats: 6, perChat: 8, every: 12, hurry: true })
  expect(broken(figures), `seed ${seed}`).toEqual([])
}, 60_000)

test('G13 forged requests are refused and leave nothing behind', async () => {
  world = await createWorld()
  const figures = await everythingForged(world, await connectBots(world), 65, generator(seed))
  expect(broken(figures), `seed ${seed}`).toEqual([])
}, 60_000)

test('G12 broken payloads at every door harm nobody, and every valid one among them is processed', async () => {
  world = await createWorld()
  const stage = await connectBots(world, 2)
  const figures = await everythingBroken(world.url, stage, 300, generator(seed), 30_000)
  expect(broken(figures), `seed ${seed}`).toEqual([])
  expect(await world.rows(`select trouble from updates where state = 'dead'`), `seed ${seed}`).toEqual([])
}, 90_000)
