import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'

/** The one reader of the environment. Every setting has a default or says in one sentence why it is missing. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly redisUrl: string | undefined
  readonly publicUrl: string | undefined
  readonly roles: readonly ProcessRole[]
  /** Newest first; empty: the embedded set-up keeps its own in the data folder. */
  readonly encryptionKeys: readonly Buffer[]
  readonly telegramApiRoot: string
  readonly viberApiRoot: string
  readonly telegramBotToken: string | undefined
  readonly viberAuthToken: string | undefined
  readonly demo: boolean
  readonly logLevel: (typeof logLevels)[number]
}

export type ProcessRole = (typeof processRoles)[number]
const processRoles = ['core', 'bots', 'workers'] as const
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** What is wrong with the settings, one line each: for the person who starts the product. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
  }
}

const url = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.map((name) => name.replace('+', '\\+')).join('|')})$`),
    error: `must be a ${protocols[0]}:// address`,
  })
const withoutSlash = (text: string) => text.replace(/\/+$/, '')

const schema = z
  .object({
    PORT: z.coerce.number('must be a number').int().min(0).max(65535, 'must be at most 65535').default(3000),
    HOST: z.string().default('127.0.0.1'),
    DATA_DIR: z.string().default('.data'),
    DATABASE_URL: url('postgres', 'postgresql').optional(),
    REDIS_URL: z
      .string()
      .regex(
        /^(rediss?:\/\/\S+|redis\+cluster:\/\/[^\s,]+:\d+(,[^\s,]+:\d+)*\/?)$/,
        'must be a redis:// address, or redis+cluster://HOST:PORT,HOST:PORT',
      )
      .optional(),
    PUBLIC_URL: url('https', 'http').transform(withoutSlash).optional(),
    ROLES: z
      .string()
      .default(processRoles.join(','))
      .transform((text) => text.split(',').map((role) => role.trim()))
      .pipe(z.array(z.enum(processRoles, `knows the roles ${processRoles.join(', ')}`)).min(1)),
    ENCRYPTION_KEY: z
      .string()
      .optional()
      .transform((text) => (text ? text.split(',').map((key) => Buffer.from(key.trim(), 'base64')) : []))
      .refine(
        (keys) => keys.every((key) => key.length === 32),
        'must be 32 bytes in base64 (try: openssl rand -base64 32)',
      ),
    TELEGRAM_API_ROOT: url('https', 'http').transform(withoutSlash).default('https://api.telegram.org'),
    VIBER_API_ROOT: url('https', 'http').transform(withoutSlash).default('https://chatapi.viber.com/pa'),
    TELEGRAM_BOT_TOKEN: z
      .string()
      .regex(/^\d+:[\w-]+$/, 'does not look like a bot token of @BotFather')
      .optional(),
    VIBER_AUTH_TOKEN: z.string().min(8, 'does not look like a Viber token').optional(),
    DEMO: z.enum(['on', 'off'], 'is on or off').optional(),
    // Checked already, so that a slip is told at start; the assistant and e-mail read them once they are there.
    OPENAI_API_KEY: z.string().optional(),
    OPENAI_BASE_URL: url('https', 'http').optional(),
    OPENAI_MODEL: z.string().optional(),
    SMTP_URL: url('smtp', 'smtps').optional(),
    MAIL_FROM: z.string().includes('@', 'must hold an e-mail address').optional(),
    LOG_LEVEL: z.enum(logLevels, `knows the levels ${logLevels.join(', ')}`).default('info'),
  })
  .superRefine((env, context) => {
    const split = env.ROLES.length < processRoles.length
    if (split && !env.DATABASE_URL) {
      context.addIssue({
        code: 'custom',
        path: ['ROLES'],
        message: 'can be split only with a DATABASE_URL that all processes share',
      })
    }
    if (env.DATABASE_URL && env.ENCRYPTION_KEY.length === 0) {
      context.addIssue({
        code: 'custom',
        path: ['ENCRYPTION_KEY'],
        message: 'is required with DATABASE_URL (try: openssl rand -base64 32)',
      })
    }
  })

/** An empty value counts as not set, as in a `.env` file copied from an example. Throws ConfigError. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`))
  const env = parsed.data
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: isAbsolute(env.DATA_DIR) ? env.DATA_DIR : resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    publicUrl: env.PUBLIC_URL,
    roles: processRoles.filter((role) => env.ROLES.includes(role)),
    encryptionKeys: env.ENCRYPTION_KEY,
    telegramApiRoot: env.TELEGRAM_API_ROOT,
    viberApiRoot: env.VIBER_API_ROOT,
    telegramBotToken: env.TELEGRAM_BOT_TOKEN,
    viberAuthToken: env.VIBER_AUTH_TOKEN,
    demo: (env.DEMO ?? (env.DATABASE_URL ? 'off' : 'on')) === 'on',
    logLevel: env.LOG_LEVEL,
  }
}
