import type { ProductPicture } from '../picture.ts'

/** What can be drawn by name; any other word gets a neutral drawing, so a catalogue from elsewhere has pictures too. */
export const drawnCategories = [
  'dresses',
  'skirts',
  'blouses',
  'shirts',
  'trousers',
  'jeans',
  'coats',
  'jackets',
  'knitwear',
  't-shirts',
  'shoes',
  'bags',
] as const
export const drawnPatterns = ['plain', 'stripes', 'dots', 'floral', 'check'] as const

/** Colour names and the cloth they stand for. */
export const drawnColours = {
  black: '#3A363D',
  white: '#F7F3EE',
  ivory: '#F2E6D0',
  beige: '#DCC5A4',
  camel: '#BF9160',
  brown: '#7C5341',
  grey: '#9C9AA3',
  red: '#C93B45',
  burgundy: '#7A2942',
  pink: '#EDA6B8',
  mallow: '#B5478A',
  lilac: '#B9A1D6',
  purple: '#6C4A8F',
  blue: '#3F6FB5',
  navy: '#2C3A5E',
  sky: '#A3C7E4',
  denim: '#4C6C94',
  green: '#3F8065',
  olive: '#7E8050',
  mint: '#A9D6BF',
  yellow: '#EBC453',
  orange: '#DF8244',
} as const satisfies Record<string, string>

/**
 * A flat drawing of a product as an SVG of 800 by 800: pure, the same spec is always the same picture. The seed varies the
 * cut (length, neck, sleeves, details) and the backdrop, so two products of one category and colour still differ.
 */
export function drawProduct(spec: ProductPicture): string {
  const random = mulberry(spec.seed)
  const cloth = colourOf(spec.colour, random)
  const backdrop = pick(backdrops, random)
  const name = drawnPatterns.find((known) => known === spec.pattern) ?? 'plain'
  const cut = { cloth, plain: name === 'plain', random }
  const garment = (isCategory(spec.category) ? garments[spec.category] : parcel)(cut)
  const pattern = patternOf(name, cloth, random)
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800" viewBox="-400 0 800 800">',
    `<defs>${gradients(cloth, backdrop)}${pattern}</defs>`,
    scene(),
    `<g transform="translate(12 16)" fill="${backdrop.shade}" opacity=".35">${silhouettes(garment)}</g>`,
    ...garment.parts.map((part) => drawPart(part, cloth)),
    '</svg>',
  ].join('')
}

/** A piece of cloth takes colour, pattern and light; an `ink` piece has a colour of its own; a `line` is a seam or a fold. */
type Part =
  | { is: 'cloth'; d: string; tone?: number; plain?: boolean }
  | { is: 'ink'; d: string; fill: string }
  | { is: 'line'; d: string; stroke?: string; width?: number; opacity?: number; dash?: string }
type Garment = { parts: Part[] }
type Cut = { cloth: string; plain: boolean; random: Random }
type Random = () => number
type Point = readonly [number, number]
/** A straight step to a point, or a curve to it by two handles. */
type Step = Point | readonly [number, number, number, number, number, number]

