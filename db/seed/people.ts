import { createDraw, type Random } from './random.ts'

export interface DemoPerson {
  readonly name: string
  readonly phone: string
  readonly email: string | null
  readonly birthday: string | null
  readonly gender: 'female' | 'male'
  readonly language: 'uk' | 'ru' | 'en'
  readonly source: string
  /** By place in the list; always somebody who came earlier. */
  readonly referredBy: number | null
  /** The day they became known, counted from the first day of the story; before it for the regulars of old. */
  readonly joined: number
  readonly channel: 'telegram' | 'viber' | 'web' | 'counter'
  /** How readily they come: from 0 to 1. */
  readonly keen: number
  readonly contraindications: string | null
}

const women = [
  'Олена',
  'Ірина',
  'Наталія',
  'Оксана',
  'Тетяна',
  'Юлія',
  'Катерина',
  'Анна',
  'Марія',
  'Світлана',
  'Вікторія',
  'Анастасія',
  'Людмила',
  'Дарина',
  'Софія',
  'Христина',
  'Олександра',
  'Надія',
  'Галина',
  'Валентина',
  'Соломія',
  'Зоряна',
  'Яна',
  'Аліна',
  'Богдана',
  'Лариса',
  'Інна',
  'Поліна',
  'Мирослава',
  'Єлизавета',
]
const men = ['Андрій', 'Олександр', 'Сергій', 'Дмитро', 'Максим', 'Іван', 'Віталій', 'Тарас', 'Богдан', 'Юрій']
const surnames = [
  'Коваленко',
  'Шевченко',
  'Бондаренко',
  'Ткаченко',
  'Кравченко',
  'Олійник',
  'Мельник',
  'Лисенко',
  'Марченко',
  'Руденко',
  'Савченко',
  'Петренко',
  'Гончаренко',
  'Клименко',
  'Павленко',
  'Хоменко',
  'Поліщук',
  'Мороз',
  'Кравчук',
  'Ткачук',
  'Гнатюк',
  'Романюк',
  'Сидоренко',
  'Іваненко',
  'Литвин',
  'Приходько',
  'Даниленко',
  'Захарченко',
  'Яценко',
  'Білик',
  'Федоренко',
  'Гаврилюк',
  'Король',
  'Стець',
  'Дячук',
  'Зінченко',
  'Мазур',
  'Юрченко',
  'Вдовиченко',
  'Жук',
]
const contraindications = [
  'Алергія на ацетон',
  'Вагітність, другий триместр',
  'Чутлива шкіра',
  'Алергія на аміак у фарбах',
  'Варикоз, без масажу ніг',
  'Алергія на лаванду',
]

const latin: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'h',
  ґ: 'g',
  д: 'd',
  е: 'e',
  є: 'ye',
  ж: 'zh',
  з: 'z',
  и: 'y',
  і: 'i',
  ї: 'yi',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ь: '',
  ю: 'yu',
  я: 'ya',
}
const inLatin = (text: string) => [...text.toLowerCase()].map((letter) => latin[letter] ?? letter).join('')

const friends = 'referral'
const sources = [
  ['instagram', 0.36],
  ['google', 0.17],
  [friends, 0.16],
  ['telegram', 0.12],
  ['walk-in', 0.11],
  ['facebook', 0.05],
  ['viber', 0.03],
] as const

/** Everybody the business knows, in the order they came. Those whom friends brought form trees of at most four levels. */
export function demoPeople(random: Random, count: number, days: number): DemoPerson[] {
  const joined = joinDays(random, count, days)
  const levels: number[] = []
  const brought: number[] = []
  return joined.map((day, at): DemoPerson => {
    const source = at < 5 ? 'instagram' : random.weighted(sources)
    const referredBy = source === friends ? referrer(random, levels, brought) : null
    const level = referredBy === null ? 0 : (levels[referredBy] ?? 0) + 1
    levels.push(level)
    if (level > 0) brought.push(at)
    const gender = random.chance(0.88) ? 'female' : 'male'
    const name = `${random.pick(gender === 'female' ? women : men)} ${random.pick(surnames)}`
    return {
      name,
      // Every number once, in no visible order.
      phone: `+38050${String((at * 7_368_787 + 1_234_567) % 10_000_000).padStart(7, '0')}`,
      email: random.chance(0.55) ? `${inLatin(name).replace(/[^a-z]+/g, '.')}.${at + 1}@example.com` : null,
      birthday: random.chance(0.7) ? birthday(random) : null,
      gender,
      language: random.weighted([
        ['uk', 0.78],
        ['ru', 0.19],
        ['en', 0.03],
      ] as const),
      source,
      referredBy,
      joined: day,
      channel:
        source === 'telegram' || source === 'viber'
          ? source
          : random.weighted([
              ['telegram', 0.45],
              ['viber', 0.24],
              ['web', 0.14],
              ['counter', 0.17],
            ] as const),
      keen: Math.min(1, 0.22 * random.lognormal(0.9)),
      contraindications: random.chance(0.04) ? random.pick(contraindications) : null,
    }
  })
}

/** A third were regulars when the story begins; the others come a little faster month by month. */
function joinDays(random: Random, count: number, days: number): number[] {
  const old = Math.round(count / 3)
  const draw = createDraw(
    random,
    Array.from({ length: days }, (_, day) => 1 + (0.4 * day) / days),
  )
  const joined = Array.from({ length: count }, (_, at) => (at < old ? -random.int(5, 420) : Math.min(draw(), days - 1)))
  return joined.sort((a, b) => a - b)
}

function referrer(random: Random, levels: readonly number[], brought: readonly number[]): number {
  const chain = brought.filter((at) => (levels[at] ?? 0) < 4)
  if (chain.length > 0 && random.chance(0.5)) return random.pick(chain)
  const roots = levels.flatMap((level, at) => (level === 0 ? [at] : []))
  return roots.length > 0 ? random.pick(roots) : 0
}

function birthday(random: Random): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${random.int(1962, 2006)}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`
}
