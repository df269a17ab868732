import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, LegendComponentOption, TitleComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { Chart, PictureSize } from '../picture.ts'

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | TitleComponentOption | GridComponentOption | LegendComponentOption
>

/** Width in pixels of one line of text; the renderer hands in the real font's, the default is an estimate. */
export type Measure = (text: string, px: number, bold: boolean) => number

export const chartFont = 'Inter'

/** The card is light by itself, so the picture reads the same in a messenger's dark and light theme. */
export const chartColours = {
  card: '#FBF7FA',
  ink: '#2B2230',
  muted: '#655B6B',
  grid: '#E6DEE6',
  axis: '#A398A9',
  now: '#B5478A',
  before: '#D9D2DD',
  beforeEdge: '#8F8597',
  beforeLine: '#857A8D',
} as const

/**
 * The echarts option of a chart: pure, the same chart always gives the same option. The value axis always contains zero, every
 * label fits where it stands, and a chart with no value says `noData` instead of drawing an empty frame.
 */
export function chartOption(chart: Chart, size: PictureSize, measure: Measure = roughly): ChartOption {
  const unit = Math.min(size.width / 1000, size.height / 600)
  const px = (n: number) => Math.max(1, Math.round(n * unit))
  const page: Page = { ...size, px, pad: px(36), small: px(22), measure }
  const head = heading(chart, page)
  if (!hasValues(chart)) return { ...base(), title: [...head.titles, nothing(chart.noData, head.bottom, page)] }
  const option = chart.kind === 'line' ? line(chart, head, page) : bars(chart, head, page)
  return { ...base(), ...option }
}

/** Round steps (1, 2, 2.5 or 5 times a power of ten) from at or below the least value to at or above the greatest; zero is always one. */
export function axisScale(
  values: number[],
  decimals: number,
  headroom = 1,
): { min: number; max: number; step: number } {
  const low = Math.min(0, ...values) * headroom
  const high = Math.max(0, ...values) * headroom
  const smallest = 10 ** -decimals
  if (high === low) return { min: 0, max: 1, step: 1 }
  const rough = (high - low) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const steps = power > smallest ? [1, 2, 2.5, 5] : [1, 2, 5]
  const step = Math.max((steps.find((times) => times * power >= rough * 0.95) ?? 10) * power, smallest)
  // A sum of tenths is not a tenth: the ends are rounded to the step's own digits.
  const round = (value: number) => Number(value.toPrecision(12)) || 0
  return { min: round(Math.floor(low / step) * step), max: round(Math.ceil(high / step) * step), step: round(step) }
}

type Page = PictureSize & { px: (n: number) => number; pad: number; small: number; measure: Measure }
type Head = { titles: TitleComponentOption[]; bottom: number }
type Bars = Extract<Chart, { kind: 'bars-vs-before' }>
type Line = Extract<Chart, { kind: 'line' }>

function base(): ChartOption {
  return { animation: false, backgroundColor: chartColours.card, textStyle: { fontFamily: chartFont } }
}

function hasValues(chart: Chart): boolean {
  return everyValue(chart).length > 0
}

function everyValue(chart: Chart): number[] {
  const band = chart.kind === 'line' && chart.band ? [...chart.band.lower, ...chart.band.upper] : []
  return [...chart.now.values, ...(chart.before?.values ?? []), ...band].filter((value) => value !== null)
}

/** The title shrinks until it takes two lines, and only then is cut; the subtitle takes one line, or two small ones. */
function heading(chart: Chart, page: Page): Head {
  const { px, pad, measure } = page
  const room = page.width - 2 * pad
  const sizes = [40, 36, 32, 29].map(px)
  const size = sizes.find((fits) => wrap(chart.title, room, fits, true, measure).length <= 2) ?? px(29)
  const lines = cut(wrap(chart.title, room, size, true, measure), 3, room, size, true, measure)
  const titles: TitleComponentOption[] = [
    text(lines.join('\n'), { left: pad, top: px(30), size, bold: true, colour: chartColours.ink, lineHeight: 1.2 }),
  ]
  let bottom = px(30) + Math.round(lines.length * size * 1.2)
  if (chart.subtitle) {
    const small = px(24)
    const under = cut(wrap(chart.subtitle, room, small, false, measure), 2, room, small, false, measure)
    titles.push(
      text(under.join('\n'), {
        left: pad,
        top: bottom + px(6),
        size: small,
        colour: chartColours.muted,
        lineHeight: 1.25,
      }),
    )
    bottom += px(6) + Math.round(under.length * small * 1.25)
  }
  return { titles, bottom }
}