const garments: Record<(typeof drawnCategories)[number], (cut: Cut) => Garment> = {
  dresses: ({ random }) => {
    const hem = between(random, 600, 690)
    const flare = between(random, 150, 235)
    const deep = between(random, 205, 255)
    const sleeve = pick(['none', 'short', 'long'] as const, random)
    const body = symmetric(
      [0, deep],
      [
        [30, deep, 55, 200, 62, 150],
        [104, 158],
        [96, 205, 98, 240, 116, 268],
        [104, 310, 78, 340, 76, 378],
        [120, 460, flare - 20, hem - 90, flare, hem - 18],
        [flare * 0.6, hem + 8, flare * 0.3, hem + 12, 0, hem + 12],
      ],
    )
    return {
      parts: [
        ...hanger(150),
        inside(
          symmetric(
            [0, 176],
            [
              [30, 176, 52, 168, 62, 150],
              [50, 215, 30, deep + 4, 0, deep + 6],
            ],
          ),
        ),
        ...(sleeve === 'none'
          ? []
          : sleeves({ shoulder: [100, 157], pit: [112, 262], long: sleeve === 'long', wide: 58 })),
        cloth(body),
        ...folds(378, hem, 76, flare),
        {
          is: 'cloth',
          d: symmetric(
            [0, 362],
            [
              [76, 358],
              [79, 392],
              [50, 400, 25, 400, 0, 400],
            ],
          ),
          tone: -0.22,
          plain: true,
        },
        seam(symmetricOpen([0, deep + 9], [[34, deep + 8, 62, 205, 70, 152]])),
      ],
    }
  },
  skirts: ({ random }) => {
    const hem = between(random, 560, 665)
    const kind = pick(['flared', 'pencil', 'pleated'] as const, random)
    const flare = kind === 'pencil' ? between(random, 120, 138) : between(random, 205, 265)
    const hip: Step =
      kind === 'pencil' ? [150, 300, 158, 420, flare, hem] : [130, 260, flare - 30, hem - 120, flare, hem - 14]
    const body = symmetric([0, 190], [[104, 186], hip, [flare * 0.6, hem + 12, flare * 0.3, hem + 16, 0, hem + 16]])
    const pleats = [-0.84, -0.6, -0.36, -0.12, 0.12, 0.36, 0.6, 0.84].map((at) =>
      fold(104 * at, 196, flare * at, hem + 4),
    )
    return {
      parts: [
        inside(
          symmetric(
            [0, 158],
            [
              [98, 150],
              [102, 186],
              [60, 176, 30, 174, 0, 174],
            ],
          ),
        ),
        cloth(body),
        ...(kind === 'pleated' ? pleats : folds(200, hem, 96, flare)),
        ...(kind === 'pencil' ? [seam(`M0 ${hem - 110}V${hem + 16}`)] : []),
        {
          is: 'cloth',
          d: symmetric(
            [0, 164],
            [
              [60, 164, 80, 158, 100, 150],
              [106, 200],
              [70, 208, 30, 210, 0, 210],
            ],
          ),
          tone: -0.16,
          plain: true,
        },
        ...(kind === 'flared' ? [button(0, 187, 9)] : []),
      ],
    }
  },
  blouses: ({ random, cloth: colour }) => {
    const hem = between(random, 560, 610)
    const deep = between(random, 235, 290)
    const bow = random() < 0.5
    const parts: Part[] = [
      ...hanger(168),
      inside(
        symmetric(
          [0, 192],
          [
            [26, 192, 48, 186, 58, 168],
            [44, 230, 20, deep, 0, deep + 4],
          ],
        ),
      ),
      ...puffs(random() < 0.5),
      cloth(
        symmetric(
          [0, deep],
          [
            [22, deep - 20, 46, 225, 60, 166],
            [136, 190],
            [140, 250, 140, 280, 138, 318],
            [130, 400, 142, 500, 160, hem],
            [110, hem + 22, 50, hem + 26, 0, hem + 26],
          ],
        ),
      ),
      ...folds(330, hem + 10, 96, 128),
      seam(symmetricOpen([0, deep + 10], [[28, deep - 18, 54, 230, 70, 170]])),
    ]
    if (!bow) return { parts: [...parts, ...[0, 1, 2, 3].map((i) => button(0, deep + 46 + i * 62, 7))] }
    const ribbon = { is: 'ink' as const, fill: mix(colour, '#000000', 0.2) }
    return {
      parts: [
        ...parts,
        {
          ...ribbon,
          d: symmetric(
            [0, deep + 8],
            [
              [20, deep + 60, 34, deep + 110, 52, deep + 170],
              [26, deep + 162],
              [14, deep + 120, 4, deep + 60, 0, deep + 30],
            ],
          ),
        },
        {
          is: 'cloth',
          d: symmetric(
            [0, deep - 4],
            [
              [30, deep - 46, 84, deep - 52, 86, deep - 14],
              [88, deep + 34, 34, deep + 40, 0, deep + 22],
            ],
          ),
          tone: -0.1,
          plain: true,
        },
        { ...ribbon, d: symmetric([0, deep - 12], [[18, deep - 14, 18, deep + 30, 0, deep + 28]]) },
      ],
    }
  },
  shirts: ({ random }) => {
    const hem = between(random, 600, 640)
    const pockets = random() < 0.6
    return {
      parts: [
        ...hanger(150),
        inside(
          symmetric(
            [0, 150],
            [
              [40, 148],
              [56, 166],
              [36, 200, 16, 216, 0, 222],
            ],
          ),
        ),
        ...sleeves({ shoulder: [138, 190], pit: [140, 300], long: random() < 0.8, wide: 66, cuff: true }),
        cloth(
          symmetric(
            [0, 220],
            [
              [24, 200, 46, 180, 58, 162],
              [144, 190],
              [138, 250, 140, 300, 140, 330],
              [140, 430, 142, 500, 146, hem - 40],
              [120, hem - 20, 90, hem + 16, 0, hem + 18],
            ],
          ),
        ),
        seam(symmetricOpen([146, 192], [[128, 230, 126, 280, 140, 320]])),
        { is: 'cloth', d: rectangle(-17, 216, 34, hem - 199), tone: 0.05, plain: true },
        seam(`M-17 222V${hem + 17}M17 222V${hem + 17}`),
        ...[0, 1, 2, 3, 4].map((i) => button(0, 260 + i * ((hem - 300) / 4.4), 7)),
        ...(pockets ? [pocket(44, 300, 70, 78)] : []),
        {
          is: 'cloth',
          d: symmetric(
            [4, 222],
            [
              [30, 190, 44, 170, 50, 142],
              [64, 148, 76, 166, 84, 180],
              [70, 210, 58, 240, 46, 256],
              [30, 246, 16, 234, 4, 222],
            ],
            'halves',
          ),
          tone: 0.1,
          plain: true,
        },
        {
          is: 'line',
          d: symmetricOpen(
            [4, 222],
            [
              [46, 256],
              [58, 240, 70, 210, 84, 180],
            ],
          ),
          width: 3,
          opacity: 0.25,
        },
      ],
    }
  },
  trousers: ({ random }) => {
    const wide = between(random, 62, 108)
    const parts = legs(wide)
    return {
      parts: [
        ...parts,
        fold(84, 230, 96 + wide * 0.2, 690),
        fold(-84, 230, -96 - wide * 0.2, 690),
        seam(symmetricOpen([118, 176], [[112, 210, 104, 224, 90, 246]])),
        {
          is: 'cloth',
          d: symmetric(
            [0, 130],
            [
              [122, 126],
              [126, 166],
              [60, 174, 30, 174, 0, 174],
            ],
          ),
          tone: -0.14,
          plain: true,
        },
        ...[-92, -46, 46, 92].map((x) => ({
          is: 'cloth' as const,
          d: rectangle(x - 6, 120, 12, 58),
          tone: -0.24,
          plain: true,
        })),
        button(0, 150, 8),
      ],
    }
  },
  jeans: ({ random }) => {
    const wide = between(random, 48, 78)
    const thread = '#E0A458'
    const stitch = (d: string): Part => ({ is: 'line', d, stroke: thread, width: 3.5, opacity: 0.95, dash: '11 6' })
    return {
      parts: [
        ...legs(wide),
        {
          is: 'ink',
          d: symmetric(
            [62, 300],
            [
              [86, 330, 100, 480, 102, 560],
              [70, 560],
              [50, 470, 44, 350, 62, 300],
            ],
            'halves',
          ),
          fill: 'rgba(255,255,255,.13)',
        },
        stitch(symmetricOpen([66, 176], [[72, 222, 100, 234, 132, 230]])),
        stitch(symmetricOpen([140, 300], [[136 - (90 - wide) * 0.1, 690]])),
        stitch('M8 176V262C6 282 -8 292 -24 292'),
        stitch(symmetricOpen([100 - wide + 14, 686], [[100 + wide - 8, 680]])),
        {
          is: 'cloth',
          d: symmetric(
            [0, 130],
            [
              [122, 126],
              [127, 168],
              [60, 176, 30, 176, 0, 176],
            ],
          ),
          tone: -0.12,
          plain: true,
        },
        stitch(symmetricOpen([0, 168], [[30, 168, 60, 168, 124, 161]])),
        ...[-90, -48, 48, 90].map((x) => ({
          is: 'cloth' as const,
          d: rectangle(x - 6, 120, 12, 60),
          tone: -0.22,
          plain: true,
        })),
        { is: 'ink', d: circle(0, 152, 10), fill: '#C79A5B' },
        { is: 'ink', d: circle(0, 152, 5), fill: '#8F6A38' },
        ...(random() < 0.5 ? [{ is: 'ink' as const, d: rectangle(98, 136, 20, 26), fill: '#A8743F' }] : []),
      ],
    }
  },
  coats: ({ random }) => {
    const hem = between(random, 650, 705)
    const belted = random() < 0.5
    const rows = belted ? [300, 480, 550] : [310, 390, 470]
    return {
      parts: [
        ...hanger(136),
        inside(
          symmetric(
            [0, 140],
            [
              [44, 136],
              [60, 156],
              [40, 230, 16, 270, 0, 290],
            ],
          ),
        ),
        ...sleeves({ shoulder: [140, 180], pit: [142, 300], long: true, wide: 72, reach: 560 }),
        cloth(
          symmetric(
            [0, 290],
            [
              [24, 250, 46, 200, 60, 150],
              [146, 178],
              [140, 260, 138, 300, 138, 340],
              [132, 400, 146, 560, 168, hem],
              [110, hem + 12, 50, hem + 14, 0, hem + 14],
            ],
          ),
        ),
        seam(symmetricOpen([148, 182], [[130, 220, 126, 290, 138, 332]])),
        { is: 'line', d: `M-14 292C-16 420 -18 560 -20 ${hem + 13}`, width: 4, opacity: 0.3 },
        ...lapels(290),
        ...rows.flatMap((y) => [button(-52, y + 26, 11), button(26, y + 26, 11)]),
        pocketFlap(64, 500),
        ...(belted
          ? [
              {
                is: 'cloth' as const,
                d: symmetric(
                  [0, 402],
                  [
                    [136, 398],
                    [140, 434],
                    [60, 442, 30, 442, 0, 442],
                  ],
                ),
                tone: -0.2,
                plain: true,
              },
              { is: 'line' as const, d: rectangle(-24, 394, 48, 54), width: 8, stroke: '#C9A36A', opacity: 1 },
            ]
          : []),
      ],
    }
  },
  jackets: ({ random }) => {
    const bomber = random() < 0.5
    const hem = between(random, 540, 570)
    const body = symmetric(
      [0, bomber ? 186 : 330],
      [
        bomber ? [30, 184, 52, 176, 62, 160] : [24, 290, 44, 220, 60, 158],
        [152, 192],
        [146, 260, 144, 300, 144, 340],
        [138, 420, 150, 480, 154, hem],
        [110, hem + 8, 50, hem + 10, 0, hem + 10],
      ],
    )
    return {
      parts: [
        ...hanger(150),
        inside(
          symmetric(
            [0, 150],
            [
              [44, 148],
              [60, 166],
              [40, 240, 16, 290, 0, bomber ? 196 : 330],
            ],
          ),
        ),
        ...sleeves({ shoulder: [146, 190], pit: [146, 312], long: true, wide: 72, reach: 530, cuff: bomber }),
        cloth(body),
        seam(symmetricOpen([154, 194], [[134, 240, 130, 300, 144, 336]])),
        ...(bomber
          ? [
              {
                is: 'cloth' as const,
                d: symmetric(
                  [0, hem],
                  [
                    [60, hem, 120, hem - 2, 154, hem - 8],
                    [150, hem + 44],
                    [100, hem + 54, 50, hem + 54, 0, hem + 54],
                  ],
                ),
                tone: -0.24,
                plain: true,
              },
              ...ribs(hem + 2, hem + 46, 146),
              {
                is: 'cloth' as const,
                d: symmetric(
                  [0, 196],
                  [
                    [34, 194, 56, 186, 70, 162],
                    [52, 142],
                    [44, 164, 24, 172, 0, 174],
                  ],
                ),
                tone: -0.24,
                plain: true,
              },
              { is: 'line' as const, d: `M0 196V${hem + 52}`, width: 9, stroke: '#CFC7BD', opacity: 1, dash: '5 4' },
              { is: 'ink' as const, d: rectangle(-7, 204, 14, 30), fill: '#B8AFA3' },
              { is: 'line' as const, d: symmetricOpen([62, 430], [[104, 500]]), width: 7, opacity: 0.3 },
            ]
          : [
              { is: 'line' as const, d: `M0 330V${hem + 10}`, width: 4, opacity: 0.3 },
              ...lapels(330),
              button(12, 372, 11),
              button(12, 438, 11),
              pocketFlap(60, 460),
              { is: 'line' as const, d: 'M66 300L112 292', width: 5, opacity: 0.3 },
            ]),
      ],
    }
  },
  knitwear: ({ random, plain }) => {
    const hem = between(random, 560, 600)
    const high = random() < 0.4
    const cables = random() < 0.6
    const neck = high ? 128 : 158
    return {
      parts: [
        inside(
          symmetric(
            [0, neck],
            [
              [30, neck, 50, neck - 4, 56, neck - 8],
              [56, 190],
              [40, 214, 20, 220, 0, 222],
            ],
          ),
        ),
        ...sleeves({
          shoulder: [140, 190],
          pit: [146, 316],
          long: true,
          wide: 78,
          reach: 560,
          cuff: true,
          ribbed: true,
        }),
        cloth(
          symmetric(
            [0, 216],
            [
              [28, 216, 54, 202, 64, 164],
              [144, 188],
              [150, 250, 148, 300, 146, 340],
              [150, 430, 156, 500, 156, hem],
              [110, hem + 8, 50, hem + 10, 0, hem + 10],
            ],
          ),
        ),
        seam(symmetricOpen([148, 192], [[130, 240, 128, 300, 146, 336]])),
        ...(cables && plain ? [-64, 0, 64].map((x) => cable(x, 250, hem - 6)) : plain ? [knit(238, hem - 8)] : []),
        {
          is: 'cloth',
          d: symmetric(
            [0, hem - 4],
            [
              [60, hem - 4, 120, hem - 6, 156, hem - 12],
              [146, hem + 46],
              [100, hem + 54, 50, hem + 54, 0, hem + 54],
            ],
          ),
          tone: -0.1,
          plain: true,
        },
        ...ribs(hem + 2, hem + 46, 144),
        {
          is: 'cloth',
          d: symmetric(
            [0, neck + 30],
            [
              [34, neck + 30, 50, neck + 20, 58, neck - 8],
              [76, 178],
              [64, 214, 34, 236, 0, 236],
            ],
          ),
          tone: -0.1,
          plain: true,
        },
        ...(high
          ? [
              {
                is: 'cloth' as const,
                d: symmetric(
                  [0, 128],
                  [
                    [30, 128, 52, 124, 60, 116],
                    [66, 180],
                    [52, 202, 26, 208, 0, 208],
                  ],
                ),
                tone: 0.03,
                plain: true,
              },
              ...ribs(132, 200, 54),
            ]
          : []),
      ],
    }
  },
  't-shirts': ({ random, cloth: colour, plain }) => {
    const hem = between(random, 580, 625)
    const vee = random() < 0.35
    const deep = vee ? 262 : 226
    const curve: Step = vee ? [24, 240, 50, 200, 64, 160] : [36, 226, 60, 206, 66, 160]
    const print = vee || !plain ? 'none' : pick(['none', 'heart', 'sun', 'none'] as const, random)
    const light = luminance(colour) > 0.45 ? '#B5478A' : '#FFF4E4'
    return {
      parts: [
        ...hanger(160),
        inside(symmetric([0, 178], [[30, 178, 52, 172, 66, 160], curveBack(curve, deep)])),
        ...sleeves({ shoulder: [142, 188], pit: [146, 312], long: false, wide: 74 }),
        cloth(
          symmetric(
            [0, deep],
            [
              curve,
              [150, 188],
              [146, 250, 146, 290, 146, 330],
              [142, 430, 146, 510, 150, hem],
              [110, hem + 10, 50, hem + 12, 0, hem + 12],
            ],
          ),
        ),
        seam(symmetricOpen([152, 192], [[132, 230, 130, 290, 146, 326]])),
        {
          is: 'line',
          d: symmetricOpen([0, deep + 7], [[curve[0] + 4, curve[1] + 8, curve[2] + 7, curve[3] + 8, 73, 162]]),
          width: 13,
          stroke: mix(colour, '#000000', 0.16),
          opacity: 1,
        },
        seam(symmetricOpen([0, hem - 6], [[50, hem - 6, 110, hem - 8, 150, hem - 16]])),
        ...(print === 'heart'
          ? [
              {
                is: 'ink' as const,
                d: symmetric(
                  [0, 330],
                  [
                    [14, 292, 74, 292, 66, 344],
                    [60, 384, 22, 406, 0, 428],
                  ],
                ),
                fill: light,
              },
            ]
          : []),
        ...(print === 'sun' ? [{ is: 'ink' as const, d: circle(0, 366, 40), fill: light }, rays(0, 366, light)] : []),
      ],
    }
  },
  shoes: ({ random, cloth: colour }) => (random() < 0.5 ? sneakers(colour) : heels()),
  bags: ({ random }) => {
    const width = between(random, 180, 225)
    const top = between(random, 350, 385)
    const base = between(random, 625, 660)
    const flap = random() < 0.5
    const body = symmetric(
      [0, top],
      [
        [width - 40, top],
        [width - 10, top, width - 6, top + 10, width, top + 40],
        [width + 18, base - 60, width + 20, base, width - 20, base],
        [0, base],
      ],
    )
    const gold = '#C9A36A'
    return {
      parts: [
        {
          is: 'line',
          d: symmetricOpen([0, 150], [[90, 150, 112, 250, 112, top + 20]]),
          width: 24,
          opacity: 1,
          stroke: 'url(#dark)',
        },
        cloth(body),
        ...(flap
          ? [
              {
                is: 'cloth' as const,
                d: symmetric(
                  [0, top - 6],
                  [
                    [width - 36, top - 6],
                    [width + 2, top - 4, width + 4, top + 60, width - 10, top + 100],
                    [width - 50, top + 172, 60, top + 178, 0, top + 178],
                  ],
                ),
                tone: -0.12,
                plain: true,
              },
              { is: 'ink' as const, d: rectangle(-26, top + 150, 52, 48), fill: gold },
              { is: 'ink' as const, d: circle(0, top + 174, 9), fill: '#8F6A38' },
            ]
          : [
              {
                is: 'cloth' as const,
                d: symmetric(
                  [0, top - 8],
                  [
                    [width - 36, top - 8],
                    [width - 6, top - 6, width - 2, top + 10, width + 1, top + 44],
                    [width * 0.6, top + 48, width * 0.3, top + 48, 0, top + 48],
                  ],
                ),
                tone: -0.18,
                plain: true,
              },
              { is: 'ink' as const, d: circle(112, top + 22, 13), fill: gold },
              { is: 'ink' as const, d: circle(-112, top + 22, 13), fill: gold },
              { is: 'line' as const, d: `M112 ${top + 40}V${top + 110}`, width: 5, stroke: gold, opacity: 1 },
              { is: 'ink' as const, d: `M96 ${top + 108}h32l-6 74h-20z`, fill: gold },
            ]),
        {
          is: 'line',
          d: symmetricOpen(
            [0, base - 16],
            [
              [width - 24, base - 16],
              [width - 4, base - 18, width, base - 60, width - 10, top + 130],
            ],
          ),
          width: 3,
          opacity: 0.25,
          dash: '12 7',
        },
      ],
    }
  },
}

