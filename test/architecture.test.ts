import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

/**
 * Who may import whom, as data. `from` is the longest matching prefix; `may` names prefixes of our own files, `packages`
 * the npm packages (and node: modules are everybody's). `types` may be imported as types only.
 */
interface Room {
  readonly from: string
  readonly may: readonly string[]
  readonly packages: readonly string[]
  readonly types?: readonly string[]
}

const frameworks = [
  'fastify',
  'bullmq',
  'ioredis',
  'grammy',
  'viber-bot',
  'langchain',
  '@langchain',
  '@fastify',
  'node-cron',
]
const plain = ['zod', 'luxon', 'uuid', 'chrono-node', 'libphonenumber-js', '@node-rs/argon2', 'date-holidays']
const core = ['core/*.ts', 'db/tenant.ts']
const features = readdirSync('core', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'http')
  .map((entry) => `core/${entry.name}`)
const indexes = features.map((feature) => `${feature}/index.ts`)

const rooms: readonly Room[] = [
  { from: 'main.ts', may: ['config.ts', 'compose.ts', 'core/log.ts', 'db/', 'tools/'], packages: [] },
  {
    from: 'compose.ts',
    may: ['config.ts', 'core/', 'bots/', 'workers/', 'db/', 'prompts/'],
    packages: ['fastify', 'pino'],
  },
  { from: 'config.ts', may: [], packages: ['zod'] },
  { from: 'core/', may: core, packages: [...plain, 'pino'], types: ['db/'] },
  // The one list of who reacts, and the error table, stand above the features.
  { from: 'core/reactions.ts', may: [...core, ...indexes], packages: [] },
  ...features.flatMap((feature): Room[] => [
    {
      from: `${feature}/`,
      may: [...core, `${feature}/`, ...indexes, 'db/directory.ts'],
      packages: plain,
      types: ['echarts'],
    },
    { from: `${feature}/queries.ts`, may: [...core, `${feature}/`, 'db/'], packages: plain },
    { from: `${feature}/*-queries.ts`, may: [...core, `${feature}/`, 'db/'], packages: plain },
  ]),
  {
    from: 'core/http/',
    may: ['core/'],
    packages: ['fastify', '@fastify', 'fastify-type-provider-zod', 'prom-client', ...plain],
    types: ['db/'],
  },
  {
    from: 'bots/conversation/',
    may: ['bots/conversation/', 'core/'],
    packages: ['zod', '@fluent/bundle'],
    types: ['db/'],
  },
  { from: 'bots/flows/', may: ['bots/conversation/', 'bots/flows/', 'core/'], packages: ['zod', 'luxon'] },
  ...(['telegram', 'viber', 'web'] as const).map(
    (channel): Room => ({
      from: `bots/${channel}/`,
      may: [`bots/${channel}/`, 'bots/conversation/', 'bots/*.ts', 'core/*.ts', 'core/inbox/index.ts'],
      packages: [
        'zod',
        ...(channel === 'telegram' ? ['grammy'] : channel === 'viber' ? ['viber-bot', 'json-bigint'] : []),
      ],
      types: ['db/', 'pino'],
    }),
  ),
  { from: 'bots/*.ts', may: ['bots/', 'core/'], packages: ['zod'], types: ['db/', 'pino'] },
  {
    from: 'workers/',
    may: ['workers/', 'core/'],
    packages: ['bullmq', 'ioredis', 'node-cron', 'pg', 'zod', 'pino'],
    types: ['db/'],
  },
  {
    from: 'workers/pictures/',
    may: ['workers/pictures/', 'core/picture.ts', 'core/analytics/charts.ts', 'core/catalog/drawing.ts'],
    packages: ['zod', 'echarts', '@resvg/resvg-js', '@expo-google-fonts/inter'],
  },
  { from: 'db/', may: ['db/', 'core/*.ts'], packages: ['drizzle-orm', 'pg', 'zod', 'luxon'] },
  // The demo is made of the features' own use cases, handed in; its pictures are named by the drawings.
  { from: 'db/seed', may: ['db/', 'core/'], packages: ['zod', 'luxon'] },
  { from: 'prompts/', may: ['prompts/', 'core/'], packages: ['zod', 'langchain', '@langchain'] },
  {
    from: 'tools/',
    may: ['tools/', 'core/', 'db/', 'config.ts', 'compose.ts', 'test/', 'main.ts'],
    packages: ['csv-parse', 'zod', 'pg', 'pino', 'luxon'],
  },
]

