import { type Logger, pino } from 'pino'
import { databaseError } from './errors.ts'

/** Anything that may hold a person's words or a secret, wherever it stands in what is logged. */
const personal = [
  'name',
  'phone',
  'email',
  'birthday',
  'address',
  'text',
  'body',
  'comment',
  'note',
  'question',
  'payload',
  'contact',
  'token',
  'password',
  'secret',
  'key',
  'visitor',
  'authorization',
  'cookie',
  'allergies',
  'preferences',
  'contraindications',
]

/** The product's log: ids only. Personal fields are cut at every level, and errors are told by class, place and code. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: {
      paths: personal.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `req.headers.${field}`]),
      censor: '[cut]',
    },
    serializers: { err: errorForLog, error: errorForLog },
  })
}

/** A message may quote what somebody typed (a failed query names its parameters), so it is never logged. */
export function errorForLog(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = databaseError(error)
  return {
    type: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(code ? { sqlState: code.state, constraint: code.constraint } : {}),
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line) && !line.includes('node_modules') && !line.includes('node:'))
      .slice(0, 4)
      .map((line) => line.trim().replace(/file:\/\/\S*\/(?=(?:core|bots|db|workers|prompts)\/)/, '')),
  }
}