/** For a category that has no drawing: a wrapped parcel, neutral for anything a shop may sell. */
function parcel({ cloth: colour }: Cut): Garment {
  const ribbon = mix(colour, luminance(colour) > 0.45 ? '#000000' : '#FFFFFF', 0.45)
  return {
    parts: [
      cloth(rectangle(-190, 290, 380, 340)),
      { is: 'cloth', d: rectangle(-210, 250, 420, 84), tone: -0.1, plain: true },
      { is: 'ink', d: rectangle(-28, 250, 56, 380), fill: ribbon },
      {
        is: 'ink',
        d: symmetric(
          [0, 250],
          [
            [30, 170, 130, 150, 130, 205],
            [130, 250, 60, 252, 0, 250],
          ],
        ),
        fill: ribbon,
      },
    ],
  }
}

function sneakers(colour: string): Garment {
  const laces = luminance(colour) > 0.6 ? '#B5478A' : '#FFFFFF'
  const shoe = (dx: number, dy: number): Part[] => {
    const at = (d: string) => shifted(d, dx, dy)
    return [
      cloth(
        at(
          'M-210 330C-180 350 -130 350 -98 318C-60 372 0 410 90 424C160 436 214 462 216 516L-222 516C-232 450 -224 380 -210 330Z',
        ),
      ),
      {
        is: 'ink',
        d: at('M120 430C180 442 216 466 216 516L112 516C96 480 100 450 120 430Z'),
        fill: mix(colour, '#FFFFFF', 0.4),
      },
      {
        is: 'ink',
        d: at('M-214 356C-196 364 -180 366 -164 362C-150 410 -160 470 -178 516L-222 516C-230 450 -224 392 -214 356Z'),
        fill: mix(colour, '#000000', 0.25),
      },
      {
        is: 'line',
        d: at('M-88 352L-46 318M-58 378L-14 346M-24 400L20 372M12 416L54 394'),
        stroke: laces,
        width: 12,
        opacity: 1,
      },
      { is: 'line', d: at('M-120 500C-80 430 -20 430 40 470'), stroke: laces, width: 14, opacity: 0.85 },
      {
        is: 'ink',
        d: at('M-226 512L220 512C226 540 220 560 196 560L-200 560C-224 560 -230 540 -226 512Z'),
        fill: '#FBF8F4',
      },
      { is: 'line', d: at('M-222 538L220 538'), stroke: '#CFC7C0', width: 4, opacity: 1 },
    ]
  }
  return { parts: [...shoe(46, -120), ...shoe(-34, 60)] }
}

