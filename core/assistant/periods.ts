import { addDays, isoDay, type LocalTime, type Moment, weekday } from './when.ts'

/** Local dates, both included. */
export interface Period {
  readonly from: string
  readonly to: string
  /** The person wants it beside the period before. */
  readonly compare?: true
}

type Day = Pick<LocalTime, 'year' | 'month' | 'day'>
type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** The stretch of days that a text speaks of: "this month", "минулого тижня", "останні 7 днів", "з 1 по 15 травня", "Q1 2026", "вчора". */
export function findPeriod(text: string, moments: readonly Moment[], today: Day): Period | undefined {
  const span = compared(text, today) ?? named(text, today) ?? fromMoments(moments)
  if (!span) return undefined
  const [from, to] = span
  const ordered =
    isoDay(from) <= isoDay(to) ? { from: isoDay(from), to: isoDay(to) } : { from: isoDay(to), to: isoDay(from) }
  return { ...ordered, ...(comparing.test(text) ? { compare: true as const } : {}) }
}

/** A week, a month or a weekend said as a whole; nothing where only a day was said. */
export function findStretch(text: string, today: Day): { from: string; to: string } | undefined {
  const span = named(text, today)
  return span && { from: isoDay(span[0]), to: isoDay(span[1]) }
}

const comparing = /порівн|сравн|compar|проти|против|\bvs\b|versus|against|відносно|относительно|динамік|динамик/u
const units: readonly [Unit, string][] = [
  ['day', '(?:дн[іяейю]+|днів|дней|день|доб[уаи]?|days?)'],
  ['week', '(?:тиж[а-яіїє]*|недел[а-я]*|weeks?)'],
  ['month', '(?:міся[а-яіїє]*|меся[а-я]*|months?)'],
  ['quarter', '(?:квартал[а-яіїє]*|quarters?)'],
  ['year', '(?:р[оі]к[а-яіїє]*|році|год[ауыеов]*(?!ин)|лет|years?)'],
]
const these = '(?:ц[еійюяєьогму]+|поточн[а-яіїє]*|эт[а-я]*|текущ[а-я]*|this|current|the)'
const lasts = '(?:минул[а-яіїє]*|попередн[а-яіїє]*|прошл[а-я]*|предыдущ[а-я]*|прошедш[а-я]*|last|previous|past)'
const nexts = '(?:наступн[а-яіїє]*|следующ[а-я]*|слідуюч[а-яії]*|будущ[а-я]*|майбутн[а-яіїє]*|next|coming|upcoming)'
const recent = '(?:останн[а-яіїє]*|последн[а-я]*|минул[а-яіїє]*|прошл[а-я]*|за|last|past|previous|for the last)'
const start = '(?<![\\p{L}\\p{N}])'
const end = '(?![\\p{L}\\p{N}])'
const within = '(?:за|на|в|у|протягом|for|during|in)'

const rules = units.map(([unit, word]) => ({
  unit,
  counted: new RegExp(`${start}${recent}\\s+(\\d{1,3})\\s+${word}${end}`, 'u'),
  these: new RegExp(`${start}${these}\\s+${word}${end}`, 'u'),
  lasts: new RegExp(`${start}(?:${lasts}|останн[а-яіїє]*|последн[а-я]*)\\s+${word}${end}`, 'u'),
  nexts: new RegExp(`${start}${nexts}\\s+${word}${end}`, 'u'),
  plain: new RegExp(`${start}${within}\\s+(?:весь\\s+|вс[юе]\\s+|увесь\\s+|цілий\\s+|the\\s+)?${word}${end}`, 'u'),
  since: new RegExp(
    `${start}(?:(?:з|від|с|from|since)\\s+(?:самого\\s+)?(?:початку|начала|the\\s+(?:beginning|start)\\s+of(?:\\s+(?:the|this))?|beginning\\s+of|start\\s+of)(?:\\s+${these})?|${unit}\\s+to\\s+date)\\s*${unit === 'year' || unit === 'month' ? `(?:${word}|(?<=date))` : word}${end}`,
    'u',
  ),
}))

/** "Виручка порівняно з минулим місяцем" is about this month; what comes after the comparison is only its measure. */
function compared(text: string, today: Day): readonly [Day, Day] | undefined {
  const at = /порівн|сравн|compar|(?<!\p{L})(?:проти|против|vs|versus|against|відносно|относительно)(?!\p{L})/u.exec(
    text,
  )?.index
  if (at === undefined) return undefined
  const before = named(text.slice(0, at), today)
  if (before) return before
  const unit = rules.find((rule) => rule.lasts.test(text.slice(at)))?.unit
  return unit && around(unit, today)
}

