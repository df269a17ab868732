import type { Chrono, ParsedComponents, ParsedResult } from 'chrono-node'
import * as en from 'chrono-node/en'
import * as ru from 'chrono-node/ru'
import * as uk from 'chrono-node/uk'
import type { Language } from './language.ts'
import { englishMoments } from './moments-english.ts'
import { slavicMoments } from './moments-slavic.ts'

/** A wall-clock moment of the business, without a zone: what people mean when they say a day and an hour. */
export interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

export interface WhenOptions {
  readonly now: LocalTime
  readonly language: Language
  /** A bare "Friday" or "5 May": the next one, the last one, or the one nearest to today. */
  readonly prefer: 'future' | 'past' | 'nearest'
  /** Only what can be nothing else than a date: no casual words, no lone hours. */
  readonly strict?: boolean
}

/** A place in the text that speaks of time. `day` and `hour` say what was really said; the rest is filled from the day of asking. */
export interface Moment {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly at: LocalTime
  readonly until?: LocalTime
  readonly saysDay: boolean
  readonly saysHour: boolean
  /** Only a month was named; `at` is its first day. */
  readonly wholeMonth: boolean
  /** Morning or afternoon is certain: a colon with two digits, "pm", "вечора". */
  readonly saysHalf: boolean
}

/** Every date and time in a normalised text, in order. A day that the calendar does not have is not seen, nor is a mere duration. */
export function findWhen(text: string, options: WhenOptions): Moment[] {
  const reference = machineTime(options.now)
  const settings = { forwardDate: options.prefer === 'future' }
  const moments: Moment[] = []
  for (const parser of parsersFor(text, options)) {
    for (const result of parser.parse(text, reference, settings)) {
      for (const moment of read(text, result, options)) {
        if (!moments.some((one) => one.start < moment.end && moment.start < one.end)) moments.push(moment)
      }
    }
  }
  if (!options.strict && /\p{Script=Cyrillic}|^[\d.\s]+$/u.test(text))
    moments.push(...shortDates(text, options, moments))
  return joinWeekdays(
    text,
    moments.sort((a, b) => a.start - b.start),
  )
}

/** The wall clock of a time zone at an instant. */
export function localTime(now: Date, timeZone: string): LocalTime {
  const parts = new Map(
    formatter(timeZone)
      .formatToParts(now)
      .map((part) => [part.type, Number(part.value)]),
  )
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') }
}

/** `YYYY-MM-DD` */
export function isoDay(day: Pick<LocalTime, 'year' | 'month' | 'day'>): string {
  return `${String(day.year).padStart(4, '0')}-${two(day.month)}-${two(day.day)}`
}

/** `HH:mm` */
export function clock(time: Pick<LocalTime, 'hour' | 'minute'>): string {
  return `${two(time.hour)}:${two(time.minute)}`
}

/** The same wall clock some days later or earlier. */
export function addDays<T extends Pick<LocalTime, 'year' | 'month' | 'day'>>(day: T, days: number): T {
  const moved = new Date(Date.UTC(day.year, day.month - 1, day.day + days))
  return { ...day, year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() }
}

/** 0 is Sunday. */
export function weekday(day: Pick<LocalTime, 'year' | 'month' | 'day'>): number {
  return new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay()
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formatters.set(timeZone, made)
  return made
}

const own = { uk: extended(uk.casual), ru: extended(ru.casual), en: english() }
const strict = { uk: uk.strict, ru: ru.strict, en: en.strict }

function extended(base: Chrono): Chrono {
  const made = base.clone()
  made.parsers.unshift(...slavicMoments)
  return made
}

function english(): Chrono {
  const made = en.casual.clone()
  made.parsers.unshift(...englishMoments)
  return made
}

/** Ukrainian and Russian are mixed freely, so the other one is asked too, for what the first one left. */
function parsersFor(text: string, options: WhenOptions): Chrono[] {
  const set = options.strict ? strict : own
  const cyrillic = /\p{Script=Cyrillic}/u.test(text)
  const latin = /[a-z]/.test(text)
  if (options.strict) return [set[options.language]]
  const slavic = options.language === 'ru' ? [set.ru, set.uk] : [set.uk, set.ru]
  if (cyrillic) return latin ? [...slavic, set.en] : slavic
  return latin || options.language === 'en' ? [set.en] : [set.uk]
}

