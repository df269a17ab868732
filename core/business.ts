import { z } from 'zod'

export const languages = ['uk', 'ru', 'en'] as const
export const languageSchema = z.enum(languages)
export type Language = z.infer<typeof languageSchema>

/** The three languages people read here; anything a platform reports is brought to one of them. */
export function toLanguage(code: string | null | undefined, fallback: Language): Language {
  const short = (code ?? '').slice(0, 2).toLowerCase()
  return languages.find((language) => language === short) ?? fallback
}

/** A name as the owner gave it, and in the languages they cared to translate it into. */
export const namesSchema = z.object({
  default: z.string().min(1).max(200),
  uk: z.string().max(200).optional(),
  ru: z.string().max(200).optional(),
  en: z.string().max(200).optional(),
})
export type Names = z.infer<typeof namesSchema>

export const nameIn = (names: Names, language: Language): string => names[language] ?? names.default

const minuteOfDay = z.int().min(0).max(1440)
const openingHours = z.object({ weekday: z.int().min(1).max(7), from: minuteOfDay, to: minuteOfDay })

/** What an owner may set. Every field has a default, so that a business works from its first minute. */
export const settingsSchema = z.object({
  /** When people answer requests; ISO weekday, minutes of the local day. */
  hours: z.array(openingHours).default([1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, from: 9 * 60, to: 19 * 60 }))),
  /** How soon, within the hours above, a request is answered; minutes. */
  answerWithin: z
    .int()
    .min(1)
    .max(24 * 60)
    .default(30),
  /** A booking waits for a manager's word instead of being confirmed by itself. */
  confirmBookings: z.boolean().default(false),
  /** How long a chosen slot is held while the person decides; minutes. */
  holdMinutes: z.int().min(1).max(60).default(10),
  /** The shortest notice for a booking, minutes, and how far ahead one may book, days. */
  noticeMinutes: z
    .int()
    .min(0)
    .max(7 * 24 * 60)
    .default(60),
  horizonDays: z.int().min(1).max(365).default(45),
  /** Slots start at multiples of this many minutes. */
  slotStep: z.int().min(5).max(120).default(30),
  /** A placed order nobody accepted expires and frees its stock; hours. */
  orderExpiresHours: z
    .int()
    .min(1)
    .max(24 * 30)
    .default(72),
  delivery: z.array(z.enum(['pickup', 'courier', 'nova-poshta'])).default(['pickup', 'courier', 'nova-poshta']),
  modules: z.object({ shop: z.boolean().default(true), bookings: z.boolean().default(true) }).prefault({}),
})
export type BusinessSettings = z.infer<typeof settingsSchema>
