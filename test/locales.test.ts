import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FluentResource } from '@fluent/bundle'
import { describe, expect, test } from 'vitest'
import { features } from '../bots/flows/index.ts'
import { errors } from '../core/errors.ts'

const languages = ['uk', 'ru', 'en'] as const

interface Entry {
  readonly variables: readonly string[]
  readonly file: string
}

const words = new Map(languages.map((language) => [language, read(language)]))

describe('the words of three languages', () => {
  test('have the same ids in files of the same names, with the same variables', () => {
    const [uk, ...others] = languages.map((language) => words.get(language) ?? new Map<string, Entry>())
    for (const other of others) {
      expect([...other.keys()].sort()).toEqual([...(uk ?? new Map()).keys()].sort())
      for (const [id, entry] of other)
        expect([id, entry.file, entry.variables]).toEqual([id, uk?.get(id)?.file, uk?.get(id)?.variables])
    }
  })

  test('have a sentence for every error a person may hear', () => {
    for (const code of Object.keys(errors)) expect([...(words.get('uk')?.keys() ?? [])]).toContain(`error-${code}`)
  })

  test('have a description for every command of the menu', () => {
    const named = features.flatMap((feature) => feature.commands).filter((command) => command.menu)
    expect(named.length).toBeGreaterThan(0)
    for (const command of named) expect([...(words.get('uk')?.keys() ?? [])]).toContain(`command-${command.name}`)
  })

  test('have every id that the talks and the features say', () => {
    const known = words.get('uk') ?? new Map()
    const said = ['bots', 'core']
      .flatMap(tree)
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/\bsay\(\s*'([a-z0-9-]+)'/g)].map((match) => match[1] ?? ''),
      )
    expect(said.length).toBeGreaterThan(20)
    expect([...new Set(said)].filter((id) => id !== 'verbatim' && !known.has(id))).toEqual([])
  })

  test('plurals of uk and ru know one, few and many', () => {
    for (const language of ['uk', 'ru'] as const) {
      for (const { name, text } of files(language)) {
        for (const block of text.match(/\{ *\$\w+ *->[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g) ?? []) {
          if (!/\[one\]/.test(block)) continue
          expect([name, /\[few\]/.test(block), /\[many\]|\*\[other\]/.test(block)]).toEqual([name, true, true])
        }
      }
    }
  })
})

function read(language: string): Map<string, Entry> {
  const found = new Map<string, Entry>()
  for (const { name, text } of files(language)) {
    for (const message of new FluentResource(text).body) {
      if (found.has(message.id)) throw new Error(`${message.id} stands twice in ${language}`)
      const source = JSON.stringify(message)
      const variables = [
        ...new Set([...source.matchAll(/"type":"var","name":"(\w+)"/g)].map((match) => match[1] ?? '')),
      ].sort()
      found.set(message.id, { variables, file: name })
    }
  }
  return found
}

function files(language: string): { name: string; text: string }[] {
  const folder = join('bots/locales', language)
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
}

function tree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}
