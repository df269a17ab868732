import { type Lexicon, lexiconSchema } from '../core/assistant/lexicon.ts'
import en from './intents.en.json' with { type: 'json' }
import ru from './intents.ru.json' with { type: 'json' }
import uk from './intents.uk.json' with { type: 'json' }

/** The word lists of the parser, checked: a slip in a file is told at start, not at the first message. */
export const lexicon: Lexicon = {
  uk: lexiconSchema.parse(uk),
  ru: lexiconSchema.parse(ru),
  en: lexiconSchema.parse(en),
}
