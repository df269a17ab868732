import { z } from 'zod'

/** What a message can ask for; `unknown` and `faq` become a request to a person. */
export const intents = [
  'greeting',
  'thanks',
  'catalog',
  'search-product',
  'cart',
  'orders',
  'repeat-order',
  'cancel-order',
  'book',
  'bookings',
  'move-booking',
  'cancel-booking',
  'price-list',
  'loyalty',
  'profile',
  'language',
  'stop-promotions',
  'start-promotions',
  'help',
  'cancel',
  'ask-human',
  'faq',
  'yes',
  'no',
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
] as const

export type KnownIntent = (typeof intents)[number]

const wordList = z.string().transform((words) => words.split(/\s+/).filter(Boolean))

/**
 * The words of one language. A pattern is a row of terms that all have to be in the message, in any order: `a|b` one of them, `a*` anything
 * that begins so, `!a` must not be there; a pattern that begins with `=` wants nothing else beside its terms but filler words.
 */
export const lexiconSchema = z.object({
  /** Words and endings that give the language away. */
  detect: z.object({ words: wordList, endings: wordList }),
  intents: z.partialRecord(z.enum(intents), z.array(z.string().min(1))),
  /** Words that ask for a thing only where the thing is known: "є", "have". */
  asksFor: wordList,
  /** What shops are asked about but no command answers: delivery, address, payment. */
  faq: wordList,
  questions: wordList,
  negations: wordList,
  anyone: wordList,
  filler: wordList,
  /** Never part of what is searched for. */
  skip: wordList,
  /** Names that are one name: the first is the one the others are read as. */
  sameName: z.array(wordList).default([]),
})

export type LanguageLexicon = z.output<typeof lexiconSchema>
export type Lexicon = Readonly<Record<'uk' | 'ru' | 'en', LanguageLexicon>>
