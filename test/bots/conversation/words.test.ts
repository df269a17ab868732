import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadWords, locales, momentText, moneyText } from '../../../bots/conversation/words.ts'
import { languages } from '../../../core/business.ts'
import { say, verbatim } from '../../../core/say.ts'

const words = loadWords()
/** Spaces of the languages' own kinds (narrow, no-break), as people see them. */
const plain = (text: string) => text.replace(/\s/gu, ' ')

describe('words', () => {
  test("somebody's own words are passed on as they are, formulas and braces too", () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...languages), (text, language) => {
        expect(words(language, verbatim(text))).toBe(text)
      }),
    )
  })

  test('money reads as people write it: whole amounts without kopecks', () => {
    expect(languages.map((language) => plain(moneyText(language, 1250000, 'UAH')))).toEqual([
      '12 500 ₴',
      '12 500 ₴',
      '₴12,500',
    ])
    expect(languages.map((language) => plain(moneyText(language, 1990, 'UAH')))).toEqual([
      '19,90 ₴',
      '19,90 ₴',
      '₴19.90',
    ])
    expect(plain(moneyText('uk', 500, 'JPY'))).toBe('500 ¥')
    expect(plain(moneyText('en', 1500, 'KWD'))).toMatch(/1\.500/)
  })

  test('money never loses or gains a digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), fc.constantFrom(...languages), (minor, language) => {
        const digits = moneyText(language, minor, 'UAH').replace(/\D/g, '')
        expect(Number(digits)).toBe(minor % 100 === 0 ? minor / 100 : minor)
      }),
    )
  })

  test('a moment is shown in the time zone of the business, over both changes of the clock', () => {
    const kyiv = (iso: string, show: 'day' | 'time' | 'day-time' | 'date', language: 'uk' | 'ru' | 'en' = 'uk') =>
      plain(momentText(language, new Date(iso), 'Europe/Kyiv', show))
    expect(kyiv('2026-11-27T13:00:00Z', 'time')).toBe('15:00')
    expect(kyiv('2026-06-27T13:00:00Z', 'time')).toBe('16:00')
    expect(kyiv('2026-11-27T22:30:00Z', 'date')).toBe('28.11.2026')
    expect(kyiv('2026-11-27T13:00:00Z', 'day-time')).toMatch(/^пт, 27 листопада.*15:00$/)
    expect(kyiv('2026-11-27T13:00:00Z', 'day-time', 'ru')).toMatch(/^пт, 27 ноября.*15:00$/)
    expect(kyiv('2026-11-27T13:00:00Z', 'day-time', 'en')).toMatch(/^Fri,? 27 November.*15:00$/)
    // 29 March 2026: from 02:59 to 04:00; 25 October 2026: 03:30 twice.
    expect([kyiv('2026-03-29T00:59:00Z', 'time'), kyiv('2026-03-29T01:00:00Z', 'time')]).toEqual(['02:59', '04:00'])
    expect([kyiv('2026-10-25T00:30:00Z', 'time'), kyiv('2026-10-25T01:30:00Z', 'time')]).toEqual(['03:30', '03:30'])
  })

  test('midnight is 00:00, never 24:00', () => {
    for (const language of languages)
      expect(momentText(language, new Date('2026-05-12T00:00:00Z'), 'UTC', 'time')).toBe('00:00')
  })

  test('a local day is that day everywhere', () => {
    for (const language of languages) {
      const text = plain(words(language, say('dialogue-no-command', { name: { day: '2026-01-01', show: 'date' } })))
      expect(text).toMatch(/0?1[./]0?1[./]2026/)
    }
  })

  test('a word that does not exist, or one that is not given what it needs, is a defect and says so', () => {
    for (const language of languages) {
      expect(() => words(language, say('no-such-word'))).toThrow(/no words for no-such-word/)
      expect(() => words(language, say('dialogue-no-command'))).toThrow(/dialogue-no-command/)
    }
  })

  test('nothing of what people typed is taken for a pattern, and no invisible marks are put around it', () => {
    for (const language of languages) {
      const text = words(language, say('dialogue-no-command', { name: '{ $other } ‮x' }))
      expect(text).toContain('{ $other } ‮x')
      expect(text).not.toMatch(/[\u2066-\u2069]/)
    }
  })

  test('names come in the reader’s language, else as the owner gave them', () => {
    const names = { default: 'Сукня', ru: 'Платье' }
    const shown = languages.map((language) => words(language, say('dialogue-no-command', { name: { names } })))
    expect(shown[0]).toContain('Сукня')
    expect(shown[1]).toContain('Платье')
    expect(shown[2]).toContain('Сукня')
  })

  test('several are joined by the reader’s own "and", or by lines', () => {
    const list = [verbatim('a'), verbatim('b'), verbatim('c')]
    const joined = (join: 'comma' | 'line') =>
      languages.map((language) => words(language, say('dialogue-no-command', { name: { list, join } })))
    const [uk, ru, en] = joined('comma')
    expect(uk).toMatch(/a, b (і|й|та) c/)
    expect(ru).toContain('a, b и c')
    expect(en).toContain('a, b and c')
    for (const text of joined('line')) expect(text).toContain('a\nb\nc')
  })

  test('each language is that of Ukraine, where hours run to 24', () => {
    expect(locales).toEqual({ uk: 'uk-UA', ru: 'ru-UA', en: 'en-GB' })
  })
})
