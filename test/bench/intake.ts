import { load, openArena } from './arena.ts'
import { type Bench, median, plain, rate, ratio, within } from './figure.ts'

const connections = 50
const rounds = 5

/** P1: updates a second until they are acknowledged, stored and committed, while they are handled as well. */
export const intake: Bench = {
  title: 'Intake of updates',
  async run(seconds, note) {
    const arena = await openArena()
    const { url, secret } = arena.stage.hooks.telegram
    const ours = { url, headers: { 'x-telegram-bot-api-secret-token': secret }, body: 'update' as const, connections }
    const server = { url: `${await arena.rawServer()}/`, headers: {}, body: 'update' as const, connections }
    await load({ ...ours, seconds: 1 })
    const found = { ours: [] as number[], p99: [] as number[], server: [] as number[], pool: [] as number[] }
    for (let round = 0; round < rounds; round += 1) {
      const pool = await arena.raw('single', seconds)
      const fastify = await load({ ...server, seconds })
      const product = await load({ ...ours, seconds })
      if (Object.keys(product.statuses).join() !== '200') note(`not all were 200: ${JSON.stringify(product.statuses)}`)
      found.pool.push(pool)
      found.server.push(fastify.perSecond)
      found.ours.push(product.perSecond)
      note(`pool ${rate(pool)}, Fastify ${rate(fastify.perSecond)}, ours ${rate(product.perSecond)}`)
    }
    const half = median(found.ours) / 2
    const calm = await load({ ...ours, seconds: seconds * 2, perSecond: half })
    await arena.close()
    return [
      plain('bare pool, single inserts', rate(median(found.pool))),
      plain('Fastify + one INSERT per request', rate(median(found.server))),
      plain('updates acknowledged', rate(median(found.ours))),
      ratio('acknowledged / bare pool, median of the rounds', found.ours, found.pool, 0.5),
      plain(`acknowledgement at ${rate(half)}, p50`, `${calm.p50.toFixed(1)} ms`),
      within(`acknowledgement at ${rate(half)}, p99`, calm.p99, 250, 'ms'),
    ]
  },
}
