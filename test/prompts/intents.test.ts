import { describe, expect, it } from 'vitest'
import { intents, lexiconSchema } from '../../core/assistant/lexicon.ts'
import { lexicon } from '../../prompts/intents.ts'

describe('the word lists of the parser', () => {
  it.each(['uk', 'ru', 'en'] as const)('%s knows a way to say every intent', (language) => {
    expect(intents.filter((intent) => !lexicon[language].intents[intent]?.length)).toEqual([])
  })

  it.each(['uk', 'ru', 'en'] as const)('%s asks only for things a message can name', (language) => {
    const patterns = Object.values(lexicon[language].intents).flatMap((some) => some ?? [])
    const asked = patterns.flatMap((pattern) => pattern.match(/@\p{L}*/gu) ?? [])
    expect(asked.filter((name) => !['@service', '@category', '@staff', '@when'].includes(name))).toEqual([])
  })

  it('are refused with an intent nobody knows', () => {
    const { detect } = { detect: { words: 'a', endings: 'b' } }
    const empty = { asksFor: '', faq: '', questions: '', negations: '', anyone: '', filler: '', skip: '' }
    expect(lexiconSchema.safeParse({ detect, ...empty, intents: { help: ['help'] } }).success).toBe(true)
    expect(lexiconSchema.safeParse({ detect, ...empty, intents: { hlep: ['help'] } }).success).toBe(false)
  })
})
