import { z } from 'zod'
import {
  getProduct,
  listCategories,
  listProducts,
  type Product,
  sizeSays,
  wishRestock,
} from '../../../core/catalog/index.ts'
import { type Button, button, type Message, message } from '../../../core/message.ts'
import { addToCart, readCart } from '../../../core/orders/index.ts'
import { type Say, say } from '../../../core/say.ts'
import { begin, defineFlow, type Feature, goTo, type Move, pass, type Talk } from '../../conversation/flow.ts'
import { pageOf, pager, pageSize } from '../pager.ts'

/** Categories → a page of products → a product; or words, at any of these. Every button is a command, so an old one still works. */
const draft = z.object({
  view: z.enum(['categories', 'category', 'search', 'product', 'added', 'wish']),
  /** A category's slug, the words looked for, a product's id, or the id of the size that was added or is waited for. */
  of: z.string().default(''),
  page: z.int().min(0).default(0),
})
type Draft = z.output<typeof draft>

const browse = defineFlow<Draft>({
  name: 'catalog',
  version: 1,
  draft,
  start: async (_talk, draft) => goTo('browse', draft),
  steps: {
    browse: {
      ask: (talk, draft) => show(talk, draft),
      take: async (answer, talk, draft) => {
        if (answer.kind !== 'text') return pass
        const { intent, slots } = answer.understood
        if (draft.view === 'product') {
          const typed = await sizeTyped(talk, draft.of, answer.text, slots.size, slots.quantity)
          if (typed) return typed
        }
        if (intent !== 'unknown' && intent !== 'search-product') return pass
        const page = await talk.run(listProducts, { query: answer.text.slice(0, 200), limit: 1 })
        return page.total > 0 ? goTo('browse', found(answer.text)) : pass
      },
    },
  },
})

export const feature: Feature = {
  flows: [browse],
  commands: [
    {
      name: 'catalog',
      audience: 'customer',
      permission: 'shop.browse',
      intents: ['catalog', 'search-product'],
      module: 'shop',
      menu: true,
      run: async (talk, { args, text, slots }) => {
        const [view = '', page, ...rest] = args.split(' ')
        const of = rest.join(' ')
        if (view === 'c' && of) return begin('catalog', { view: 'category', of, page: pageOf(page) })
        if (view === 'all') return begin('catalog', { view: 'categories', page: pageOf(page) })
        if (view === 'q' && of) return begin('catalog', { view: 'search', of, page: pageOf(page) })
        const words = text ?? args
        return words.trim() === '' ? begin('catalog', { view: 'categories' }) : search(talk, words, slots.query)
      },
    },
    {
      name: 'product',
      audience: 'customer',
      permission: 'shop.browse',
      module: 'shop',
      run: async (_talk, { args }) => begin('catalog', { view: 'product', of: args.trim() }),
    },
    {
      name: 'add',
      audience: 'customer',
      permission: 'orders.place',
      module: 'shop',
      run: async (talk, { args }) => {
        await talk.run(addToCart, { variantId: args.trim() })
        return begin('catalog', { view: 'added', of: args.trim() })
      },
    },
    {
      name: 'restock',
      audience: 'customer',
      permission: 'shop.browse',
      module: 'shop',
      run: async (talk, { args }) => {
        await talk.run(wishRestock, { variantId: args.trim() })
        return begin('catalog', { view: 'wish', of: args.trim() })
      },
    },
  ],
}

/** Plain words: the products they fit; words that only ask for the shop itself bring the categories. */
async function search(talk: Talk, words: string, query: string | undefined): Promise<Move> {
  for (const wanted of new Set([query, words])) {
    if (!wanted) continue
    const page = await talk.run(listProducts, { query: wanted.slice(0, 200), limit: 1 })
    if (page.total > 0) return begin('catalog', found(wanted))
  }
  return begin('catalog', { view: 'categories' }, query ? [message(say('catalog-nothing-found', { query }))] : [])
}

const found = (words: string) => ({ view: 'search', of: words.slice(0, 200), page: 0 })

function show(talk: Talk, { view, of, page }: Draft): Promise<Message> {
  switch (view) {
    case 'categories':
      return showCategories(talk, page)
    case 'category':
      return showProducts(talk, { category: of, page }, (at) => `/catalog c ${at} ${of}`)
    case 'search':
      return showProducts(talk, { query: of, page }, (at) => `/catalog q ${at} ${of}`)
    case 'product':
      return showProduct(talk, of)
    case 'added':
      return showAdded(talk, of)
    case 'wish':
      return Promise.resolve(message(say('catalog-wish-kept'), [[button(say('catalog-button-open'), '/catalog')]]))
  }
}

