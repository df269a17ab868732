import { Resvg } from '@resvg/resvg-js'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { init, setPlatformAPI, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { chartFont, chartOption } from '../../core/analytics/charts.ts'
import { drawProduct } from '../../core/catalog/drawing.ts'
import type { Chart, Picture, PictureSize } from '../../core/picture.ts'
import { drawable, loadFont } from './font.ts'

/** Runs inside the drawing thread only: loading this costs a quarter of a second and a hundred megabytes. */
use([BarChart, LineChart, TitleComponent, GridComponent, LegendComponent, SVGRenderer])

const { regular, bold } = loadFont()
const font = { loadSystemFonts: false, fontFiles: [regular.file, bold.file], defaultFontFamily: chartFont }

const measure = (text: string, px: number, heavy: boolean) => (heavy ? bold : regular).width(text, px)

// Without a canvas echarts guesses widths, and takes every Cyrillic letter for a square.
setPlatformAPI({
  measureText: (text, style = '') => ({
    width: measure(text, Number(/([\d.]+)px/.exec(style)?.[1] ?? 12), /\b(bold|[6-9]00)\b/.test(style)),
  }),
})

export function drawSvg(picture: Picture, size: PictureSize): string {
  return picture.kind === 'chart' ? drawChart(picture.chart, size) : drawProduct(picture)
}

export function drawPng(picture: Picture, size: PictureSize): Uint8Array {
  const svg = drawSvg(picture, size)
  return new Resvg(svg, { font, fitTo: { mode: 'width', value: size.width } }).render().asPng()
}

function drawChart(chart: Chart, size: PictureSize): string {
  const readable = withDrawableText(chart)
  const canvas = init(null, null, { renderer: 'svg', ssr: true, ...size })
  try {
    canvas.setOption(chartOption(readable, size, measure))
    return canvas.renderToSVGString()
  } finally {
    canvas.dispose()
  }
}

function withDrawableText(chart: Chart): Chart {
  const clean = (text: string) => drawable(text, regular)
  const named = <T extends { name: string }>(series: T): T => ({ ...series, name: clean(series.name) })
  const shared = {
    title: clean(chart.title),
    noData: clean(chart.noData),
    labels: chart.labels.map(clean),
    now: named(chart.now),
    ...(chart.subtitle === undefined ? {} : { subtitle: clean(chart.subtitle) }),
    ...(chart.unit === undefined ? {} : { unit: clean(chart.unit) }),
    ...(chart.before === undefined ? {} : { before: named(chart.before) }),
  }
  if (chart.kind === 'bars-vs-before') return { ...chart, ...shared }
  return { ...chart, ...shared, ...(chart.band === undefined ? {} : { band: named(chart.band) }) }
}
