import { randomBytes, randomInt } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTelegram, type TelegramEmulator } from '../emulators/telegram.ts'
import { startViber, type ViberEmulator } from '../emulators/viber.ts'
import { type FreshDatabase, freshDatabase, testEncryptionKeys } from '../support/postgres.ts'
import { freePort, type Running, run } from '../support/running.ts'

/** What somebody gave us in confidence, by what it is. Each is found nowhere else. */
const told: { what: string; value: string }[] = []
const confide = (what: string, value: string): string => {
  told.push({ what, value })
  return value
}

let database: FreshDatabase
let telegram: TelegramEmulator
let viber: ViberEmulator
let product: Running
let watched: pg.Client
let walFrom: string

beforeAll(async () => {
  database = await freshDatabase()
  watched = new pg.Client({ connectionString: database.url })
  await watched.connect()
  walFrom = await one('select pg_current_wal_insert_lsn() as it')
  telegram = await startTelegram({ limits: false })
  viber = await startViber({ limits: false })
  const port = await freePort()
  product = await run({
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: database.url,
    ENCRYPTION_KEY: confide('the key of keys', (testEncryptionKeys[0] ?? Buffer.alloc(0)).toString('base64')),
    TELEGRAM_API_ROOT: telegram.url,
    VIBER_API_ROOT: viber.apiRoot,
    LOG_LEVEL: 'trace',
  })
  await business()
}, 120_000)
afterAll(async () => {
  product.child.kill('SIGTERM')
  await product.ended
  await watched.end()
  await Promise.all([telegram.stop(), viber.stop()])
  await database.drop()
})

describe('G26 the plaintext hunt, small', () => {
  test('what is looked for would be found in any spelling', async () => {
    for (const spelled of spellings('Жвалищук-Öñ +380671234567')) expect(spelled.length).toBeGreaterThan(5)
    const secret = word()
    const hidden = [
      secret,
      secret.toLowerCase(),
      Buffer.from(`x${secret}yz`).toString('base64'),
      Buffer.from(secret).toString('hex'),
      encodeURIComponent(secret),
      escaped(secret),
    ]
    for (const text of hidden)
      expect(hits(Buffer.from(`{"a":"${text}"}`), [{ what: 'name', value: secret }])).toEqual(['name'])
    await watched.query(
      `create table planted as select convert_to('${secret}', 'utf8') as sealed, '${secret}'::text as words`,
    )
    expect(hits(await everyRow(), [{ what: 'planted', value: secret }])).toEqual(['planted'])
    expect(hits(await dataFiles(), [{ what: 'planted', value: secret }])).toEqual(['planted'])
    await watched.query('drop table planted')
  })

  test('it was all said and kept: the staff find the people by their names, phones and e-mails', async () => {
    expect(told.length).toBeGreaterThan(80)
    expect(Number(await one('select count(*) as it from messages'))).toBeGreaterThan(20)
    expect(Number(await one(`select count(*) as it from updates where state = 'handled'`))).toBeGreaterThan(20)
    expect(await one(`select count(*) as it from updates where state <> 'handled'`)).toBe('0')
    expect(Number(await one('select count(*) as it from customers'))).toBeGreaterThanOrEqual(6)
    expect(Number(await one('select count(*) as it from addresses'))).toBe(4)
    expect(found).toBeGreaterThanOrEqual(12)
  })

  test('no row of any table of any schema shows it, the queue and the directory included', async () => {
    expect(hits(await everyRow(), told)).toEqual([])
  })

  test('no statistic, data file or WAL shows it', async () => {
    await watched.query('analyze')
    const { rows } = await watched.query('select * from pg_stats')
    expect(hits(Buffer.from(JSON.stringify(rows)), told)).toEqual([])
    expect(hits(await dataFiles(), told)).toEqual([])
    const written = await wal()
    expect(written.length).toBeGreaterThan(100_000)
    expect(hits(written, told)).toEqual([])
  }, 60_000)

  test('no line of the log shows it, at its loudest', async () => {
    expect(product.printed()).toContain('"sqlState":"23514"')
    expect(hits(Buffer.from(product.printed()), told)).toEqual([])
  })
})

