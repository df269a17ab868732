import type { Parser, ParsingContext } from 'chrono-node'
import { dayOfMonth, daysAhead, nextWeekday, saying, timeOf } from './moments.ts'

const ordinalStems = [
  'перш|перв',
  'друг|втор',
  'трет',
  'четверт',
  "п'?ят",
  'шост|шест',
  'сьом|седьм',
  'восьм',
  "дев'?ят",
  'десят',
  'одинадцят|одиннадцат',
  'дванадцят|двенадцат',
  'тринадцят|тринадцат',
  'чотирнадцят|четырнадцат',
  "п'?ятнадцят|пятнадцат",
  'шістнадцят|шестнадцат',
  'сімнадцят|семнадцат',
  'вісімнадцят|восемнадцат',
  "дев'?ятнадцят|девятнадцат",
  'двадцят|двадцат',
]
const cardinals = [
  'час[уа]?|один|одну|одного',
  'два|дві|две|двух|двох',
  'три|трех|трёх|трьох',
  'чотири|четыре|четырех|четырёх|чотирьох',
  "п'?ять|пять|пяти|п'яти",
  'шість|шесть|шести',
  'сім|семь|семи',
  'вісім|восемь|восьми',
  "дев'?ять|девять|девяти|дев'яти",
  'десять|десяти|десятої',
  'одинадцять|одиннадцать|одиннадцати|одинадцяти',
  'дванадцять|двенадцать|двенадцати|дванадцяти',
]
const weekdays = [
  'неділ[іяюьеє]|недiл[юяі]|воскр?есен[ьи][еяюй]|вскр|вс|нд',
  'понеділ(?:ок|ка|ку|ком|ки|ків)|понедельник[аеу]?|понеделок|пнд?',
  'вівтор(?:ок|ка|ку|ком|ки|ків)|вторник[аеу]?|вторнік|вт',
  'серед(?:а|у|и|і)|сред(?:а|у|ы|е)|ср',
  'четвер(?:г|га|гу|ге|гом)?|четверьг|чт',
  "п'?ятниц[яюіяею]|пятниц[уыеаюяі]|п'ятницу|пт",
  'субот[ауиі]|суббот[ауые]|сб',
]

const ordinal = `(?:${ordinalStems.map((stem) => `(?:${stem})`).join('|')})(?:[іоауюя][йюїу]?|ої|ій|ою|ого|его|ою|ей|ья|ью|ьего|ьому|ьої|я|є)?`
const cardinal = `(?:${cardinals.join('|')})`
const unit = '(?:год(?:ин[аиіуі]?)?\\.?|час(?:а|ов|ам|у)?|ч\\.?)'
const partOfDay = '(?:ранку|утра|зранку|дня|вечора|вечера|ночі|ночи|після обіду|по обіді|после обеда)'
const atWords =
  '(?:о|об|в|у|к|до|з|із|с|від|от|після|после|близько|около|біля|десь о|десь в|где-то в|приблизно о|примерно в)'
const noNoun =
  '(?=\\s*(?:$|[,.!?;)]|(?:в|у|на|до|к|з|із|с|і|и|та|або|или|чи|буде|будет|можна|можно|ок|норм|дякую|спасибо|будь|пожалуйста|сьогодні|сегодня|завтра|післязавтра|послезавтра)(?=\\s|$)))'

