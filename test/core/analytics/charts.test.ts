import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { axisScale, chartColours, chartOption } from '../../../core/analytics/charts.ts'
import { type Chart, chartSchema } from '../../../core/picture.ts'

const size = { width: 1000, height: 600 }

function bars(more: Record<string, unknown> = {}): Chart {
  return chartSchema.parse({
    kind: 'bars-vs-before',
    title: 'Виручка зросла на 12 %',
    subtitle: '92 400 ₴ проти 82 500 ₴',
    format: { locale: 'uk', currency: 'UAH', decimals: 2 },
    labels: ['пн', 'вт', 'ср'],
    labelsAre: 'dates',
    noData: 'Ще немає продажів',
    now: { name: 'Цей тиждень', values: [12_345, 9_800, null] },
    before: { name: 'Минулий тиждень', values: [11_000, 12_800, 9_600] },
    ...more,
  })
}

const axis = z.object({
  min: z.number(),
  max: z.number(),
  interval: z.number(),
  axisLabel: z.object({ formatter: z.custom<(value: number) => string>((value) => typeof value === 'function') }),
})
const names = z.object({ data: z.array(z.string()), axisLabel: z.object({ interval: z.number() }) })
const drawn = z.object({
  title: z.array(z.object({ text: z.string() })),
  xAxis: z.array(z.unknown()),
  yAxis: z.unknown(),
  grid: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
  series: z.array(z.looseObject({ name: z.string().optional(), z: z.number(), data: z.array(z.unknown()) })),
})
const read = (chart: Chart) => drawn.parse(chartOption(chart, size))

describe('bars against the period before', () => {
  test('stand on zero and reach a round number above the highest value', () => {
    const { min, max, interval } = axis.parse(read(bars()).yAxis)
    expect(min).toBe(0)
    expect(max).toBeGreaterThanOrEqual(12_800)
    expect(max % interval).toBe(0)
  })

  test('show the period before in grey, behind', () => {
    const [before, now] = read(bars()).series
    expect(before).toMatchObject({ name: 'Минулий тиждень', itemStyle: { color: chartColours.before } })
    expect(now).toMatchObject({ name: 'Цей тиждень', itemStyle: { color: chartColours.now } })
    expect(before?.z).toBeLessThan(now?.z ?? 0)
  })

  test('name their axis in the short forms of the locale, and the unit above it', () => {
    const option = read(bars({ now: { name: '', values: [21_500, 0, 0] } }))
    expect(axis.parse(option.yAxis).axisLabel.formatter(20_000)).toBe('20\u00A0тис.')
    expect(option.title.map(({ text }) => text)).toContain('₴')
    const english = read(bars({ format: { locale: 'en', decimals: 0 }, unit: 'orders' }))
    expect(axis.parse(english.yAxis).axisLabel.formatter(10_000)).toBe('10K')
    expect(english.title.map(({ text }) => text)).toContain('orders')
  })

  test('carry their value when there is room for it', () => {
    const few = z
      .object({ label: z.object({ show: z.boolean(), formatter: z.custom<() => string>() }) })
      .parse(read(bars()).series[1]?.data[0])
    expect(few.label.show).toBe(true)
    expect(few.label.formatter()).toBe('12,3\u00A0тис.')
  })

  test('a day that has not come is a gap, not a zero', () => {
    expect(read(bars()).series[1]?.data[2]).toBe('-')
  })

  test('a negative day is drawn below zero', () => {
    const option = read(bars({ now: { name: '', values: [500, -3_400, 0] } }))
    expect(axis.parse(option.yAxis).min).toBeLessThanOrEqual(-3_400)
    expect(option.series[1]?.data[1]).toMatchObject({ label: { position: 'bottom' } })
  })

  test('many dates are thinned out, evenly', () => {
    const labels = Array.from({ length: 30 }, (_, i) => `${i + 1} вересня`)
    const values = labels.map((_, i) => i)
    const option = read(bars({ labels, now: { name: '', values }, before: undefined }))
    const shown = names.parse(option.xAxis[0])
    expect(shown.data).toHaveLength(30)
    expect(shown.axisLabel.interval).toBeGreaterThan(1)
  })

  test('long categories lie down and are all named', () => {
    const labels = Array.from({ length: 10 }, (_, i) => `Дуже довга категорія ${i}`)
    const values = labels.map((_, i) => i)
    const option = chartOption(
      bars({ labels, labelsAre: 'categories', now: { name: '', values }, before: undefined }),
      size,
    )
    const [categories] = z.array(names).parse([z.array(z.unknown()).parse(option.yAxis)[0]])
    expect(categories?.data).toHaveLength(10)
    expect(categories?.axisLabel.interval).toBe(0)
    expect(axis.parse(option.xAxis).min).toBe(0)
  })
})