function heels(): Garment {
  const shoe = (dx: number, dy: number): Part[] => {
    const at = (d: string) => shifted(d, dx, dy)
    return [
      { is: 'ink', d: at('M-196 330C-150 384 -90 420 -50 470L-80 486C-120 450 -170 420 -196 330Z'), fill: '#8C6A55' },
      {
        is: 'cloth',
        d: at('M-206 380C-196 450 -178 510 -174 590L-156 590C-152 520 -146 470 -128 440Z'),
        tone: -0.25,
        plain: true,
      },
      cloth(
        at(
          'M-212 316C-176 330 -150 366 -110 404C-60 452 0 500 60 500C100 500 130 500 168 526C200 548 214 566 210 584C160 592 60 596 6 580C-50 560 -90 490 -140 462C-180 446 -206 440 -208 410C-214 376 -218 340 -212 316Z',
        ),
      ),
      { is: 'line', d: at('M210 586C160 596 60 600 4 584C-54 564 -94 494 -142 466'), width: 8, opacity: 0.45 },
    ]
  }
  return { parts: [...shoe(50, -150), ...shoe(-30, 40)] }
}

/** Two legs with a waist; `wide` is half the width of a leg at the hem. */
function legs(wide: number): Part[] {
  const centre = 100
  return [
    inside(
      symmetric(
        [0, 112],
        [
          [114, 108],
          [122, 130],
          [60, 140, 30, 140, 0, 140],
        ],
      ),
    ),
    cloth(
      symmetric(
        [0, 130],
        [
          [122, 128],
          [134, 190, 146, 250, 146, 310],
          [146, 420, centre + wide - 6, 560, centre + wide, 694],
          [centre, 704],
          [centre - wide, 698],
          [centre - wide * 0.9, 560, 30, 400, 10, 320],
          [6, 312, 2, 312, 0, 312],
        ],
      ),
    ),
    { is: 'line', d: 'M0 176V312', width: 4, opacity: 0.28 },
  ]
}

