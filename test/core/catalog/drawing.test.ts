import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawnCategories, drawnColours, drawnPatterns, drawProduct } from '../../../core/catalog/drawing.ts'

const product = { kind: 'product', category: 'dresses', colour: 'mallow', pattern: 'plain', seed: 7 } as const

test('the same product is drawn the same, another seed differently', () => {
  expect(drawProduct(product)).toBe(drawProduct({ ...product }))
  expect(drawProduct({ ...product, seed: 8 })).not.toBe(drawProduct(product))
})

test('every category has a drawing of its own', () => {
  const drawings = new Set(drawnCategories.map((category) => drawProduct({ ...product, category })))
  expect(drawings.size).toBe(12)
})

test('the cloth has the colour that was named', () => {
  for (const [colour, hex] of Object.entries(drawnColours))
    expect(drawProduct({ ...product, colour })).toContain(`fill="${hex}"`)
})

test('every pattern prints differently', () => {
  const drawings = new Set(drawnPatterns.map((pattern) => drawProduct({ ...product, pattern })))
  expect(drawings.size).toBe(drawnPatterns.length)
})

describe('words from a catalogue that we do not know', () => {
  test('a category becomes a parcel, a pattern plain cloth', () => {
    expect(drawProduct({ ...product, category: 'Свічки' })).toBe(drawProduct({ ...product, category: 'constructor' }))
    expect(drawProduct({ ...product, pattern: 'paisley' })).toBe(drawProduct(product))
  })

  test('whatever they are, the SVG is clean: no number is broken and no word of the caller gets in', () => {
    const word = fc.oneof(
      fc.constantFrom(...drawnCategories),
      fc.constant('"><script>'),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(
        word,
        word,
        fc.constantFrom(...drawnPatterns),
        fc.maxSafeInteger(),
        (category, colour, pattern, seed) => {
          const svg = drawProduct({ kind: 'product', category, colour, pattern, seed })
          expect(svg).toMatch(/^<svg [^>]*width="800" height="800"/)
          expect(svg).not.toMatch(/NaN|undefined|Infinity|script/)
        },
      ),
    )
  })
})
