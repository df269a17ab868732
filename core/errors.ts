/** What may go wrong, by name. The code is also the Fluent id (`error-CODE`) and the HTTP body; the kind decides status and retry. */
export const errors = {
  'business-unknown': 'not-found',
  'not-allowed': 'forbidden',
  'not-found': 'not-found',
  'input-invalid': 'invalid',
  'already-decided': 'conflict',
  'just-taken': 'busy',
  // catalogue and orders
  'product-gone': 'not-found',
  'cart-empty': 'invalid',
  'cart-full': 'conflict',
  'order-price-changed': 'conflict',
  'order-paid-already': 'conflict',
  'order-last-line': 'conflict',
  'quantity-invalid': 'invalid',
  'stock-short': 'conflict',
  'stock-promised': 'conflict',
  'order-not-cancellable': 'conflict',
  'order-wrong-state': 'conflict',
  // bookings
  'booking-slot-taken': 'conflict',
  'booking-slot-past': 'invalid',
  'booking-outside-hours': 'invalid',
  'booking-too-soon': 'invalid',
  'booking-too-far': 'invalid',
  'booking-not-movable': 'conflict',
  'booking-wrong-state': 'conflict',
  'booking-hold-over': 'conflict',
  // requests
  'request-taken': 'conflict',
  'request-closed': 'conflict',
  // accounts
  'invitation-invalid': 'invalid',
  'account-exists': 'conflict',
  'login-wrong': 'forbidden',
  'channel-token-taken': 'conflict',
  'channel-token-refused': 'invalid',
  'last-owner': 'conflict',
  'idempotency-key-reused': 'conflict',
  // people
  'phone-invalid': 'invalid',
  'referral-loop': 'conflict',
  'customer-unreachable': 'conflict',
  // files
  'file-too-big': 'invalid',
  'file-kind': 'invalid',
  // reports
  'period-invalid': 'invalid',
  // platforms
  'channel-unreachable': 'unavailable',
} as const satisfies Record<string, ErrorKind>

export type ErrorKind = 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'busy' | 'unavailable'
export type ErrorCode = keyof typeof errors

/** Arguments for the sentence a person reads; figures and names that they may see. */
export type ErrorDetail = Readonly<Record<string, string | number>>

/** Anything a person or an app is told about. Everything else that is thrown is a defect or an outage. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: ErrorDetail
  /** The field of the input that is wrong, where there is one. */
  readonly path: string | undefined

  constructor(code: ErrorCode, detail: ErrorDetail = {}, path?: string) {
    super(code)
    this.name = 'AppError'
    this.code = code
    this.detail = detail
    this.path = path
  }

  get kind(): ErrorKind {
    return errors[this.code]
  }
}

/** The error classes of Postgres that settle a race: the statement lost, nothing is wrong with the system. */
export const sqlState = {
  exclusion: '23P01',
  unique: '23505',
  check: '23514',
  serialization: '40001',
  deadlock: '40P01',
} as const

/** The SQLSTATE and constraint of a database error, however deep the driver or drizzle wrapped it. */
export function databaseError(error: unknown): { state: string; constraint: string | undefined } | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) {
      return {
        state: at.code,
        constraint: 'constraint' in at && typeof at.constraint === 'string' ? at.constraint : undefined,
      }
    }
  }
  return undefined
}
