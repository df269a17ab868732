import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Language, languages } from '../business.ts'
import { AppError, databaseError, type ErrorCode, type ErrorKind, sqlState } from '../errors.ts'
import { errorForLog } from '../log.ts'
import { type Say, say, type Words } from '../say.ts'

/** RFC 9457. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}

/** What a request got wrong, field by field. */
export class InputError extends Error {
  readonly errors: readonly { readonly path: string; readonly message: string }[]

  constructor(issues: readonly z.core.$ZodIssue[]) {
    super('input-invalid')
    this.errors = issues.slice(0, 100).map((issue) => ({
      path: pathOf(issue.path),
      message: issue.message,
    }))
  }
}

/** A request that HTTP itself refuses. */
export class HttpError extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** `items[0].quantity` */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  )
}

/** The problem an error is to whoever asked, and the headers that go with it. What is no known kind of error says nothing about itself. */
export function problemOf(error: unknown, words: Words, language: Language): { problem: Problem; headers: Headers } {
  if (error instanceof AppError) return appProblem(error, words, language)
  if (error instanceof InputError) return { problem: inputProblem(error, words, language), headers: {} }
  if (error instanceof HttpError)
    return { problem: problem(error.status, error.code, error.message), headers: error.headers }
  if (isOutage(error)) return outage
  const state = databaseError(error)?.state
  if (state === sqlState.serialization || state === sqlState.deadlock)
    return appProblem(new AppError('just-taken'), words, language)
  // A value that the database cannot hold: a number out of its range, a text with a zero byte.
  if (state?.startsWith('22')) return appProblem(new AppError('input-invalid'), words, language)
  if (isFastifyError(error) && error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return {
      problem: problem(error.statusCode, codes[error.statusCode] ?? 'bad-request', error.message),
      // Nobody reads the rest of a body that is too large.
      headers: error.statusCode === 413 ? { connection: 'close' } : {},
    }
  return { problem: problem(500, 'internal', 'Something went wrong here. It has been noted.'), headers: {} }
}

export function errorReply(words: Words) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { problem: what, headers } = problemOf(error, words, languageOf(request))
    if (what.status >= 500) request.log.error({ problem: errorForLog(error) }, 'a request failed')
    return sendProblem(reply, what, headers)
  }
}

export function sendProblem(reply: FastifyReply, what: Problem, headers: Headers = {}): FastifyReply {
  return reply
    .code(what.status)
    .headers(headers)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(what))
}

export function problem(status: number, code: string, detail: string, errors?: Problem['errors']): Problem {
  return {
    type: `urn:rozmova:error:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(errors ? { errors } : {}),
  }
}

/** English unless the client asks for another language that we speak. */
export function languageOf(request: Pick<FastifyRequest, 'headers'>): Language {
  const wishes = (request.headers['accept-language'] ?? '').toLowerCase()
  for (const part of wishes.split(',')) {
    const found = languages.find((language) => part.trim().startsWith(language))
    if (found) return found
  }
  return 'en'
}

/** Whether the database (or the way to it) is gone for now: the request may be repeated. */
function isOutage(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && outageCodes.has(at.code)) return true
    if (outageTexts.test(at.message)) return true
    if (at instanceof AggregateError && at.errors.some((one) => isOutage(one))) return true
  }
  const state = databaseError(error)?.state
  return state !== undefined && (state.startsWith('08') || state.startsWith('57P') || state.startsWith('53'))
}

type Headers = Readonly<Record<string, string>>

function appProblem(error: AppError, words: Words, language: Language): { problem: Problem; headers: Headers } {
  const status = statuses[error.code] ?? statusOfKind[error.kind]
  const detail = told(words, language, error)
  const path = error.path === undefined ? undefined : asSent(error.path)
  const message = error.code === 'input-invalid' && path !== undefined ? expected(words, language, path) : undefined
  const errors = path === undefined ? undefined : [{ path, message: message ?? detail }]
  return {
    problem: problem(status, error.code, detail, errors),
    headers: error.kind === 'busy' || error.kind === 'unavailable' ? { 'retry-after': '1' } : {},
  }
}

/** The core's `startsAt` and `items.0` are the API's `starts_at` and `items[0]`. */
function asSent(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/\.(\d+)/g, '[$1]')
}

function inputProblem(error: InputError, words: Words, language: Language): Problem {
  const errors = error.errors.map(({ path, message }) => ({
    path,
    message: expected(words, language, path) ?? message,
  }))
  return problem(400, 'input-invalid', told(words, language, new AppError('input-invalid')), errors)
}

/** What a field must be, where more than its type decides. */
function expected(words: Words, language: Language, path: string): string | undefined {
  const what = expectations.get(path)
  return what && words(language, what)
}

const expectations: ReadonlyMap<string, Say> = new Map([
  ['discount', say('error-field-discount')],
  ['amount', say('error-field-amount')],
  ['birthday', say('error-field-birthday')],
  ['address', say('error-field-address')],
])

/** A word that nobody translated yet must not turn a 404 into a 500. */
function told(words: Words, language: Language, error: AppError): string {
  try {
    // Chats are told which command to write; here it is the fields that matter.
    if (error.code === 'period-invalid') return words(language, say('error-dates-of-period'))
    return words(language, say(`error-${error.code}`, error.detail))
  } catch {
    return error.code
  }
}

const statusOfKind: Record<ErrorKind, number> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  busy: 409,
  unavailable: 503,
}
const statuses: Partial<Record<ErrorCode, number>> = { 'login-wrong': 401, 'file-too-big': 413, 'file-kind': 415 }

const codes: Readonly<Record<number, string>> = {
  400: 'bad-request',
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'too-slow',
  413: 'too-large',
  415: 'media-type',
  431: 'headers-too-large',
}

const outage = {
  problem: problem(503, 'unavailable', 'Nothing can be stored at the moment. Please try again shortly.'),
  headers: { 'retry-after': '2' },
}
const outageCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'ENOTFOUND', 'EHOSTUNREACH'])
const outageTexts =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|the database system is|terminating connection|database .* is not currently accepting connections)/

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && 'statusCode' in error
}