type Sleeve = {
  shoulder: Point
  pit: Point
  long: boolean
  wide: number
  reach?: number
  cuff?: boolean
  ribbed?: boolean
}

/** Both sleeves, hanging a little away from the body; they lie behind it. */
function sleeves({
  shoulder: [sx, sy],
  pit: [px, py],
  long,
  wide,
  reach = 580,
  cuff = false,
  ribbed = false,
}: Sleeve): Part[] {
  if (!long) {
    const outer: Point = [sx + 96, sy + 128]
    const inner: Point = [px + 26, py + 28]
    return [
      {
        is: 'cloth',
        d: symmetric(
          [sx - 20, sy - 8],
          [[sx + 40, sy + 2, sx + 72, sy + 56, outer[0], outer[1]], inner, [px - 20, py]],
          'halves',
        ),
        tone: -0.06,
      },
      seam(symmetricOpen([outer[0] - 5, outer[1] - 12], [[inner[0], inner[1] - 13]])),
    ]
  }
  const out = sx + 92
  const inner = out - wide
  const end = cuff ? reach - 40 : reach
  const arm = symmetric(
    [sx - 20, sy - 8],
    [
      [sx + 44, sy + 4, sx + 62, sy + 84, sx + 70, sy + 150],
      [sx + 80, sy + 240, out - 4, end - 80, out, end],
      [inner, end + 8],
      [inner - 6, end - 120, px + 12, py + 70, px - 20, py],
    ],
    'halves',
  )
  const band = symmetric(
    [out + 2, end - 2],
    [
      [out, end + 44],
      [inner + 4, end + 52],
      [inner - 2, end + 6],
    ],
    'halves',
  )
  const lines = [0.25, 0.5, 0.75].map((at) => inner + (out - inner) * at)
  return [
    { is: 'cloth', d: arm, tone: -0.06 },
    {
      is: 'line',
      d: symmetricOpen(
        [sx + 36, sy + 150],
        [[sx + 48, sy + 240, out - wide * 0.5, end - 90, out - wide * 0.45, end - 30]],
      ),
      width: 5,
      opacity: 0.1,
    },
    ...(cuff ? [{ is: 'cloth' as const, d: band, tone: -0.16, plain: true }] : []),
    ...(cuff && ribbed
      ? lines.map((x) => ({
          is: 'line' as const,
          d: symmetricOpen([x, end + 6], [[x, end + 46]]),
          width: 3,
          opacity: 0.16,
        }))
      : []),
  ]
}

