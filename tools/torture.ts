import { startTemplate } from '../test/support/global-setup.ts'
import { cloneFrom } from '../test/support/postgres.ts'
import { bookingModel } from './torture/booking-model.ts'
import { forged } from './torture/forged.ts'
import { fuzz } from './torture/fuzz.ts'
import { kills } from './torture/kills.ts'
import { mutation } from './torture/mutation.ts'
import { anyStaff, oneSlot } from './torture/one-slot.ts'
import { onlineRetail } from './torture/online-retail.ts'
import { outage } from './torture/outage.ts'
import { poison } from './torture/poison.ts'
import { repeats } from './torture/repeats.ts'
import { type Figure, generator, type Scenario } from './torture/scenario.ts'
import { stock } from './torture/stock.ts'

/** The reliability figures by the names of GOALS.md. A new scenario is one line here. */
const scenarios: Record<string, { readonly title: string; readonly run: Scenario }> = {
  G9: { title: 'Everything comes up to five times', run: repeats },
  G10: { title: 'Killed while receiving', run: kills },
  G11: { title: 'Poison', run: poison },
  G12: { title: 'Broken payloads', run: fuzz },
  G13: { title: 'Forged requests', run: forged },
  G14: { title: 'Twenty minutes away', run: outage },
  G18: { title: 'One slot and a crowd', run: oneSlot },
  G19: { title: 'Anybody of five', run: anyStaff },
  G20: { title: 'Bookings against a model', run: bookingModel },
  G21: { title: 'Stock', run: stock },
  'online-retail': { title: 'Nine months of a real shop', run: onlineRetail },
  mutation: { title: 'The tests bite', run: mutation },
}

/** `npm run torture -- [--only G1,G18] [--scale 0.1] [--seed N]`: prints every figure and the seed, exits 1 if one fails. */
async function main(): Promise<void> {
  const only = option('only')?.split(',')
  const scale = Number(option('scale') ?? 1)
  const seed = Number(option('seed') ?? Math.floor(Math.random() * 2 ** 31))
  const names = only ?? Object.keys(scenarios)
  const unknown = names.filter((name) => !Object.hasOwn(scenarios, name))
  if (unknown.length > 0 || !(scale > 0) || !Number.isSafeInteger(seed)) {
    console.error(
      `torture [--only NAME,…] [--scale NUMBER] [--seed NUMBER]; names: ${Object.keys(scenarios).join(', ')}`,
    )
    process.exit(2)
  }
  console.log(`seed ${seed}, scale ${scale} (again: npm run torture -- --seed ${seed} --scale ${scale})`)
  const { template, stop } = await startTemplate()
  cloneFrom(template)
  let failed = 0
  try {
    for (const name of names) failed += await torture(name, scale, seed)
  } finally {
    await stop()
  }
  console.log(failed === 0 ? `\nEverything holds. Seed ${seed}.` : `\n${failed} figures fail. Seed ${seed}.`)
  process.exit(failed === 0 ? 0 : 1)
}

async function torture(name: string, scale: number, seed: number): Promise<number> {
  const scenario = scenarios[name]
  if (!scenario) return 1
  const started = performance.now()
  console.log(`\n${name} ${scenario.title}`)
  const note = (text: string) => console.log(`  · ${text}`)
  let figures: Figure[]
  try {
    figures = await scenario.run({ scale, random: generator(seed), note })
  } catch (error) {
    console.error(error)
    figures = [{ what: 'the scenario ran to its end', goal: 'yes', found: 'no', holds: false }]
  }
  for (const { what, goal, found, holds } of figures)
    console.log(`  ${holds ? 'ok  ' : 'FAIL'} ${what}: ${found} (goal ${goal})`)
  console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return figures.filter((figure) => !figure.holds).length
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}

await main()