function read(text: string, result: ParsedResult, options: WhenOptions): Moment[] {
  const trimmed = result.text.trim()
  const start = result.index + result.text.indexOf(trimmed)
  const end = start + trimmed.length
  const saysHour = result.start.isCertain('hour')
  const saysDay = ['day', 'weekday', 'month', 'year'].some((part) => result.start.isCertain(asComponent(part)))
  const casualDay = saysDay || !saysHour
  if (!options.strict && noMoment(text, start, end, trimmed, result, saysHour))
    return withoutParty(start, trimmed, options)
  let at = components(result.start)
  let until = result.end ? components(result.end) : undefined
  if (!exists(at) || (until && !exists(until))) return []
  if (options.prefer === 'past') {
    const back = backwards(result.start, at, options.now)
    at = back(at)
    until = until && back(until)
  }
  const moment = {
    start,
    end,
    text: trimmed,
    at,
    ...(until ? { until } : {}),
    saysDay: casualDay,
    saysHour,
    wholeMonth:
      result.start.isCertain('month') &&
      !result.start.isCertain('day') &&
      !result.start.isCertain('weekday') &&
      !saysHour,
    saysHalf: saysHour && (result.start.isCertain('meridiem') || at.hour > 12 || /\b0\d[:.]\d\d/.test(trimmed)),
  }
  return until && !saysHour && saysDay && result.end && onlyHour(result.end) ? deadline(moment, until) : [moment]
}

function onlyHour(said: ParsedComponents): boolean {
  return said.isCertain('hour') && !said.isCertain('day') && !said.isCertain('weekday')
}

/** "Завтра до 18:00" is one day and an hour before which, not a stretch from day to hour. */
function deadline(moment: Moment, until: LocalTime): Moment[] {
  const { until: _, ...day } = moment
  const cut = moment.text.search(/\s*(?:до|until|till|to|-|по)\s*\d[^\s]*(?:\s*[ap]\.?m\.?)?$/u)
  if (cut < 0) return [moment]
  const hour = { start: moment.start + cut, end: moment.end, text: moment.text.slice(cut) }
  return [
    { ...day, end: moment.start + cut, text: moment.text.slice(0, cut) },
    {
      ...hour,
      at: { ...moment.at, hour: until.hour, minute: until.minute },
      saysDay: false,
      saysHour: true,
      wholeMonth: false,
      saysHalf: until.hour > 12,
    },
  ]
}

/** "25.05": two digits of a month, neither a price nor an hour. */
function shortDates(text: string, options: WhenOptions, known: readonly Moment[]): Moment[] {
  const found: Moment[] = []
  for (const match of text.matchAll(
    /(?<![\p{L}\d.,:/-])(\d{1,2})\.(0[1-9]|1[0-2])(?![\d:]|[.,]\d|\s*(?:-|грн|гр(?!\p{L})|uah|%|кг|см|мл))/gu,
  )) {
    const start = match.index
    const end = start + match[0].length
    if (
      known.some((one) => one.start < end && start < one.end) ||
      /(?:-|(?:^|\s)(?:о|об|в|у|at))\s*$/u.test(text.slice(0, start))
    )
      continue
    const said = { ...options.now, month: Number(match[2]), day: Number(match[1]) }
    const passed = isoDay(said) < isoDay(options.now)
    const year =
      options.now.year +
      (passed && options.prefer === 'future'
        ? 1
        : !passed && options.prefer === 'past' && isoDay(said) > isoDay(options.now)
          ? -1
          : 0)
    const at = { ...said, year, hour: 12, minute: 0 }
    if (exists(at))
      found.push({ start, end, text: match[0], at, saysDay: true, saysHour: false, wholeMonth: false, saysHalf: false })
  }
  return found
}

/** "7pm to 7 people", "for 14 on Monday": the number beside the moment counts people; what is left may still be a moment. */
function withoutParty(start: number, found: string, options: WhenOptions): Moment[] {
  const kept =
    /^(.+?)(?:\s*(?:to|-|for|до|на)\s*)\d{1,2}$/u.exec(found)?.[1] ??
    /^\d{1,2}\s+(?:on|in|at|this|next)\s+(.+)$/.exec(found)?.[1]
  if (!kept) return []
  const inner = findWhen(kept, options)[0]
  const at = start + found.indexOf(kept)
  return inner ? [{ ...inner, start: at + inner.start, end: at + inner.end }] : []
}