async function showCategories(talk: Talk, wanted: number): Promise<Message> {
  const categories = await talk.run(listCategories, {})
  if (categories.length === 0) return message(say('catalog-empty'), [[button(say('catalog-button-ask'), '/ask')]])
  const page = Math.min(wanted, Math.ceil(categories.length / shortLabels) - 1)
  const shown = categories.slice(page * shortLabels, (page + 1) * shortLabels)
  const buttons = shown.map(({ slug, names, products }) =>
    button(say('catalog-button-category', { category: { names }, count: products }), `/catalog c 0 ${slug}`),
  )
  return message(say('catalog-categories'), [
    ...pairs(buttons),
    ...pager(page, categories.length, (at) => `/catalog all ${at}`, shortLabels),
    ...(await cartRow(talk)),
  ])
}

/** Two columns of them fit a screen. */
const shortLabels = 8

async function showProducts(
  talk: Talk,
  of: { category?: string; query?: string; page: number },
  press: (page: number) => string,
): Promise<Message> {
  const { page, ...which } = of
  const { products, total, category } = await talk.run(listProducts, {
    ...which,
    offset: page * pageSize,
    limit: pageSize,
  })
  const title = category
    ? say('catalog-category', { category: { names: category.names }, count: total })
    : say('catalog-found', { query: of.query ?? '', count: total })
  const buttons = products.map(({ id, names, price, left }) => [
    button(
      say('catalog-button-product-line', {
        product: { names },
        price: { money: price, currency: talk.business.currency },
        left: left > 0 ? 'yes' : 'no',
      }),
      `/product ${id}`,
    ),
  ])
  return message(title, [
    ...buttons,
    ...pager(page, total, press),
    [button(say('catalog-button-categories'), '/catalog')],
    ...(await cartRow(talk)),
  ])
}

async function showProduct(talk: Talk, id: string): Promise<Message> {
  const product = await talk.run(getProduct, { id })
  const text: Say[] = [
    say('catalog-product', {
      product: { names: product.names },
      price: { money: product.price, currency: talk.business.currency },
    }),
    ...(product.brand ? [say('catalog-brand', { brand: product.brand })] : []),
    ...(product.about ? [say('catalog-about', { about: { names: product.about } })] : []),
    say(product.left > 0 ? 'catalog-left' : 'catalog-none-left', { left: product.left }),
  ]
  const back = product.category
    ? [
        button(
          say('catalog-button-back', { category: { names: product.category.names } }),
          `/catalog c 0 ${product.category.slug}`,
        ),
      ]
    : [button(say('catalog-button-categories'), '/catalog')]
  return message(
    text,
    [...pairs(sizeButtons(product)), back, ...(await cartRow(talk))],
    product.picture ? { image: product.picture } : {},
  )
}

function sizeButtons(product: Product): Button[] {
  return product.variants
    .slice(0, 12)
    .map(({ id, size, left }) =>
      left > 0
        ? button(say(size ? 'catalog-button-size' : 'catalog-button-add', { size, left }), `/add ${id}`)
        : button(say(size ? 'catalog-button-size-gone' : 'catalog-button-wish', { size }), `/restock ${id}`),
    )
}

/** A size typed instead of tapped, with how many: "M", "розмір M", "2 штуки M". */
async function sizeTyped(
  talk: Talk,
  productId: string,
  text: string,
  size: string | undefined,
  quantity: number | undefined,
): Promise<Move | undefined> {
  const { variants } = await talk.run(getProduct, { id: productId })
  const same = (one: string, other: string) => one.toLowerCase() === other.trim().toLowerCase()
  const exact = variants.find((variant) => variant.size !== '' && same(variant.size, text))
  const variant = exact ?? variants.find((one) => size !== undefined && one.size !== '' && same(one.size, size))
  if (!variant) return undefined
  await talk.run(addToCart, { variantId: variant.id, quantity: exact ? 1 : (quantity ?? 1) })
  return goTo('browse', { view: 'added', of: variant.id, page: 0 })
}

async function showAdded(talk: Talk, variantId: string): Promise<Message> {
  const { lines, total } = await talk.run(readCart, {})
  const line = lines.find((one) => one.variantId === variantId)
  const count = lines.reduce((sum, one) => sum + one.quantity, 0)
  return message(
    [
      ...(line
        ? [say('catalog-added', { product: { names: line.names }, size: sizeSays(line.size), quantity: line.quantity })]
        : []),
      say('catalog-cart-total', { count, total: { money: total, currency: talk.business.currency } }),
    ],
    [
      [button(say('orders-button-checkout'), '/checkout')],
      [button(say('catalog-button-cart', { count }), '/cart'), button(say('catalog-button-open'), '/catalog')],
    ],
  )
}

async function cartRow(talk: Talk): Promise<Button[][]> {
  const { lines } = await talk.run(readCart, {})
  const count = lines.reduce((sum, line) => sum + line.quantity, 0)
  return count > 0 ? [[button(say('catalog-button-cart', { count }), '/cart')]] : []
}

function pairs(buttons: readonly Button[]): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) => buttons.slice(row * 2, row * 2 + 2))
}
