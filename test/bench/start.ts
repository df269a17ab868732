import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProduct } from '../../tools/torture/product.ts'
import { type Bench, within } from './figure.ts'

/** P3: how long until it answers, with everything made and with everything there, and what it takes at rest. */
export const start: Bench = {
  title: 'Start and rest',
  async run() {
    const product = await startProduct({}, { DEMO: 'on', PUBLIC_URL: '' })
    await product.stop()
    const began = performance.now()
    await product.start()
    const answer = await fetch(`${product.url}/healthz`)
    await answer.arrayBuffer()
    const warm = performance.now() - began
    await sleep(10_000)
    const rest = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${product.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
    await product.stop()
    product.remove()
    return [
      within('cold start: database, demo, listening', product.startedIn / 1000, 30, 's'),
      within('warm start to the first answer', warm, 2_000, 'ms'),
      within('the Node process at rest', rest, 250, 'MB'),
    ]
  },
}
