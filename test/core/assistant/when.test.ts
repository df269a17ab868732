import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { normalise } from '../../../core/assistant/normalise.ts'
import { clock, findWhen, isoDay, type LocalTime, localTime, type WhenOptions } from '../../../core/assistant/when.ts'
import { sharedData } from './shared-data.ts'

/** Tuesday, 5 May 2026, noon. */
const tuesday: LocalTime = { year: 2026, month: 5, day: 5, hour: 12, minute: 0 }

function seen(text: string, options: Partial<WhenOptions> = {}): string {
  const language = /[a-z]/.test(text) && !/[а-я]/.test(text) ? 'en' : 'uk'
  return findWhen(normalise(text), { now: tuesday, language, prefer: 'future', ...options })
    .map(({ at, until, saysDay, saysHour }) =>
      [
        saysDay ? isoDay(at).slice(5) : '',
        saysHour ? clock(at) : '',
        until ? `– ${saysDay ? isoDay(until).slice(5) : clock(until)}` : '',
      ]
        .filter(Boolean)
        .join(' '),
    )
    .join(', ')
}

describe('days and hours as people say them', () => {
  it.each([
    ['завтра о 15:00', '05-06 15:00'],
    ['післязавтра', '05-07'],
    ["у п'ятницю", '05-08'],
    ['в пятницу', '05-08'],
    ['у пятницю', '05-08'],
    ['п’ятниця', '05-08'],
    ['у вівторок', '05-05'],
    ['на среду', '05-06'],
    ['наступної середи', '05-13'],
    ['в следующий понедельник', '05-11'],
    ['15 числа', '05-15'],
    ['на 3 число', '06-03'],
    ["двадцять п'ятого числа", '05-25'],
    ['31 числа', '05-31'],
    ['25.05', '05-25'],
    ['через тиждень', '05-12'],
    ['через неделю', '05-12'],
    ['через дві неділі', '05-19'],
    ['через день', '05-07'],
    ['о пів на третю', '02:30'],
    ['в половине третьего', '02:30'],
    ['за чверть третя', '02:45'],
    ['без четверти три', '02:45'],
    ['чверть на шосту', '05:15'],
    ['в 3 дня', '15:00'],
    ['о 7 вечора', '19:00'],
    ['в семь вечера', '19:00'],
    ['об одинадцятій ранку', '11:00'],
    ['в 15 часов', '15:00'],
    ['о 15-30', '15:30'],
    ['завтра об 11', '05-06 11:00'],
    ['завтра в 11', '05-06 11:00'],
    ['сьодні о 18', '05-05 18:00'],
    ['tomorrow at 3pm', '05-06 15:00'],
    ['next Fri', '05-15'],
    ['tmrw 11am', '05-06 11:00'],
    ['on the 31st', '05-31'],
    ['half past six', '06:30'],
    ['quarter to 7pm', '18:45'],
    ['in two weeks', '05-19'],
    ['Friday, the 28th of August', '08-28'],
    ['з 10 до 15 травня', '05-10 – 05-15'],
  ])('%s', (text, expected) => {
    expect(seen(text)).toBe(expected)
  })

  it.each([
    'добрий день',
    'манікюр 2 години',
    'скільки триває 1 година масажу',
    'до 1500 грн',
    'від 1000 грн',
    'розмір 42',
    'в 2 розмірах',
    'на 2 особи',
    '5 хвилин',
    '32 серпня',
    '31.02.2027',
    'квартира 15',
    'may I book a table',
    'we sat together',
    'a table for 14',
    '0671234567',
    'у мене дві дитини',
    'червоні сукні',
    'серветки',
    'it costs 1500 uah',
    'version 10.1',
  ])('sees no moment in "%s"', (text) => {
    expect(seen(text)).toBe('')
  })

  it('looks back where people speak of what was', () => {
    expect(seen("у п'ятницю", { prefer: 'past' })).toBe('05-01')
    expect(seen('20 травня', { prefer: 'past' })).toBe('05-20')
    expect(findWhen('20 травня', { now: tuesday, language: 'uk', prefer: 'past' })[0]?.at.year).toBe(2025)
  })

  it('reads the wall clock of the business, also in the night the clock changes', () => {
    expect(localTime(new Date('2026-03-29T00:59:00Z'), 'Europe/Kyiv')).toMatchObject({ day: 29, hour: 2, minute: 59 })
    expect(localTime(new Date('2026-03-29T01:00:00Z'), 'Europe/Kyiv')).toMatchObject({ day: 29, hour: 4, minute: 0 })
    expect(localTime(new Date('2026-12-31T22:30:00Z'), 'Europe/Kyiv')).toMatchObject({
      year: 2027,
      month: 1,
      day: 1,
      hour: 0,
    })
  })
})

