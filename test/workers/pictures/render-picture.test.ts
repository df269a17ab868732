import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { drawnCategories, drawnPatterns } from '../../../core/catalog/drawing.ts'
import type { Chart, Picture } from '../../../core/picture.ts'
import { createPictures, type Pictures, type PicturesOptions } from '../../../workers/pictures/render-picture.ts'

function month(title: string, more: Partial<Chart> = {}): Extract<Picture, { kind: 'chart' }> {
  const labels = Array.from({ length: 30 }, (_, i) => `${i + 1} вер.`)
  const chart: Chart = {
    kind: 'bars-vs-before',
    title,
    subtitle: '486 320 ₴ проти 434 210 ₴ у серпні',
    format: { locale: 'uk', currency: 'UAH', decimals: 2 },
    labels,
    labelsAre: 'dates',
    noData: 'Ще немає продажів',
    now: { name: 'Вересень', values: labels.map((_, i) => (i * 7919) % 20_000) },
    before: { name: 'Серпень', values: labels.map((_, i) => (i * 104_729) % 20_000) },
  }
  return { kind: 'chart', chart: { ...chart, ...more, kind: 'bars-vs-before' } }
}

/** Width and height as the PNG's own header says. */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset)
  expect([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG')
  return [view.getUint32(16), view.getUint32(20)]
}

describe('the drawing thread', () => {
  const pictures = createPictures()
  afterAll(() => pictures.close())

  test('a chart is a PNG of 1000 by 600, or of the size asked for', async () => {
    expect(sizeOf((await pictures.render(month('Виручка'))).png)).toEqual([1000, 600])
    expect(sizeOf((await pictures.render(month('Виручка'), { width: 500, height: 300 })).png)).toEqual([500, 300])
  })

  test('the SVG holds every text: title, subtitle, unit, names and dates', async () => {
    const svg = await pictures.svg(month('Виручка зросла'))
    for (const text of ['Виручка зросла', '486 320 ₴', '>₴<', 'Вересень', 'Серпень', '1 вер.', 'тис.'])
      expect(svg.replaceAll('\u00A0', ' ')).toContain(text)
  })

  test('Cyrillic is ink on the picture: letters of other shapes make another picture, emoji none', async () => {
    const draw = async (title: string) => Buffer.from((await pictures.render(month(title))).png)
    const [blank, zh, shch, hryvnia, smile] = await Promise.all([' ', 'жжж', 'щщщ', '₴₴₴', '😀'].map(draw))
    expect(zh?.equals(shch ?? Buffer.alloc(0))).toBe(false)
    expect(zh?.equals(blank ?? Buffer.alloc(0))).toBe(false)
    expect(hryvnia?.equals(zh ?? Buffer.alloc(0))).toBe(false)
    expect(smile?.equals(blank ?? Buffer.alloc(0))).toBe(true)
  })

  test('no value at all: the words of the caller stand in the middle', async () => {
    const empty = month('Сьогодні', { labels: [], now: { name: '', values: [] }, before: { name: '', values: [] } })
    expect(await pictures.svg(empty)).toContain('Ще немає продажів')
    expect(sizeOf((await pictures.render(empty)).png)).toEqual([1000, 600])
  })

  test('odd values and odd texts are drawn too', async () => {
    const values = [-1e15, 1e15, 0, 1e-9, -0.5, null]
    const labels = ['<b>&amp;', '"\'', '\u0000\u202E', '', '😀', 'a\nb\nc']
    const odd = { labels, now: { name: ']]>', values }, before: { name: '&', values: [...values].reverse() } }
    for (const labelsAre of ['dates', 'categories'] as const)
      expect(sizeOf((await pictures.render(month('<svg>', { ...odd, labelsAre }))).png)).toEqual([1000, 600])
  })

  test('a spec that is none is refused before any drawing', async () => {
    const wrong = month('Виручка', { now: { name: '', values: [Number.NaN] } })
    await expect(pictures.render(wrong)).rejects.toThrow()
  })

  test.each(drawnCategories)('%s are drawn as a square PNG in every pattern', async (category) => {
    const sizes = new Set<number>()
    for (const pattern of drawnPatterns) {
      const { png } = await pictures.render({ kind: 'product', category, colour: 'mallow', pattern, seed: 5 })
      expect(sizeOf(png)).toEqual([800, 800])
      sizes.add(png.byteLength)
    }
    expect(sizes.size).toBeGreaterThan(1)
  })

  test('the same picture asked again is the one in memory', async () => {
    const first = await pictures.render(month('Двічі'))
    expect((await pictures.render(month('Двічі'))).png).toBe(first.png)
  })

  test('sixty charts leave no sixty charts of pixels behind', async () => {
    for (let i = 0; i < 20; i++) await pictures.render(month(`Розігрів ${i}`))
    const before = process.memoryUsage.rss()
    for (let i = 0; i < 60; i++) await pictures.render(month(`Графік ${i}`))
    // Their pixels are 144 MB.
    expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(70)
  }, 30_000)
})

describe('a thread that misbehaves', () => {
  const module = `
    import { parentPort, threadId } from 'node:worker_threads'
    parentPort.on('message', ({ picture }) => {
      const title = picture.chart.title
      if (title === 'throws') throw new Error('broken inside')
      if (title === 'exits') process.exit(3)
      if (title === 'hangs') for (;;) {}
      if (title === 'fails') parentPort.postMessage({ failed: 'no such glyph' })
      else parentPort.postMessage({ svg: String(threadId) })
    })`
  const thread = new URL(`data:text/javascript,${encodeURIComponent(module)}`)
  let pictures: Pictures
  const open = (options: PicturesOptions = {}) => {
    pictures = createPictures({ thread, ...options })
    return pictures
  }
  afterEach(() => pictures.close())

  test.each([
    ['throws', 'broken inside'],
    ['exits', 'ended'],
    ['hangs', 'took too long'],
  ])('it %s: that picture fails, those in the queue are drawn by a new thread', async (title, why) => {
    const { svg } = open({ timeoutMs: 500 })
    const first = await svg(month('good'))
    const [bad, next, last] = await Promise.allSettled([svg(month(title)), svg(month('next')), svg(month('last'))])
    expect(bad).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining(why) } })
    expect(next.status).toBe('fulfilled')
    expect(last).toEqual(next)
    expect(next).not.toMatchObject({ value: first })
  })

  test('a drawing that fails leaves the thread as it was', async () => {
    const { svg } = open()
    const first = await svg(month('good'))
    await expect(svg(month('fails'))).rejects.toThrow('no such glyph')
    expect(await svg(month('good again'))).toBe(first)
  })

  test('an idle thread is ended, and the next picture starts another', async () => {
    const { svg } = open({ idleMs: 30 })
    const first = await svg(month('good'))
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(await svg(month('later'))).not.toBe(first)
  })

  test('closing refuses whoever still waits, and whoever comes after', async () => {
    const { svg, close } = open()
    const waiting = Promise.allSettled([svg(month('hangs')), svg(month('next'))])
    await close()
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(svg(month('after'))).rejects.toThrow('closed')
  })
})
