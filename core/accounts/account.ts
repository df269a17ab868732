import { z } from 'zod'
import { type Role, roles, type Scope, scopes } from '../actor.ts'
import { languageSchema } from '../business.ts'

const emailSchema = z.email().max(254)
const nameSchema = z.string().trim().min(1).max(200)

export const timezoneSchema = z.string().max(64).refine(isTimezone, 'not a time zone')
const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'not a currency')

export const registrationSchema = z.object({
  name: nameSchema,
  email: emailSchema,
  password: z.string().min(8).max(200),
  business: z.object({
    name: nameSchema,
    currency: currencySchema.default('UAH'),
    timezone: timezoneSchema.default('Europe/Kyiv'),
    locale: languageSchema.default('uk'),
  }),
})
export type Registration = z.output<typeof registrationSchema>

export const credentialsSchema = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(200),
  /** Which of the account's businesses, by id or short name; the first one unless said. */
  business: z.string().max(100).optional(),
})
export type Credentials = z.output<typeof credentialsSchema>

export const newApiKeySchema = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
  expires_at: z.iso.datetime({ offset: true }).optional(),
})
export type NewApiKey = z.output<typeof newApiKeySchema>

export const newInvitationSchema = z.object({
  role: z.enum(roles),
  name: nameSchema.optional(),
})
export type NewInvitation = z.output<typeof newInvitationSchema>

/** What a session of this role may do, in the words of the API's scopes; the permission table decides in detail. */
export function scopesOf(role: Role): readonly Scope[] {
  switch (role) {
    case 'owner':
      return ['admin']
    case 'manager':
      return [
        'customers:read',
        'customers:write',
        'orders:read',
        'orders:write',
        'bookings:read',
        'bookings:write',
        'reports:read',
      ]
    case 'marketer':
      return ['reports:read', 'broadcasts:write']
    case 'master':
      return ['bookings:read', 'bookings:write']
    case 'read-only':
      return ['reports:read']
  }
}

function isTimezone(name: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0 && !/^[+-]/.test(name)
    )
  } catch {
    return false
  }
}
