/**
 * Makes what a person typed comparable: lower case, one kind of apostrophe, no emoji or invisible characters, Latin look-alikes inside
 * Cyrillic words put right (and the other way round). Texts beyond `longest` characters are cut, so that the work stays bounded.
 */
export function normalise(text: string): string {
  const plain = text
    .slice(0, longest)
    .replace(invisible, '')
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(pictures, ' ')
    .toLowerCase()
    .replace(/\p{Mn}+/gu, '')
    .replace(/[’ʼ‘`´ʹ′]/g, "'")
    .replace(/(?<=\p{Script=Cyrillic})["*](?=\p{Script=Cyrillic})/gu, "'")
    .replace(/[–—−‐‑‒]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
  return oneAlphabetPerWord(plain)
}

/** A word of a normalised text and where it stands. */
export interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
  /** The word in the spelling that Ukrainian, Russian and the mixture of both share, see `skeleton`. */
  readonly key: string
}

export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
    key: skeleton(match[0]),
  }))
}

/** The letters in which Ukrainian and Russian spell one word differently fall together: "манікюр" and "маникюр" are one word. */
export function skeleton(word: string): string {
  return word.replace(/[іїєґыэёъь']/g, (letter) => sameSound.get(letter) ?? '')
}

const longest = 1000
const invisible = /[\p{Cf}\p{Cc}\p{Co}\p{Cs}]/gu
const pictures = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}\uFE0F\u20E3]/gu
const sameSound = new Map([
  ['і', 'и'],
  ['ї', 'и'],
  ['ы', 'и'],
  ['є', 'е'],
  ['э', 'е'],
  ['ё', 'е'],
  ['ґ', 'г'],
])

const latinLooks = 'aceiopxykmthb'
const cyrillicLooks = 'асеіорхукмтнв'
const toCyrillic = new Map([...latinLooks].map((letter, at) => [letter, cyrillicLooks[at] ?? letter]))
const toLatin = new Map([...cyrillicLooks].map((letter, at) => [letter, latinLooks[at] ?? letter]))

function oneAlphabetPerWord(text: string): string {
  if (!/\p{Script=Cyrillic}/u.test(text) || !/[a-z]/.test(text)) return text
  return text.replace(/\p{L}+/gu, (word) => {
    const latin = word.replace(/[^a-z]/g, '').length
    if (latin === 0) return word
    if (latin === word.length) return /^[acioky]$/.test(word) ? swap(word, toCyrillic) : word
    const cyrillic = word.length - latin
    return cyrillic >= latin ? swap(word, toCyrillic) : swap(word, toLatin)
  })
}

function swap(word: string, letters: ReadonlyMap<string, string>): string {
  return [...word].map((letter) => letters.get(letter) ?? letter).join('')
}