describe('a line', () => {
  test('has a dashed line before and a band from lower to upper', () => {
    const band = { name: '80 %', lower: [null, 8, -4], upper: [null, 12, 6] }
    const option = chartOption(bars({ kind: 'line', now: { name: 'Прогноз', values: [9, 10, 1] }, band }), size)
    const [floor, rise, before, now] = z.array(z.looseObject({ data: z.array(z.unknown()) })).parse(option.series)
    expect(floor?.data).toEqual(['-', 8, -4])
    expect(rise?.data).toEqual(['-', 4, 10])
    expect(before).toMatchObject({ name: 'Минулий тиждень', lineStyle: { type: [10, 8] } })
    expect(now).toMatchObject({ name: 'Прогноз', lineStyle: { color: chartColours.now } })
  })

  test('a value between two gaps is a dot, for a line there is none', () => {
    const labels = Array.from({ length: 40 }, (_, i) => String(i))
    const values = labels.map((_, i) => (i === 5 || i > 20 ? i : null))
    const option = chartOption(bars({ kind: 'line', labels, now: { name: '', values }, before: undefined }), size)
    const [now] = z.array(z.object({ data: z.array(z.unknown()) })).parse(option.series)
    expect(now?.data[5]).toMatchObject({ symbolSize: expect.closeTo(15.4) })
    expect(now?.data[25]).toMatchObject({ symbolSize: 0 })
  })
})

test.each([
  ['no labels at all', { labels: [], now: { name: '', values: [] }, before: undefined }],
  ['labels with nothing known', { now: { name: '', values: [null, null, null] }, before: undefined }],
])('%s: the words of the caller, and no axes', (_, more) => {
  const option = chartOption(bars(more), size)
  const titles = z.array(z.object({ text: z.string() })).parse(option.title)
  expect(titles.at(-1)?.text).toBe('Ще немає продажів')
  expect(option.series).toBeUndefined()
})

test('a week of zeros is data: an axis from zero', () => {
  const zeros = { name: '', values: [0, 0, 0] }
  expect(axis.parse(read(bars({ now: zeros, before: zeros })).yAxis)).toMatchObject({ min: 0, max: 1 })
})

test('a long title takes three small lines at most and leaves the plot its place', () => {
  const option = read(bars({ title: 'Найдовший заголовок '.repeat(19), subtitle: 'Підзаголовок '.repeat(30) }))
  const lines = option.title[0]?.text.split('\n') ?? []
  expect(lines).toHaveLength(3)
  expect(lines[2]).toMatch(/…$/)
  expect(option.grid.height).toBeGreaterThan(200)
})

describe('the value axis', () => {
  const amount = fc.double({ min: -1e15, max: 1e15, noNaN: true })

  test('always holds zero and every value, in at most a dozen round steps', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1 }), fc.integer({ min: 0, max: 6 }), (values, decimals) => {
        const { min, max, step } = axisScale(values, decimals)
        // The axis is rounded to twelve digits.
        const slack = 1e-9 * Math.max(Math.abs(min), Math.abs(max))
        expect(min).toBeLessThanOrEqual(Math.min(0, ...values) + slack)
        expect(max).toBeGreaterThanOrEqual(Math.max(0, ...values) - slack)
        expect(step).toBeGreaterThan(0)
        expect((max - min) / step).toBeLessThanOrEqual(12)
      }),
    )
  })

  test('counts whole things in whole steps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }), (values) => {
        expect(Number.isInteger(axisScale(values, 0).step)).toBe(true)
      }),
    )
  })
})

test('any chart the schema lets in becomes an option with finite places', () => {
  const value = fc.option(
    fc.oneof(fc.double({ min: -1e15, max: 1e15, noNaN: true }), fc.integer({ min: -100, max: 100 })),
  )
  const chart = fc
    .array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), value, value, value), { maxLength: 60 })
    .chain((rows) =>
      fc.record({
        kind: fc.constantFrom('bars-vs-before', 'line'),
        title: fc.string({ unit: 'grapheme', maxLength: 300 }),
        unit: fc.option(fc.string({ maxLength: 20 }), { nil: undefined }),
        format: fc.record({ locale: fc.constantFrom('uk', 'ru', 'en'), decimals: fc.integer({ min: 0, max: 6 }) }),
        labels: fc.constant(rows.map(([label]) => label)),
        labelsAre: fc.constantFrom('dates', 'categories'),
        noData: fc.constant('—'),
        now: fc.constant({ name: 'now', values: rows.map(([, now]) => now) }),
        before: fc.constantFrom(undefined, { name: 'before', values: rows.map(([, , before]) => before) }),
        band: fc.constantFrom(undefined, {
          name: 'band',
          lower: rows.map(([, lower]) => lower),
          upper: rows.map(([, , , upper]) => upper),
        }),
      }),
    )
  const places = z.object({
    left: z.number(),
    top: z.number(),
    width: z.number().positive(),
    height: z.number().positive(),
  })
  fc.assert(
    fc.property(chart, (spec) => {
      const option = chartOption(chartSchema.parse(spec), size)
      if (option.series !== undefined) expect(places.safeParse(option.grid).success).toBe(true)
    }),
  )
})