function puffs(short: boolean): Part[] {
  const end = short ? 360 : 520
  const band = symmetric(
    [188, end - 6],
    [
      [222, end - 18],
      [228, end + 14],
      [194, end + 26],
    ],
    'halves',
  )
  return [
    {
      is: 'cloth',
      d: symmetric(
        [116, 186],
        [
          [190, 190, 226, 240, 234, 300],
          [short ? 264 : 274, end - 90, 262, end - 30, 224, end - 10],
          [186, end + 4],
          [150, end - 40, 150, 350, 122, 310],
        ],
        'halves',
      ),
      tone: -0.06,
    },
    fold(196, end - 90, 202, end - 12),
    fold(-196, end - 90, -202, end - 12),
    { is: 'cloth', d: band, tone: -0.18, plain: true },
  ]
}

function lapels(deep: number): Part[] {
  const collar = symmetric(
    [0, deep],
    [
      [20, deep - 60, 40, 200, 46, 132],
      [64, 136, 80, 156, 88, 178],
      [118, 214],
      [92, 226],
      [104, 250],
      [80, 290, 40, deep, 0, deep],
    ],
    'halves',
  )
  return [
    { is: 'cloth', d: collar, tone: -0.1, plain: true },
    {
      is: 'line',
      d: symmetricOpen(
        [0, deep],
        [
          [40, deep, 80, 290, 104, 250],
          [92, 226],
          [118, 214],
          [88, 178],
        ],
      ),
      width: 3,
      opacity: 0.28,
    },
  ]
}

function hanger(neck: number): Part[] {
  const wood = '#B98D62'
  return [
    {
      is: 'line',
      d: `M0 ${neck - 8}V${neck - 44}C0 ${neck - 62} 30 ${neck - 58} 30 ${neck - 80}C30 ${neck - 108} -12 ${neck - 112} -18 ${neck - 86}`,
      stroke: '#A9A3A8',
      width: 7,
      opacity: 1,
    },
    {
      is: 'line',
      d: `M-92 ${neck + 36}C-50 ${neck + 20} -30 ${neck - 2} 0 ${neck - 6}C30 ${neck - 2} 50 ${neck + 20} 92 ${neck + 36}`,
      stroke: wood,
      width: 17,
      opacity: 1,
    },
  ]
}

function pocket(x: number, y: number, w: number, h: number): Part {
  return {
    is: 'line',
    d: `M${x} ${y}H${x + w}V${y + h - 16}L${x + w / 2} ${y + h}L${x} ${y + h - 16}ZM${x} ${y + 14}H${x + w}`,
    width: 3,
    opacity: 0.28,
  }
}

function pocketFlap(x: number, y: number): Part {
  return {
    is: 'cloth',
    d: symmetric(
      [x, y],
      [
        [x + 64, y - 6],
        [x + 66, y + 22],
        [x + 2, y + 30],
      ],
      'halves',
    ),
    tone: -0.16,
    plain: true,
  }
}

function folds(top: number, hem: number, waist: number, flare: number): Part[] {
  return [-0.62, -0.25, 0.2, 0.58].map((at, i) => fold(waist * at, top + 30 + (i % 2) * 40, flare * at, hem - 6))
}

function fold(x: number, y: number, toX: number, toY: number): Part {
  return {
    is: 'line',
    d: `M${r(x)} ${r(y)}C${r(x)} ${r(y + (toY - y) * 0.4)} ${r(toX)} ${r(y + (toY - y) * 0.6)} ${r(toX)} ${r(toY)}`,
    width: 5,
    opacity: 0.12,
  }
}

function ribs(top: number, bottom: number, half: number): Part[] {
  const count = Math.floor(half / 14)
  const d = Array.from({ length: 2 * count + 1 }, (_, i) => `M${(i - count) * 14} ${r(top + 4)}V${r(bottom)}`).join('')
  return [{ is: 'line', d, width: 3, opacity: 0.16 }]
}

function cable(x: number, top: number, bottom: number): Part {
  const turns = Math.floor((bottom - top) / 44)
  const d = Array.from({ length: turns }, (_, i) => {
    const y = r(top + i * 44)
    return `M${x - 15} ${y}C${x - 15} ${r(y + 22)} ${x + 15} ${r(y + 22)} ${x + 15} ${r(y + 44)}M${x + 15} ${y}C${x + 15} ${r(y + 16)} ${x + 7} ${r(y + 18)} ${x + 3} ${r(y + 20)}M${x - 15} ${r(y + 44)}C${x - 15} ${r(y + 30)} ${x - 7} ${r(y + 26)} ${x - 3} ${r(y + 24)}`
  }).join('')
  return { is: 'line', d, width: 6, opacity: 0.2 }
}