const expression = z.object({
  language: z.enum(['uk', 'ru', 'en']),
  text: z.string(),
  reference: z.string().optional(),
  start: z.string().optional(),
  end: z.string().optional(),
  mode: z.string().default(''),
  option: z.string().optional(),
})
type Expression = z.output<typeof expression>

const expressions = rows('dates_uk_ru_en_chrono/expressions.jsonl')
const notDates = rows('dates_uk_ru_en_chrono/not_dates.jsonl')

// Data: tests of chrono 82c0e5bc (MIT). A row is right when day, and hour where one is said, of start and end are right.
// "nearest" is that data's own convention; "future" is what a booking wants, judged where the answer is not before the question.
if (expressions && notDates) {
  describe.each(['uk', 'ru', 'en'] as const)('the published expressions, %s', (language) => {
    const own = expressions.filter((row) => row.language === language)

    it('are right in 95 of 100, nearest day', () => {
      expect(share(own, (row) => (row.option ? 'future' : 'nearest'))).toBeGreaterThanOrEqual(0.95)
    })

    it('are right in 95 of 100, looking forward', () => {
      const ahead = own.filter((row) => (row.start ?? '') >= (row.reference ?? ''))
      expect(share(ahead, () => 'future')).toBeGreaterThanOrEqual(0.95)
    })

    it('and nothing is seen in what is no date', () => {
      const now = { year: 2023, month: 5, day: 5, hour: 12, minute: 0 }
      const wrong = notDates
        .filter((row) => row.language === language)
        .filter(
          ({ text, mode }) =>
            findWhen(normalise(text), { now, language, prefer: 'nearest', strict: mode.includes('strict') }).length > 0,
        )
      expect(wrong.map((row) => row.text)).toEqual([])
    })

    it('and looking forward, only what a strict reader refuses is taken: "Tuesday", "at 10", "5m ago"', () => {
      const now = { year: 2023, month: 5, day: 5, hour: 12, minute: 0 }
      const wrong = notDates
        .filter((row) => row.language === language && !row.mode.includes('strict'))
        .filter(({ text }) => findWhen(normalise(text), { now, language, prefer: 'future' }).length > 0)
      expect(wrong.map((row) => row.text)).toEqual([])
    })
  })
}

function rows(path: string): Expression[] | undefined {
  return sharedData(path)
    ?.trim()
    .split('\n')
    .map((line) => expression.parse(JSON.parse(line)))
}

function share(own: readonly Expression[], prefer: (row: Expression) => WhenOptions['prefer']): number {
  const right = own.filter((row) => {
    const [first] = findWhen(normalise(row.text), {
      now: parts(row.reference ?? ''),
      language: row.language,
      prefer: prefer(row),
      strict: row.mode.includes('strict'),
    })
    return first !== undefined && agrees(row.start, first.at) && (!row.end || agrees(row.end, first.until))
  })
  return right.length / own.length
}

function agrees(wanted: string | undefined, got: LocalTime | undefined): boolean {
  if (!wanted || !got) return false
  const expected = parts(wanted)
  return isoDay(expected) === isoDay(got) && (wanted.includes('T12:00') || clock(expected) === clock(got))
}

function parts(text: string): LocalTime {
  const [year, month, day, hour, minute] = (text.match(/\d+/g) ?? []).map(Number)
  return { year: year ?? 0, month: month ?? 0, day: day ?? 0, hour: hour ?? 0, minute: minute ?? 0 }
}
