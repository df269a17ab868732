import { intents, type KnownIntent, type LanguageLexicon, type Lexicon } from './lexicon.ts'
import { distance } from './likeness.ts'
import { skeleton, type Word } from './normalise.ts'

/** What a message names besides its words; patterns ask for it by `@service`, `@category`, `@staff`, `@when`. */
export type Named = 'service' | 'category' | 'staff' | 'when'

export interface IntentMatch {
  readonly intent: KnownIntent
  readonly confidence: number
  /** The words that gave it away. */
  readonly words: ReadonlySet<Word>
  /** It was said with a "not" before it: nothing that may be done. */
  readonly denied: boolean
}

type MatchIntents = (words: readonly Word[], named: ReadonlySet<Named>, staff: boolean) => IntentMatch[]

/** Patterns that fit a message, best first. Slips of the finger are forgiven only where nothing fits letter by letter. */
export function createIntents(lexicon: Lexicon): MatchIntents {
  const all = [lexicon.uk, lexicon.ru, lexicon.en]
  const patterns = all.flatMap((one) => patternsOf(one))
  const filler = new Set(all.flatMap((one) => one.filler).map(skeleton))
  const negations = new Set(all.flatMap((one) => one.negations).map(skeleton))
  return (words, named, staff) => {
    const open = patterns.filter((pattern) => staff || !staffIntents.has(pattern.intent))
    const exact = open.flatMap((pattern) => fitPattern(pattern, words, named, filler, negations, false) ?? [])
    const found =
      exact.length > 0
        ? exact
        : open.flatMap((pattern) => fitPattern(pattern, words, named, filler, negations, true) ?? [])
    return found.sort((a, b) => b.score - a.score)
  }
}

const staffIntents: ReadonlySet<KnownIntent> = new Set<KnownIntent>([
  'stats',
  'today',
  'requests',
  'customer',
  'trends',
  'forecast',
  'recommend',
  'seasonality',
  'sources',
  'deals',
  'tasks',
])

interface Alternative {
  readonly text: string
  readonly prefix: boolean
  readonly named?: string
}

interface Pattern {
  readonly intent: KnownIntent
  readonly whole: boolean
  readonly wanted: readonly (readonly Alternative[])[]
  readonly forbidden: readonly Alternative[]
}

interface Scored extends IntentMatch {
  readonly score: number
}

function patternsOf(lexicon: LanguageLexicon): Pattern[] {
  return intents.flatMap((intent) => (lexicon.intents[intent] ?? []).map((source) => patternOf(intent, source)))
}

function patternOf(intent: KnownIntent, source: string): Pattern {
  const whole = source.startsWith('=')
  const terms = source.replace('=', '').trim().split(/\s+/)
  const bang = terms.findIndex((term) => term.startsWith('!'))
  const wanted = bang < 0 ? terms : terms.slice(0, bang)
  const forbidden = bang < 0 ? [] : terms.slice(bang).map((term) => term.replace('!', ''))
  return { intent, whole, wanted: wanted.map(alternatives), forbidden: forbidden.flatMap(alternatives) }
}

function alternatives(term: string): Alternative[] {
  return term.split('|').map((one) => {
    if (one.startsWith('@')) return { text: '', prefix: false, named: one.slice(1) }
    return { text: skeleton(one.replace('*', '')), prefix: one.endsWith('*') }
  })
}

function fitPattern(
  pattern: Pattern,
  words: readonly Word[],
  named: ReadonlySet<string>,
  filler: ReadonlySet<string>,
  negations: ReadonlySet<string>,
  forgiving: boolean,
): Scored[] | undefined {
  if (pattern.forbidden.some((one) => words.some((word) => same(one, word.key)))) return undefined
  const used = new Set<Word>()
  let score = 0
  let slips = 0
  for (const term of pattern.wanted) {
    const hit = best(term, words, used, named, forgiving)
    if (!hit) return undefined
    if (hit.word) used.add(hit.word)
    if (hit.slip) slips++
    score += hit.weight
  }
  if (used.size === 0 || (slips > 0 && used.size === slips && slips > 1)) return undefined
  if (
    pattern.whole &&
    !words.every(
      (word) => used.has(word) || filler.has(word.key) || pattern.wanted.flat().some((one) => same(one, word.key)),
    )
  )
    return undefined
  if (words.length > 22 && pattern.wanted.length < 2 && pattern.intent !== 'ask-human') return undefined
  const coverage = used.size / Math.max(1, words.length)
  const confidence = pattern.whole ? 0.95 : Math.min(0.95, 0.6 + 0.1 * pattern.wanted.length + 0.2 * coverage)
  return [
    {
      intent: pattern.intent,
      score: score + (pattern.whole ? 1.5 : 0),
      confidence: Math.round((confidence - (slips > 0 ? 0.1 : 0)) * 100) / 100,
      words: used,
      denied: !pattern.whole && denied(words, used, negations),
    },
  ]
}

function best(
  term: readonly Alternative[],
  words: readonly Word[],
  used: ReadonlySet<Word>,
  named: ReadonlySet<string>,
  forgiving: boolean,
): { word?: Word; weight: number; slip: boolean } | undefined {
  for (const one of term) {
    if (one.named !== undefined) {
      if (named.has(one.named)) return { weight: 1, slip: false }
      continue
    }
    const word = words.find((candidate) => !used.has(candidate) && same(one, candidate.key))
    if (word) return { word, weight: 1 + Math.min(one.text.length, 8) * 0.05, slip: false }
  }
  if (!forgiving) return undefined
  for (const one of term) {
    if (one.named !== undefined || one.text.length < 5) continue
    const word = words.find((candidate) => !used.has(candidate) && nearly(one, candidate.key))
    if (word) return { word, weight: 0.8 + Math.min(one.text.length, 8) * 0.05, slip: true }
  }
  return undefined
}

function same(one: Alternative, key: string): boolean {
  return one.prefix ? key.startsWith(one.text) : key === one.text
}

function nearly(one: Alternative, key: string): boolean {
  const { text, prefix } = one
  if (key[0] !== text[0] || key.length < 5) return false
  const limit = text.length >= 9 ? 2 : 1
  if (!prefix) return distance(key, text, limit) <= limit
  return [0, 1, -1].some((more) => distance(key.slice(0, text.length + more), text, limit) <= limit)
}

/** "не хочу записуватися", "I don't want to book": a negation right before what was matched, modal verbs between them or not. */
function denied(words: readonly Word[], used: ReadonlySet<Word>, negations: ReadonlySet<string>): boolean {
  return words.some((word, at) => {
    if (!used.has(word)) return false
    let before = at - 1
    while (before >= 0 && modal.test(words[before]?.key ?? '') && !negations.has(words[before]?.key ?? '')) before--
    const negation = words[before]
    return negation !== undefined && negations.has(negation.key) && !used.has(negation)
  })
}

const modal =
  /^(?:хоч|хот|мож|буд|треба|надо|нужно|планую|планир|want|need|to|wish|going|like|have|мени|мене|меня|мне)/u
