import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { features } from '../bots/flows/index.ts'
import { createUnderstand } from '../core/assistant/index.ts'
import { lexicon } from '../prompts/intents.ts'
import { createWorld, type World } from './support/world.ts'

/**
 * What the documents tell people to type. In a ```sh block every line is a command (a backslash or an open quote goes on in
 * the next line). `curl` is run against a product, in the order of the document, and `# 201` behind it is the status to come.
 * Everything else has to be of a kind that is known below, with its own check: a command of another kind is a failed test.
 */
const documents = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const decisions = readdirSync('docs/decisions').map((name) => `docs/decisions/${name}`)

/** Addresses of the product that look like commands of a chat. */
const pages = ['demo', 'docs', 'chat', 'healthz', 'readyz', 'metrics', 'newbot', 'setuserpic']

interface Command {
  readonly line: number
  readonly text: string
  readonly status: number | undefined
}

const { scripts } = manifestOf('package.json')
const settings = [...readFileSync('config.ts', 'utf8').matchAll(/^ {4}([A-Z_]+):/gm)].map((match) => match[1] ?? '')
const compose = readFileSync('docker-compose.yml', 'utf8')
const services = [...(compose.split(/^services:$/m)[1]?.split(/^\S/m)[0] ?? '').matchAll(/^ {2}([\w-]+):$/gm)].map(
  (match) => match[1] ?? '',
)

/** The kinds of commands besides curl; each says what is wrong with one, or nothing. */
const kinds: readonly {
  readonly pattern: RegExp
  readonly problem: (match: RegExpMatchArray) => string | undefined
}[] = [
  {
    // PORT=3001 npm start · npm run torture -- --only G18
    pattern: /^((?:[A-Z_]+=\S+ )*)npm (?:run )?([\w:-]+)(?: -- .*)?$/,
    problem: ([, before = '', name = '']) => {
      const unknown = [...before.matchAll(/([A-Z_]+)=/g)]
        .map((match) => match[1] ?? '')
        .filter((one) => !settings.includes(one))
      if (unknown.length > 0) return `no setting ${unknown.join()}`
      return name in scripts ? undefined : `no script ${name}`
    },
  },
  {
    pattern: /^docker compose (up|ps|logs|down)((?: -\S+)*)((?: [\w-]+)*)$/,
    problem: ([, , , named = '']) => {
      const unknown = named
        .trim()
        .split(' ')
        .filter((one) => one !== '' && !services.includes(one))
      return unknown.length > 0 ? `no service ${unknown.join()}` : undefined
    },
  },
  {
    // A line of .env
    pattern: /^echo "([A-Z_]+)=.*" >> \.env$/,
    problem: ([, name = '']) =>
      settings.includes(name) || compose.includes(`\${${name}:`) ? undefined : `nobody reads ${name}`,
  },
  { pattern: /^export (URL|KEY)=.*$/, problem: () => undefined },
  { pattern: /^cp -a \.data \w+$/, problem: () => undefined },
  { pattern: /^git pull$/, problem: () => undefined },
]

describe('the commands of the documents', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.stop())

  test.each(documents)('%s', async (document) => {
    const variables: Record<string, string> = {
      URL: world.url,
      KEY: await world.key(),
      TELEGRAM_TOKEN: world.telegram.addBot({ token: `9${Date.now()}:${'x'.repeat(30)}`, username: 'docs_bot' }).token,
      VIBER_TOKEN: world.viber.addAccount({ token: `docs-${document}-445da6az1s345z78`, name: 'Docs' }).token,
    }
    const jar = new Map<string, string>()
    for (const { line, text, status } of commandsOf(document)) {
      const where = `${document}:${line} ${text.slice(0, 90)}`
      if (text.startsWith('curl ')) {
        expect(status, `${where}: say the status to come`).toBeDefined()
        const answer = await curl(words(text, variables), jar)
        expect([where, answer.status, answer.status === status ? '' : answer.body]).toEqual([where, status, ''])
      } else {
        const found = kinds.flatMap(({ pattern, problem }) => {
          const match = pattern.exec(text)
          return match ? [problem(match)] : []
        })
        expect([where, found]).toEqual([where, [undefined]])
      }
    }
  })

  test('are there, and an unknown one, a script or a service that is not there would be seen', () => {
    expect(documents.flatMap(commandsOf).length).toBeGreaterThan(40)
    const problems = (text: string) =>
      kinds.flatMap(({ pattern, problem }) => {
        const match = pattern.exec(text)
        return match ? [problem(match)] : []
      })
    expect(problems('rm -rf .data')).toEqual([])
    expect(problems('npm run deploy')).toEqual(['no script deploy'])
    expect(problems('PROT=1 npm start')).toEqual(['no setting PROT'])
    expect(problems('docker compose logs -f web')).toEqual(['no service web'])
    expect(services).toEqual(['postgres', 'redis', 'core', 'bots', 'worker-1', 'worker-2'])
  })

  test('scripts are the same in package.json and in the runner, and each step is a file that is there', () => {
    const runner = readFileSync('tools/run.js', 'utf8')
    for (const [name, script] of Object.entries(scripts)) {
      expect(script).toBe(`node tools/run.js ${name}`)
      expect(runner).toMatch(new RegExp(`^ {2}'?${name}'?: \\[`, 'm'))
    }
    const steps = [...(/const scripts = \{[\s\S]*?\n\}/.exec(runner)?.[0] ?? '').matchAll(/'([\w/-]+\.ts)'/g)].map(
      (match) => match[1] ?? '',
    )
    expect(steps.length).toBeGreaterThan(4)
    for (const step of steps) expect(existsSync(step), step).toBe(true)
  })
})

