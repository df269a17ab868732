import { cpus } from 'node:os'
import { events } from './events.ts'
import type { Bench } from './figure.ts'
import { intake } from './intake.ts'
import { reply } from './reply.ts'
import { start } from './start.ts'

/** The speed figures by the names of GOALS.md. A new one is one line here. */
const benches: Record<string, Bench> = { P1: intake, P2: events, P3: start, P4: reply }

/** `npm run bench [-- --only P1,P4 --seconds 3]`: each figure beside what the same machine does without us, in the same run. */
async function main(): Promise<void> {
  const names = option('only')?.split(',') ?? Object.keys(benches)
  const seconds = Number(option('seconds') ?? 4)
  console.log(`${cpus().length} cores, Node ${process.version}, ${seconds} s a measurement`)
  let missed = 0
  for (const name of names) {
    const bench = benches[name]
    if (!bench) throw new Error(`no benchmark ${name}: choose of ${Object.keys(benches).join(', ')}`)
    console.log(`\n${name} ${bench.title}`)
    const lines = await bench.run(seconds, (text) => console.log(`  · ${text}`))
    for (const { what, found, goal, holds } of lines) {
      const verdict = goal === undefined ? '' : `  goal ${goal}: ${holds ? 'holds' : 'MISSED'}`
      console.log(`  ${what.padEnd(48)} ${found.padStart(12)}${verdict}`)
    }
    missed += lines.filter((line) => line.holds === false).length
  }
  console.log(missed === 0 ? '\nAll goals hold.' : `\n${missed} goals are missed.`)
  process.exit(0)
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}

await main()