/** What Ukrainian and Russian speakers say of days and hours beyond chrono's own parsers, both languages and their mixture at once. */
export const slavicMoments: readonly Parser[] = [
  // о пів на третю, в половине третьего, полтретьего
  saying(
    `(?:${atWords}\\s+|на\\s+)?(?:пів|пол-?|половин[іеау])\\s*(?:на\\s*)?(${ordinal}|\\d{1,2})(?:\\s+(${partOfDay}))?`,
    (match) => {
      const hour = hourOf(match[1])
      return hour ? timeOf(hourBefore(hour), 30, part(match[2])) : null
    },
  ),
  // чверть на третю, четверть третьего
  saying(`(?:${atWords}\\s+)?(?:чверть\\s+на|четверть)\\s+(${ordinal})(?:\\s+(${partOfDay}))?`, (match) => {
    const hour = hourOf(match[1])
    return hour ? timeOf(hourBefore(hour), 15, part(match[2])) : null
  }),
  // за чверть третя, без четверти три, без десяти п'ять, за 10 хвилин друга
  saying(
    `(?:за|без)\\s+(чверть|чверті|четверти|\\d{1,2}|п'?яти|пяти|десяти|десять|п'?ять|двадцяти|двадцати|двадцять)(?:\\s+(?:хвилин[иу]?|хв|минут|мин))?\\s+(${ordinal}|${cardinal})(?:\\s+(${partOfDay}))?`,
    (match) => {
      const hour = hourOf(match[2])
      const word = match[1] ?? ''
      const minutes = /^\d/.test(word)
        ? Number(word)
        : /^ч/.test(word)
          ? 15
          : /^дес/.test(word)
            ? 10
            : /^дв/.test(word)
              ? 20
              : 5
      return hour && minutes > 0 && minutes < 31 ? timeOf(hourBefore(hour), 60 - minutes, part(match[3])) : null
    },
  ),
  // о третій (годині), о пів... стояло вище; на п'яту вечора, після шостої
  saying(`(?:о|об)\\s+(${ordinal})(?:\\s+${unit})?(?:\\s+(${partOfDay}))?`, (match) => {
    const hour = hourOf(match[1])
    return hour ? timeOf(hour, 0, part(match[2])) : null
  }),
  saying(
    `(?:${atWords}|на)\\s+(${ordinal})(?:\\s+год(?:ин[иуі])?(?:\\s+(${partOfDay}))?|\\s+(${partOfDay})|${noNoun})`,
    (match) => {
      const hour = hourOf(match[1])
      return hour ? timeOf(hour, 0, part(match[2] ?? match[3])) : null
    },
  ),
  // в три часа дня, в семь вечера, к пяти
  saying(
    `(?:${atWords}|на)\\s+(${cardinal})(?:\\s+час(?:а|ов|ам)?(?:\\s+(${partOfDay}))?|\\s+(${partOfDay})|${noNoun})`,
    (match) => {
      if (/^(?:до|з|із|с|від|от)\s/.test(match[0]) && !/час|дня|веч|утр|ранк/.test(match[0])) return null
      if (/^на\s/.test(match[0]) && !(match[2] ?? match[3])) return null
      const hour = hourOf(match[1])
      return hour ? timeOf(hour, 0, part(match[2] ?? match[3])) : null
    },
  ),
  // 3 дня, 7 вечора, 15 часов 30 минут, о 15 годині, 15-30, на 15:00
  saying(
    `(?:${atWords}\\s+|на\\s+)?(\\d{1,2})(?:[:.](\\d\\d))?(?:-?[йої]{1,2})?\\s*(?:${unit}\\s*)?(${partOfDay})`,
    (match, context) =>
      /^\d{1,2}\s*дня$/.test(match[0]) || endsRange(context, match)
        ? null
        : timeOf(Number(match[1]), Number(match[2] ?? 0), part(match[3])),
  ),
  saying(
    `${atWords}\\s+(\\d{1,2})(?:-?(?:й|ій|ої|ой|та|тій))?\\s*${unit}(?:\\s+(\\d\\d)\\s*(?:хв|мин)[а-яіїє]*)?`,
    (match) => timeOf(Number(match[1]), Number(match[2] ?? 0)),
  ),
  saying(`(?:${atWords}\\s+|на\\s+)?(\\d{1,2})-(00|15|30|45)(?!-)`, (match) =>
    Number(match[1]) > 6 || /^\p{L}/u.test(match[0]) ? timeOf(Number(match[1]), Number(match[2])) : null,
  ),
  saying('(?:о|об|в|у|на)\\s+(\\d{1,2})\\s(00|15|30|45)(?!\\s*(?:грн|гр|числа|\\d))', (match) =>
    timeOf(Number(match[1]), Number(match[2])),
  ),
  saying('на\\s+(\\d{1,2}):(\\d\\d)', (match) => timeOf(Number(match[1]), Number(match[2]))),
  // після 15, до 18, на 15 (і далі нічого, що можна рахувати)
  saying(
    `(?:після|после|пізніше|позже|раніше|раньше|к|не раніше|не раньше|не позже|не пізніше)\\s+(\\d{1,2})${noNoun}`,
    (match) => timeOf(Number(match[1]), 0),
  ),
  saying(`(?:на|до)\\s+(\\d{1,2})${noNoun}`, (match) =>
    Number(match[1]) >= 8 && Number(match[1]) <= 21 ? timeOf(Number(match[1]), 0) : null,
  ),
  // 15 числа, на 15-е, двадцять п'ятого числа
  saying('(?:на\\s+)?(\\d{1,2})(?:-?(?:го|ого|е|ше|ге|те))?\\s+числ[оа]', (match, context) =>
    dayOfMonth(context, Number(match[1])),
  ),
  saying('(?:на\\s+|до\\s+)?(\\d{1,2})-?(?:го|ого|е|те)', (match, context) => dayOfMonth(context, Number(match[1]))),
  saying(
    `(?:на\\s+)?(двадцять\\s+|двадцать\\s+|тридцять\\s+|тридцать\\s+)?(${ordinal}|тридцят(?:ого|е)|тридцат(?:ого|ое))\\s+числ[оа]`,
    (match, context) => {
      const tens = /^двад/.test(match[1] ?? '') ? 20 : /^трид/.test(match[1] ?? '') ? 30 : 0
      const ones = /^тридц/.test(match[2] ?? '') ? 30 : hourOf(match[2])
      return ones === undefined ? null : dayOfMonth(context, tens + ones)
    },
  ),
  // об 11й, на 9-ту
  saying('(?:о|об|в|на|після|после|до)\\s+(\\d{1,2})-?(?:й|ій|ої|ой|ту|шу|гу|тій)(?:\\s+год(?:ин[иіу])?)?', (match) =>
    timeOf(Number(match[1]), 0),
  ),
  // між 10 і 14
  saying('(?:між|между)\\s+(\\d{1,2})(?::(\\d\\d))?\\s+(?:і|и|та|й)\\s+(\\d{1,2})(?::(\\d\\d))?', (match) => {
    const from = timeOf(Number(match[1]), Number(match[2] ?? 0))
    const to = timeOf(Number(match[3]), Number(match[4] ?? 0))
    return from && to && [from, to]
  }),
  // дні тижня в усіх відмінках і сумішах; "наступної п'ятниці"
  saying(
    `(?:(?:в|у|на|до|з|к|по)\\s+)?(?:(ц[юяієей]+|цього|эт[уоа][тй]?|найближч[а-яіїє]+|ближайш[а-я]+|наступн[а-яіїє]+|следующ[а-я]+|слідуюч[а-яії]+|минул[а-яіїє]+|прошл[а-я]+)\\s+)?(${weekdays.map((names) => `(?:${names})`).join('|')})(?:\\s+(?:на\\s+)?(наступн[а-яії]+|следующ[а-я]+)\\s+(?:тижн[яі]|недел[еи]))?`,
    (match, context) => {
      const day = weekdays.findIndex((names) => new RegExp(`^(?:${names})$`, 'u').test(match[2] ?? ''))
      const which = match[1] ?? match[3] ?? ''
      if (day < 0 || (!which && chronoKnows.test(match[2] ?? ''))) return null
      if (
        match[2] &&
        match[2].length <= 3 &&
        !/^(?:в|у|на|до|з|к|по)\s/.test(match[0]) &&
        !/^(?:пн|вт|ср|чт|пт|сб|нд|вс)$/.test(context.text)
      )
        return null
      if (/^(?:наступн|следующ|слідуюч)/.test(which)) return nextWeekday(context, day, 'next week')
      if (/^(?:минул|прошл)/.test(which)) return nextWeekday(context, day, 'last')
      return nextWeekday(context, day, 'coming')
    },
  ),
  // суржик і недруки, які трапляються щодня
  saying('через\\s+(?:(\\d{1,2}|дві|дви|две|пару|три)\\s+)?неділ[іюьи]', (match, context) => {
    const said = match[1] ?? '1'
    const weeks = /^\d/.test(said) ? Number(said) : said === 'три' ? 3 : 2
    return daysAhead(context, 7 * weeks)
  }),
  saying('через\\s+день', (_, context) => daysAhead(context, 2)),
  saying('сьогодня|сегодні|сьодн[яі]|сеодня|сіодн[яі]|севодня|с[её]дня', (_, context) => daysAhead(context, 0)),
  saying('(?:після|после|пілся)\\s+завтра|пілсязавтра|послязавтра|послезавтро', (_, context) => daysAhead(context, 2)),
  saying('(?:на\\s+)?завтро|завтрашній\\s+день|завтрашний\\s+день', (_, context) => daysAhead(context, 1)),
]

