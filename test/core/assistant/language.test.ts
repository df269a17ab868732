import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createDetect, type Language } from '../../../core/assistant/language.ts'
import { normalise, wordsOf } from '../../../core/assistant/normalise.ts'
import { lexicon } from '../../../prompts/intents.ts'
import { sharedData } from './shared-data.ts'

const detect = createDetect(lexicon)
const languageOf = (text: string, before: Language = 'uk') => detect(wordsOf(normalise(text)), before)

describe('the language of a message', () => {
  it.each([
    ['запишіть мене на манікюр', 'uk'],
    ['запишите меня на маникюр', 'ru'],
    ['дякую', 'uk'],
    ['спасибо', 'ru'],
    ['сколько стоит доставка', 'ru'],
    ['скільки коштує доставка', 'uk'],
    ['де мій заказ, шо там', 'uk'],
    ['book a haircut', 'en'],
    ['Громкость TV на 50', 'ru'],
    ['хочу iPhone чохол', 'uk'],
  ] as const)('%s is %s', (text, language) => {
    expect(languageOf(text, 'en')).toBe(language)
  })

  it('stays what it was where a message gives no sign', () => {
    for (const text of ['15:00', '👍', 'ok', '', '+380671234567']) {
      for (const before of ['uk', 'ru', 'en'] as const) expect(languageOf(text, before)).toBe(before)
    }
  })
})

const messages = sharedData('intents_uk_ru_en_home_assistant/messages.csv')
if (messages) {
  // Data: home-assistant/intents aa550032 (CC BY 4.0). Each message is judged by itself, as the first one of a talk begun in Ukrainian.
  const all = z
    .array(z.object({ language: z.enum(['uk', 'ru', 'en']), text: z.string() }))
    .parse(parse(messages, { columns: true }))

  it.each(['uk', 'ru', 'en'] as const)('97 of 100 published messages in %s are told right', (language) => {
    const own = all.filter((row) => row.language === language)
    const right = own.filter((row) => languageOf(row.text) === language)
    expect(right.length / own.length).toBeGreaterThanOrEqual(0.97)
  })
}