/** Names found again by the API, so that a hunt over an empty house does not count. */
let found = 0

/** A day in a shop: what people, apps and staff say in every way there is. */
async function business(): Promise<void> {
  let cookie = ''
  const call = async (
    method: string,
    path: string,
    body?: object,
    status = 200,
    key = '',
  ): Promise<Record<string, unknown>> => {
    const answer = await fetch(product.url + path, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(key ? { authorization: `Bearer ${key}` } : { cookie, origin: product.url }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    const text = await answer.text()
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    const read: unknown = text ? JSON.parse(text) : {}
    return typeof read === 'object' && read !== null ? { ...read } : {}
  }

  const owner = {
    email: confide('owner e-mail', email()),
    password: confide('password', randomBytes(12).toString('hex')),
  }
  await call(
    'POST',
    '/v1/auth/register',
    {
      ...owner,
      name: confide('owner name', word()),
      business: { name: 'Мальва', currency: 'UAH', timezone: 'Europe/Kyiv', locale: 'uk' },
    },
    201,
  )
  await call('POST', '/v1/auth/login', owner)
  confide('session', cookie.split('=')[1] ?? '')
  const key = confide(
    'API key',
    String((await call('POST', '/v1/api-keys', { name: 'till', scopes: ['admin'] }, 201))['key']),
  )
  confide('API key secret', key.split('_').slice(2).join('_'))

  // Apps
  const people = Array.from({ length: 6 }, (_, at) => ({
    external_id: confide('external id', at % 2 ? email() : `crm-${word()}`),
    name: `${confide('name', word())} ${confide('surname', word())}`,
    phone: confide('phone', phone()),
    email: confide('e-mail', email()),
    birthday: confide('birthday', `193${at}-0${randomInt(1, 9)}-1${randomInt(9)}`),
    attributes: { allergy: confide('attribute', word()) },
  }))
  await call('POST', '/v1/customers', people[0], 201, key)
  await call(
    'POST',
    '/v1/events',
    { events: people.slice(1).map((person) => ({ type: 'customer', ...person })) },
    200,
    key,
  )
  for (const { external_id } of people)
    await call(
      'POST',
      '/v1/purchases',
      {
        external_id: confide('purchase id', `receipt-${word()}`),
        customer: { external_id },
        purchased_at: '2026-05-11T10:00:00Z',
        items: [{ sku: 'dress-1', name: 'Сукня', quantity: 1, unit_price: '199.90' }],
      },
      201,
      key,
    )
  const refused = {
    external_id: confide('id of a refused purchase', word()),
    purchased_at: confide('a wrong date', word()),
    items: [],
  }
  await call('POST', '/v1/purchases', refused, 400, key)
  for (const { name, phone: number, email: address } of people)
    for (const query of [name.split(' ')[0] ?? '', number, address]) {
      const { data } = await call('GET', `/v1/customers?query=${encodeURIComponent(query)}`, undefined, 200, key)
      if (Array.isArray(data) && data.length === 1) found += 1
    }
  const someone = `/v1/customers/${encodeURIComponent(`external:${people[0]?.external_id}`)}`
  await call('PATCH', someone, {
    contraindications: confide('contraindication', word()),
    preferences: confide('preference', word()),
  })
  await call('POST', `${someone}/notes`, { text: confide('note', sentence()) }, 201)
  await call('GET', someone)

  // Channels
  const bot = telegram.addBot({
    token: confide('bot token', `${randomInt(1e8, 9e8)}:${randomBytes(18).toString('hex')}`),
    username: 'hunt_bot',
  })
  const account = viber.addAccount({
    token: confide('Viber token', `viber-${randomBytes(16).toString('hex')}`),
    name: 'Мальва',
  })
  await call('POST', '/v1/channels', { kind: 'telegram', token: bot.token }, 201)
  await call('POST', '/v1/channels', { kind: 'viber', token: account.token }, 201)
  const { data: channels } = await call('GET', '/v1/channels')
  const web = Array.isArray(channels) ? channels.find((channel) => channel.kind === 'web')?.id : undefined
  const invitation = await call(
    'POST',
    '/v1/invitations',
    { role: 'manager', name: confide('staff name', word()) },
    201,
  )
  const code = confide('invitation', String(invitation['code']))

  const lesya = bot.person({
    id: Number(confide('Telegram chat', String(randomInt(6_000_000_000, 7_000_000_000)))),
    first_name: confide('Telegram name', word()),
    last_name: confide('Telegram surname', word()),
    username: confide('Telegram username', `user${randomBytes(8).toString('hex')}`),
    language_code: 'uk',
    phone: confide('Telegram phone', phone()),
  })
  const manager = bot.person({
    id: randomInt(6_000_000_000, 7_000_000_000),
    first_name: confide('manager', word()),
    language_code: 'uk',
  })
  const ivan = account.person({
    id: confide('Viber id', `${randomBytes(12).toString('hex')}==`),
    name: confide('Viber name', word()),
    phone: confide('Viber phone', phone()),
  })
  manager.startsWith(`join_${code}`)
  const both = [(text: string) => void lesya.says(text), (text: string) => void ivan.says(text)]
  lesya.startsWith('')
  ivan.opens()
  await quiet()
  for (const say of both) {
    say('/start')
    await quiet()
    say('1') // consents
    await quiet()
    for (const text of [sentence(), '/ask', sentence(), '/cancel', `мене звати ${word()}`, '/profile']) {
      for (const part of text.split(' ').filter((piece) => piece.length > 9)) confide('what was written', part)
      say(text)
      await quiet()
    }
  }
  lesya.sharesContact()
  ivan.sharesContact()
  lesya.sendsPhoto({ caption: confide('caption', word()) })
  lesya.edits(
    [...lesya.chat.messages.values()].filter((message) => message.from === 'person').at(-2)?.id ?? 0,
    confide('correction', word()),
  )
  manager.says('/requests')
  manager.says(`/customer ${people[0]?.name}`)
  manager.says(confide('what the manager wrote', sentence()))

  const { visitor } = await call('POST', `/webchat/${web}/visitors`, { language: 'uk' }, 201)
  const token = confide('visitor', String(visitor))
  for (const said of [
    { text: '/start' },
    { text: '1' },
    { text: confide('web words', sentence()) },
    { contact: { phone: confide('web phone', phone()), name: confide('web name', word()) } },
  ])
    await call('POST', `/webchat/${web}/messages`, { visitor: token, ...said }, 202)
  await call(
    'POST',
    `/webchat/${web}/messages`,
    { visitor: `${token}x`, text: confide('refused words', word()) },
    404,
  ).catch(() => {})
  const stop = new AbortController()
  await fetch(`${product.url}/webchat/${web}/stream?visitor=${token}`, { signal: stop.signal })
  await quiet()
  stop.abort()
  // Errors tell more than they should if they are let: a database refuses a row, and says which.
  await watched.query('alter table messages add constraint poison check (false) not valid')
  lesya.says(confide('words of a failure', sentence()))
  await vi.waitFor(() => expect(product.printed()).toContain('23514'), { timeout: 10_000 })
  await watched.query('alter table messages drop constraint poison')
  await quiet()
  // A forged update leaves nothing either.
  await fetch(`${product.url}/hooks/telegram/${bot.token}`, { method: 'POST', body: confide('a forgery', word()) })
  await quiet()
}

/** Until the platforms have nothing more to bring and the product nothing more to handle or say. */
async function quiet(): Promise<void> {
  await telegram.settled().catch(() => {})
  await viber.settled().catch(() => {})
  const waiting = `select (select count(*) from updates where state = 'stored') + (select count(*) from outbox where state in ('queued', 'sending')) as it`
  await vi.waitFor(async () => expect(await one(waiting)).toBe('0'), { timeout: 30_000, interval: 50 })
}

const letters = [...'абвгдежзиклмнопрстуфхцчшщюяєїґ']
const word = () => {
  const text = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
const sentence = () => `${word()} ${word()}?`
const phone = () => `+38067${randomInt(1_000_000, 9_999_999)}`
const email = () => `${randomBytes(9).toString('hex')}@mail.test`

/** Which of the secrets stand in these bytes, in any spelling. */
function hits(bytes: Buffer, secrets: readonly { what: string; value: string }[]): string[] {
  // What people read is searched in small letters too; for megabytes of pages that takes too long.
  const folded = bytes.length > 8_000_000 ? Buffer.alloc(0) : Buffer.from(bytes.toString('utf8').toLowerCase())
  return secrets
    .filter(({ value }) => spellings(value).some((spelled) => bytes.includes(spelled) || folded.includes(spelled)))
    .map(({ what }) => what)
}

function spellings(value: string): string[] {
  const digits = value.replace(/\D/g, '')
  const forms = [
    value,
    value.toLowerCase(),
    ...(digits.length >= 9 && /^[+\d]+$/.test(value) ? [digits, digits.slice(-9)] : []),
  ]
  return [
    ...new Set(
      forms.flatMap((form) => [
        form,
        encodeURIComponent(form),
        encodeURIComponent(form).toLowerCase(),
        escaped(form),
        escaped(form).toLowerCase(),
        ...(form.length >= 9 ? [Buffer.from(form).toString('hex'), ...inBase64(form)] : []),
      ]),
    ),
  ]
}

const escaped = (text: string) =>
  [...text].map((char) => (char < '\u0080' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)).join('')

/** However the bytes fall: the part that is the same whatever stands before and after. */
function inBase64(text: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)])
      .toString('base64')
      .replace(/=+$/, '')
    return encoded.slice(shift === 0 ? 0 : 4, -4)
  })
}

