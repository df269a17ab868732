import { expect, test } from 'vitest'
import { chartSchema, pictureSchema, usualSize } from '../../core/picture.ts'

const bars = {
  kind: 'bars-vs-before',
  title: 'Виручка',
  format: { locale: 'uk', currency: 'UAH', decimals: 2 },
  labels: ['пн', 'вт'],
  labelsAre: 'dates',
  noData: 'Немає даних',
  now: { name: 'Тиждень', values: [1, null] },
}

test('a chart survives the way through JSON', () => {
  const picture = pictureSchema.parse({ kind: 'chart', chart: bars })
  expect(pictureSchema.parse(JSON.parse(JSON.stringify(picture)))).toEqual(picture)
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e16])(
  'the value %s is refused',
  (value) => {
    expect(chartSchema.safeParse({ ...bars, now: { name: '', values: [value, 1] } }).success).toBe(false)
  },
)

test('every series has one value per label', () => {
  expect(chartSchema.safeParse({ ...bars, now: { name: '', values: [1] } }).success).toBe(false)
  expect(chartSchema.safeParse({ ...bars, before: { name: '', values: [1, 2, 3] } }).success).toBe(false)
  const band = { name: '', lower: [1, 2], upper: [2] }
  expect(chartSchema.safeParse({ ...bars, kind: 'line', band }).success).toBe(false)
})

test('a locale or a currency that does not exist is refused before it can break the drawing', () => {
  expect(chartSchema.safeParse({ ...bars, format: { locale: 'not a locale', decimals: 0 } }).success).toBe(false)
  expect(chartSchema.safeParse({ ...bars, format: { locale: 'uk', currency: '₴', decimals: 0 } }).success).toBe(false)
})

test('charts are 1000 by 600 and products 800 square', () => {
  expect(usualSize(pictureSchema.parse({ kind: 'chart', chart: bars }))).toEqual({ width: 1000, height: 600 })
  expect(usualSize({ kind: 'product', category: 'bags', colour: 'red', seed: 1 })).toEqual({ width: 800, height: 800 })
})