describe('the documents', () => {
  test('B13 the readme tells how to connect both bots, step by step', () => {
    const readme = readFileSync('README.md', 'utf8')
    // Its stages come in this order, and the second and the third need no token.
    expect(readme).toMatch(
      /\*\*register\*\* the bot[\s\S]*\*\*choose\*\*[\s\S]*\*\*develop[\s\S]*no token at all[\s\S]*\*\*integrate\*\*/,
    )
    for (const step of ['@BotFather', '/newbot', 'partners.viber.com', 'PUBLIC_URL', 'long-polled', 'webhook'])
      expect(readme).toContain(step)
  })

  test('what the tour of the readme says in plain words is understood, and a question goes to a person', () => {
    const tour = /^## Five minutes[\s\S]*?(?=^## )/m.exec(readFileSync('README.md', 'utf8'))?.[0] ?? ''
    const said = [...tour.matchAll(/\*"([^"]+)"\*/g)].map((match) => (match[1] ?? '').replace(/\s+/g, ' '))
    const understand = createUnderstand(lexicon)
    const services = [{ id: 'manicure', names: ['Манікюр', 'Маникюр', 'Manicure'] }]
    const categories = [{ id: 'dresses', names: ['Сукні', 'Платья', 'Dresses'] }]
    const context = { timeZone: 'Europe/Kyiv', language: 'uk', role: 'customer', services, categories } as const
    const heard = said.map((text) => understand(text, { ...context, now: new Date('2026-05-12T07:00:00Z') }))
    expect(said.map((text, at) => [text, heard[at]?.intent])).toEqual([
      ['хочу сукню', 'search-product'],
      ['I am looking for a dress', 'search-product'],
      ["запишіть на манікюр у п'ятницю після 15", 'book'],
      ['хочу на маникюр завтра', 'book'],
      ['book a manicure on Friday after 3 pm', 'book'],
      ['Чи є подарункові сертифікати?', 'faq'],
    ])
    expect(heard[2]?.slots).toMatchObject({ serviceId: 'manicure', date: '2026-05-15' })
  })

  test('every link leads somewhere', () => {
    for (const document of [...documents, ...decisions]) {
      for (const [, target = ''] of readFileSync(document, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https:\/\//.test(target)) continue
        expect(
          existsSync(normalize(join(dirname(document), target.replace(/#.*$/, '')))),
          `${document}: ${target}`,
        ).toBe(true)
      }
    }
  })

  test('every file that is named is there, and every command of a chat', () => {
    const commands = features.flatMap((feature) => feature.commands.map(({ name }) => name)).concat('help', 'cancel')
    for (const document of ['README.md', 'CHANGELOG.md', 'docs/operations.md']) {
      for (const [, name = ''] of readFileSync(document, 'utf8').matchAll(/`\/([a-z]+)(?: [^`]*)?`/g))
        if (!pages.includes(name)) expect(commands, document).toContain(name)
    }
    for (const document of [...documents, ...decisions]) {
      const text = readFileSync(document, 'utf8')
      for (const [, path = ''] of text.matchAll(
        /`((?:core|bots|db|workers|tools|test|docs|prompts)\/[\w./{},-]+\.(?:ts|js|sql|md|ftl))`/g,
      ))
        expect(existsSync(path), `${document}: ${path}`).toBe(true)
    }
  })

  test('decisions are numbered without a gap and say context, decision, consequences', () => {
    expect(decisions.length).toBeGreaterThan(9)
    for (const [at, file] of [...decisions].sort().entries()) {
      expect(file).toMatch(new RegExp(`/${String(at + 1).padStart(4, '0')}-[a-z-]+\\.md$`))
      const text = readFileSync(file, 'utf8')
      expect(text.startsWith(`# ${at + 1}. `), file).toBe(true)
      const parts = [...text.matchAll(/^\*\*(\w+)\.\*\*/gm)].map((match) => match[1])
      expect(parts, file).toEqual(['Context', 'Decision', 'Consequences'])
      // Half a page.
      expect(text.split(/\s+/).length, file).toBeLessThan(330)
    }
  })

  test('every dependency has its line and no line is left over', () => {
    const manifest = manifestOf('package.json')
    const sections = readFileSync('docs/dependencies.md', 'utf8').split(/^## /m).slice(1)
    expect(sections).toHaveLength(2)
    for (const [at, kind] of (['dependencies', 'devDependencies'] as const).entries()) {
      const rows = [...(sections[at] ?? '').matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)]
      expect(rows.map((row) => row[1])).toEqual(Object.keys(manifest[kind]))
      for (const row of rows) expect(row[2]?.trim(), row[1]).not.toBe('')
    }
  })
})

function commandsOf(document: string): Command[] {
  const found: Command[] = []
  const lines = readFileSync(document, 'utf8').split('\n')
  let inside = false
  let open: { line: number; text: string } | undefined
  for (const [at, raw] of lines.entries()) {
    const fence = /^\s*```(\w*)$/.exec(raw)
    if (fence) {
      inside = !inside && fence[1] === 'sh'
      continue
    }
    if (!inside || (!open && raw.trim() === '')) continue
    const text: string = open ? `${open.text}\n${raw.trim()}` : raw.trim()
    const line = open?.line ?? at + 1
    open = undefined
    if (text.endsWith('\\')) open = { line, text: text.slice(0, -1).trimEnd() }
    else if (hasOpenQuote(text)) open = { line, text }
    else {
      const status = / # (\d{3})$/.exec(text)
      found.push({ line, text: text.replace(/ # .*$/, ''), status: status ? Number(status[1]) : undefined })
    }
  }
  return found
}

function hasOpenQuote(text: string): boolean {
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (quote === '"' && char === '\\') at += 1
    else if (quote) quote = char === quote ? '' : quote
    else if (char === "'" || char === '"') quote = char
  }
  return quote !== ''
}

/** What a shell would make of a line: quotes, escapes and $NAME. */
function words(text: string, variables: Readonly<Record<string, string>>): string[] {
  const found: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (quote === "'") {
      if (char === "'") quote = ''
      else word = (word ?? '') + char
    } else if (char === '$') {
      const name = /^[A-Z_]+/.exec(text.slice(at + 1))?.[0] ?? ''
      const value = variables[name]
      if (value === undefined) throw new Error(`no variable ${name} in: ${text}`)
      word = (word ?? '') + value
      at += name.length
    } else if (char === '\\') {
      at += 1
      word = (word ?? '') + text.charAt(at)
    } else if (quote === '"' && char === '"') quote = ''
    else if (!quote && (char === "'" || char === '"')) {
      quote = char
      word ??= ''
    } else if (!quote && /\s/.test(char)) {
      if (word !== undefined) found.push(word)
      word = undefined
    } else word = (word ?? '') + char
  }
  return word === undefined ? found : [...found, word]
}

/** The part of curl that the documents use. */
async function curl([, ...given]: string[], jar: Map<string, string>): Promise<{ status: number; body: string }> {
  const headers = new Headers()
  let [url, method, body, keep] = ['', '', '', '']
  for (let at = 0; at < given.length; at += 1) {
    const option = given[at] ?? ''
    const value = () => {
      at += 1
      return given[at] ?? ''
    }
    if (option === '-H') {
      const [name = '', ...rest] = value().split(': ')
      headers.set(name, rest.join(': '))
    } else if (option === '-d') body = value()
    else if (option === '-X') method = value()
    else if (option === '-c') keep = value()
    else if (option === '-b') headers.set('cookie', jar.get(value()) ?? '')
    else if (option.startsWith('-')) throw new Error(`curl ${option} is not known here`)
    else url = option
  }
  const answer = await fetch(url, {
    method: method || (body ? 'POST' : 'GET'),
    headers,
    ...(body ? { body } : {}),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (keep && cookie) jar.set(keep, cookie)
  return { status: answer.status, body: await answer.text() }
}

function manifestOf(file: string) {
  const names = z.record(z.string(), z.string())
  const shape = z.object({ scripts: names, dependencies: names, devDependencies: names })
  return shape.parse(JSON.parse(readFileSync(file, 'utf8')))
}
