import { z } from 'zod'
import type { Language } from '../business.ts'

const attribute = z.union([z.string().max(500), z.number(), z.boolean(), z.null()])
const externalId = z.string().trim().min(1).max(200)

const aboutThem = {
  name: z.string().overwrite(visible).trim().min(1).max(200),
  phone: z.string().trim().min(3).max(40),
  email: z.email().max(254),
  /** A day of the calendar that has been. */
  birthday: z.iso.date().refine((day) => day >= '1900-01-01', 'too long ago'),
  gender: z.string().trim().min(1).max(40),
  language: z.string().trim().min(2).max(35),
  source: z.string().trim().min(1).max(100),
  attributes: z
    .record(z.string().min(1).max(100), attribute)
    .refine((all) => Object.keys(all).length <= 50, 'at most 50 attributes'),
}

/** A customer as an app reports them. */
export const customerInputSchema = z.object({
  external_id: externalId,
  name: aboutThem.name.optional(),
  phone: aboutThem.phone.optional(),
  email: aboutThem.email.optional(),
  birthday: aboutThem.birthday.optional(),
  gender: aboutThem.gender.optional(),
  language: aboutThem.language.optional(),
  source: aboutThem.source.optional(),
  referred_by: externalId.optional(),
  attributes: aboutThem.attributes.optional(),
  updated_at: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
})
export type CustomerInput = z.output<typeof customerInputSchema>

/** What the staff, or the person themselves, may change; an empty value takes it away. */
export const customerPatchSchema = z.strictObject({
  name: aboutThem.name.nullable().optional(),
  phone: aboutThem.phone.nullable().optional(),
  email: aboutThem.email.nullable().optional(),
  birthday: aboutThem.birthday.nullable().optional(),
  gender: aboutThem.gender.nullable().optional(),
  language: aboutThem.language.optional(),
  preferences: z.string().trim().min(1).max(2000).nullable().optional(),
  contraindications: z.string().trim().min(1).max(2000).nullable().optional(),
  attributes: aboutThem.attributes.nullable().optional(),
})
export type CustomerPatch = z.output<typeof customerPatchSchema>

export const listCustomersSchema = z.object({
  /** The beginning of a name, a phone in any spelling, an e-mail. */
  query: z.string().trim().max(200).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(50),
})
export type ListCustomers = z.input<typeof listCustomersSchema>

export const noteSchema = z.object({ customer: z.string().max(220), text: z.string().trim().min(1).max(2000) })
export type Note = z.output<typeof noteSchema>

/** A customer as the staff see them. What was never said is null. */
export interface Customer {
  readonly id: string
  readonly externalId: string | null
  readonly name: string | null
  readonly phone: string | null
  readonly phoneProved: boolean
  readonly email: string | null
  readonly birthday: string | null
  readonly gender: string | null
  readonly language: string | null
  readonly source: string
  readonly referredBy: string | null
  readonly referralCode: string
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>
  readonly preferences: string | null
  readonly contraindications: string | null
  readonly consentedAt: Date | null
  readonly promotions: boolean
  readonly firstPaidAt: Date | null
  readonly lastSeenAt: Date
  readonly createdAt: Date
  /** When something about them was last changed. */
  readonly updatedAt: Date
}

/** A customer with what they did here. */
export interface CustomerCard extends Customer {
  readonly channels: readonly string[]
  readonly orders: { readonly count: number; readonly paid: number; readonly lastAt: Date | null }
  readonly visits: { readonly count: number; readonly paid: number; readonly lastAt: Date | null }
  readonly cameByThem: number
}

/** The fields whose later word wins, by the name of their column. */
export const timedFields = [
  'name',
  'phone',
  'email',
  'birthday',
  'gender',
  'language',
  'source',
  'attributes',
  'preferences',
  'contraindications',
] as const
export type TimedField = (typeof timedFields)[number]

/** What is newly known of somebody, in plain words: to be sealed and indexed. */
export type Facts = {
  readonly [Field in Exclude<TimedField, 'attributes' | 'language'>]?: string | null
} & {
  readonly language?: Language
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>> | null
}

export const duplicatesTopic = (questionId: string): string => `merge:${questionId}`

/** What nobody sees (zero-width marks, turns of direction, control codes) is no part of a name: it would hide it from the search. */
function visible(text: string): string {
  return text.replace(/\p{Cf}/gu, (mark) => (mark === '\u200d' ? mark : '')).replace(/[\s\p{Cc}]+/gu, ' ')
}
