import type { Names } from '../../core/business.ts'
import type { ProductPicture } from '../../core/picture.ts'
import type { Random } from './random.ts'

export interface DemoCategory {
  readonly slug: string
  readonly names: Names
}

export interface DemoProduct {
  readonly sku: string
  readonly names: Names
  readonly category: string
  readonly brand: string
  /** In whole units of the currency. */
  readonly price: number
  readonly sizes: readonly string[]
  readonly picture: ProductPicture
  /** How readily it sells. */
  readonly pull: number
}

export interface DemoService {
  readonly names: Names
  readonly minutes: number
  readonly buffer: number
  /** In whole units of the currency. */
  readonly price: number
  /** Who does it, by place in `demoMasters`. */
  readonly masters: readonly number[]
}

export interface DemoMaster {
  readonly names: Names
  /** ISO weekdays, and the two stretches of minutes around the break. */
  readonly days: readonly number[]
  readonly hours: readonly (readonly [number, number])[]
}

const names = (uk: string, ru: string, en: string): Names => ({ default: uk, uk, ru, en })

const letters = ['XS', 'S', 'M', 'L', 'XL']
const waists = ['26', '27', '28', '29', '30', '31']
const feet = ['36', '37', '38', '39', '40', '41']

type Gender = 'f' | 'm' | 'n' | 'p'
interface Kind extends DemoCategory {
  /** One of them, with the gender that adjectives agree with: Ukrainian, Russian. */
  readonly one: Names
  readonly gender: readonly [Gender, Gender]
  readonly sizes: readonly string[]
  readonly price: number
  readonly share: number
}

const kinds: readonly Kind[] = [
  {
    slug: 'dresses',
    names: names('Сукні', 'Платья', 'Dresses'),
    one: names('Сукня', 'Платье', 'Dress'),
    gender: ['f', 'n'],
    sizes: letters,
    price: 1690,
    share: 1.7,
  },
  {
    slug: 'skirts',
    names: names('Спідниці', 'Юбки', 'Skirts'),
    one: names('Спідниця', 'Юбка', 'Skirt'),
    gender: ['f', 'f'],
    sizes: letters,
    price: 990,
    share: 1,
  },
  {
    slug: 'blouses',
    names: names('Блузи', 'Блузы', 'Blouses'),
    one: names('Блуза', 'Блуза', 'Blouse'),
    gender: ['f', 'f'],
    sizes: letters,
    price: 1090,
    share: 1.2,
  },
  {
    slug: 'shirts',
    names: names('Сорочки', 'Рубашки', 'Shirts'),
    one: names('Сорочка', 'Рубашка', 'Shirt'),
    gender: ['f', 'f'],
    sizes: letters,
    price: 1190,
    share: 1,
  },
  {
    slug: 'trousers',
    names: names('Брюки', 'Брюки', 'Trousers'),
    one: names('Брюки', 'Брюки', 'Trousers'),
    gender: ['p', 'p'],
    sizes: letters,
    price: 1350,
    share: 0.9,
  },
  {
    slug: 'jeans',
    names: names('Джинси', 'Джинсы', 'Jeans'),
    one: names('Джинси', 'Джинсы', 'Jeans'),
    gender: ['p', 'p'],
    sizes: waists,
    price: 1590,
    share: 1,
  },
  {
    slug: 'coats',
    names: names('Пальта', 'Пальто', 'Coats'),
    one: names('Пальто', 'Пальто', 'Coat'),
    gender: ['n', 'n'],
    sizes: letters,
    price: 3990,
    share: 0.5,
  },
  {
    slug: 'jackets',
    names: names('Куртки й жакети', 'Куртки и жакеты', 'Jackets'),
    one: names('Куртка', 'Куртка', 'Jacket'),
    gender: ['f', 'f'],
    sizes: letters,
    price: 2790,
    share: 0.7,
  },
  {
    slug: 'knitwear',
    names: names('Трикотаж', 'Трикотаж', 'Knitwear'),
    one: names('Светр', 'Свитер', 'Jumper'),
    gender: ['m', 'm'],
    sizes: letters,
    price: 1290,
    share: 1.1,
  },
  {
    slug: 't-shirts',
    names: names('Футболки', 'Футболки', 'T-shirts'),
    one: names('Футболка', 'Футболка', 'T-shirt'),
    gender: ['f', 'f'],
    sizes: letters,
    price: 490,
    share: 1.5,
  },
  {
    slug: 'shoes',
    names: names('Взуття', 'Обувь', 'Shoes'),
    one: names('Туфлі', 'Туфли', 'Shoes'),
    gender: ['p', 'p'],
    sizes: feet,
    price: 2190,
    share: 0.8,
  },
  {
    slug: 'bags',
    names: names('Сумки', 'Сумки', 'Bags'),
    one: names('Сумка', 'Сумка', 'Bag'),
    gender: ['f', 'f'],
    sizes: [''],
    price: 1450,
    share: 0.7,
  },
]

export const demoCategories: readonly DemoCategory[] = kinds.map(({ slug, names }) => ({ slug, names }))

