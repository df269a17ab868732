import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Business } from '../../db/tenant.ts'
import { AppError } from '../errors.ts'

/** A phone as the whole world writes it. A local number is read as one of the business's own country. */
export function normalPhone(business: Business, typed: string, path = 'phone'): string {
  const phone = readPhone(business, typed)
  if (!phone) throw new AppError('phone-invalid', {}, path)
  return phone
}

/** The phone that was typed, if it is one. */
export function readPhone(business: Business, typed: string): string | undefined {
  const number = parsePhoneNumberFromString(typed, countryOf(business))
  // Platforms hand phones over without the plus.
  const found = number?.isValid() ? number : parsePhoneNumberFromString(`+${typed.replace(/\D/g, '')}`)
  return found?.isValid() ? found.number : undefined
}

/** An e-mail as it is compared: letters' case tells nobody apart. */
export const normalEmail = (typed: string): string => typed.trim().toLowerCase()

/** The month and day of a birthday: what greetings look for. */
export const monthAndDay = (birthday: string): string => birthday.slice(5)

function countryOf(business: Business): CountryCode {
  return countriesOfCurrencies.get(business.currency) ?? 'UA'
}

const countriesOfCurrencies: ReadonlyMap<string, CountryCode> = new Map([
  ['GBP', 'GB'],
  ['USD', 'US'],
  ['PLN', 'PL'],
  ['CZK', 'CZ'],
  ['MDL', 'MD'],
  ['GEL', 'GE'],
  ['KZT', 'KZ'],
])
