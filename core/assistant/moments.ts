import type { Parser, ParsingComponents, ParsingContext } from 'chrono-node'

/** The parts of a moment that were said; what is left out is taken from the day of asking. */
interface Said {
  readonly year?: number
  readonly month?: number
  readonly day?: number
  readonly hour?: number
  readonly minute?: number
  readonly meridiem?: 0 | 1
}

/**
 * One more way to say a day or an hour, for chrono. The pattern is tried at the beginning of words only; an extractor that
 * answers null has not seen a moment after all, one that answers a pair has seen a stretch.
 */
export function saying(
  pattern: string,
  extract: (match: RegExpMatchArray, context: ParsingContext) => Said | readonly [Said, Said] | null,
): Parser {
  const regex = new RegExp(`(?<![\\p{L}\\p{N}_.:])(?:${pattern})(?![\\p{L}\\p{N}_])`, 'iu')
  return {
    pattern: () => regex,
    extract: (context, match) => {
      // chrono goes on from the middle of a text, where a look-behind sees nothing
      const before = context.text[(match.index ?? 0) - 1]
      if (before !== undefined && /[\p{L}\p{N}_.:]/u.test(before)) return null
      const said = extract(match, context)
      if (said === null) return null
      if (!isPair(said)) return withImplied(context, said)
      const result = context.createParsingResult(match.index ?? 0, match[0])
      result.start = withImplied(context, said[0])
      result.end = withImplied(context, said[1])
      return result
    },
  }
}

/** Some days from the day of asking, as if the date had been said. */
export function daysAhead(context: ParsingContext, days: number): Said {
  const date = new Date(context.refDate.getFullYear(), context.refDate.getMonth(), context.refDate.getDate() + days)
  return { year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() }
}

/** "The 15th", "15 числа": of this month, or of the next one that has such a day when people look forward and this one is over. */
export function dayOfMonth(context: ParsingContext, day: number): Said | null {
  if (day < 1 || day > 31) return null
  const today = context.refDate
  for (let ahead = 0; ahead < 4; ahead++) {
    const date = new Date(today.getFullYear(), today.getMonth() + ahead, day)
    const passed = context.option.forwardDate === true && ahead === 0 && day < today.getDate()
    if (date.getDate() === day && !passed) return { year: date.getFullYear(), month: date.getMonth() + 1, day }
  }
  return null
}

/** The weekday that comes first, today included; or one of the week after this one; or the last one before today. */
export function nextWeekday(context: ParsingContext, weekday: number, which: 'coming' | 'next week' | 'last'): Said {
  const today = context.refDate.getDay()
  const ahead = (weekday - today + 7) % 7
  if (which === 'coming') return daysAhead(context, ahead)
  if (which === 'last') return daysAhead(context, ahead === 0 ? -7 : ahead - 7)
  const monday = 7 - ((today + 6) % 7)
  return daysAhead(context, monday + ((weekday + 6) % 7))
}

/** An hour as people say it, with the half of the day that they name. */
export function timeOf(hour: number, minute: number, part?: 'morning' | 'day' | 'evening' | 'night'): Said | null {
  if (hour > 24 || minute > 59) return null
  if (hour > 12) return { hour: hour % 24, minute, meridiem: 1 }
  if (part === 'morning') return { hour: hour % 12, minute, meridiem: 0 }
  if (part === 'day')
    return { hour: hour === 12 || hour > 7 ? hour : hour + 12, minute, meridiem: hour > 7 && hour < 12 ? 0 : 1 }
  if (part === 'evening') return { hour: (hour % 12) + 12, minute, meridiem: 1 }
  if (part === 'night')
    return hour >= 8 && hour < 12 ? { hour: hour + 12, minute, meridiem: 1 } : { hour: hour % 12, minute, meridiem: 0 }
  return { hour, minute }
}

function isPair(said: Said | readonly [Said, Said]): said is readonly [Said, Said] {
  return Array.isArray(said)
}

function withImplied(context: ParsingContext, said: Said): ParsingComponents {
  const { year, month, ...certain } = said
  const made = context.createParsingComponents({ ...certain })
  if (month !== undefined) made.assign('month', month)
  if (year !== undefined) made.assign('year', year)
  return made
}