const parts = ['day', 'weekday', 'month', 'year'] as const
function asComponent(part: string): (typeof parts)[number] {
  return parts.find((one) => one === part) ?? 'day'
}

/** Of what the parser offers, this is not a moment: prices, sizes, lengths of time, an impossible day cut down to its month, "may I". */
function noMoment(
  text: string,
  start: number,
  end: number,
  found: string,
  result: ParsedResult,
  saysHour: boolean,
): boolean {
  const before = text.slice(0, start)
  const after = text.slice(end)
  if (/^\p{L}/u.test(after) && /\p{L}$/u.test(found)) return true
  if (/^\d{1,4}$/.test(found) && !result.start.isCertain('day')) return true
  if (
    saysHour &&
    /\d$/.test(found) &&
    /^\s*(?:%|[$€₴°]|грн|гр\b|uah|usd|eur|hrn|dollars|кг|kg|г\b|см\b|cm\b|мл|ml|шт|мм|mm|градус)/u.test(after)
  )
    return true
  if (saysHour && /\d$/.test(found) && countedNoun.test(after)) return true
  if (/^\d{1,2}\s+(?:on|in|this|next)\s+\D/.test(found) && /\b(?:for|of)\s*$/.test(before)) return true
  if (/^(?:right\s+)?now$/.test(found) && text.length > 12) return true
  if (/^(?:evening|night|morning|afternoon|day|lunch)$/.test(found)) return true
  if (isDuration(found) && !/(?:протягом|протязі|протяжении|впродовж|упродовж|течение)\s*$/u.test(before)) return true
  if (
    /^(?:the|an?)\s/.test(found) &&
    !/^(?:the|an?)\s(?:\d|half|few|couple|quarter|min|hour|hr|day|week|month|year|sec|after|first|second|third|last|next)/.test(
      found,
    )
  )
    return true
  if (/[a-zа-яіїєґ]\.?\s(?:3[2-9]|4\d)$/u.test(found)) return true
  const month =
    /^(?:[а-яіїєґ]+|[a-z]+)\.?(?:,?\s*\d{4})?$/u.test(found) &&
    result.start.isCertain('month') &&
    !result.start.isCertain('day')
  if (
    month &&
    /(?:^|\s)\d{1,3}(?:st|nd|rd|th|-?го|-?е)?\s*(?:of\s*)?$/.test(before) &&
    Number(/(\d{1,3})\D*$/.exec(before)?.[1]) > 28 &&
    Number(/(\d{1,3})\D*$/.exec(before)?.[1]) !== 96
  )
    return true
  if (/^(?:may|march|mar|sun|sat|dec|jan|second|sec|wed)$/.test(found) && modal(found, before, after)) return true
  return false
}

const countedNoun =
  /^\s*-?\s*(?:ос[оі]б|людей|людин|человек|чел\b|персон|штук|разів|раз\b|рок[іи]в|років|лет\b|пар[иу]?\b|розмір|размер|магазин|товар|балів|баллов|відсотк|процент|сукон|сукн|стол|people|persons?|adults?|kids|guests?|child|women|woman|men\b|man\b|friends|others|couples?|boys|girls|seniors?|bab|items|pieces|points|of us|stars?|top\b|highchair|more\b)/u
