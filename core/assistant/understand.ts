import { createIntents, type IntentMatch, type Named } from './intents.ts'
import { createDetect, type Language } from './language.ts'
import type { KnownIntent, Lexicon } from './lexicon.ts'
import { findNamed, type NamedMatch, type Named as NamedThing, stem } from './likeness.ts'
import { type Expectation, type Found, findNumbers } from './mentions.ts'
import { normalise, skeleton, type Word, wordsOf } from './normalise.ts'
import { numberOf } from './people.ts'
import { findPeriod, findStretch, type Period } from './periods.ts'
import { clock, isoDay, type LocalTime, localTime, type Moment } from './when.ts'

export type { Language } from './language.ts'
export type { Lexicon } from './lexicon.ts'
export type { Expectation } from './mentions.ts'

export type Intent = KnownIntent | 'unknown'

export interface UnderstandContext {
  readonly now: Date
  readonly timeZone: string
  /** Spoken so far; kept where a message gives no sign of another. */
  readonly language: Language
  readonly role: 'customer' | 'staff'
  readonly services?: readonly NamedThing[]
  readonly staff?: readonly NamedThing[]
  readonly categories?: readonly NamedThing[]
  /** What the person was just asked for: then a lone number or word answers that. */
  readonly expects?: readonly Expectation[]
}

/** Dates are local `YYYY-MM-DD`, times `HH:mm`; what was not said is absent. */
export interface Slots {
  readonly serviceId?: string
  /** Several services fit what was said; the person has to choose. */
  readonly serviceIds?: readonly string[]
  readonly staffId?: string
  readonly staffIds?: readonly string[]
  readonly anyStaff?: true
  readonly categoryId?: string
  readonly date?: string
  /** A stretch of days: "next week", "the weekend", "from 3 to 5 May". */
  readonly dates?: { readonly from: string; readonly to: string }
  readonly time?: TimeWish
  readonly people?: number
  readonly quantity?: number
  readonly size?: string
  /** In whole units of the currency. */
  readonly price?: { readonly min?: number; readonly max?: number }
  /** The words to search products or customers by. */
  readonly query?: string
  readonly period?: Period
  readonly phone?: string
  readonly name?: string
  readonly language?: Language
}

export interface TimeWish {
  readonly at?: string
  readonly after?: string
  readonly before?: string
  readonly partOfDay?: 'morning' | 'afternoon' | 'evening'
}

export interface Understood {
  readonly intent: Intent
  /** 0 to 1; a command is worth obeying from 0.5 on. */
  readonly confidence: number
  readonly language: Language
  readonly slots: Slots
}

export type Understand = (text: string, context: UnderstandContext) => Understood

/**
 * The one parser of plain words: Ukrainian, Russian, English and their mixtures. Pure, never throws, and rather answers `unknown` or `faq`
 * (a person will answer) than a command that was not meant.
 */
export function createUnderstand(lexicon: Lexicon): Understand {
  const detect = createDetect(lexicon)
  const match = createIntents(lexicon)
  const words = joined(lexicon)
  return (text, context) => {
    const clean = normalise(text)
    const said = wordsOf(clean)
    const language = detect(said, context.language)
    const now = localTime(context.now, context.timeZone)
    const phone = phoneIn(clean)
    const withoutPhone = phone ? blank(clean, phone.start, phone.end) : clean
    const find = (prefer: 'future' | 'past') => findNumbers(withoutPhone, { now, language, prefer }, context.expects)
    let found = find('future')
    const free = said.filter((word) => !inside(word, found.moments))
    const service = findNamed(free, context.services, words.sameName)
    const staff = findNamed(free, context.staff, words.sameName)
    const category = findNamed(free, context.categories, words.sameName)
    const named = new Set<Named>()
    if (service) named.add('service')
    if (staff) named.add('staff')
    if (category) named.add('category')
    if (found.moments.length > 0) named.add('when')
    const matches = match(said, named, context.role === 'staff')
    const chosen = choose(matches, { said, clean, service, category, named, words, context })
    if (pastIntents.has(chosen.intent)) found = find('past')
    return {
      intent: chosen.intent,
      confidence: chosen.confidence,
      language,
      slots: slotsOf(chosen, {
        clean: withoutPhone,
        said,
        found,
        now,
        service,
        staff,
        category,
        phone: phone?.value,
        words,
        context,
      }),
    }
  }
}

