import { load, openArena } from './arena.ts'
import { type Bench, median, plain, rate, ratio } from './figure.ts'

const rounds = 3

/** P2: purchases of apps through the API, singly and a hundred at once. */
export const events: Bench = {
  title: 'Events of apps',
  async run(seconds, note) {
    const arena = await openArena()
    const made = await arena.product.api('POST', '/v1/api-keys', { name: 'bench', scopes: ['events:write'] })
    const headers = { authorization: `Bearer ${made.body.key}` }
    const singly = { url: `${arena.product.url}/v1/purchases`, headers, body: 'purchase' as const, connections: 50 }
    const together = { url: `${arena.product.url}/v1/events`, headers, body: 'batch' as const, connections: 4 }
    await load({ ...together, seconds: 1 })
    const found = { pool: [] as number[], unnest: [] as number[], single: [] as number[], batch: [] as number[] }
    for (let round = 0; round < rounds; round += 1) {
      found.pool.push(await arena.raw('single', seconds))
      found.unnest.push(await arena.raw('unnest', seconds))
      const single = await load({ ...singly, seconds })
      const batch = await load({ ...together, seconds })
      found.single.push(single.perSecond)
      found.batch.push(batch.perSecond * 100)
      note(`single ${rate(single.perSecond)} ${JSON.stringify(single.statuses)}`)
      note(`batches ${rate(batch.perSecond * 100)} ${JSON.stringify(batch.statuses)}`)
    }
    await arena.close()
    return [
      plain('bare pool, single inserts', rate(median(found.pool))),
      plain('bare unnest, 100 rows', rate(median(found.unnest))),
      plain('single events', rate(median(found.single))),
      ratio('single events / bare pool', found.single, found.pool, 0.5),
      plain('events by 100', rate(median(found.batch))),
      ratio('events by 100 / bare unnest', found.batch, found.unnest, 0.25),
      plain('Directus', 'not run; STACK.md measured 4.4 k/s on a machine whose bare unnest does 130-181 k/s'),
    ]
  },
}
