/** How many people a text speaks of, and where. `count` is absent where it stays open ("me and the kids"). */
interface Party {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly count?: number
}

/**
 * Finds the size of a party in a normalised text: "на двох", "нас четверо", "for 4", "me, my wife and 3 kids". Dates and times have to
 * be blanked out before, so that their numbers are not counted; a lone number counts only where the person was asked for one.
 */
export function findPeople(text: string, asked: boolean): Party[] {
  const found: Party[] = []
  for (const { regex, lone, whenAsked } of patterns) {
    if (whenAsked && !asked) continue
    for (const match of text.matchAll(regex)) {
      const phrase = match.groups?.['party'] ?? match[0]
      const start = match.index + match[0].lastIndexOf(phrase)
      const end = start + phrase.length
      if (found.some((one) => one.start < end && start < one.end)) continue
      const count = lone ? numberOf(phrase) : countOf(phrase)
      if (count !== undefined && (count < 1 || count > 100)) continue
      found.push({ start, end, text: phrase, ...(count === undefined ? {} : { count }) })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** A number in digits or words of the three languages. */
export function numberOf(word: string): number | undefined {
  const bare = word
    .trim()
    .replace(/^(?:the|a)\s+/, '')
    .replace(/-?(?:х|ти|ми|ьох|ух|м|мя|є|е|oe)$/u, (ending, at: number) =>
      /^\d+-?$/.test(word.trim().slice(0, at)) ? '' : ending,
    )
  if (/^\d+$/.test(bare)) return Number(bare)
  return numberWords.get(bare)
}

const english = [
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
const slavic: readonly string[] = [
  'один одна одну одного одної одной однієї одну',
  'два дві две двоє двое двох двух двом двум вдвох вдвоем вдвоём удвох удвоем двоих двома',
  'три троє трое трьох трех трёх трьом трем втрьох втроем втроём утрьох троих',
  'чотири четыре четверо чотирьох четырех четырёх четверых вчотирьох вчетвером чотирьом',
  "п'ять пять п'ятеро пятеро п'яти пяти п'ятьох пятерых вп'ятьох впятером",
  'шість шесть шестеро шести шістьох шестерых вшістьох вшестером',
  'сім семь семеро семи сімох семерых',
  'вісім восемь восьмеро восьми вісьмох восьмерых',
  "дев'ять девять дев'ятеро девяти дев'яти",
  'десять десятеро десяти десятьох',
]
const numberWords = new Map<string, number>([
  ...english.map((word, at): [string, number] => [word, at + 1]),
  ...slavic.flatMap((words, at) => words.split(' ').map((word): [string, number] => [word, at + 1])),
  ['a', 1],
  ['an', 1],
  ['couple', 2],
  ['no one', 0],
])

const number = `(?:\\d{1,3}|${english.join('|')})`
const kin =
  '(?:people|persons?|adults?|kids?|child(?:ren)?|guests?|teens?|m[ae]n|wom[ae]n|boys?|girls?|seniors?|bab(?:y|ies)|infants?|toddlers?|couples?|friends?|buddies|mates|others?|wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|spouse|son|sons|daughters?|mom|mum|mother|dad|father|parents?|grandparents?|grandmothers?|grandsons?|granddaughters?|grandma|grandpa|brothers?|sisters?|sis|siblings?|cousins?|colleagues?|co-?workers?|boss|family|twins|guys|gentlem[ae]n|lad(?:y|ies)|teenagers?|highchairs?|relatives?|uncles?|aunts?|nephews?|nieces?|diners|members)'
const self = '(?:me|myself|(?<=(?:and|,|plus|with)\\s)i)'
const item = `(?:${self}|(?:(?:my|our|his|her|their|the|an?)\\s+)?(?:(?:${number})\\s+(?:of\\s+)?(?:(?:my|our|his|her|their|more|other|small|young|little|elderly)\\s+)*)?${kin}(?:\\s+and\\s+(?:his|her)\\s+${kin})?)`
const join = '\\s*(?:,\\s*(?:and|plus|with)?|and|plus|with|&|\\+)\\s*'
const group = `${item}(?:${join}${item})+`
const counted = `(?:an?\\s+|the\\s+)?${number}\\s+(?:(?:small|young|other)\\s+)?(?:people|persons?|adults?|kids?|child(?:ren)?|guests?|teens?|m[ae]n|wom[ae]n|boys?|girls?|seniors?|bab(?:y|ies)|couples?|friends?|others?|guys|diners|buddies|mates|gentlem[ae]n|ladies|colleagues|family members|parents|members|siblings|sisters|brothers)`
const stop = `(?!\\s*(?:[:%°]\\s?\\d|[.,]\\d|st\\b|nd\\b|rd\\b|th\\b|am\\b|pm\\b|a\\.m|p\\.m|o'?clock|hours?|hrs?|minutes?|mins?|days?|weeks?|months?|years?|nights?|stars?|dollars|pounds|\\$|€|£|grn|uah|in the|ish|table|tables|more|restaurant|bookings?|reservations?|options?|to \\d|and a half|[-/]\\d))`
const wordEnd = '(?![\\p{L}\\p{N}])'
const wordStart = '(?<![\\p{L}\\p{N}.:/$-])'
const slavicNumber = `(?:\\d{1,2}(?:-?(?:х|ти|ох|ух|ьох|є|е))?|${slavic.flatMap((words) => words.split(' ')).join('|')})`
const slavicPeople =
  '(?:ос[оі]б[аиуи]?|осіб|персон[аиуы]?|люд(?:ина|ини|ей|ям|и)|людей|чолов[іе]ка?|человека?|гост(?:і|ей|я|ям)|дорослих|взрослых|дітей|детей|дівчат|девушек|девочек|подруг[иа]?|друзів|друзей|дівчини)'

interface Pattern {
  readonly regex: RegExp
  /** The phrase is nothing but a number. */
  readonly lone?: boolean
  readonly whenAsked?: boolean
}

function pattern(source: string, rest: Omit<Pattern, 'regex'> = {}): Pattern {
  return { regex: new RegExp(`${wordStart}${source}${wordEnd}`, 'giu'), ...rest }
}

const patterns: readonly Pattern[] = [
  // Ukrainian and Russian
  pattern(
    `(?<party>${slavicNumber}\\s+${slavicPeople}(?:\\s+(?:і|и|та)\\s+(?:${slavicNumber}\\s+)?(?:дит[яи]на?|дітей|ребен(?:ок|ка)|детей))?)`,
  ),
  pattern(`нас\\s+(?:буде\\s+|будет\\s+)?(?<party>${slavicNumber})`, { lone: true }),
  pattern(
    `(?<party>${slavic
      .flatMap((words) => words.split(' '))
      .filter((word) => /(?:є|ое|еро)$|^[ву].*(?:ох|ем|ём|ером)$/.test(word))
      .join('|')})`,
    { lone: true },
  ),
  pattern(
    `(?:на|для)\\s+(?<party>двох|двух|двоих|трьох|трех|трёх|троих|чотирьох|четырех|четырёх|четверых|п'ятьох|пятерых|шістьох|шести|сімох|\\d{1,2}-?х)${wordEnd}(?!\\s*(?:годин|часов|днів|дней|хвилин|минут))`,
    { lone: true },
  ),
  pattern(`(?:ст[оі]лик|ст[іо]л)\\s+на\\s+(?<party>${slavicNumber})(?!\\s*[:.]\\d)`, { lone: true }),
  // English
  pattern(`(?<party>${group})`),
  pattern(`(?<party>${counted})`),
  pattern(`(?:just|only)\\s+(?:for\\s+|be\\s+)?(?<party>me|myself|i)`),
  pattern(`(?:be|its?|it's|is)\\s+(?:just\\s+|only\\s+)?(?<party>me|myself)(?=\\s*(?:$|[.,!?]|alone|only|please))`),
  pattern(`(?<party>${number})\\s+top`, { lone: true }),
  pattern(
    `(?:number of people|people|party|number|size)\\s+(?:is|of|to|will be|should be)\\s+(?<party>${number})${stop}`,
    { lone: true },
  ),
  pattern(`(?:only|just|now)\\s+(?<party>(?:the\\s+)?${number})(?=\\s*(?:$|[.,!?]|now|will come|are coming))`, {
    lone: true,
  }),
  pattern(`(?<party>${number})(?=\\s+(?:now|total|in total|altogether)\\s*(?:$|[.,!?]))`, { lone: true }),
  pattern(`we\\s+have\\s+(?<party>${number})(?=\\s*(?:$|[.,!?]))`, { lone: true }),
  pattern(`(?<party>the\\s+${number}|${number})\\s+of\\s+us`, { lone: true }),
  pattern(
    `(?:we\\s+are|we're|we\\s+will\\s+be|we'll\\s+be|of\\s+us|us|there\\s+are|there\\s+will\\s+be|there'll\\s+be|there's|there\\s+is)\\s+(?:just\\s+|only\\s+|about\\s+|now\\s+)?(?<party>(?:the\\s+|a\\s+)?${number})${stop}`,
    { lone: true },
  ),
  pattern(
    `(?:party|group|table|family|total|crowd|parties|groups)\\s+(?:size\\s+)?(?:of|for|is|will be|to)\\s+(?:up to\\s+|about\\s+|just\\s+|only\\s+)?(?<party>(?:the\\s+|a\\s+)?${number})${stop}`,
    { lone: true },
  ),
  pattern(
    `(?:seats?|seating|accommodate|fit|reserve|book|serve|host|include|including|handle)\\s+(?:for\\s+|up to\\s+)?(?<party>(?:the\\s+|a\\s+)?${number})${stop}`,
    { lone: true },
  ),
  pattern(
    `for\\s+(?:just\\s+|only\\s+|about\\s+|like\\s+|maybe\\s+|us\\s+|up to\\s+)*(?<party>(?:the\\s+|a\\s+)?(?:${number}|couple))${stop}`,
    { lone: true },
  ),
  pattern(`(?<party>a\\s+couple)(?!\\s+of)`, { lone: true }),
  pattern(`(?<party>${slavicNumber}|(?:the\\s+|a\\s+)?${number})${stop}`, { lone: true, whenAsked: true }),
  pattern(`(?<party>me|myself)`, { whenAsked: true }),
]

function countOf(phrase: string): number | undefined {
  const slavicParts = [...phrase.matchAll(new RegExp(`${wordStart}(${slavicNumber})${wordEnd}`, 'gu'))]
  if (/\p{Script=Cyrillic}/u.test(phrase)) {
    const sum = slavicParts.reduce((total, part) => total + (numberOf(part[1] ?? '') ?? 0), 0)
    return sum + (/(?:і|и|та)\s+(?:дитина|ребенок|дитиною)/u.test(phrase) ? 1 : 0) || undefined
  }
  let total = 0
  for (const part of phrase.split(/\s*(?:,|\band\b|\bplus\b|\bwith\b|&|\+)\s*/)) {
    if (!part.trim()) continue
    const said = part.match(new RegExp(`\\b(${number}|an?|couple)\\b`))?.[1]
    const each = /couples?\b|\bparents\b|grandparents|twins/.test(part) ? 2 : 1
    if (/\b(?:me|myself|i)\b/.test(part))
      total += 1 + (said && said !== 'a' && said !== 'an' ? (numberOf(said) ?? 0) : 0)
    else if (said) total += (numberOf(said) ?? 0) * (said === 'couple' ? 1 : /parents|twins/.test(part) ? 1 : each)
    else if (
      /\b(?:kids|children|friends|others|people|adults|guests|sisters|brothers|sons|daughters|family|siblings|colleagues|cousins|babies|boys|girls|men|women)\b/.test(
        part,
      )
    )
      return undefined
    else total += each
  }
  return total || undefined
}