interface Joined {
  readonly faq: readonly string[]
  readonly asksFor: ReadonlySet<string>
  readonly questions: ReadonlySet<string>
  readonly anyone: ReadonlySet<string>
  readonly skip: ReadonlySet<string>
  readonly sameName: ReadonlyMap<string, string>
}

interface Chosen {
  readonly intent: Intent
  readonly confidence: number
  readonly words: ReadonlySet<Word>
}

const nobody: ReadonlySet<Word> = new Set()
const pastIntents: ReadonlySet<Intent> = new Set<Intent>([
  'stats',
  'trends',
  'seasonality',
  'sources',
  'orders',
  'repeat-order',
  'deals',
  'recommend',
])
const periodIntents: ReadonlySet<Intent> = new Set<Intent>([
  ...pastIntents,
  'forecast',
  'today',
  'requests',
  'customer',
])

function joined(lexicon: Lexicon): Joined {
  const all = [lexicon.uk, lexicon.ru, lexicon.en]
  const sameName = new Map<string, string>()
  for (const names of all.flatMap((one) => one.sameName)) {
    const [first, ...others] = names
    if (first) for (const other of others) sameName.set(stem(other), stem(first))
  }
  const keys = (pick: (one: Lexicon['uk']) => readonly string[]) => new Set(all.flatMap(pick).map(skeleton))
  return {
    faq: all.flatMap((one) => one.faq).map(skeleton),
    asksFor: keys((one) => one.asksFor),
    questions: keys((one) => one.questions),
    anyone: keys((one) => one.anyone),
    skip: keys((one) => one.skip),
    sameName,
  }
}

interface Situation {
  readonly said: readonly Word[]
  readonly clean: string
  readonly service: NamedMatch | undefined
  readonly category: NamedMatch | undefined
  readonly named: ReadonlySet<Named>
  readonly words: Joined
  readonly context: UnderstandContext
}

function choose(matches: readonly IntentMatch[], situation: Situation): Chosen {
  const { said, clean, service, category, named, words, context } = situation
  const question = /\?/.test(clean) || said.slice(0, 3).some((word) => words.questions.has(word.key))
  const aside = said.some((word) =>
    words.faq.some((one) => (one.endsWith('*') ? word.key.startsWith(one.slice(0, -1)) : word.key === one)),
  )
  const faq: Chosen = { intent: 'faq', confidence: 0.6, words: nobody }
  const unknown: Chosen = { intent: 'unknown', confidence: 0, words: nobody }
  const lost = question ? { ...faq, confidence: 0.5 } : unknown
  let best = matches[0]
  if (best?.denied) return lost
  // "I can't come on Friday, move it": both fit, and moving keeps the customer
  const moving = matches.find((one) => one.intent === 'move-booking' && !one.denied)
  if (best?.intent === 'cancel-booking' && moving) best = moving
  if (!best) {
    if (aside) return faq
    if (service && (named.has('when') || said.length <= 4 || !question))
      return {
        intent: 'book',
        confidence: said.length <= 6 || named.has('when') || named.has('staff') ? 0.7 : 0.5,
        words: nobody,
      }
    if (category && (said.length <= 4 || said.some((word) => words.asksFor.has(word.key))))
      return { intent: 'search-product', confidence: 0.75, words: nobody }
    return lost
  }
  const chosen: Chosen = { intent: best.intent, confidence: best.confidence, words: best.words }
  if (best.intent === 'price-list' && !service) {
    if (category) return { ...chosen, intent: 'search-product' }
    if (aside || (question && best.words.size > 1 && said.length > best.words.size + 2)) return faq
  }
  if (best.intent === 'search-product') {
    if (service && !category) return { ...chosen, intent: 'book', confidence: Math.min(chosen.confidence, 0.7) }
    if (aside && !category) return faq
    if (context.role === 'staff' && !category && best.words.size === 1 && said.length === 1) return unknown
  }
  return chosen
}

interface Material {
  readonly clean: string
  readonly said: readonly Word[]
  readonly found: Found
  readonly now: LocalTime
  readonly service: NamedMatch | undefined
  readonly staff: NamedMatch | undefined
  readonly category: NamedMatch | undefined
  readonly phone: string | undefined
  readonly words: Joined
  readonly context: UnderstandContext
}

