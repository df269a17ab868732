import type { Lexicon } from './lexicon.ts'
import type { Word } from './normalise.ts'

export type Language = 'uk' | 'ru' | 'en'

/** In which language a message is written; where it gives no sign ("ок", "15:00"), the one spoken so far. */
export function createDetect(lexicon: Lexicon): (words: readonly Word[], before: Language) => Language {
  const uk = signs(lexicon.uk.detect)
  const ru = signs(lexicon.ru.detect)
  const en = new Set(lexicon.en.detect.words)
  return (words, before) => {
    const cyrillic = words.filter((word) => /\p{Script=Cyrillic}/u.test(word.text))
    const latin = words.filter((word) => /^[a-z]/.test(word.text))
    const english = latin.filter((word) => en.has(word.text)).length
    if (cyrillic.length === 0) {
      if (latin.length === 0) return before
      return english > 0 || latin.length > 2 || latin.some((word) => word.text.length > 4) ? 'en' : before
    }
    if (english > 2 && latin.length > 2 * cyrillic.length) return 'en'
    const score = { uk: weigh(cyrillic, uk, /[іїєґ]|\p{L}'\p{L}/u), ru: weigh(cyrillic, ru, /[ыэёъ]/u) }
    if (score.uk === score.ru) return before === 'ru' ? 'ru' : 'uk'
    return score.uk > score.ru ? 'uk' : 'ru'
  }
}

interface Signs {
  readonly words: ReadonlySet<string>
  readonly ending: RegExp
}

function signs({ words, endings }: Lexicon['uk']['detect']): Signs {
  return { words: new Set(words), ending: new RegExp(`(?:${endings.join('|')})$`, 'u') }
}

function weigh(words: readonly Word[], { words: known, ending }: Signs, letters: RegExp): number {
  return words.reduce(
    (sum, { text }) =>
      sum + (letters.test(text) ? 3 : 0) + (known.has(text) ? 2 : 0) + (text.length > 3 && ending.test(text) ? 1 : 0),
    0,
  )
}
