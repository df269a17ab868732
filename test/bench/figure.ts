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

export const ratio = (what: string, ours: number, beside: number, least: number): Line => ({
  what,
  found: (ours / beside).toFixed(2),
  goal: `>= ${least}`,
  holds: ours / beside >= least,
})

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