const demoBrands = [
  'Malva',
  'Верба',
  'Barvinok',
  'Nordia',
  'Lumi',
  'Solo Mia',
  'Vesna',
  'Етніка',
  'Linea',
  'Zefir',
  'Tyha',
  'Rosa & Co',
  'Дзвін',
  'Kalyna',
  'Aurelia',
] as const

const models = [
  'Мавка',
  'Роксолана',
  'Лілея',
  'Соломія',
  'Зоряна',
  'Калина',
  'Веселка',
  'Хвиля',
  'Прага',
  'Рим',
  'Оксамит',
  'Ранок',
  'Ліна',
  'Вечір',
  'Карпати',
  'Одеса',
  'Весна',
  'Мрія',
  'Злата',
  'Полонина',
] as const

const colours: readonly (readonly [string, Names])[] = [
  ['black', names('чорний', 'черный', 'black')],
  ['white', names('білий', 'белый', 'white')],
  ['ivory', names('молочний', 'молочный', 'ivory')],
  ['beige', names('бежевий', 'бежевый', 'beige')],
  ['camel', names('пісочний', 'песочный', 'camel')],
  ['brown', names('коричневий', 'коричневый', 'brown')],
  ['grey', names('сірий', 'серый', 'grey')],
  ['red', names('червоний', 'красный', 'red')],
  ['burgundy', names('бордовий', 'бордовый', 'burgundy')],
  ['pink', names('рожевий', 'розовый', 'pink')],
  ['mallow', names('мальвовий', 'мальвовый', 'mallow')],
  ['lilac', names('бузковий', 'сиреневый', 'lilac')],
  ['purple', names('фіолетовий', 'фиолетовый', 'purple')],
  ['blue', names('синій', 'синий', 'blue')],
  ['navy', names('темно-синій', 'темно-синий', 'navy')],
  ['sky', names('блакитний', 'голубой', 'sky blue')],
  ['green', names('зелений', 'зеленый', 'green')],
  ['olive', names('оливковий', 'оливковый', 'olive')],
  ['mint', names('м’ятний', 'мятный', 'mint')],
  ['yellow', names('жовтий', 'желтый', 'yellow')],
  ['orange', names('помаранчевий', 'оранжевый', 'orange')],
]

const patterns: readonly (readonly [string, Names, number])[] = [
  ['plain', names('', '', ''), 6],
  ['stripes', names(' у смужку', ' в полоску', ', striped'), 1],
  ['dots', names(' у горошок', ' в горошек', ', dotted'), 1],
  ['floral', names(' у квіти', ' в цветы', ', floral'), 1],
  ['check', names(' у клітинку', ' в клетку', ', checked'), 1],
]

/** 200 products: no two look or are called alike. */
export function demoProducts(random: Random): DemoProduct[] {
  const taken = new Set<string>()
  const products: DemoProduct[] = []
  for (let at = 0; products.length < 200; at += 1) {
    const kind = kinds[at % kinds.length]
    if (!kind) continue
    const model = random.pick(models)
    const [colour, colourNames] = kind.slug === 'jeans' && random.chance(0.5) ? denim : random.pick(colours)
    const cloth = !['jeans', 'shoes', 'bags', 'coats'].includes(kind.slug)
    const [pattern, patternNames] = cloth
      ? random.weighted(patterns.map((one) => [one, one[2]] as const))
      : (patterns[0] ?? random.pick(patterns))
    const key = `${kind.slug}/${model}`
    if (taken.has(key)) continue
    taken.add(key)
    const uk = `${kind.one.uk} «${model}», ${agreed('uk', colourNames.uk, kind.gender[0])}${patternNames.uk}`
    const ru = `${kind.one.ru} «${russian(model)}», ${agreed('ru', colourNames.ru, kind.gender[1])}${patternNames.ru}`
    const en = `${kind.one.en} “${latin(model)}”, ${colourNames.en}${patternNames.en}`
    products.push({
      sku: `ML-${String(1001 + products.length)}`,
      names: names(uk, ru, en),
      category: kind.slug,
      brand: demoBrands[products.length % demoBrands.length] ?? random.pick(demoBrands),
      price: Math.round((kind.price * (0.75 + random.next() * 0.6)) / 10) * 10 - 1,
      sizes: kind.sizes,
      picture: { kind: 'product', category: kind.slug, colour, pattern, seed: random.int(1, 1_000_000) },
      pull: kind.share * random.lognormal(0.8),
    })
  }
  return products
}

const denim = ['denim', names('джинсовий', 'джинсовый', 'denim')] as const

/** A colour's adjective in the gender of what it is said of. */
function agreed(language: 'uk' | 'ru', colour = '', gender: Gender): string {
  if (gender === 'm') return colour
  const soft = language === 'uk' ? colour.endsWith('ій') : colour.endsWith('ий')
  return colour.slice(0, -2) + endings[language][soft ? 'soft' : 'hard'][gender]
}

