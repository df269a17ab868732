import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../config.ts'

const key = randomBytes(32).toString('base64')
const outside = { DATABASE_URL: 'postgres://u:p@db/rozmova', ENCRYPTION_KEY: key }

/** What the person at the keyboard reads. */
function told(settings: Record<string, string>): string[] {
  try {
    readConfig(settings)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message.split('\n')
  }
}

describe('settings', () => {
  test('none at all is a working set-up', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: resolve('.data'),
      databaseUrl: undefined,
      redisUrl: undefined,
      publicUrl: undefined,
      roles: ['core', 'bots', 'workers'],
      encryptionKeys: [],
      telegramApiRoot: 'https://api.telegram.org',
      viberApiRoot: 'https://chatapi.viber.com/pa',
      telegramBotToken: undefined,
      viberAuthToken: undefined,
      demo: true,
      logLevel: 'info',
    })
  })

  test('an empty line of a copied .env counts as not set', () => {
    expect(readConfig({ PORT: '', REDIS_URL: '', ENCRYPTION_KEY: '', DEMO: '', PUBLIC_URL: '' })).toEqual(
      readConfig({}),
    )
  })

  test('all of them are read', () => {
    const older = randomBytes(32)
    const config = readConfig({
      ...outside,
      PORT: '8080',
      HOST: '0.0.0.0',
      DATA_DIR: '/srv/rozmova',
      REDIS_URL: 'redis+cluster://a:7000,b:7000',
      PUBLIC_URL: 'https://shop.example/',
      ROLES: 'workers, bots',
      ENCRYPTION_KEY: `${key}, ${older.toString('base64')}`,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
      TELEGRAM_BOT_TOKEN: '123456:AA-bb_cc',
      VIBER_AUTH_TOKEN: '4453b6ac1s345678-e02c5f12174805f9-daec9cbb5448c51f',
      DEMO: 'on',
      LOG_LEVEL: 'debug',
    })
    expect(config).toMatchObject({
      port: 8080,
      dataDir: '/srv/rozmova',
      redisUrl: 'redis+cluster://a:7000,b:7000',
      publicUrl: 'https://shop.example',
      roles: ['bots', 'workers'],
      telegramApiRoot: 'http://127.0.0.1:8081',
      demo: true,
      logLevel: 'debug',
    })
    expect(config.encryptionKeys).toEqual([Buffer.from(key, 'base64'), older])
  })

  test('the demo is there where the database is ours, and elsewhere only if it is asked for', () => {
    expect([readConfig({}).demo, readConfig(outside).demo]).toEqual([true, false])
    expect([readConfig({ DEMO: 'off' }).demo, readConfig({ ...outside, DEMO: 'on' }).demo]).toEqual([false, true])
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['a port that is a word', { PORT: 'web' }, /^PORT must be a number$/],
    ['a port there is not', { PORT: '70000' }, /^PORT must be at most 65535$/],
    [
      'a database of another kind',
      { DATABASE_URL: 'mysql://u@h/d', ENCRYPTION_KEY: key },
      /^DATABASE_URL must be a postgres:\/\/ address$/,
    ],
    [
      'a Redis without its protocol',
      { REDIS_URL: 'localhost:6379' },
      /^REDIS_URL must be a redis:\/\/ address, or redis\+cluster/,
    ],
    [
      'a public address without its protocol',
      { PUBLIC_URL: 'shop.example' },
      /^PUBLIC_URL must be a https:\/\/ address$/,
    ],
    ['a role that is not one', { ...outside, ROLES: 'core,robots' }, /^ROLES knows the roles core, bots, workers$/],
    [
      'roles of an embedded set-up',
      { ROLES: 'core' },
      /^ROLES can be split only with a DATABASE_URL that all processes share$/,
    ],
    [
      'an outside database without a key',
      { DATABASE_URL: 'postgres://h/d' },
      /^ENCRYPTION_KEY is required with DATABASE_URL \(try: openssl rand -base64 32\)$/,
    ],
    [
      'a key that is too short',
      { ENCRYPTION_KEY: 'c2hvcnQ=' },
      /^ENCRYPTION_KEY must be 32 bytes in base64 \(try: openssl rand -base64 32\)$/,
    ],
    ['a second key that is too short', { ENCRYPTION_KEY: `${key},c2hvcnQ=` }, /^ENCRYPTION_KEY must be 32 bytes/],
    [
      'a Telegram server that is no address',
      { TELEGRAM_API_ROOT: 'telegram' },
      /^TELEGRAM_API_ROOT must be a https:\/\/ address$/,
    ],
    ['a Viber server that is no address', { VIBER_API_ROOT: 'viber' }, /^VIBER_API_ROOT must be a https:\/\/ address$/],
    [
      'a bot token without its number',
      { TELEGRAM_BOT_TOKEN: 'AAbb' },
      /^TELEGRAM_BOT_TOKEN does not look like a bot token of @BotFather$/,
    ],
    [
      'a Viber token that is too short',
      { VIBER_AUTH_TOKEN: 'abc' },
      /^VIBER_AUTH_TOKEN does not look like a Viber token$/,
    ],
    ['a demo that is maybe', { DEMO: 'yes' }, /^DEMO is on or off$/],
    ['a model at no address', { OPENAI_BASE_URL: 'ollama' }, /^OPENAI_BASE_URL must be a https:\/\/ address$/],
    ['a mail server of another kind', { SMTP_URL: 'http://mail' }, /^SMTP_URL must be a smtp:\/\/ address$/],
    ['a sender that is no address', { MAIL_FROM: 'Malva' }, /^MAIL_FROM must hold an e-mail address$/],
    [
      'a log level that is not one',
      { LOG_LEVEL: 'loud' },
      /^LOG_LEVEL knows the levels fatal, error, warn, info, debug, trace, silent$/,
    ],
  ])('one clear sentence: %s', (_what, settings, sentence) => {
    const sentences = told(settings)
    expect(sentences).toHaveLength(1)
    expect(sentences[0]).toMatch(sentence)
  })

  test('several slips are told at once, a line each, and no value is repeated: it may be a secret', () => {
    const sentences = told({ PORT: 'web', DEMO: 'yes', TELEGRAM_BOT_TOKEN: 'hunter2', ENCRYPTION_KEY: 'hunter2' })
    expect(sentences.map((line) => line.split(' ')[0]).sort()).toEqual([
      'DEMO',
      'ENCRYPTION_KEY',
      'PORT',
      'TELEGRAM_BOT_TOKEN',
    ])
    expect(sentences.join('\n')).not.toContain('hunter2')
  })

  test('every setting of the code is in the table of docs/operations.md, with its default, and no other', () => {
    const rows = [
      ...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \| .* \| (.*) \|$/gm),
    ]
    const documented = rows.flatMap((row) => [...(row[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]))
    const inCode = [...readFileSync('config.ts', 'utf8').matchAll(/^ {4}([A-Z_]+):/gm)].map((match) => match[1])
    expect(inCode.length).toBeGreaterThan(15)
    expect([...documented].sort()).toEqual([...inCode].sort())
    const table = rows.map((row) => row[0]).join('\n')
    const { port, host, telegramApiRoot, viberApiRoot, logLevel } = readConfig({})
    for (const value of [String(port), host, '.data', telegramApiRoot, viberApiRoot, logLevel])
      expect(table).toContain(`\`${value}\``)
  })
})
