import type { Language, Names } from './business.ts'

/**
 * What is said, before it has a language: a word's id and its arguments. The text is made at delivery, in the person's
 * language. Rows of the outbox carry these.
 */
export interface Say {
  readonly say: string
  readonly with?: Readonly<Record<string, SayArgument>>
}

export type SayArgument =
  | string
  | number
  /** An amount of minor units. */
  | { readonly money: number; readonly currency: string }
  /** An instant, shown in a business's time zone. */
  | { readonly moment: string; readonly zone: string; readonly show: MomentStyle }
  /** A local day, YYYY-MM-DD. */
  | { readonly day: string; readonly show: MomentStyle }
  /** What the owner named, in the reader's language if they translated it. */
  | { readonly names: Names }
  /** A phrase within a phrase. */
  | Say
  /** Several, joined by the reader's "and" or by new lines. */
  | { readonly list: readonly Say[]; readonly join: 'comma' | 'line' }

/** day: "пт, 27 листопада"; time: "15:00"; day-time: both; date: "27.11.2026". */
export const momentStyles = ['day', 'time', 'day-time', 'date'] as const
export type MomentStyle = (typeof momentStyles)[number]

export const say = (id: string, args?: Readonly<Record<string, SayArgument>>): Say =>
  args ? { say: id, with: args } : { say: id }

/** Somebody's own words, passed on as they are. */
export const verbatim = (text: string): Say => ({ say: 'verbatim', with: { text } })

/** Turns what is said into text. Bound in `compose.ts` to the Fluent bundles. */
export type Words = (language: Language, what: Say) => string
