import { skeleton, type Word } from './normalise.ts'

/** Something with names that people may type in any case of declension and with a slip of the finger: a service, a master, a category. */
export interface Named {
  readonly id: string
  readonly names: readonly string[]
}

export interface NamedMatch {
  /** Ids that fit equally well, best first by the order given; more than one means that the person has to be asked. */
  readonly ids: readonly string[]
  /** Every word of the name was said, not only a part of it. */
  readonly whole: boolean
  readonly words: readonly Word[]
}

/** Finds whose name stands in the text. Part of a long name is enough ("стрижка" for "Жіноча стрижка") unless that part is only an adjective. */
export function findNamed(
  words: readonly Word[],
  all: readonly Named[] | undefined,
  variants: ReadonlyMap<string, string>,
): NamedMatch | undefined {
  let best: { score: number; whole: boolean; ids: string[]; words: readonly Word[] } | undefined
  const said = words.map((word) => ({ word, stem: stem(word.text, variants) }))
  for (const { id, names } of all ?? []) {
    const found = names
      .flatMap((name) => (/\p{Script=Cyrillic}/u.test(name) ? [name, inLatin(name)] : [name]))
      .map((name) => fitName(said, partsOf(name, variants)))
      .reduce((a, b) => (b.score > a.score ? b : a), nothing)
    if (found.score <= 0) continue
    if (!best || found.score > best.score + 0.001) best = { ...found, ids: [id] }
    else if (Math.abs(found.score - best.score) <= 0.001 && !best.ids.includes(id)) best.ids.push(id)
  }
  return best && { ids: best.ids, whole: best.whole, words: best.words }
}

/** Cuts the ending off, so that the cases of a Ukrainian, Russian or English word fall together (or nearly: see `alike`). */
export function stem(word: string, variants?: ReadonlyMap<string, string>): string {
  const key = skeleton(word)
  if (/^[a-z']/.test(key)) return key.length > 3 ? key.replace(/(?:ies|es|(?<!s)s|ing|ed|y|e)$/, '') : key
  const cut = key.length > 3 ? key.replace(slavicEnding, '') : key
  const bare = alternation(cut.length >= 2 ? cut : key)
  return variants?.get(bare) ?? bare
}

/** Equal, the one cut short ("маник"), or one slip apart in a word of five letters and more, two in a long one; the first letter has to be right. */
export function alike(a: string, b: string): boolean {
  if (a === b) return true
  const shorter = Math.min(a.length, b.length)
  if (shorter < 4 || a[0] !== b[0] || Math.abs(a.length - b.length) > 2) return false
  if (shorter >= 5 && (a.startsWith(b) || b.startsWith(a))) return true
  if (shorter === 4) return fleetingVowel(a, b)
  return distance(a, b, shorter >= 9 ? 2 : 1) <= (shorter >= 9 ? 2 : 1)
}

/** Damerau-Levenshtein distance, or anything above `limit` once it is passed. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least > limit) return limit + 1
    before = previous
    previous = row
  }
  return previous[b.length] ?? limit + 1
}

interface Part {
  readonly stem: string
  readonly describes: boolean
}

const nothing = { score: 0, whole: false, words: [] as readonly Word[] }
const slavicEnding =
  /(?<=.{3})(?:иями|ями|ами|ого|его|ому|ему|ими|ови|еви|ией|иею|ою|ею|ией|ой|ей|ий|ая|яя|ую|юю|ое|ее|ие|их|ах|ях|ов|ев|ив|ом|ем|им|ам|ям|ия|ию|ии|а|я|у|ю|и|е|о|й)$/
const describing = /(?:ий|ый|ій|ой|ая|яя|ое|ее|ча|ва|ська|ський|льна|чна|рна|ечна|вна)$/
const empty = new Set([
  'на',
  'для',
  'з',
  'із',
  'с',
  'и',
  'і',
  'та',
  'в',
  'у',
  'до',
  'по',
  'and',
  'with',
  'for',
  'the',
  'a',
  'of',
])
const partsOfNames = new WeakMap<ReadonlyMap<string, string>, Map<string, readonly Part[]>>()

function partsOf(name: string, variants: ReadonlyMap<string, string>): readonly Part[] {
  const cache = partsOfNames.get(variants) ?? new Map<string, readonly Part[]>()
  partsOfNames.set(variants, cache)
  const known = cache.get(name)
  if (known) return known
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+(?:['’ʼ-][\p{L}\p{N}]+)*/gu) ?? []
  const parts = words
    .filter((word) => !empty.has(word))
    .map((word) => ({ stem: stem(word.replace(/[’ʼ]/g, "'"), variants), describes: describing.test(word) }))
  if (cache.size > 5000) cache.clear()
  cache.set(name, parts)
  return parts
}

function fitName(said: readonly { word: Word; stem: string }[], parts: readonly Part[]): typeof nothing {
  if (parts.length === 0) return nothing
  const hits = parts.map((part) => {
    const exact = said.find((one) => one.stem === part.stem)
    const near = exact ?? said.find((one) => alike(one.stem, part.stem))
    return { part, word: near?.word, weight: exact ? 1 : 0.9 }
  })
  const found = hits.filter((hit) => hit.word)
  const whole = found.length === parts.length
  if (found.length === 0) return nothing
  if (!whole && !found.some((hit) => !hit.part.describes && hit.part.stem.length >= 3)) return nothing
  const score = found.reduce((sum, hit) => sum + hit.weight, 0) + (whole ? 0.5 : 0)
  return { score, whole, words: found.flatMap((hit) => (hit.word ? [hit.word] : [])) }
}

/** Ukrainian softens the end of a stem before some endings: "Ольга, Ользі", "стрижка, стрижці". */
function alternation(stemmed: string): string {
  return stemmed.replace(/[цзс]$/, (letter) => (letter === 'ц' ? 'к' : letter === 'з' ? 'г' : 'х'))
}

/** "сукня, суконь", "брови, брів": one vowel comes, goes or changes. */
function fleetingVowel(a: string, b: string): boolean {
  const vowels = 'оеи'
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (long.length === short.length + 1)
    return [...long].some((letter, at) => vowels.includes(letter) && long.slice(0, at) + long.slice(at + 1) === short)
  if (long.length !== short.length) return false
  const differing = [...long].flatMap((letter, at) => (letter === short[at] ? [] : [letter + (short[at] ?? '')]))
  return differing.length === 1 && [...(differing[0] ?? '')].every((letter) => vowels.includes(letter))
}

/** How an English-speaking customer would type a Ukrainian name. */
function inLatin(name: string): string {
  return name.toLowerCase().replace(/\p{Script=Cyrillic}|['’ʼ]/gu, (letter) => latin.get(letter) ?? '')
}

const latin = new Map(
  'а:a б:b в:v г:h ґ:g д:d е:e є:ie ж:zh з:z и:y і:i ї:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ю:iu я:ia ы:y э:e ё:e'
    .split(' ')
    .map((pair): [string, string] => [pair.slice(0, 1), pair.slice(2)]),
)