function nothing(words: string, top: number, page: Page): TitleComponentOption {
  const size = page.px(30)
  const room = page.width - 4 * page.pad
  const lines = cut(wrap(words, room, size, false, page.measure), 4, room, size, false, page.measure)
  return {
    ...text(lines.join('\n'), { left: 'center', top: 0, size, colour: chartColours.muted, lineHeight: 1.3 }),
    top: Math.round((top + page.height - lines.length * size * 1.3) / 2),
  }
}

function bars(chart: Bars, head: Head, page: Page): ChartOption {
  const { px, small } = page
  const plot = plotArea(chart, head, page, axisScale(everyValue(chart), chart.format.decimals))
  const slot = plot.width / chart.labels.length
  const upright = chart.labelsAre === 'dates' || fitting(chart.labels, slot - px(12), page) !== undefined
  const figures = chart.now.values.map((value) => (value === null ? '' : figure(value, chart.format)))
  const widest = Math.max(...figures.map((shown) => page.measure(shown, small, true)))
  const row = plot.height / chart.labels.length
  const labelled = upright ? widest + px(8) <= slot : row >= small * 1.3
  const scale = axisScale(everyValue(chart), chart.format.decimals, labelled && upright ? 1.12 : 1)
  const frame = upright
    ? uprightAxes(chart, head, plotArea(chart, head, page, scale), scale, page, 2)
    : lyingAxes(chart, head, scale, page, labelled ? widest + px(12) : 0)
  const at = upright ? 'xAxisIndex' : 'yAxisIndex'
  const round = upright ? ([1, 1, 0, 0] as const) : ([0, 1, 1, 0] as const)
  const corners = (value: number) => round.map((on, i) => px(5) * (value < 0 ? (round[(i + 2) % 4] ?? on) : on))
  const series: BarSeriesOption[] = []
  if (chart.before) {
    series.push({
      type: 'bar',
      name: chart.before.name,
      [at]: 1,
      z: 2,
      barWidth: '84%',
      barMaxWidth: px(150),
      itemStyle: { color: chartColours.before, borderColor: chartColours.beforeEdge, borderWidth: px(1.5) },
      data: chart.before.values.map((value) => value ?? '-'),
    })
  }
  series.push({
    type: 'bar',
    name: chart.now.name,
    [at]: 0,
    z: 3,
    barWidth: chart.before ? '50%' : '72%',
    barMaxWidth: chart.before ? px(90) : px(130),
    itemStyle: { color: chartColours.now },
    data: chart.now.values.map((value, index) =>
      value === null
        ? '-'
        : {
            value,
            itemStyle: { borderRadius: corners(value) },
            label: {
              show: labelled,
              formatter: () => figures[index] ?? '',
              position: upright ? (value < 0 ? 'bottom' : 'top') : value < 0 ? 'left' : 'right',
            },
          },
    ),
    label: {
      show: labelled,
      fontSize: small,
      fontWeight: 600,
      fontFamily: chartFont,
      color: chartColours.ink,
      textBorderColor: chartColours.card,
      textBorderWidth: px(5),
      distance: px(6),
    },
  })
  return { ...frame, ...legend(chart, head, page), series }
}

function line(chart: Line, head: Head, page: Page): ChartOption {
  const { px } = page
  const scale = axisScale(everyValue(chart), chart.format.decimals)
  const plot = plotArea(chart, head, page, scale)
  const series: LineSeriesOption[] = []
  if (chart.band) {
    const { lower, upper, name } = chart.band
    // The band is a see-through floor with a filled rise stacked on it; 'all' lets the two have different signs.
    const floor = { type: 'line', stack: 'band', stackStrategy: 'all', symbol: 'none', z: 1 } as const
    const whole = (index: number) => lower[index] != null && upper[index] != null
    series.push(
      { ...floor, lineStyle: { opacity: 0 }, data: lower.map((value, i) => (whole(i) ? (value ?? '-') : '-')) },
      {
        ...floor,
        name,
        lineStyle: { opacity: 0 },
        itemStyle: { color: chartColours.now, opacity: 0.22 },
        areaStyle: { color: chartColours.now, opacity: 0.2 },
        data: upper.map((value, i) => (whole(i) ? (value ?? 0) - (lower[i] ?? 0) : '-')),
      },
    )
  }
  if (chart.before) {
    series.push({
      type: 'line',
      name: chart.before.name,
      z: 2,
      itemStyle: { color: chartColours.beforeLine },
      lineStyle: { color: chartColours.beforeLine, width: px(3), type: [px(10), px(8)] },
      ...points(chart.before.values, px(8)),
    })
  }
  series.push({
    type: 'line',
    name: chart.now.name,
    z: 3,
    itemStyle: { color: chartColours.now },
    lineStyle: { color: chartColours.now, width: px(5), join: 'round', cap: 'round' },
    ...points(chart.now.values, px(11)),
  })
  return { ...uprightAxes(chart, head, plot, scale, page, 1), ...legend(chart, head, page), series }
}

