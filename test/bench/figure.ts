/** A line of the table: what was measured, beside what in the same run, and whether that is good enough. */
export interface Line {
  readonly what: string
  readonly found: string
  readonly goal?: string
  readonly holds?: boolean
}

export interface Bench {
  readonly title: string
  /** Seconds per measurement. */
  run(seconds: number, note: (text: string) => void): Promise<Line[]>
}

export const plain = (what: string, found: string): Line => ({ what, found })

/** What ran in the same round ran under the same load: the rounds' own ratios move least. */
export function ratio(what: string, ours: readonly number[], beside: readonly number[], least: number): Line {
  const found = median(ours.map((value, round) => value / (beside[round] ?? Number.NaN)))
  return { what, found: found.toFixed(2), goal: `>= ${least}`, holds: found >= least }
}

export const within = (what: string, found: number, most: number, unit: string): Line => ({
  what,
  found: `${Math.round(found)} ${unit}`,
  goal: `<= ${most} ${unit}`,
  holds: found <= most,
})

export const rate = (perSecond: number) => `${Math.round(perSecond).toLocaleString('en-US')}/s`

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