function slotsOf(chosen: Chosen, material: Material): Slots {
  const { clean, said, found, now, service, category, phone, words, context } = material
  const moments = found.moments
  const stretch = findStretch(clean, now)
  const days = moments.filter((moment) => moment.saysDay && !moment.wholeMonth)
  // "move it from Thursday to Friday": the day named last is the one wanted; "another day" is none of those named
  const otherDay =
    chosen.intent === 'move-booking' && /(?<!\p{L})(?:інш|друг(?:ой|ую|ое|ий)|another|other|different)/u.test(clean)
  const day = otherDay ? undefined : chosen.intent === 'move-booking' ? days.at(-1) : days[0]
  const range =
    day?.until && isoDay(day.until) !== isoDay(day.at) ? { from: isoDay(day.at), to: isoDay(day.until) } : undefined
  const whole = chosen.intent !== 'today' && periodIntents.has(chosen.intent)
  const date = day && !whole && !range && !(stretch && coversStretch(day)) ? isoDay(day.at) : undefined
  const dates = whole ? undefined : (range ?? (date ? undefined : stretch))
  const time = timeWish(clean, moments)
  const party = found.parties[0]?.count
  const quantity = quantityIn(found.rest, category, context.expects)
  const size = sizeIn(found.rest)
  const price = priceIn(found.rest)
  const period = periodIntents.has(chosen.intent) ? findPeriod(clean, moments, now) : undefined
  const query =
    chosen.intent === 'search-product' || chosen.intent === 'customer'
      ? phone && chosen.intent === 'customer'
        ? phone
        : queryOf(chosen, material)
      : undefined
  const name = nameIn(clean, context.expects)
  // a master's name inside the person's own, or inside the name looked up, is not a master
  const ownName = name !== undefined && material.staff?.words.some((word) => name.toLowerCase().includes(word.text))
  const staff = ownName || chosen.intent === 'customer' ? undefined : material.staff
  const asked = chosen.intent === 'language' ? languageIn(clean) : undefined
  return {
    ...(service && service.ids.length === 1 ? { serviceId: service.ids[0] ?? '' } : {}),
    ...(service && service.ids.length > 1 ? { serviceIds: service.ids } : {}),
    ...(staff && staff.ids.length === 1 ? { staffId: staff.ids[0] ?? '' } : {}),
    ...(staff && staff.ids.length > 1 ? { staffIds: staff.ids } : {}),
    ...(!staff && said.some((word) => words.anyone.has(word.key)) ? { anyStaff: true as const } : {}),
    ...(category ? { categoryId: category.ids[0] ?? '' } : {}),
    ...(date ? { date } : {}),
    ...(dates ? { dates } : {}),
    ...(time ? { time } : {}),
    ...(party === undefined ? {} : { people: party }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(size ? { size } : {}),
    ...(price ? { price } : {}),
    ...(query ? { query } : {}),
    ...(period ? { period } : {}),
    ...(phone ? { phone } : {}),
    ...(name ? { name } : {}),
    ...(asked ? { language: asked } : {}),
  }
}

/** Chrono reads "next week" as a day in it; the stretch says more. */
function coversStretch(moment: Moment): boolean {
  return (
    /тиж|недел|міся|меся|рок|рік|год|week|month|year|вихідн|выходн|weekend/u.test(moment.text) &&
    !/\d/.test(moment.text)
  )
}

function timeWish(text: string, moments: readonly Moment[]): TimeWish | undefined {
  const partOfDay = partOfDayIn(text)
  const part = partOfDay ? { partOfDay } : {}
  const moment = moments.find((one) => one.saysHour)
  if (!moment) return partOfDay ? part : undefined
  const first = clock(likely(moment, partOfDay))
  if (moment.until && isoDay(moment.until) === isoDay(moment.at)) {
    return { after: first, before: clock(likely({ ...moment, at: moment.until }, partOfDay)), ...part }
  }
  const around = `${text.slice(Math.max(0, moment.start - 14), moment.start)}${moment.text}`
  const second = moments.find((one) => one.saysHour && one !== moment && !one.saysDay)
  if (afterWords.test(around)) {
    const until = second && beforeWords.test(`${text.slice(Math.max(0, second.start - 6), second.start)}${second.text}`)
    return { after: first, ...(until ? { before: clock(likely(second, partOfDay)) } : {}), ...part }
  }
  if (beforeWords.test(around)) return { before: first, ...part }
  return { at: first, ...part }
}

const hourAhead =
  "\\s+(?:о\\s+|об\\s+|в\\s+|at\\s+)?(?=\\d|пів|пол|перш|друг|трет|четверт|п'?ят|шост|сьом|восьм|дев'?ят|десят|одинадц|дванадц|двух|трех|шести|семи|двенадц|одиннадц|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|half|quarter)"
const afterWords = new RegExp(
  `(?:^|\\s)(?:після|после|after|пізніше|позже|не раніше|не раньше|раніше ніж|from|since|з|із|с|від|от)${hourAhead}`,
  'u',
)
const beforeWords = new RegExp(
  `(?:^|\\s)(?:до|before|until|till|by|не пізніше|не позже|раніше|раньше)${hourAhead}`,
  'u',
)

/** "Завтра в 3" is three in the afternoon: nobody opens at night. */
function likely(moment: Pick<Moment, 'at' | 'saysHalf'>, part: TimeWish['partOfDay']): LocalTime {
  const { at } = moment
  const hour = at.hour % 24
  if (moment.saysHalf || hour === 0) return { ...at, hour }
  if (part === 'evening' && hour < 12) return { ...at, hour: hour + 12 }
  return { ...at, hour: hour < 8 && part !== 'morning' ? hour + 12 : hour }
}

function partOfDayIn(text: string): TimeWish['partOfDay'] | undefined {
  if (
    /(?<!\p{L})(?:вранці|зранку|ранком|уранці|з ранку|утром|с утра|до обіду|до обеда|morning|в першій половині|в первой половине)(?!\p{L})/u.test(
      text,
    ) &&
    !/good morning/.test(text)
  )
    return 'morning'
  if (
    /(?<!\p{L})(?:вдень|удень|днем|днём|після обіду|после обеда|пообіді|по обіді|в обід|в обед|в обідню|afternoon|в другій половині|во второй половине)(?!\p{L})/u.test(
      text,
    ) &&
    !/good afternoon/.test(text)
  )
    return 'afternoon'
  if (
    /(?<!\p{L})(?:ввечері|увечері|вечором|вечером|під вечір|под вечер|на вечір|на вечер|після роботи|после работы|evening|tonight|after work)(?!\p{L})/u.test(
      text,
    ) &&
    !/good evening/.test(text)
  )
    return 'evening'
  return undefined
}

function quantityIn(
  text: string,
  category: NamedMatch | undefined,
  expects: readonly Expectation[] | undefined,
): number | undefined {
  const counted =
    /(?<![\p{L}\d.:])(\d{1,3}|[\p{L}']+)\s*(?:шт(?:ук[аиу]?)?|од(?:иниц[іья])?|пар[иуы]?|упаковк[аиу]|екземпляр[иів]*|экземпляр[аов]*|pcs|pieces?|items?|pairs?)(?!\p{L})/u.exec(
      text,
    )
  const number = counted?.[1] === undefined ? undefined : numberOf(counted[1])
  if (number) return number
  const first = category?.words[0]
  const before = first && /(?<![\p{L}\d.:])(\d{1,3}|[\p{L}']+)(?:\s+\p{L}+)?\s*$/u.exec(text.slice(0, first.start))?.[1]
  const ahead =
    before === undefined ? undefined : /^(?:a|an|один|одна|одну|one)$/.test(before) ? undefined : numberOf(before)
  if (ahead) return ahead
  if (!expects?.includes('quantity')) return undefined
  const lone = /(?<![\p{L}\d.:])(\d{1,4})(?!\d)/u.exec(text)?.[1]
  return lone
    ? Number(lone)
    : text
        .split(/\s+/)
        .map(numberOf)
        .find((one) => one !== undefined)
}

function sizeIn(text: string): string | undefined {
  const letters =
    /(?<![\p{L}\d'])(?:(?:розмір[а-яі]*|размер[а-я]*|size|in|в|у)\s+)?(xx?s|x{1,3}l|[2-5]xl|(?<=(?:розмір[а-яі]*|размер[а-я]*|size|in|в|у)\s+)[sml])(?![\p{L}\d'])/u.exec(
      text,
    )?.[1]
  if (letters) return letters.toUpperCase()
  const word =
    /(?:розмір[а-яі]*|размер[а-я]*|size)\s+(\d{2}|[смл]|хл|хс)(?![\p{L}\d])|(?<!\d)(\d{2})\s+(?:розмір|размер)/u.exec(
      text,
    )
  const found = word?.[1] ?? word?.[2]
  return found?.replace('с', 's').replace('м', 'm').replace('л', 'l').replace('х', 'x').toUpperCase()
}

function priceIn(text: string): Slots['price'] | undefined {
  const currency = '\\s*(?:грн|гривен[ьи]?|гривень|uah|₴|hrn)'
  const max = new RegExp(
    `(?:до|дешевше|дешевле|under|below|less than|up to|не дорожче|не дороже|максимум|max)\\s+(?:за\\s+|ніж\\s+|чем\\s+)?(\\d{3,6}|\\d{2,6}(?=${currency}))`,
    'u',
  ).exec(text)?.[1]
  const min = new RegExp(
    `(?:від|от|дорожче|дороже|over|above|more than|from)\\s+(?:за\\s+|ніж\\s+|чем\\s+)?(\\d{3,6}|\\d{2,6}(?=${currency}))`,
    'u',
  ).exec(text)?.[1]
  if (!max && !min) return undefined
  return { ...(min ? { min: Number(min) } : {}), ...(max ? { max: Number(max) } : {}) }
}

function queryOf(chosen: Chosen, { said, found, words, service }: Material): string | undefined {
  const rest = found.rest
  const kept = said.filter(
    (word) =>
      rest.slice(word.start, word.end) === word.text &&
      !words.skip.has(word.key) &&
      !(chosen.words.has(word) && command.test(word.key)) &&
      !(
        chosen.intent === 'customer' &&
        /^(?:клиент|покупц|покупат|карточк|картк|customer|client|buyer|card|open|who|хто|кто|видкри|откро)/.test(
          word.key,
        )
      ) &&
      !service?.words.includes(word) &&
      numberOf(word.text) === undefined &&
      !/^(?:xs|s|m|l|xl|xxl|xxxl|\d{2,6})$/.test(word.text),
  )
  const query = kept.map((word) => word.text).join(' ')
  return query || undefined
}

/** The verbs of a command are never what is searched for; its nouns ("сукню", "dress") are. */
const command =
  /^(?:покаж|показ|шука|ищу|знайд|найд|найт|пидб|подб|пидиб|подоб|пошук|поиск|купи|прид|приоб|купл|дод|покла|добав|полож|кошик|корзин|cart|basket|add|put|замов|заказ|хочу|треб|надо|нужн|потриб|show|find|search|look|brows|buy|purch|shopp|want|need|for|me|some)/u

function phoneIn(text: string): { value: string; start: number; end: number } | undefined {
  const match =
    /(?<![\d+])(?:\+?\s?3?8[\s(-]*)?0\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)|\+\d[\d\s()-]{8,16}\d(?!\d)/.exec(
      text,
    )
  if (!match) return undefined
  const digits = match[0].replace(/\D/g, '')
  const value = digits.startsWith('0')
    ? `+38${digits}`
    : digits.startsWith('80') && digits.length === 11
      ? `+3${digits}`
      : `+${digits}`
  return { value, start: match.index, end: match.index + match[0].length }
}

function nameIn(text: string, expects: readonly Expectation[] | undefined): string | undefined {
  const said =
    /(?:мене звати|мене звуть|меня зовут|меня звать|моє ім'?я|мое имя|моё имя|my name is|my name's|i am called)\s*:?\s+(\p{L}[\p{L}'-]+(?:\s+(?!(?:і|и|та|and|a|хочу|мій|мой|тел|номер|я|i|my|the|запиш|мені|мне)(?!\p{L}))\p{L}[\p{L}'-]+)?)/u.exec(
      text,
    )?.[1] ?? (expects?.includes('name') ? /^\p{L}[\p{L}'-]*(?:\s+\p{L}[\p{L}'-]*){0,2}$/u.exec(text)?.[0] : undefined)
  return said?.replace(/(?<![\p{L}'])\p{L}/gu, (letter) => letter.toUpperCase())
}

function languageIn(text: string): Language | undefined {
  if (/укра[їи]н|укр(?!\p{L})|ukrain/u.test(text)) return 'uk'
  if (/рос[іи]йс|русс?к|russian/u.test(text)) return 'ru'
  return /англ|english/u.test(text) ? 'en' : undefined
}

function inside(word: Word, moments: readonly Moment[]): boolean {
  return moments.some((moment) => moment.start <= word.start && word.end <= moment.end)
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)
}
