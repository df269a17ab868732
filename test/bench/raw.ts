/**
 * What the same machine does without us, a process of its own: the bare pool with one row per insert, or with a hundred
 * by unnest, and Fastify with one INSERT per request.
 */
import { randomBytes } from 'node:crypto'
import fastify from 'fastify'
import pg from 'pg'

const [what = '', databaseUrl = '', seconds = '3'] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 })
const payload = randomBytes(320)
const one =
  'insert into bench.raw (key, chat, payload, state, at) values ($1, $2, $3, $4, now()) on conflict do nothing'
const insert = () => pool.query(one, [randomBytes(16), randomBytes(16), payload, 'stored'])

if (what === 'server') {
  const app = fastify()
  app.post('/', async () => {
    await insert()
    return {}
  })
  console.log(await app.listen({ port: 0, host: '127.0.0.1' }))
} else {
  const hundred = () =>
    pool.query(
      `insert into bench.raw (key, chat, payload, state, at)
       select key, chat, payload, 'stored', now() from unnest($1::bytea[], $2::bytea[], $3::bytea[]) as rows (key, chat, payload)
       on conflict do nothing`,
      [list(() => randomBytes(16)), list(() => randomBytes(16)), list(() => payload)],
    )
  const [work, each] = what === 'unnest' ? [hundred, 100] : [insert, 1]
  const end = performance.now() + Number(seconds) * 1000
  let rows = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: what === 'unnest' ? 4 : 50 }, async () => {
      for (; performance.now() < end; rows += each) await work()
    }),
  )
  console.log(String(rows / ((performance.now() - started) / 1000)))
  await pool.end()
}

function list<T>(make: () => T): T[] {
  return Array.from({ length: 100 }, make)
}