/** Chrono's own weekday words; left to it, so that "nearest" keeps its meaning. */
const chronoKnows =
  /^(?:нд|неділя|неділі|неділю|пн|понеділок|понеділка|вт|вівторок|вівторка|ср|середа|середи|середу|чт|четвер|четверга|четвергу|пт|п'ятниця|п'ятниці|п'ятницю|сб|субота|суботи|суботу|воскресенье|воскресенья|вск|понедельник|понедельника|вторник|вторника|среда|среды|среду|четверг|пятница|пятницу|пятницы|суббота|субботу|субботы)$/

function hourOf(word: string | undefined): number | undefined {
  if (!word) return undefined
  if (/^\d/.test(word)) return Number(word)
  const cardinalAt = cardinals.findIndex((names) => new RegExp(`^(?:${names})$`, 'u').test(word))
  if (cardinalAt >= 0) return cardinalAt + 1
  // from the longest stem down: "п'ятнадцять" begins like "п'ять"
  for (let at = ordinalStems.length - 1; at >= 0; at--)
    if (new RegExp(`^(?:${ordinalStems[at]})`, 'u').test(word)) return at + 1
  return undefined
}

function hourBefore(hour: number): number {
  return hour === 1 ? 12 : hour - 1
}

function part(word: string | undefined): 'morning' | 'day' | 'evening' | 'night' | undefined {
  if (!word) return undefined
  if (/ранку|утра/.test(word)) return 'morning'
  if (/веч/.test(word)) return 'evening'
  if (/ноч/.test(word)) return 'night'
  return 'day'
}

/** "з 10 до 11 ранку" belongs to chrono, which reads it as one stretch. */
function endsRange(context: ParsingContext, match: RegExpMatchArray): boolean {
  return /(?:^|\s)(?:з|із|с|від|от)\s+\d{1,2}(?::\d\d)?\s*$|\d\s*-\s*$/u.test(context.text.slice(0, match.index))
}