/** Dots where they help (few points) or are needed: a value between two gaps has no line to be seen by. */
function points(list: (number | null)[], dot: number): Pick<LineSeriesOption, 'data' | 'symbol' | 'showSymbol'> {
  const few = list.length <= 16
  const lonely = (index: number) => (list[index - 1] ?? null) === null && (list[index + 1] ?? null) === null
  return {
    symbol: 'circle',
    showSymbol: true,
    data: list.map((value, index) =>
      value === null ? '-' : { value, symbolSize: lonely(index) ? dot * 1.4 : few ? dot : 0 },
    ),
  }
}

type Plot = { left: number; top: number; width: number; height: number; ticks: (value: number) => string }
type Scale = ReturnType<typeof axisScale>

function plotArea(chart: Chart, head: Head, page: Page, scale: Scale): Plot {
  const { px, pad, small } = page
  const ticks = tickFormat(chart.format, scale)
  const widest = Math.max(...tickValues(scale).map((value) => page.measure(ticks(value), small, false)))
  const left = pad + Math.ceil(widest) + px(14)
  const top = head.bottom + (rowNeeded(chart) ? px(62) : px(26))
  const shown = chart.labels.flatMap((label) => twoLines(label, page))
  const label = Math.max(...shown.map((part) => page.measure(part, small, false)))
  // The first and the last label stand in the middle of their place and must not run off the picture.
  const over = (chart.kind === 'line' ? label : label - (page.width - left - pad) / chart.labels.length) / 2 + px(8)
  const margin = chart.kind !== 'line' && chart.labelsAre === 'categories' ? 0 : over
  const start = Math.max(left, margin)
  const lines = Math.max(...chart.labels.map((each) => twoLines(each, page).length))
  const under = chart.labelsAre === 'categories' ? 2 : lines
  const height = page.height - top - px(40) - Math.round(under * small * 1.25)
  return {
    left: start,
    top,
    width: page.width - start - Math.max(pad, margin),
    height: Math.max(height, px(40)),
    ticks,
  }
}

function twoLines(label: string, page: Page): string[] {
  const parts = label.split('\n').slice(0, 2)
  return parts.map((part) => shorten(part, page.width * 0.3, page.small, false, page.measure))
}

function uprightAxes(chart: Chart, head: Head, plot: Plot, scale: Scale, page: Page, axes: 1 | 2): ChartOption {
  const { px, small, measure } = page
  const slot = plot.width / chart.labels.length
  const fitted = chart.labelsAre === 'categories' ? fitting(chart.labels, slot - px(12), page) : undefined
  const labels = fitted ?? chart.labels.map((label) => twoLines(label, page).join('\n'))
  const widest = Math.max(...labels.flatMap((label) => label.split('\n')).map((part) => measure(part, small, false)))
  const slots = Math.ceil((widest + px(14)) / slot)
  const every = fitted ? 1 : ([1, 2, 3, 5, 7, 10, 14, 30].find((k) => k >= slots) ?? slots)
  const category = {
    type: 'category' as const,
    data: labels,
    boundaryGap: chart.kind !== 'line' || labels.length === 1,
    axisTick: { show: false },
    axisLine: { onZero: true, lineStyle: { color: chartColours.axis, width: px(2) } },
    axisLabel: {
      ...axisText(page),
      interval: every - 1,
      lineHeight: Math.round(small * 1.25),
      margin: px(12),
      hideOverlap: false,
    },
  }
  return {
    title: [...head.titles, ...unitTitle(chart, head, page)],
    grid: { left: plot.left, top: plot.top, width: plot.width, height: plot.height, outerBoundsMode: 'none' },
    xAxis: axes === 2 ? [category, { type: 'category', data: labels, show: false }] : category,
    yAxis: valueAxis(plot.ticks, scale, page),
  }
}

