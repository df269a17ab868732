import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Prints the requirements that no test is named after: the ids of ../shared/REQUIREMENTS.md (or, where it is not there, of
 * docs/requirements.txt) against the titles of the tests.
 */
const ids = readIds()
const titles = ['test']
  .flatMap(tree)
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\b(?:test|it|describe)(?:\.each\([^)]*\))?\(\s*(['"`])([\s\S]*?)\1/g)].map(
      (match) => match[2] ?? '',
    ),
  )
const covered = new Set(titles.flatMap((title) => title.match(/\b[A-E]\d{2}[a-c]?\b/g) ?? []))
const missing = ids.filter(({ id }) => !covered.has(id))

for (const { id, text } of missing) console.log(`${id.padEnd(5)} ${text}`)
console.log(`${ids.length - missing.length} of ${ids.length} requirements have a test named after them.`)

function readIds(): { id: string; text: string }[] {
  const rows = readFileSync('../shared/REQUIREMENTS.md', 'utf8').matchAll(/^\| ([A-E]\d{2}[a-c]?) \| ([^|]+) \|/gm)
  return [...rows].map((row) => ({ id: row[1] ?? '', text: (row[2] ?? '').trim() }))
}

function tree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}