/** Rows of small v's, as stitches lie. */
function knit(top: number, bottom: number): Part {
  const rows = Math.floor((bottom - top) / 30)
  const row = (y: number) => Array.from({ length: 9 }, (_, i) => `M${(i - 4) * 30 - 9} ${r(y)}l9 12l9 -12`).join('')
  return {
    is: 'line',
    d: Array.from({ length: rows }, (_, i) => row(top + 12 + i * 30)).join(''),
    width: 4,
    opacity: 0.15,
  }
}

function rays(x: number, y: number, stroke: string): Part {
  const d = Array.from({ length: 12 }, (_, i) => {
    const [dx, dy] = [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)]
    return `M${r(x + dx * 52)} ${r(y + dy * 52)}L${r(x + dx * 72)} ${r(y + dy * 72)}`
  }).join('')
  return { is: 'line', d, stroke, width: 8, opacity: 1 }
}

function button(x: number, y: number, radius: number): Part {
  return { is: 'ink', d: circle(x, r(y), radius), fill: 'url(#button)' }
}

function cloth(d: string): Part {
  return { is: 'cloth', d }
}

/** What is seen of the far side: through the neck, above the waistband. */
function inside(d: string): Part {
  return { is: 'cloth', d, tone: -0.38, plain: true }
}

function seam(d: string): Part {
  return { is: 'line', d, width: 3, opacity: 0.24 }
}

function drawPart(part: Part, colour: string): string {
  if (part.is === 'ink') return `<path d="${part.d}" fill="${part.fill}"/>`
  if (part.is === 'line') {
    const dark = luminance(colour) < 0.12
    const stroke = part.stroke ?? (dark ? '#FFFFFF' : '#1E1024')
    const opacity = part.opacity ?? 0.25
    const dash = part.dash ? ` stroke-dasharray="${part.dash}"` : ''
    return `<path d="${part.d}" fill="none" stroke="${stroke}" stroke-width="${part.width ?? 3}" stroke-opacity="${opacity}" stroke-linecap="round" stroke-linejoin="round"${dash}/>`
  }
  const tone = part.tone ?? 0
  const shade =
    tone === 0
      ? ''
      : `<path d="${part.d}" fill="${tone < 0 ? '#1E1024' : '#FFFFFF'}" fill-opacity="${Math.abs(tone)}"/>`
  const printed = part.plain ? '' : `<path d="${part.d}" fill="url(#print)"/>`
  return `<path d="${part.d}" fill="${colour}"/>${printed}${shade}<path d="${part.d}" fill="url(#across)"/><path d="${part.d}" fill="url(#down)" stroke="#1E1024" stroke-opacity=".14" stroke-width="2.5" stroke-linejoin="round"/>`
}

function silhouettes(garment: Garment): string {
  return garment.parts.flatMap((part) => (part.is === 'line' ? [] : [`<path d="${part.d}"/>`])).join('')
}

const backdrops = [
  { light: '#FDF8FB', deep: '#F3E3EC', disc: '#FBEFF5', shade: '#B58CA3' },
  { light: '#FBFAF6', deep: '#EFE6D8', disc: '#F8F2E8', shade: '#A8977E' },
  { light: '#F8FAFC', deep: '#DFE8F0', disc: '#EEF3F8', shade: '#8798AB' },
  { light: '#F9FBF8', deep: '#E2ECE0', disc: '#F0F6EE', shade: '#8BA088' },
  { light: '#FBF9FD', deep: '#E8E1F2', disc: '#F4EFFA', shade: '#988AB0' },
] as const

function gradients(colour: string, backdrop: (typeof backdrops)[number]): string {
  const strong = luminance(colour) > 0.7 ? 0.09 : 0.16
  return [
    `<radialGradient id="wall" cx=".5" cy=".42" r=".75"><stop offset="0" stop-color="${backdrop.light}"/><stop offset="1" stop-color="${backdrop.deep}"/></radialGradient>`,
    `<linearGradient id="disc" x2="0" y2="1"><stop offset="0" stop-color="#FFFFFF"/><stop offset="1" stop-color="${backdrop.disc}"/></linearGradient>`,
    `<linearGradient id="across"><stop offset="0" stop-color="#1E1024" stop-opacity="${strong}"/><stop offset=".3" stop-color="#FFFFFF" stop-opacity=".13"/><stop offset=".55" stop-color="#FFFFFF" stop-opacity="0"/><stop offset="1" stop-color="#1E1024" stop-opacity="${strong}"/></linearGradient>`,
    '<linearGradient id="down" x2="0" y2="1"><stop offset="0" stop-color="#FFFFFF" stop-opacity=".1"/><stop offset=".5" stop-color="#FFFFFF" stop-opacity="0"/><stop offset="1" stop-color="#1E1024" stop-opacity=".1"/></linearGradient>',
    `<linearGradient id="dark"><stop offset="0" stop-color="${mix(colour, '#000000', 0.4)}"/><stop offset="1" stop-color="${mix(colour, '#000000', 0.25)}"/></linearGradient>`,
    `<radialGradient id="button" cx=".35" cy=".3" r=".8"><stop offset="0" stop-color="#FFFFFF"/><stop offset="1" stop-color="${luminance(colour) > 0.5 ? '#9C8F95' : '#D8CFC6'}"/></radialGradient>`,
  ].join('')
}

function scene(): string {
  return '<rect x="-400" width="800" height="800" fill="url(#wall)"/><circle cx="0" cy="408" r="342" fill="url(#disc)" opacity=".75"/>'
}