/** Bars lying on their side, the first on top: names that are too long to stand under a bar get a column of their own. */
function lyingAxes(chart: Chart, head: Head, scale: Scale, page: Page, ends: number): ChartOption {
  const { px, pad, small, measure } = page
  const room = page.width * 0.36
  const labels = chart.labels.map((label) => shorten(label.replaceAll('\n', ' '), room, small, false, measure))
  const widest = Math.max(...labels.map((label) => measure(label, small, false)))
  const left = pad + Math.ceil(widest) + px(14)
  const top = head.bottom + (rowNeeded(chart) ? px(56) : px(20))
  const height = Math.max(page.height - top - px(30) - small * 1.6, px(40))
  const every = Math.ceil((small * 1.1) / (height / labels.length))
  const width = page.width - left - pad - ends
  const ticks = tickFormat(chart.format, scale)
  const tickWidth = Math.max(...tickValues(scale).map((value) => measure(ticks(value), small, false)))
  const steps = Math.max(1, tickValues(scale).length - 1)
  const each = Math.max(1, Math.ceil((tickWidth + px(20)) / (width / steps)))
  const category = {
    type: 'category' as const,
    inverse: true,
    data: labels,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: chartColours.axis, width: px(2) } },
    axisLabel: { ...axisText(page), interval: every - 1, margin: px(12) },
  }
  const onStep = (value: number) => Math.round(value / scale.step) % each === 0
  return {
    title: [...head.titles, ...unitTitle(chart, head, page)],
    grid: { left, top, width, height, outerBoundsMode: 'none' },
    yAxis: [category, { type: 'category', inverse: true, data: labels, show: false }],
    xAxis: valueAxis((value) => (onStep(value) ? ticks(value) : ''), scale, page),
  }
}

function valueAxis(ticks: (value: number) => string, scale: Scale, page: Page) {
  return {
    type: 'value' as const,
    min: scale.min,
    max: scale.max,
    interval: scale.step,
    axisLabel: {
      ...axisText(page),
      margin: page.px(12),
      formatter: (value: number) => ticks(value),
      showMinLabel: true,
      showMaxLabel: true,
      hideOverlap: false,
    },
    splitLine: { lineStyle: { color: chartColours.grid, width: page.px(2) } },
    axisLine: { show: false },
    axisTick: { show: false },
  }
}

function axisText(page: Page) {
  return { fontSize: page.small, fontFamily: chartFont, color: chartColours.muted }
}

/** One row between heading and plot: the unit above the axis on the left, the names of the series on the right. */
function rowNeeded(chart: Chart): boolean {
  return unitOf(chart) !== '' || named(chart).length > 1
}

function unitTitle(chart: Chart, head: Head, page: Page): TitleComponentOption[] {
  const unit = unitOf(chart)
  if (unit === '') return []
  const { px, pad, small, measure } = page
  const shown = shorten(unit, page.width * 0.3, small, false, measure)
  return [text(shown, { left: pad, top: head.bottom + px(13), size: small, colour: chartColours.muted })]
}

function unitOf(chart: Chart): string {
  const { currency, locale } = chart.format
  if (chart.unit !== undefined || currency === undefined) return chart.unit ?? ''
  const parts = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}

function named(chart: Chart): string[] {
  const band = chart.kind === 'line' ? chart.band : undefined
  return [chart.now, chart.before, band].flatMap((series) => (series && series.name !== '' ? [series.name] : []))
}

function legend(chart: Chart, head: Head, page: Page): ChartOption {
  const names = named(chart)
  if (names.length < 2) return {}
  const { px, pad, small, measure } = page
  const unit = unitOf(chart)
  const taken = unit === '' ? 0 : Math.min(measure(unit, small, false), page.width * 0.3) + px(24)
  const room = (page.width - 2 * pad - taken) / names.length - px(34) - px(18) - px(24)
  return {
    legend: {
      data: names.map((name) => ({ name, icon: legendIcon(chart, name) })),
      right: pad - px(5),
      top: head.bottom + px(12),
      itemWidth: px(34),
      itemHeight: px(18),
      itemGap: px(24),
      selectedMode: false,
      formatter: (name) => shorten(name, room, small, false, measure),
      textStyle: { fontSize: small, fontFamily: chartFont, color: chartColours.ink, padding: [0, 0, 0, px(6)] },
    },
  }
}