function named(text: string, today: Day): readonly [Day, Day] | undefined {
  const quarter =
    /(?<![\p{L}\p{N}])(?:q([1-4])|([1-4])(?:-?[йиіe]{1,2})?\s+квартал[а-я]*|(перш|перв|друг|втор|трет|четверт)[а-яіїє]*\s+квартал[а-я]*)(?:\s+(20\d\d))?/u.exec(
      text,
    )
  if (quarter) {
    const word = quarter[3]
    const number = word
      ? /пер/.test(word)
        ? 1
        : /друг|втор/.test(word)
          ? 2
          : /трет/.test(word)
            ? 3
            : 4
      : Number(quarter[1] ?? quarter[2])
    let year = Number(quarter[4] ?? today.year)
    if (!quarter[4] && (number - 1) * 3 + 1 > today.month) year -= 1
    return around('quarter', { year, month: number * 3, day: 1 })
  }
  for (const rule of rules) {
    const counted = rule.counted.exec(text)
    if (counted) return [backBy(rule.unit, Number(counted[1]), today), today]
    if (rule.since.test(text)) return [around(rule.unit, today)[0], today]
    if (rule.unit === 'day') continue
    const said = [
      { at: rule.these.exec(text)?.index, by: 0 },
      { at: rule.lasts.exec(text)?.index, by: -1 },
      { at: rule.nexts.exec(text)?.index, by: 1 },
    ].sort((a, b) => (a.at ?? text.length) - (b.at ?? text.length))[0]
    if (said?.at !== undefined) return around(rule.unit, moved(rule.unit, said.by, today))
  }
  if (/(?<!\p{L})(?:вихідн|виходн|выходн|уїк-?енд|уик-?енд|weekend)/u.test(text)) {
    const saturday = addDays(today, 6 - ((weekday(today) + 6) % 7) - 1)
    const shift = new RegExp(`${start}${lasts}\\s`, 'u').test(text)
      ? -7
      : new RegExp(`${start}${nexts}\\s`, 'u').test(text)
        ? 7
        : 0
    return [addDays(saturday, shift), addDays(saturday, shift + 1)]
  }
  const year = /(?<!\p{L})(?:за|in|у|в|for)\s+(20\d\d)(?:\s+(?:рік|році|року|год|году|year))?(?![\d.:-])/u.exec(text)
  if (year) return around('year', { year: Number(year[1]), month: 1, day: 1 })
  for (const rule of rules) if (rule.unit !== 'day' && rule.plain.test(text)) return around(rule.unit, today)
  return undefined
}

function fromMoments(moments: readonly Moment[]): readonly [Day, Day] | undefined {
  const days = moments.filter((moment) => moment.saysDay)
  const first = days[0]
  if (!first) return undefined
  if (first.until) return [first.at, first.wholeMonth ? around('month', first.until)[1] : first.until]
  const second = days[1]
  if (first.wholeMonth)
    return [around('month', first.at)[0], around('month', second?.wholeMonth ? second.at : first.at)[1]]
  return [first.at, second && !second.wholeMonth ? second.at : first.at]
}

/** The whole week (from Monday), month, quarter or year around a day. */
function around(unit: Unit, day: Day): readonly [Day, Day] {
  if (unit === 'week') {
    const monday = addDays(day, -((weekday(day) + 6) % 7))
    return [monday, addDays(monday, 6)]
  }
  if (unit === 'month') return [{ ...day, day: 1 }, lastOf(day.year, day.month)]
  if (unit === 'quarter') {
    const first = Math.floor((day.month - 1) / 3) * 3 + 1
    return [{ ...day, month: first, day: 1 }, lastOf(day.year, first + 2)]
  }
  if (unit === 'year')
    return [
      { year: day.year, month: 1, day: 1 },
      { year: day.year, month: 12, day: 31 },
    ]
  return [day, day]
}

function lastOf(year: number, month: number): Day {
  return addDays({ year: month === 12 ? year + 1 : year, month: month === 12 ? 1 : month + 1, day: 1 }, -1)
}

function moved(unit: Unit, by: number, day: Day): Day {
  if (unit === 'day') return addDays(day, by)
  if (unit === 'week') return addDays(day, 7 * by)
  if (unit === 'year') return { ...day, year: day.year + by, day: 1 }
  const months = day.year * 12 + day.month - 1 + by * (unit === 'quarter' ? 3 : 1)
  return { year: Math.floor(months / 12), month: (months % 12) + 1, day: 1 }
}

/** "The last 7 days" end today and count it. */
function backBy(unit: Unit, count: number, today: Day): Day {
  if (unit === 'day') return addDays(today, 1 - count)
  if (unit === 'week') return addDays(today, 1 - 7 * count)
  const first = moved(unit, -count, { ...today, day: 1 })
  return addDays({ ...first, day: Math.min(today.day, lastOf(first.year, first.month).day) }, 1)
}