const endings = {
  uk: { hard: { f: 'а', n: 'е', p: 'і' }, soft: { f: 'я', n: 'є', p: 'і' } },
  ru: { hard: { f: 'ая', n: 'ое', p: 'ые' }, soft: { f: 'яя', n: 'ее', p: 'ие' } },
} as const

const russianModels: Readonly<Record<string, string>> = {
  Лілея: 'Лилея',
  Соломія: 'Соломия',
  Хвиля: 'Волна',
  Оксамит: 'Бархат',
  Ранок: 'Утро',
  Ліна: 'Лина',
  Вечір: 'Вечер',
  Карпати: 'Карпаты',
  Одеса: 'Одесса',
  Мрія: 'Мечта',
  Веселка: 'Радуга',
  Зоряна: 'Зоряна',
}
const russian = (model: string): string => russianModels[model] ?? model
const latinModels: Readonly<Record<string, string>> = {
  Мавка: 'Mavka',
  Роксолана: 'Roksolana',
  Лілея: 'Lileya',
  Соломія: 'Solomiya',
  Зоряна: 'Zoryana',
  Калина: 'Kalyna',
  Веселка: 'Rainbow',
  Хвиля: 'Wave',
  Прага: 'Prague',
  Рим: 'Rome',
  Оксамит: 'Velvet',
  Ранок: 'Morning',
  Ліна: 'Lina',
  Вечір: 'Evening',
  Карпати: 'Carpathians',
  Одеса: 'Odesa',
  Весна: 'Spring',
  Мрія: 'Dream',
  Злата: 'Zlata',
  Полонина: 'Meadow',
}
const latin = (model: string): string => latinModels[model] ?? model

const morning = 9 * 60
export const demoMasters: readonly DemoMaster[] = [
  {
    names: names('Олена', 'Елена', 'Olena'),
    days: [1, 2, 3, 5, 6],
    hours: [
      [morning, 13 * 60],
      [14 * 60, 19 * 60],
    ],
  },
  {
    names: names('Ірина', 'Ирина', 'Iryna'),
    days: [2, 3, 4, 5, 6],
    hours: [
      [morning, 13 * 60],
      [14 * 60, 18 * 60],
    ],
  },
  {
    names: names('Наталія', 'Наталья', 'Nataliya'),
    days: [1, 2, 4, 5, 6],
    hours: [
      [10 * 60, 14 * 60],
      [15 * 60, 19 * 60],
    ],
  },
  {
    names: names('Дарина', 'Дарина', 'Daryna'),
    days: [1, 3, 4, 5, 6],
    hours: [
      [morning, 13 * 60],
      [13 * 60 + 30, 18 * 60],
    ],
  },
  {
    names: names('Світлана', 'Светлана', 'Svitlana'),
    days: [1, 2, 3, 4, 5],
    hours: [
      [10 * 60, 13 * 60],
      [14 * 60, 19 * 60],
    ],
  },
]

export const demoServices: readonly DemoService[] = [
  {
    names: names('Жіноча стрижка', 'Женская стрижка', 'Women’s haircut'),
    minutes: 60,
    buffer: 10,
    price: 650,
    masters: [0],
  },
  {
    names: names('Чоловіча стрижка', 'Мужская стрижка', 'Men’s haircut'),
    minutes: 45,
    buffer: 5,
    price: 450,
    masters: [0],
  },
  {
    names: names('Фарбування волосся', 'Окрашивание волос', 'Hair colouring'),
    minutes: 150,
    buffer: 15,
    price: 2200,
    masters: [0],
  },
  { names: names('Укладка', 'Укладка', 'Hair styling'), minutes: 45, buffer: 5, price: 500, masters: [0, 3] },
  { names: names('Манікюр', 'Маникюр', 'Manicure'), minutes: 60, buffer: 10, price: 450, masters: [1, 2] },
  {
    names: names('Манікюр із гель-лаком', 'Маникюр с гель-лаком', 'Gel polish manicure'),
    minutes: 90,
    buffer: 10,
    price: 650,
    masters: [1, 2],
  },
  { names: names('Педикюр', 'Педикюр', 'Pedicure'), minutes: 90, buffer: 15, price: 750, masters: [1, 2] },
  {
    names: names('Корекція брів', 'Коррекция бровей', 'Eyebrow shaping'),
    minutes: 30,
    buffer: 5,
    price: 350,
    masters: [3],
  },
  {
    names: names('Ламінування вій', 'Ламинирование ресниц', 'Lash lamination'),
    minutes: 75,
    buffer: 10,
    price: 800,
    masters: [3],
  },
  { names: names('Макіяж', 'Макияж', 'Make-up'), minutes: 60, buffer: 10, price: 900, masters: [3] },
  { names: names('Масаж', 'Массаж', 'Massage'), minutes: 60, buffer: 15, price: 850, masters: [4] },
  {
    names: names('Чистка обличчя', 'Чистка лица', 'Facial cleansing'),
    minutes: 75,
    buffer: 15,
    price: 1100,
    masters: [4],
  },
]