/** Every row as text; what is bytes also as the characters they would be. */
async function everyRow(): Promise<Buffer> {
  const { rows: names } = await watched.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
  )
  const pieces: Buffer[] = []
  for (const { name } of names) {
    const { rows } = await watched.query<Record<string, unknown>>(`select t::text as "the row", t.* from ${name} t`)
    for (const row of rows)
      for (const value of Object.values(row))
        pieces.push(Buffer.isBuffer(value) ? value : Buffer.from(`${JSON.stringify(value)}${value}\n`))
  }
  return Buffer.concat(pieces)
}

async function dataFiles(): Promise<Buffer> {
  await watched.query('checkpoint')
  const { rows } = await watched.query<{ bytes: Buffer }>(
    `select pg_read_binary_file(file) as bytes
     from (select distinct pg_relation_filepath(c.oid) as file from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where c.relkind in ('r', 'i', 't', 'm', 'S') and (n.nspname !~ '^pg_' or n.nspname = 'pg_toast' or c.relname like 'pg_statistic%')) f
     where file is not null`,
  )
  return Buffer.concat(rows.map((row) => row.bytes))
}

/**
 * The write-ahead log since the beginning, as far as it is still there, in whole segments: other suites write to the same
 * log and move its end at any moment, and what they write holds none of these secrets.
 */
async function wal(): Promise<Buffer> {
  const { rows } = await watched.query<{ bytes: Buffer }>(
    `select pg_read_binary_file('pg_wal/' || name, 0, 16777216, true) as bytes
     from pg_ls_waldir(), pg_walfile_name_offset(pg_current_wal_insert_lsn()) as now
     where name between pg_walfile_name($1::pg_lsn) and now.file_name and name ~ '^[0-9A-F]{24}$' order by name limit 3`,
    [walFrom],
  )
  return Buffer.concat(rows.map((row) => row.bytes ?? Buffer.alloc(0)))
}

async function one(sql: string): Promise<string> {
  const { rows } = await watched.query<{ it: unknown }>(sql)
  return String(rows[0]?.it)
}
