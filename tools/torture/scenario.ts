/** One promise put to the test: how it was named, what was found, and whether it holds. */
export interface Figure {
  readonly what: string
  readonly goal: string
  readonly found: string | number
  readonly holds: boolean
}

/** What a scenario is given: how large, and the one source of chance, so that a seed brings the same steps again. */
export interface Run {
  readonly scale: number
  readonly random: () => number
  /** One line of progress; never a figure. */
  note(text: string): void
}

export type Scenario = (run: Run) => Promise<Figure[]>

/** `full` at full size; never fewer than `least`, below which the figure would say nothing. */
export function sized(run: Run, full: number, least = 1): number {
  return Math.max(least, Math.round(full * run.scale))
}

/** A figure that must be exactly so. */
export function exactly(what: string, goal: number, found: number): Figure {
  return { what, goal: String(goal), found, holds: found === goal }
}

/** A figure that must not be passed. */
export function atMost(what: string, goal: number, found: number, unit = ''): Figure {
  return { what, goal: `<= ${goal}${unit}`, found: `${Math.round(found * 100) / 100}${unit}`, holds: found <= goal }
}

/** Mulberry32: small, seeded, good enough to pick. */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function pick<T>(random: () => number, list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)]
}

/** A whole number from `least` to `most`. */
export function between(random: () => number, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1))
}

/** The value below which `share` of them lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
