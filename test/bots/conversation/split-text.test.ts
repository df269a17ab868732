import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isVisible, shorten, splitText } from '../../../bots/conversation/split-text.ts'

const seen = (text: string) => text.replace(/\s/g, '')
/** Letters of several alphabets, signs of many units, spaces and line ends. */
const prose = fc
  .array(fc.constantFrom('слово', 'א', 'word', '👩‍👩‍👧', '🇺🇦', 'е́', ' ', '\n', '\n\n', '.'), { maxLength: 120 })
  .map((parts) => parts.join(''))

describe('a long text', () => {
  test('loses nothing that can be seen, and no piece is too long', () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 20, max: 90 }), (text, limit) => {
        const pieces = splitText(text, limit)
        expect(seen(pieces.join(''))).toBe(seen(text))
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(limit)
          expect(piece.isWellFormed()).toBe(true)
          expect(isVisible(piece)).toBe(true)
        }
      }),
    )
  })

  test('is cut between paragraphs rather than between words, between words rather than within one', () => {
    expect(splitText('один два три\n\nчотири', 16)).toEqual(['один два три', 'чотири'])
    expect(splitText('один два три чотири', 15)).toEqual(['один два три', 'чотири'])
    expect(splitText('а'.repeat(7), 3)).toEqual(['ааа', 'ааа', 'а'])
  })

  test('never falls apart within a sign that people see as one', () => {
    const family = '👩‍👩‍👧'
    for (const piece of splitText(family.repeat(20), 30)) expect(piece.replaceAll(family, '')).toBe('')
    expect(shorten(`ab${family}`, 5)).toBe('ab…')
  })

  test('with nothing to see is nothing to send', () => {
    expect(splitText(' \n\u200b ', 10)).toEqual([])
  })

  test('half a sign, as broken programs send it, becomes a whole one', () => {
    expect(splitText('a\ud83d', 10)).toEqual(['a\ufffd'])
  })
})
