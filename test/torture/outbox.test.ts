import { afterEach, expect, test } from 'vitest'
import { sweepInbox } from '../../core/inbox/index.ts'
import { connectBots, countable, numbersIn, type Stage } from '../../tools/torture/stage.ts'
import type { TelegramPerson } from '../emulators/telegram.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World | undefined
afterEach(async () => {
  await world?.stop()
  world = undefined
})

const heard = (person: TelegramPerson) =>
  numbersIn(
    person.chat.incoming.map(({ text }) => text),
    'o',
  )

/** Somebody who has said a few things while Telegram takes nothing: what they are told waits in the outbox. */
async function waiting(count: number): Promise<{ world: World; stage: Stage; person: TelegramPerson }> {
  const opened = await createWorld()
  world = opened
  const stage = await connectBots(opened)
  const person = stage.bots[0]?.person({ id: 4_100, first_name: 'Леся' })
  if (!person) throw new Error('no person')
  person.says(countable('o', 1))
  await opened.settled()
  stage.telegram.faults.failNext('sendMessage', { status: 500, times: 1_000 })
  for (let number = 2; number <= count; number += 1) person.says(countable('o', number))
  await opened.settled()
  return { world: opened, stage, person }
}

test('what could not be sent is sent later, in order and once', async () => {
  const { world, stage, person } = await waiting(8)
  expect(heard(person)).toEqual([1])
  while (stage.telegram.faults.takeFailure('sendMessage')) {}
  for (let round = 0; round < 12; round += 1) {
    world.clock.advance(60_000)
    await world.inside(sweepInbox)
    await world.settled()
  }
  expect(heard(person)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

test('a claim lost in a crash: nobody else sends while its lease holds, then it is said again, at most once more', async () => {
  const { world, stage, person } = await waiting(4)
  while (stage.telegram.faults.takeFailure('sendMessage')) {}
  // As a process left it that was killed between the call and the note of how it ended.
  await world.rows(
    `update outbox set state = 'sending', attempt = gen_random_uuid(), lease_until = '${new Date(world.clock.now().getTime() + 20_000).toISOString()}',
       due_at = '${new Date(world.clock.now().getTime() - 1_000).toISOString()}'
     where position = (select min(position) from outbox where state = 'queued')`,
  )
  await world.inside(async (tx) => {
    const [row] = await world.rows('select distinct address_id from outbox')
    tx.wake({ stage: 'deliver', addressId: String(row?.['address_id']) })
  })
  await world.settled()
  expect(heard(person)).toEqual([1])
  for (let round = 0; round < 4; round += 1) {
    world.clock.advance(21_000)
    await world.inside(sweepInbox)
    await world.settled()
  }
  expect(heard(person)).toEqual([1, 2, 3, 4])
  const rows = await world.rows(`select state, count(*)::int as count from outbox group by state`)
  expect(rows).toEqual([{ state: 'sent', count: 4 }])
})