/** "2 години", "an hour and a half", "3y": how long, not when. A plus, a minus or a word such as "через" or "in" makes it a moment. */
function isDuration(found: string): boolean {
  if (/^[+-]|\d{4}|[ap]\.m/.test(found)) return false
  const tokens = found.match(/\d+(?:[.,]\d+)?|[\p{L}']+/gu) ?? []
  return (
    tokens.some((token) => unitWord.test(token)) && tokens.every((token) => unitWord.test(token) || amount.test(token))
  )
}

const unitWord =
  /^(?:сек(?:унд[аиуы]?)?|хв(?:илин(?:[аиук]|ку|ки|ок)?)?|мин(?:ут(?:[аыук]|ку|ки|ок)?)?|год(?:ин(?:[аиу]|ку|ки|ок)?)?|час(?:а|ов|у|ик|ика)?|день|дн[яіей]|днів|дней|доб[ауи]|сут(?:ок|ки)|тиж(?:день|ня|ні|нів|ню)|недел[яиюь]|недель|міся(?:ць|ця|ці|ців)|меся(?:ц|ца|цев)|квартал(?:у|а|ів|ов)?|рік|рок[иіу]|років|год[аы]?|лет|y|m|mo|w|d|h|s|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|quarters?|years?)$/
const amount =
  /^(?:\d.*|пів|пол|півтори|полтора|полторы|пару?|декілька|кілька|несколько|од(?:ин|на|ну|ного|ної)|дв[аіе]|двох|двух|три|трьох|тр[её]х|чотири|четыре|п'?ять|пять|шість|шесть|сім|семь|вісім|восемь|дев'?ять|девять|десять|приблизно|примерно|около|і|и|та|the|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|few|couple|several|and|of|about|around)$/

function modal(word: string, before: string, after: string): boolean {
  if (word === 'may')
    return (
      /^\s+(?:i|we|you|he|she|they|be|have|it|there|not)\b/.test(after) ||
      /\b(?:you|i|we|it|he|she|they)\s*$/.test(before)
    )
  if (word === 'second' || word === 'sec') return true
  if (word === 'sat')
    return (
      /\bus\s*$/.test(before) ||
      /^\s+together/.test(after) ||
      /\b(?:i|we|you|he|she|they|was|been)\s*$/.test(before) ||
      /^\s+(?:down|in|at|there|next)\b/.test(after)
    )
  if (word === 'sun') return /\bthe\s*$/.test(before)
  return false
}

function components(of: ParsedComponents): LocalTime {
  return {
    year: of.get('year') ?? 0,
    month: of.get('month') ?? 0,
    day: of.get('day') ?? 0,
    hour: of.get('hour') ?? 0,
    minute: of.get('minute') ?? 0,
  }
}

function exists({ year, month, day, hour, minute }: LocalTime): boolean {
  if (
    year < 1 ||
    year > 9999 ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    hour < 0 ||
    hour > 24 ||
    minute < 0 ||
    minute > 59
  )
    return false
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** "Friday" and "5 May" of somebody who speaks of what was. */
function backwards(said: ParsedComponents, at: LocalTime, now: LocalTime): (day: LocalTime) => LocalTime {
  if (isoDay(at) <= isoDay(now)) return (day) => day
  if (said.isCertain('weekday') && !said.isCertain('day')) return (day) => addDays(day, -7)
  if (said.isCertain('month') && !said.isCertain('year')) return (day) => ({ ...day, year: day.year - 1 })
  return (day) => day
}

/** Chrono reckons with the machine's own wall clock throughout; the business's is handed to it as if it were that one. */
function machineTime(now: LocalTime): Date {
  return new Date(now.year, now.month - 1, now.day, now.hour, now.minute)
}

/** "Friday, the 28th of December" is one day: the weekday only goes along with the date. */
function joinWeekdays(text: string, moments: readonly Moment[]): Moment[] {
  const joined: Moment[] = []
  for (const moment of moments) {
    const before = joined.at(-1)
    const pair = before && [before, moment]
    const between = before ? text.slice(before.end, moment.start) : ''
    const weekdayOnly = pair?.find((one) => onlyWeekday.test(one.text))
    const date = pair?.find((one) => one !== weekdayOnly && one.saysDay && !one.until)
    if (before && weekdayOnly && date && /^[\s,.]*(?:(?:on|the|of|это|це)\s+)*$/u.test(between)) {
      joined[joined.length - 1] = {
        ...date,
        start: before.start,
        end: moment.end,
        text: text.slice(before.start, moment.end),
      }
    } else joined.push(moment)
  }
  return joined
}

const onlyWeekday =
  /^(?:on\s+|this\s+|the\s+)?(?:mon|tue|tues|wed|thu|thurs?|fri|sat|sun)[a-z]*\.?,?$|^(?:[ву]\s+)?(?:понеділок|вівторок|серед[ау]|четвер|п'ятниц[яю]|субот[ау]|неділ[яю]|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье),?$/u

function two(number: number): string {
  return String(number).padStart(2, '0')
}
