import type { Parser } from 'chrono-node'
import { dayOfMonth, daysAhead, saying, timeOf } from './moments.ts'

const hours = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
]
const hour = `(?:\\d{1,2}|${hours.join('|')})`
const minuteWords = new Map([
  ['five', 5],
  ['ten', 10],
  ['fifteen', 15],
  ['twenty', 20],
  ['twenty-five', 25],
  ['thirty', 30],
  ['forty', 40],
  ['forty-five', 45],
  ['fifty', 50],
  ['quarter', 15],
  ['a quarter', 15],
  ['half', 30],
])
const half = `(?:\\s*(a\\.?m\\.?|p\\.?m\\.?|in the morning|in the afternoon|in the evening|at night|tonight|o'?clock))?`
const at = '(?:(?:at|by|around|about|for|from|until|till|before|after)\\s+)?'

/** What English speakers say of days and hours beyond chrono's own parsers. */
export const englishMoments: readonly Parser[] = [
  // half past six, quarter to 7pm, 15 minutes after 6, half nine
  saying(
    `${at}(half|(?:a\\s+)?quarter|(?:five|ten|twenty|twenty-five|\\d{1,2})(?:\\s+minutes)?)[\\s-]+(past|to|after|before|till|of)\\s+(${hour})(?:[:.]00)?${half}`,
    (match) => {
      const minutes = minutesOf((match[1] ?? '').replace(/\s+minutes$/, ''))
      const base = hourOf(match[3])
      if (minutes === undefined || base === undefined) return null
      const later = /past|after/.test(match[2] ?? '')
      if (/^of$/.test(match[2] ?? '') && !/quarter/.test(match[1] ?? '')) return null
      return later
        ? timeOf(base, minutes, part(match[4]))
        : timeOf(base === 1 ? 12 : base - 1, 60 - minutes, part(match[4]))
    },
  ),
  saying(`${at}half\\s+(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)${half}`, (match) => {
    const base = hourOf(match[1])
    return base === undefined ? null : timeOf(base, 30, part(match[2]))
  }),
  // 7ish, 7:30-ish
  saying(`${at}(\\d{1,2})(?:[:.](\\d\\d))?\\s?-?ish${half}`, (match) =>
    timeOf(Number(match[1]), Number(match[2] ?? 0), part(match[3])),
  ),
  // 930pm, 0730 pm, 20hr
  saying(`${at}(\\d{1,2})(\\d\\d)\\s*(a\\.?m\\.?|p\\.?m\\.?)`, (match) =>
    timeOf(Number(match[1]), Number(match[2]), part(match[3])),
  ),
  saying(`${at}(\\d{1,2})\\s?(?:hrs?|h)`, (match) =>
    Number(match[1]) > 6 && /^(?:at|by|around|about|\d)/.test(match[0]) ? timeOf(Number(match[1]), 0) : null,
  ),
  saying(`(?:at|by|around|for|until|till|after|before)\\s+((?:0?[6-9]|1\\d|2[0-3]))([0-5]\\d)`, (match) =>
    /^for/.test(match[0]) && !/[05]$/.test(match[0]) ? null : timeOf(Number(match[1]), Number(match[2])),
  ),
  // at seven, six thirty pm, seven in the evening, three o'clock
  saying(
    `${at}(${hours.slice(0, 12).join('|')})(?:\\s+(fifteen|twenty|thirty|forty-five|forty five|o'?clock))?\\s*(a\\.?m\\.?|p\\.?m\\.?|in the morning|in the afternoon|in the evening|at night|tonight|o'?clock)`,
    (match) => {
      const base = hourOf(match[1])
      const minutes = minutesOf((match[2] ?? '').replace(' ', '-')) ?? 0
      return base === undefined ? null : timeOf(base, minutes, part(match[3]))
    },
  ),
  saying(
    `(?:at|by|around|about|after|before|until|till)\\s+(${hours.slice(0, 12).join('|')})(?:\\s+(fifteen|twenty|thirty|forty-five|forty five))?(?!\\s+(?:people|persons?|of|adults|guests|days?|hours?|minutes?|weeks?|least|a\\b))`,
    (match) => {
      const base = hourOf(match[1])
      const minutes = minutesOf((match[2] ?? '').replace(' ', '-')) ?? 0
      return base === undefined ? null : timeOf(base, minutes)
    },
  ),
  saying(
    `${at}(\\d{1,2})(?:[:.](\\d\\d))?\\s*(in the morning|in the afternoon|in the evening|at night|o'?clock)`,
    (match, context) =>
      /\d\s*(?:-|to)\s*$/.test(context.text.slice(0, match.index))
        ? null
        : timeOf(Number(match[1]), Number(match[2] ?? 0), part(match[3])),
  ),
  // around 5, after 15, by 6
  saying(
    `(?:around|about|after|before|until|till|by)\\s+(\\d{1,2})(?!\\s*(?:[:.%/-]\\s?\\d|st\\b|nd\\b|rd\\b|th\\b|am\\b|pm\\b|a\\.m|p\\.m|o'|people|person|adult|kid|guest|child|m[ae]n\\b|wom[ae]n|friend|other|days?|weeks?|months?|years?|minutes?|hours?|min|of\\b|in the|at night|items?|times?|pieces|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))`,
    (match) => timeOf(Number(match[1]), 0),
  ),
  // 13:00pm, 7:45 p.m
  saying(`${at}((?:1[3-9]|2[0-3])[:.][0-5]\\d)\\s*pm`, (match) =>
    timeOf(Number(match[1]?.slice(0, 2)), Number(match[1]?.slice(3))),
  ),
  saying(`${at}(\\d{1,2})(?:[:.](\\d\\d))?\\s*([ap]\\.\\s?m)\\.?`, (match) =>
    timeOf(Number(match[1]), Number(match[2] ?? 0), part(match[3])),
  ),
  // tomorow, tmrw; two weeks from today
  saying('tomm?orr?ow|tommorr?ow|tomorow|tomorro|tmrw|tmr|tomoz|2morrow|2moro', (match, context) =>
    match[0] === 'tomorrow' ? null : daysAhead(context, 1),
  ),
  saying(
    `(?:in\\s+)?(?:about\\s+)?(\\d{1,2}|an?|${hours.join('|')})\\s+(days?|weeks?)\\s+from\\s+(?:today|tomorrow)`,
    (match, context) => {
      const count = /^an?$/.test(match[1] ?? '') ? 1 : (hourOrNumber(match[1]) ?? 0)
      return daysAhead(context, count * (/week/.test(match[2] ?? '') ? 7 : 1) + (/tomorrow$/.test(match[0]) ? 1 : 0))
    },
  ),
  // between 2 and 4pm
  saying('between\\s+(\\d{1,2})(?::(\\d\\d))?\\s*([ap]m)?\\s+and\\s+(\\d{1,2})(?::(\\d\\d))?\\s*([ap]m)?', (match) => {
    const from = timeOf(Number(match[1]), Number(match[2] ?? 0), part(match[3] ?? match[6]))
    const to = timeOf(Number(match[4]), Number(match[5] ?? 0), part(match[6]))
    return from && to && [from, to]
  }),
  // noon, midday
  saying('(?:at\\s+)?(?:noon|midday|mid-day)', () => ({ hour: 12, minute: 0, meridiem: 1 })),
  // the 31st
  saying(
    '(?:(?:on|for)\\s+)?(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)(?:\\s+of\\s+(?:this|the)\\s+month)?(?!\\s*(?:of\\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|floor|time|birthday|anniversary|street|avenue|century))',
    (match, context) => dayOfMonth(context, Number(match[1])),
  ),
]

function hourOf(word: string | undefined): number | undefined {
  if (!word) return undefined
  if (/^\d/.test(word)) return Number(word) <= 24 ? Number(word) : undefined
  const found = hours.indexOf(word)
  return found < 0 ? undefined : found + 1
}

function hourOrNumber(word: string | undefined): number | undefined {
  return word && /^\d/.test(word) ? Number(word) : hourOf(word)
}

function minutesOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word) > 0 && Number(word) < 60 ? Number(word) : undefined
  return minuteWords.get(word)
}

function part(word: string | undefined): 'morning' | 'day' | 'evening' | undefined {
  if (!word) return undefined
  if (/^a\.?m|morning/.test(word)) return 'morning'
  if (/^p\.?m|evening|night/.test(word)) return 'evening'
  return /afternoon/.test(word) ? 'day' : undefined
}