/** The print of the cloth, in colours that show on it. */
function patternOf(name: (typeof drawnPatterns)[number], colour: string, random: Random): string {
  const pale = luminance(colour) > 0.45
  const ink = pale ? pick(['#B5478A', '#3F6FB5', '#3F8065', '#C93B45'], random) : '#FFF6EC'
  const second = pale ? '#EBC453' : '#F2B8CC'
  const tile = (size: number, inner: string, turn = 0) =>
    `<pattern id="print" width="${size}" height="${size}" patternUnits="userSpaceOnUse"${turn ? ` patternTransform="rotate(${turn})"` : ''}>${inner}</pattern>`
  if (name === 'stripes')
    return tile(34, `<rect width="11" height="34" fill="${ink}" opacity=".75"/>`, random() < 0.5 ? 90 : 0)
  if (name === 'dots')
    return tile(
      46,
      `<g fill="${ink}" opacity=".85"><circle cx="11" cy="11" r="6.5"/><circle cx="34" cy="34" r="6.5"/></g>`,
    )
  if (name === 'check')
    return tile(
      64,
      `<g fill="${ink}"><path d="M0 0H22V64H0Z" opacity=".3"/><path d="M0 0V22H64V0Z" opacity=".3"/><path d="M42 0h4v64h-4zM0 42v4h64v-4z" opacity=".45"/></g>`,
    )
  if (name === 'floral')
    return tile(
      96,
      `${flower(26, 28, 9, ink, second)}${flower(74, 72, 7, second, ink)}<g fill="#6E9B6A" opacity=".9"><ellipse cx="50" cy="34" rx="9" ry="4" transform="rotate(28 50 34)"/><ellipse cx="46" cy="82" rx="9" ry="4" transform="rotate(-30 46 82)"/></g><circle cx="78" cy="20" r="4" fill="${ink}"/><circle cx="18" cy="74" r="4" fill="${second}"/>`,
    )
  return tile(10, '')
}

function flower(x: number, y: number, petal: number, fill: string, heart: string): string {
  const petals = [0, 72, 144, 216, 288].map((turn) => {
    const at = ((turn - 90) * Math.PI) / 180
    return `<circle cx="${r(x + Math.cos(at) * petal)}" cy="${r(y + Math.sin(at) * petal)}" r="${r(petal * 0.78)}"/>`
  })
  return `<g fill="${fill}">${petals.join('')}</g><circle cx="${x}" cy="${y}" r="${r(petal * 0.6)}" fill="${heart}"/>`
}

/** A closed outline given by its right half, from the middle of the top to the middle of the bottom; 'halves' closes each side by itself. */
function symmetric(start: Point, steps: Step[], how: 'whole' | 'halves' = 'whole'): string {
  const right = `M${point(start)}${steps.map(stepTo).join('')}`
  if (how === 'halves') return `${right}Z${mirrored(start, steps)}Z`
  return `${right}${backwards(start, steps)}Z`
}

/** The same line drawn on both sides. */
function symmetricOpen(start: Point, steps: Step[]): string {
  return `M${point(start)}${steps.map(stepTo).join('')}${mirrored(start, steps)}`
}

function mirrored([x, y]: Point, steps: Step[]): string {
  const flip = (step: Step): Step =>
    step.length === 2 ? [-step[0], step[1]] : [-step[0], step[1], -step[2], step[3], -step[4], step[5]]
  return `M${point([-x, y])}${steps.map((step) => stepTo(flip(step))).join('')}`
}

function backwards(start: Point, steps: Step[]): string {
  const ends = [start, ...steps.map(endOf)]
  const back = steps.map((step, i): Step => {
    const [x, y] = ends[i] ?? start
    return step.length === 2 ? [-x, y] : [-step[2], step[3], -step[0], step[1], -x, y]
  })
  return back.reverse().map(stepTo).join('')
}

function endOf(step: Step): Point {
  return step.length === 2 ? step : [step[4], step[5]]
}

function stepTo(step: Step): string {
  return `${step.length === 2 ? 'L' : 'C'}${step.map(r).join(' ')}`
}

function curveBack(curve: Step, deep: number): Step {
  return curve.length === 2 ? [0, deep] : [curve[2], curve[3], curve[0], curve[1], 0, deep]
}

function point([x, y]: Point): string {
  return `${r(x)} ${r(y)}`
}

function rectangle(x: number, y: number, w: number, h: number): string {
  return `M${r(x)} ${r(y)}h${r(w)}v${r(h)}h${r(-w)}z`
}

function circle(x: number, y: number, radius: number): string {
  return `M${r(x - radius)} ${r(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`
}

/** Moves a path of absolute M, L and C commands. */
function shifted(d: string, dx: number, dy: number): string {
  return d.replaceAll(/(-?\d+) (-?\d+)/g, (_, x: string, y: string) => `${Number(x) + dx} ${Number(y) + dy}`)
}

function colourOf(name: string, random: Random): string {
  const known = new Map<string, string>(Object.entries(drawnColours)).get(name)
  return known ?? pick(Object.values(drawnColours), random)
}

function isCategory(name: string): name is (typeof drawnCategories)[number] {
  return drawnCategories.some((category) => category === name)
}

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

function mix(from: string, to: string, share: number): string {
  const target = channels(to)
  const mixed = channels(from).map((value, i) => Math.round(value + ((target[i] ?? 0) - value) * share))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map((value) => (value / 255) ** 2.2)
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function between(random: Random, from: number, to: number): number {
  return Math.round(from + random() * (to - from))
}

function pick<T>(list: readonly [T, ...T[]] | readonly T[], random: Random): T {
  const chosen = list[Math.floor(random() * list.length)]
  if (chosen === undefined) throw new Error('nothing to pick from')
  return chosen
}

function r(value: number): number {
  return Math.round(value * 10) / 10
}

/** A small generator of evenly spread numbers in [0, 1) (mulberry32): the picture depends on the seed alone. */
function mulberry(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
