import type { z } from 'zod'
import type { Actor, Permission, UseCase } from '../../core/actor.ts'
import type { Intent, Slots, Understood } from '../../core/assistant/index.ts'
import type { Language } from '../../core/business.ts'
import type { FileRef, Message } from '../../core/message.ts'
import type { Say } from '../../core/say.ts'
import type { Business, TenantTx } from '../../db/tenant.ts'

/** What a step of a talk is given. Everything it does belongs to the transaction that handles the person's message. */
export interface Talk {
  readonly tx: TenantTx
  readonly actor: Actor
  readonly business: Business
  readonly address: TalkAddress
  readonly now: Date
  /** Where the product's own pages are, without a slash at the end. */
  readonly webUrl: string
  /** Calls a use case as this person. If it throws, what it wrote is undone and the talk can go on. */
  run<Input, Output>(useCase: UseCase<Input, Output>, input: Input): Promise<Output>
  /** A phrase in this person's language, for the few places that need text (chart titles). */
  text(what: Say): string
  understand(text: string): Promise<Understood>
}

export interface TalkAddress {
  readonly id: string
  readonly customerId: string | null
  readonly staffId: string | null
  readonly language: Language
  readonly channel: 'telegram' | 'viber' | 'web'
  /** The name that the platform shows, if any. */
  readonly person: string | null
  readonly consented: boolean
}

export type Answer =
  | { readonly kind: 'choice'; readonly value: string }
  | { readonly kind: 'text'; readonly text: string; readonly understood: Understood }
  | { readonly kind: 'contact'; readonly phone: string; readonly proved: boolean }
  | { readonly kind: 'photo'; readonly file: FileRef; readonly caption: string }

/** Where a talk goes from here. */
export type Move =
  /** Ask this step next. */
  | { readonly to: 'step'; readonly step: string; readonly draft: object; readonly first?: readonly Message[] }
  /** Say why, and ask the same step again, refreshed. */
  | { readonly to: 'again'; readonly why: Say; readonly draft?: object }
  /** The talk is over (or there was none): say this. */
  | { readonly to: 'end'; readonly messages: readonly Message[] }
  /** Begin another talk. */
  | { readonly to: 'flow'; readonly flow: string; readonly draft: object; readonly first?: readonly Message[] }
  /** This was no answer to the step: say this, if anything, take it as a new wish, and if it is none, ask again. */
  | { readonly to: 'pass'; readonly first?: readonly Message[] }
  /** Say this, then go on with what the person had asked for before. */
  | { readonly to: 'wish'; readonly text: string; readonly first?: readonly Message[] }

export const goTo = (step: string, draft: object, first?: readonly Message[]): Move => ({
  to: 'step',
  step,
  draft,
  ...(first ? { first } : {}),
})
export const again = (why: Say, draft?: object): Move => ({ to: 'again', why, ...(draft ? { draft } : {}) })
export const end = (...messages: readonly Message[]): Move => ({ to: 'end', messages })
export const begin = (flow: string, draft: object = {}, first?: readonly Message[]): Move => ({
  to: 'flow',
  flow,
  draft,
  ...(first ? { first } : {}),
})
export const pass: Move = { to: 'pass' }
export const resume = (text: string, first?: readonly Message[]): Move => ({
  to: 'wish',
  text,
  ...(first ? { first } : {}),
})

export interface Step<Draft> {
  ask(talk: Talk, draft: Draft): Promise<Message>
  take(answer: Answer, talk: Talk, draft: Draft): Promise<Move>
}

/**
 * A talk as steps that ask and take. The draft is data, saved with the version: a talk saved by another version is
 * begun again rather than misread. `start` is the step of a fresh draft: prefilled drafts skip what is known already.
 */
export interface Flow<Draft extends object = object> {
  readonly name: string
  readonly version: number
  readonly draft: z.ZodType<Draft>
  start(talk: Talk, draft: Draft): Promise<Move>
  readonly steps: Readonly<Record<string, Step<Draft>>>
  /** What /cancel says here, where leaving the talk calls nothing off; nothing where it does. */
  left?(talk: Talk, draft: Draft): Promise<Message | undefined>
  /** Minutes until an abandoned talk is forgotten; 60 unless said otherwise. */
  readonly idleMinutes?: number
}

/** A flow whose draft type is known only inside. */
export interface AnyFlow {
  readonly name: string
  readonly version: number
  readonly idleMinutes: number
  start(talk: Talk, draft: unknown): Promise<Move>
  ask(step: string, talk: Talk, draft: unknown): Promise<Message>
  take(step: string, answer: Answer, talk: Talk, draft: unknown): Promise<Move>
  left(talk: Talk, draft: unknown): Promise<Message | undefined>
}

export function defineFlow<Draft extends object>(flow: Flow<Draft>): AnyFlow {
  const stepOf = (name: string): Step<Draft> => {
    const step = flow.steps[name]
    if (!step) throw new Error(`flow ${flow.name} has no step ${name}`)
    return step
  }
  return {
    name: flow.name,
    version: flow.version,
    idleMinutes: flow.idleMinutes ?? 60,
    start: async (talk, draft) => flow.start(talk, flow.draft.parse(draft)),
    ask: async (step, talk, draft) => stepOf(step).ask(talk, flow.draft.parse(draft)),
    take: async (step, answer, talk, draft) => stepOf(step).take(answer, talk, flow.draft.parse(draft)),
    left: async (talk, draft) => flow.left?.(talk, flow.draft.parse(draft)),
  }
}

/**
 * Something a person can ask for at any time: by `/name args`, by a button whose press is `/name args`, or in plain
 * words that are understood as one of `intents`. The same name may exist once for customers and once for staff.
 */
export interface Command {
  readonly name: string
  readonly audience: 'customer' | 'staff' | 'everyone'
  readonly permission: Permission
  readonly intents?: readonly Intent[]
  /** Works before the person has agreed to anything. */
  readonly beforeConsent?: boolean
  /** Leaves the talk that is open; any other command answers and lets the talk go on. */
  readonly endsTalk?: boolean
  /** Listed in the platform's command menu and in /help; the words are `command-NAME`. */
  readonly menu?: boolean
  /** Nobody reaches it by typing its name: its arguments are what a platform vouches for. */
  readonly untyped?: boolean
  /** Which module it belongs to; a module switched off takes its commands along. */
  readonly module?: 'shop' | 'bookings'
  run(talk: Talk, call: Call): Promise<Move>
}

export interface Call {
  readonly args: string
  readonly slots: Slots
  /** The whole text, when it came in plain words. */
  readonly text: string | null
}

/** What one file of talks offers; `bots/flows/index.ts` gathers them. */
export interface Feature {
  readonly flows?: readonly AnyFlow[]
  readonly commands: readonly Command[]
}

/** The flow that asks a new customer for consent; it ends with `resume`. */
export const welcomeFlow = 'welcome'
/** The command that takes whatever a customer says and nobody understood; staff hear what they can do instead. */
export const fallbackCommand = 'ask'
/** The command that leaves a talk wherever it is. */
export const cancelCommand = 'cancel'
