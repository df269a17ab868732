import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Scenario } from './scenario.ts'

interface Mutation {
  readonly without: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** The test that must turn red, and the words of its title. */
  readonly test: string
  readonly title: string
}

const intake = 'test/torture/intake.test.ts'
const mutations: readonly Mutation[] = [
  {
    without: 'the unique key of the inbox',
    file: 'db/migrations/0004-inbox.sql',
    from: 'handled_at timestamptz,\n  primary key (business_id, channel_id, key)',
    to: 'handled_at timestamptz',
    test: intake,
    title: 'G9 ',
  },
  {
    without: 'the exclusion constraint of bookings',
    file: 'db/migrations/0006-salon.sql',
    from: `exclude using gist (business_id with =, staff_id with =, during with &&)
    where (state in ('held', 'pending', 'confirmed'))`,
    to: 'check (true)',
    test: 'test/core/bookings/races.test.ts',
    title: 'G18 when they book at once',
  },
  {
    without: 'a row-level policy',
    file: 'db/secure.sql',
    from: 'revoke update, delete, truncate on audit',
    to: 'alter policy tenant on customers using (true) with check (true);\nrevoke update, delete, truncate on audit',
    test: 'test/db/security.test.ts',
    title: 'with no business in scope no row is there',
  },
  {
    without: 'forced row-level security',
    file: 'db/secure.sql',
    from: "    execute format('alter table public.%I force row level security', t.relname);\n",
    to: '',
    test: 'test/db/security.test.ts',
    title: 'every table says whose a row is',
  },
  {
    without: "the check of Viber's signature",
    file: 'core/http/hooks.ts',
    from: 'if (!signedWith(',
    to: 'if (request === undefined && !signedWith(',
    test: intake,
    title: 'G13 ',
  },
  {
    without: "the check of Telegram's secret",
    file: 'core/http/hooks.ts',
    from: "if (!sameSecret(request.headers['x-telegram-bot-api-secret-token'], channel.hookSecret)) throw refused()",
    to: "sameSecret(request.headers['x-telegram-bot-api-secret-token'], channel.hookSecret)",
    test: intake,
    title: 'G13 ',
  },
  {
    without: 'the check that stock is not oversold',
    file: 'db/migrations/0005-shop.sql',
    from: 'constraint stock_not_oversold check (reserved <= on_hand)',
    to: 'constraint stock_not_oversold check (true)',
    test: 'test/core/orders/stock-races.test.ts',
    title: 'G21 the table itself',
  },
  {
    without: 'the end of the tries',
    file: 'core/inbox/handle.ts',
    from: 'const pausesAfterTry = [0.5, 1, 3, 6]',
    to: 'const pausesAfterTry = [0.5, 1, 3, 6, 6, 6, 6]',
    test: intake,
    title: 'G11 ',
  },
  {
    without: 'the order of a chat in the outbox',
    file: 'core/inbox/queries.ts',
    from: ".orderBy(asc(outbox.position))\n    .limit(1)\n    .for('update', { of: outbox })",
    to: ".orderBy(desc(outbox.position))\n    .limit(1)\n    .for('update', { of: outbox })",
    test: 'test/torture/outbox.test.ts',
    title: 'in order',
  },
  {
    without: 'the lease of what is being sent',
    file: 'core/inbox/queries.ts',
    from: "const due = head.state === 'sending' ? (head.leaseUntil ?? tx.now) : head.dueAt",
    to: 'const due = head.dueAt',
    test: 'test/torture/outbox.test.ts',
    title: 'nobody else sends',
  },
]

/** The tests bite: each protection taken away, in a copy of the project, turns the named test red. */
export const mutation: Scenario = async (run) => {
  const figures = []
  const copy = copyOfTheProject()
  const green = new Map<string, boolean>()
  try {
    for (const { without, file, from, to, test, title } of mutations) {
      const tests = [test, '-t', title.trim()]
      const name = tests.join(' ')
      if (!green.has(name)) green.set(name, await passes(copy, tests))
      const path = join(copy, file)
      const text = readFileSync(path, 'utf8')
      const applies = text.split(from).length === 2
      writeFileSync(
        path,
        text.replace(from, () => to),
      )
      const bites = applies && !(await passes(copy, tests))
      writeFileSync(path, text)
      const before = green.get(name) ? 'green' : 'red'
      const found = applies ? `${before}, then ${bites ? 'red' : 'green'}` : 'not applicable: the source has changed'
      run.note(`without ${without}: ${found}`)
      figures.push({
        what: `without ${without}: ${test} "${title.trim()}"`,
        goal: 'green, then red',
        found,
        holds: bites && before === 'green',
      })
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
  return figures
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const leftOut = new Set(['node_modules', '.git', '.data'])

function copyOfTheProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'rozmova-mutation-'))
  cpSync(root, copy, { recursive: true, filter: (source) => !leftOut.has(relative(root, source).split('/')[0] ?? '') })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Whether the named tests pass; a title that names none passes nothing. */
function passes(folder: string, args: readonly string[]): Promise<boolean> {
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
  const report = join(folder, 'report.json')
  rmSync(report, { force: true })
  const reporter = ['--reporter=json', `--outputFile=${report}`]
  const child = spawn(process.execPath, [vitest, 'run', ...args, ...reporter], { cwd: folder, stdio: 'ignore' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code !== 0) return resolve(false)
      resolve(
        z.object({ numPassedTests: z.number() }).parse(JSON.parse(readFileSync(report, 'utf8'))).numPassedTests > 0,
      )
    })
  })
}
