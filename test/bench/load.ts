/**
 * The client of the benchmarks, a process of its own: so many connections, each with one request under way. It speaks
 * just enough HTTP to count answers, so that what is measured is the server. Told by one line of JSON, answers with one.
 */
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { bodies } from './bodies.ts'

const wishSchema = z.object({
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  body: z.enum(['update', 'purchase', 'batch']),
  /** Keeps ids of different runs apart. */
  from: z.int(),
  connections: z.int(),
  seconds: z.number(),
  /** Requests a second over all connections; as fast as they are answered without it. */
  perSecond: z.number().optional(),
})

const wish = wishSchema.parse(JSON.parse(await text(process.stdin)))
const url = new URL(wish.url)
const head = [
  `POST ${url.pathname} HTTP/1.1`,
  `host: ${url.host}`,
  'content-type: application/json',
  ...Object.entries(wish.headers).map(([name, value]) => `${name}: ${value}`),
].join('\r\n')
const makeBody = bodies[wish.body]

let next = wish.from
const times: number[] = []
const statuses: Record<string, number> = {}
const started = performance.now()
const end = started + wish.seconds * 1000
await Promise.all(Array.from({ length: wish.connections }, (_, at) => keepAsking(at)))
const lasted = (performance.now() - started) / 1000
times.sort((one, other) => one - other)
const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
console.log(JSON.stringify({ perSecond: times.length / lasted, p50: at(0.5), p99: at(0.99), statuses }))
process.exit(0)

async function keepAsking(place: number): Promise<void> {
  const socket = connect(Number(url.port), url.hostname)
  socket.setNoDelay(true)
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const pause = wish.perSecond === undefined ? 0 : (wish.connections / wish.perSecond) * 1000
  let due = started + (place / wish.connections) * pause
  while (performance.now() < end) {
    if (pause > 0) {
      const wait = due - performance.now()
      if (wait > 0) await sleep(wait)
      due += pause
    }
    const body = makeBody(next++)
    const asked = performance.now()
    const status = await ask(socket, body)
    times.push(performance.now() - asked)
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  socket.destroy()
}

function ask(socket: Socket, body: string): Promise<string> {
  socket.write(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  return new Promise((resolve) => {
    let answer = ''
    const read = (chunk: Buffer) => {
      answer += chunk.toString('latin1')
      const headEnd = answer.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const length = Number(/content-length: (\d+)/i.exec(answer.slice(0, headEnd))?.[1] ?? 0)
      if (answer.length < headEnd + 4 + length) return
      socket.off('data', read)
      resolve(answer.slice(9, 12))
    }
    socket.on('data', read)
  })
}
