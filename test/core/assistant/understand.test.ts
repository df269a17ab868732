import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createUnderstand, type UnderstandContext } from '../../../core/assistant/understand.ts'
import { lexicon } from '../../../prompts/intents.ts'

const named = z.array(z.object({ id: z.string(), names: z.array(z.string()) }))
const fixture = z
  .object({
    now: z.string(),
    context: z.object({ timeZone: z.string(), services: named, staff: named, categories: named }),
    sentences: z.array(
      z.object({
        text: z.string(),
        role: z.enum(['customer', 'staff']).default('customer'),
        intent: z.string(),
        language: z.string(),
        slots: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../fixtures/understand/sentences.json', import.meta.url), 'utf8')))

const understand = createUnderstand(lexicon)
const context: UnderstandContext = {
  ...fixture.context,
  now: new Date(fixture.now),
  language: 'uk',
  role: 'customer',
}

describe('what people type', () => {
  it.each(fixture.sentences.map((row) => [row.text, row] as const))('%s', (text, row) => {
    const { intent, language, slots } = understand(text, { ...context, role: row.role })
    expect({ intent, language, slots }).toEqual({ intent: row.intent, language: row.language, slots: row.slots })
  })

  it('is worth obeying, where it is a command', () => {
    for (const row of fixture.sentences) {
      const { intent, confidence } = understand(row.text, { ...context, role: row.role })
      expect(confidence, row.text).toBeGreaterThanOrEqual(intent === 'unknown' ? 0 : 0.5)
      expect(confidence, row.text).toBeLessThanOrEqual(1)
    }
  })
})

describe('who asks', () => {
  it('figures of the business are asked by staff only', () => {
    const asked = fixture.sentences.filter(
      (row) => row.role === 'staff' && !['orders', 'bookings'].includes(row.intent),
    )
    const staffOnly = new Set(asked.map((row) => row.intent))
    for (const row of asked) expect(staffOnly, row.text).not.toContain(understand(row.text, context).intent)
  })
})

describe('what was just asked for', () => {
  it('gives a lone number its meaning', () => {
    expect(understand('15', { ...context, expects: ['time'] }).slots).toEqual({ time: { at: '15:00' } })
    expect(understand('3', { ...context, expects: ['time'] }).slots).toEqual({ time: { at: '15:00' } })
    expect(understand('3', { ...context, expects: ['people'] }).slots).toEqual({ people: 3 })
    expect(understand('дві', { ...context, expects: ['quantity'] }).slots).toEqual({ quantity: 2 })
    expect(understand('3', context).slots).toEqual({})
  })

  it('gives lone words a name', () => {
    expect(understand('олена коваль', { ...context, expects: ['name'] }).slots.name).toBe('Олена Коваль')
  })
})

describe('times', () => {
  it.each([
    ['масаж завтра після 15', { after: '15:00' }],
    ['масаж завтра до 18:00', { before: '18:00' }],
    ['масаж завтра з 10 до 14', { after: '10:00', before: '14:00' }],
    ['масаж завтра в 3', { at: '15:00' }],
    ['масаж завтра о 8', { at: '08:00' }],
    ['масаж завтра о 7 ранку', { at: '07:00' }],
    ['масаж завтра о пів на сьому', { at: '18:30' }],
    ['массаж завтра после шести', { after: '18:00' }],
    ['massage tomorrow between 2 and 4pm', { after: '14:00', before: '16:00' }],
    ['massage tomorrow before noon', { before: '12:00' }],
  ])('%s', (text, time) => {
    expect(understand(text, context).slots.time).toEqual(time)
  })
})

describe('any text at all', () => {
  const pieces = fixture.sentences.map((row) => row.text)
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 120 }),
    fc
      .array(fc.constantFrom(...pieces, '0', '31.02', '99:99', 'через', 'на', '—', '\u202e', '٣', '12', "'"), {
        maxLength: 6,
      })
      .map((some) => some.join(' ')),
  )

  it('never throws, and every date and time it gives exists', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom('customer', 'staff'), (text, role) => {
        const { slots, confidence } = understand(text, { ...context, role })
        expect(confidence).toBeGreaterThanOrEqual(0)
        const days = [slots.date, slots.dates?.from, slots.dates?.to, slots.period?.from, slots.period?.to]
        for (const day of days)
          if (day !== undefined) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day)
        for (const time of [slots.time?.at, slots.time?.after, slots.time?.before])
          if (time !== undefined) expect(time).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
        if (slots.period) expect(slots.period.from <= slots.period.to).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('means the same in capitals, with invisible characters, and around emoji', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixture.sentences),
        fc.infiniteStream(fc.nat(30)),
        fc.boolean(),
        (row, gaps, capitals) => {
          const asked = { ...context, role: row.role }
          const hidden = ['\u200b', '\u200d', '\ufeff', '\u2060', '\u00ad']
          const typed = [...(capitals ? row.text.toUpperCase() : row.text)]
            .map((letter) => {
              const gap = gaps.next().value ?? 30
              return (hidden[gap] ?? '') + letter
            })
            .join('')
          expect(understand(`${typed} ✨`, asked)).toEqual(understand(row.text, asked))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is read in bounded time, however long', () => {
    for (const text of [
      'а'.repeat(100_000),
      '1 '.repeat(50_000),
      'завтра '.repeat(20_000),
      'me and '.repeat(20_000),
      '10-'.repeat(30_000),
    ]) {
      const before = performance.now()
      understand(text, context)
      expect(performance.now() - before, text.slice(0, 10)).toBeLessThan(1000)
    }
  })

  it('takes well under 3 ms a message', () => {
    for (const row of fixture.sentences) understand(row.text, context)
    const before = performance.now()
    for (let round = 0; round < 3; round++) for (const row of fixture.sentences) understand(row.text, context)
    expect((performance.now() - before) / (3 * fixture.sentences.length)).toBeLessThan(3)
  })
})
