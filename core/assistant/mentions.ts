import { findPeople, numberOf } from './people.ts'
import { findWhen, type LocalTime, type Moment, type WhenOptions } from './when.ts'

/** A stretch of a normalised text that fills one slot. */
export interface Mention {
  readonly slot: 'people' | 'date' | 'time'
  readonly text: string
}

export type Expectation = 'people' | 'date' | 'time' | 'quantity' | 'name' | 'phone'

export interface Found {
  readonly moments: readonly Moment[]
  readonly parties: ReturnType<typeof findPeople>
  /** The text with everything found replaced by blanks of the same length. */
  readonly rest: string
}

/** Dates, times and numbers of people in one go: what belongs to one kind is not read again as another. */
export function findNumbers(text: string, options: WhenOptions, expects: readonly Expectation[] = []): Found {
  const moments = findWhen(text, options).filter((moment) => !isPartySize(text, moment))
  const lone =
    expects.includes('time') && !moments.some((moment) => moment.saysHour) ? loneTime(text, options.now) : undefined
  if (lone && !moments.some((one) => one.start < lone.end && lone.start < one.end)) moments.push(lone)
  const withoutTimes = moments.reduce((rest, moment) => blank(rest, moment.start, moment.end), text)
  const parties = findPeople(withoutTimes, expects.includes('people'))
  return { moments, parties, rest: parties.reduce((rest, party) => blank(rest, party.start, party.end), withoutTimes) }
}

/** The same as stretches of text: each moment is cut into its day and its hour. */
export function mentionsOf(found: Found): Mention[] {
  const times = found.moments.flatMap((moment) => {
    const hour = moment.saysHour ? hourIn(moment.text) : undefined
    const day = moment.saysDay ? dayIn(moment.text, hour) : ''
    return [
      ...(hour ? [{ slot: 'time' as const, text: hour }] : []),
      ...(day ? [{ slot: 'date' as const, text: day }] : []),
    ]
  })
  return [...times, ...found.parties.map((party) => ({ slot: 'people' as const, text: party.text }))]
}

/** The answer to "when?": a number by itself, or nearly. */
function loneTime(text: string, now: LocalTime): Moment | undefined {
  const match = new RegExp(
    `(?:^|\\s)(?<hour>\\d{1,2}|${words})(?:\\s*[:.\\s-]?\\s*(?<minute>[0-5]\\d))?(?=$|[\\s,.!?])(?!\\s*(?:people|persons?|adults?|kids|child|women|men|of us|ос[оі]б|людей|челов|guests|friends|others|days|дн))`,
    'u',
  ).exec(text)
  const said = match?.groups?.['hour']
  if (!match || !said) return undefined
  const hour = /^\d/.test(said) ? Number(said) : (numberOf(said) ?? 99)
  if (hour > 23) return undefined
  const start = match.index + match[0].indexOf(said)
  const end = match.index + match[0].length
  return {
    start,
    end,
    text: text.slice(start, end),
    at: { ...now, hour, minute: Number(match.groups?.['minute'] ?? 0) },
    saysDay: false,
    saysHour: true,
    wholeMonth: false,
    saysHalf: hour > 12,
  }
}

function isPartySize(text: string, moment: Moment): boolean {
  return /^(?:for\s+)?\d{1,2}$/.test(moment.text) && /table\s+(?:for\s+)?$/.test(text.slice(0, moment.start))
}

const half = "(?:\\s*(?:a\\.?m\\.?|p\\.?m\\.?|o'?clock|in the morning|in the afternoon|in the evening|at night))?"
const words = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)'
const hourPattern = new RegExp(
  [
    `(?:an?|\\d+|half an|two)\\s+(?:minutes|hours?)\\s+(?:before|after|from now)(?:\\s+\\d{1,2}(?:[:.]\\d\\d)?${half})?`,
    `(?:half|(?:a\\s+)?quarter|\\d{1,2}(?:\\s+minutes)?|five|ten|twenty)[\\s-]+(?:past|to|after|before|till)\\s+(?:\\d{1,2}|${words})${half}`,
    `half\\s+${words}${half}`,
    `in\\s+(?:about\\s+)?(?:an?|half an|\\d+|${words})\\s+(?:minutes?|hours?)(?:\\s+and a half)?`,
    `\\d{1,2}[:.]\\d\\d(?:\\s?-?ish)?${half}`,
    `\\d{1,2}\\s?-?ish${half}`,
    `\\d{3,4}\\s*(?:a\\.?m\\.?|p\\.?m\\.?)`,
    `\\d{1,2}\\s?(?:hrs?)`,
    `${words}(?:\\s+(?:thirty|fifteen|forty-five|twenty))?${half}$`,
    `\\d{1,2}\\s*(?:a\\.?m\\.?|p\\.?m\\.?|o'?clock|in the morning|in the afternoon|in the evening|at night)`,
    `(?:noon|midday|midnight)`,
    `(?<=(?:at|by|around|about|for|after|before|until|till)\\s+)\\d{1,4}(?!\\d|st|nd|rd|th|[/.-]\\d)`,
    '^now$',
    '^\\d{1,4}$',
  ].join('|'),
)

function hourIn(text: string): string | undefined {
  return hourPattern.exec(text)?.[0]
}

function dayIn(text: string, hour: string | undefined): string {
  const rest =
    hour && /^(?:in\s|now|.*from now)/.test(hour) && hour.length >= text.length - 1
      ? text
      : hour
        ? text.replace(hour, ' ')
        : text
  return rest
    .replace(
      /^[\s,@]*(?:at|by|around|for|on|,)?\s+|[\s,]*(?:\bat|\bby|\baround|\bfor|\bon|\bafter|\bbefore|,|@)?\s*$/g,
      '',
    )
    .trim()
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)
}
