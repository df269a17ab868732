import { readdirSync, readFileSync } from 'node:fs'
import { FluentBundle, FluentResource } from '@fluent/bundle'
import { type Language, nameIn } from '../../core/business.ts'
import type { MomentStyle, Say, SayArgument, Words } from '../../core/say.ts'

/** The words of all three languages, from bots/locales. A missing word is a defect: it throws at once, in every language. */
export function loadWords(): Words {
  const bundles: Record<Language, FluentBundle> = { uk: bundle('uk'), ru: bundle('ru'), en: bundle('en') }
  const words: Words = (language, what) => {
    if (what.say === 'verbatim') return String(what.with?.['text'] ?? '')
    const found = bundles[language].getMessage(what.say)
    if (!found?.value) throw new Error(`no words for ${what.say} in ${language}`)
    const args: Record<string, string | number> = {}
    for (const [name, value] of Object.entries(what.with ?? {})) {
      // The number of an order or a booking is a name, not a quantity: "4071", never "4,071".
      args[name] = name === 'number' ? String(value) : argumentText(language, value, words)
    }
    const problems: Error[] = []
    const text = bundles[language].formatPattern(found.value, args, problems)
    if (problems[0]) throw new Error(`${what.say} in ${language}: ${problems[0].message}`)
    return text
  }
  return words
}

export const locales: Record<Language, string> = { uk: 'uk-UA', ru: 'ru-UA', en: 'en-GB' }

function bundle(language: Language): FluentBundle {
  // Bidi isolation marks would show up in buttons that people type back.
  const made = new FluentBundle(locales[language], { useIsolating: false })
  const folder = new URL(`../locales/${language}/`, import.meta.url)
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.ftl')) continue
    const problems = made.addResource(new FluentResource(readFileSync(new URL(name, folder), 'utf8')))
    if (problems[0]) throw new Error(`${language}/${name}: ${problems[0].message}`)
  }
  return made
}

function argumentText(language: Language, value: SayArgument, words: Words): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value
  if ('money' in value) return moneyText(language, value.money, value.currency)
  if ('moment' in value) return momentText(language, new Date(value.moment), value.zone, value.show)
  if ('day' in value) return momentText(language, new Date(`${value.day}T12:00:00Z`), 'UTC', value.show)
  if ('names' in value) return nameIn(value.names, language)
  if ('list' in value) return listText(language, value.list, value.join, words)
  return words(language, value)
}

function listText(language: Language, list: readonly Say[], join: 'comma' | 'line', words: Words): string {
  const texts = list.map((item) => words(language, item))
  return join === 'line'
    ? texts.join('\n')
    : new Intl.ListFormat(locales[language], { type: 'conjunction' }).format(texts)
}

/** Whole amounts without kopecks: "1 250 ₴", but "19,90 ₴". */
export function moneyText(language: Language, minor: number, currency: string): string {
  const format = new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    useGrouping: 'always',
  })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const whole = minor % 10 ** digits === 0
  return (whole ? moneyWhole(language, currency) : format).format(minor / 10 ** digits)
}

function moneyWhole(language: Language, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    useGrouping: 'always',
    maximumFractionDigits: 0,
  })
}

const momentFormats: Record<MomentStyle, Intl.DateTimeFormatOptions> = {
  day: { weekday: 'short', day: 'numeric', month: 'long' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  'day-time': { weekday: 'short', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { day: '2-digit', month: '2-digit', year: 'numeric' },
}

export function momentText(language: Language, moment: Date, zone: string, show: MomentStyle): string {
  return new Intl.DateTimeFormat(locales[language], { ...momentFormats[show], timeZone: zone }).format(moment)
}