/** A swatch for areas, a stroke as on the plot for lines. */
function legendIcon(chart: Chart, name: string): string {
  if (chart.kind === 'line' && name === chart.now.name) return 'path://M0,0h34v5h-34z'
  if (chart.kind === 'line' && name === chart.before?.name) return 'path://M0,0h9v4h-9zM12.5,0h9v4h-9zM25,0h9v4h-9z'
  return 'roundRect'
}

type TextStyle = {
  left: number | 'center'
  top: number
  size: number
  bold?: boolean
  colour: string
  lineHeight?: number
}

function text(words: string, style: TextStyle): TitleComponentOption {
  return {
    text: words,
    left: style.left,
    top: style.top,
    padding: 0,
    textStyle: {
      fontSize: style.size,
      fontWeight: style.bold ? 600 : 400,
      fontFamily: chartFont,
      color: style.colour,
      lineHeight: Math.round(style.size * (style.lineHeight ?? 1.25)),
    },
  }
}

/** Labels broken into at most two lines that fit under their bar, or nothing when one of them can't. */
function fitting(labels: string[], room: number, page: Page): string[] | undefined {
  const wrapped = labels.map((label) =>
    label.split('\n').flatMap((part) => words(part, room, page.small, false, page.measure)),
  )
  const fits = wrapped.every(
    (lines) => lines.length <= 2 && lines.every((part) => page.measure(part, page.small, false) <= room),
  )
  return fits ? wrapped.map((lines) => lines.join('\n')) : undefined
}

function tickValues(scale: Scale): number[] {
  const count = Math.round((scale.max - scale.min) / scale.step)
  return Array.from({ length: count + 1 }, (_, i) => scale.min + i * scale.step)
}

/** Short forms ("12 тис.") come from the locale, with as few decimals as say every step of the axis exactly. */
function tickFormat(format: Chart['format'], scale: Scale): (value: number) => string {
  const biggest = Math.max(Math.abs(scale.min), Math.abs(scale.max))
  const compact = biggest >= 10_000
  const written = (digits: number) =>
    new Intl.NumberFormat(format.locale, {
      notation: compact ? 'compact' : 'standard',
      maximumFractionDigits: digits,
    })
  const exact = written(6)
  const few = [0, 1, 2, 3, 4, 5].map(written)
  const chosen = few.find((shorter) => tickValues(scale).every((v) => shorter.format(v) === exact.format(v))) ?? exact
  return (value) => chosen.format(value)
}

/** The number written at a bar: whole up to 10,000, then three digits and the locale's short form. */
function figure(value: number, format: Chart['format']): string {
  const size = Math.abs(value)
  const options: Intl.NumberFormatOptions =
    size >= 10_000
      ? { notation: 'compact', maximumSignificantDigits: 3 }
      : { maximumFractionDigits: size >= 100 ? 0 : Math.min(2, format.decimals) }
  return new Intl.NumberFormat(format.locale, options).format(value)
}

/** Lines no wider than the room; a word that is wider by itself is broken. Line breaks that the caller set stay. */
function wrap(words_: string, room: number, px: number, bold: boolean, measure: Measure): string[] {
  return words_
    .split('\n')
    .flatMap((paragraph) =>
      words(paragraph, room, px, bold, measure).flatMap((part) => broken(part, room, px, bold, measure)),
    )
}

function words(paragraph: string, room: number, px: number, bold: boolean, measure: Measure): string[] {
  const lines: string[] = []
  for (const word of paragraph.split(' ').filter((part) => part !== '')) {
    const last = lines.at(-1)
    const longer = `${last} ${word}`
    if (last !== undefined && measure(longer, px, bold) <= room) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.length > 0 ? lines : ['']
}

function broken(word: string, room: number, px: number, bold: boolean, measure: Measure): string[] {
  const lines = ['']
  for (const letter of word) {
    const longer = `${lines.at(-1)}${letter}`
    if (lines.at(-1) === '' || measure(longer, px, bold) <= room) lines[lines.length - 1] = longer
    else lines.push(letter)
  }
  return lines
}

function cut(lines: string[], most: number, room: number, px: number, bold: boolean, measure: Measure): string[] {
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), shorten(`${lines.slice(most - 1).join(' ')}`, room, px, bold, measure)]
}

function shorten(words_: string, room: number, px: number, bold: boolean, measure: Measure): string {
  if (measure(words_, px, bold) <= room) return words_
  const letters = [...words_]
  while (letters.length > 0 && measure(`${letters.join('')}…`, px, bold) > room) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

function roughly(words_: string, px: number, bold: boolean): number {
  return words_.length * px * (bold ? 0.62 : 0.58)
}