interface Import {
  readonly file: string
  readonly target: string
  readonly typeOnly: boolean
}

const sources = [
  'main.ts',
  'compose.ts',
  'config.ts',
  ...['core', 'bots', 'workers', 'db', 'prompts', 'tools'].flatMap(tree),
]

describe('the rooms of the house', () => {
  test('every import goes where the table lets it', () => {
    const wrong = sources.flatMap(importsOf).filter((found) => !allowed(found))
    expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([])
  })

  test('A16 the bots hold no SQL and name no table', () => {
    const bots = sources.filter((file) => file.startsWith('bots/'))
    const guilty = bots.filter((file) =>
      /db\/schema|drizzle|\bselect\b[\s\S]{1,80}\bfrom\b|insert into/i.test(code(file)),
    )
    expect(guilty).toEqual([])
  })

  // db/embedded-home.ts only keeps PATH and the like for the server's programs.
  test('no feature reads the environment, and only one file does', () => {
    const readers = sources.filter(
      (file) =>
        !['main.ts', 'db/embedded-home.ts'].includes(file) &&
        !file.startsWith('tools/') &&
        /process\.env/.test(code(file)),
    )
    expect(readers).toEqual([])
  })

  test('nothing but the use of an injected clock tells the time in the features and the talks', () => {
    const clocks = sources.filter(
      (file) => /^(core|bots)\//.test(file) && /new Date\(\)|Date\.now\(\)/.test(code(file)),
    )
    expect(clocks).toEqual([])
  })

  test('the table itself bites', () => {
    const refused = (file: string, target: string) => !allowed({ file, target, typeOnly: false })
    expect(refused('core/orders/place-order.ts', 'fastify')).toBe(true)
    expect(refused('core/orders/place-order.ts', 'core/bookings/queries.ts')).toBe(true)
    expect(refused('core/orders/place-order.ts', 'db/schema/shop.ts')).toBe(true)
    expect(refused('bots/flows/customer/cart.ts', 'grammy')).toBe(true)
    expect(refused('bots/telegram/parse.ts', 'bots/viber/parse.ts')).toBe(true)
    expect(refused('db/client.ts', 'core/orders/index.ts')).toBe(true)
    for (const framework of frameworks) expect(refused('core/customers/merge.ts', framework)).toBe(true)
  })
})

function allowed({ file, target, typeOnly }: Import): boolean {
  const room = rooms
    .filter((one) => matches(one.from, file))
    .sort((one, other) => other.from.length - one.from.length)[0]
  if (!room) return false
  if (target.startsWith('node:')) return true
  if (typeOnly && (room.types ?? []).some((prefix) => matches(prefix, target))) return true
  const own = /\.(ts|json|js)$/.test(target)
  return own
    ? room.may.some((prefix) => matches(prefix, target))
    : room.packages.some((name) => target === name || target.startsWith(`${name}/`))
}

/** `core/*.ts` is the files directly in a folder; anything else is a prefix. */
function matches(pattern: string, path: string): boolean {
  if (!pattern.includes('*')) return path === pattern || (pattern.endsWith('.ts') ? false : path.startsWith(pattern))
  const [before = '', after = ''] = pattern.split('*')
  return path.startsWith(before) && path.endsWith(after) && !path.slice(before.length, -after.length).includes('/')
}

function importsOf(file: string): Import[] {
  const found: Import[] = []
  const text = code(file)
  for (const match of text.matchAll(
    /(?:^|\n)\s*(import|export)\s+(type\s+)?([^'"\n]*?(?:\{[^}]*\})?[^'"\n]*?)\s*from\s+['"]([^'"]+)['"]/g,
  )) {
    const names = match[3] ?? ''
    const everyNameIsType =
      /^\{[^}]*\}$/.test(names.trim()) &&
      names
        .replace(/[{}]/g, '')
        .split(',')
        .every((name) => name.trim() === '' || name.trim().startsWith('type '))
    found.push({ file, target: place(file, match[4] ?? ''), typeOnly: match[2] !== undefined || everyNameIsType })
  }
  for (const match of text.matchAll(/\b(typeof\s+)?import\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ file, target: place(file, match[2] ?? ''), typeOnly: match[1] !== undefined })
  for (const match of text.matchAll(/\brequire\(['"]([^'"]+)['"]\)/g))
    found.push({ file, target: place(file, match[1] ?? ''), typeOnly: false })
  return found
}

function place(file: string, target: string): string {
  return target.startsWith('.') ? relative('.', resolve(dirname(file), target)) : target
}

function code(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
}

function tree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}
