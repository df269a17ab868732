import { AppError } from './errors.ts'

/** Digits after the point of a currency (ISO 4217 exponent). */
export function minorDigits(currency: string): number {
  const known = digitsOf.get(currency)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  digitsOf.set(currency, digits)
  return digits
}

/** Asking Intl takes longer than everything else about an amount together. */
const digitsOf = new Map<string, number>()

/** Minor units as the API writes an amount: 19990 in UAH is "199.90". */
export function toDecimal(minor: number, currency: string): string {
  const digits = minorDigits(currency)
  const sign = minor < 0 ? '-' : ''
  const text = Math.abs(minor)
    .toString()
    .padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** Reads "199.90" or 199.9 as minor units. More decimals than the currency has, or no number at all, is `input-invalid`. */
export function fromDecimal(value: string | number, currency: string, path?: string): number {
  const digits = minorDigits(currency)
  const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(String(value).trim())
  const fraction = (match?.[3] ?? '').replace(/0+$/, '')
  if (!match || fraction.length > digits) throw new AppError('input-invalid', { digits }, path)
  const minor = Number(`${match[2]}${fraction.padEnd(digits, '0')}`)
  return match[1] && minor !== 0 ? -minor : minor
}

/** Quantity (up to 3 decimals) x unit price (up to 6), rounded half up to the minor unit of the currency. Exact: no floats. */
export function lineAmount(quantity: string | number, unitPrice: string | number, currency: string): number {
  const scale = 10n ** BigInt(9 - minorDigits(currency))
  const exact = scaled(quantity, 3) * scaled(unitPrice, 6)
  return Number((exact + scale / 2n) / scale)
}

function scaled(value: string | number, digits: number): bigint {
  const text = typeof value === 'number' ? value.toFixed(digits) : value.trim()
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text)
  const fraction = (match?.[2] ?? '').replace(/0+$/, '')
  if (!match || fraction.length > digits) throw new AppError('input-invalid', { digits })
  return BigInt(`${match[1]}${fraction.padEnd(digits, '0')}`)
}
