import { z } from 'zod'
import { getProduct, listProducts, sizesOfSku } from '../../../core/catalog/index.ts'
import { listCustomers } from '../../../core/customers/index.ts'
import { AppError } from '../../../core/errors.ts'
import { type Button, button, type Message, message } from '../../../core/message.ts'
import { counterSale, lineSays, mostOfOne, priceLines } from '../../../core/orders/index.ts'
import { type Say, say, verbatim } from '../../../core/say.ts'
import {
  type Answer,
  again,
  begin,
  defineFlow,
  end,
  type Feature,
  goTo,
  type Move,
  pass,
  type Talk,
} from '../../conversation/flow.ts'
import { pageSize } from '../pager.ts'

const draft = z.object({
  lines: z.array(z.object({ variantId: z.string(), quantity: z.int() })).default([]),
  /** The product whose size is being asked, and how many of it. */
  productId: z.string().default(''),
  quantity: z.int().default(1),
  /** What was found for the words typed last. */
  found: z.array(z.string()).default([]),
  customer: z.object({ id: z.string(), name: z.string() }).nullable().default(null),
  people: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
})
type Draft = z.output<typeof draft>

/** Goods over the counter: what and how many, for whom if they say, money taken, done. */
const sale = defineFlow<Draft>({
  name: 'sale',
  version: 1,
  draft,
  start: async (_talk, draft) => goTo('goods', draft),
  steps: {
    goods: {
      ask: (talk, draft) => askGoods(talk, draft),
      take: (answer, talk, draft) => takeGoods(answer, talk, draft),
    },
    size: {
      ask: async (talk, { productId }) => {
        const product = await talk.run(getProduct, { id: productId })
        return message(say('orders-sale-size', { product: { names: product.names } }), [
          ...product.variants
            .slice(0, 12)
            .map(({ id, size, left }) => [button(say('orders-button-sale-size', { size, left }), id)]),
          [button(say('orders-button-back'), 'back')],
        ])
      },
      take: async (answer, talk, draft) => {
        if (answer.kind === 'choice' && answer.value === 'back') return goTo('goods', draft)
        const { variants } = await talk.run(getProduct, { id: draft.productId })
        const chosen = variants.find((variant) =>
          answer.kind === 'choice'
            ? variant.id === answer.value
            : answer.kind === 'text' && variant.size.toLowerCase() === answer.text.trim().toLowerCase(),
        )
        return chosen ? goTo('goods', withLine(draft, chosen.id, draft.quantity)) : pass
      },
    },
    customer: {
      ask: async (_talk, { people }) =>
        message(say(people.length > 0 ? 'orders-sale-which-customer' : 'orders-sale-customer'), [
          ...people.map(({ id, name }) => [button(verbatim(name), `person ${id}`)]),
          [button(say('orders-button-anonymous'), 'nobody')],
          [button(say('orders-button-back'), 'back')],
        ]),
      take: (answer, talk, draft) => takeCustomer(answer, talk, draft),
    },
    confirm: {
      ask: (talk, draft) => askConfirm(talk, draft),
      take: (answer, talk, draft) => takeConfirm(answer, talk, draft),
    },
  },
})

export const feature: Feature = {
  flows: [sale],
  commands: [
    {
      name: 'sale',
      audience: 'staff',
      permission: 'orders.handle',
      module: 'shop',
      menu: true,
      run: async () => begin('sale', {}),
    },
  ],
}

function withLine(draft: Draft, variantId: string, quantity: number): Draft {
  const before = draft.lines.find((line) => line.variantId === variantId)?.quantity ?? 0
  const lines = [
    ...draft.lines.filter((line) => line.variantId !== variantId),
    { variantId, quantity: Math.min(mostOfOne, before + quantity) },
  ]
  return { ...draft, lines, productId: '', quantity: 1, found: [] }
}

async function askGoods(talk: Talk, draft: Draft): Promise<Message> {
  const { lines, total } = await talk.run(priceLines, { lines: draft.lines })
  const found: Button[][] = []
  for (const id of draft.found) {
    const { names, price, left } = await talk.run(getProduct, { id })
    const label = say('catalog-button-product-line', {
      product: { names },
      price: { money: price, currency: talk.business.currency },
      left: left > 0 ? 'yes' : 'no',
    })
    found.push([button(label, `product ${id}`)])
  }
  return message(
    [
      ...lines.map((line) => say('orders-line', lineSays(talk.tx, line))),
      ...(lines.length > 0
        ? [say('orders-total', { total: { money: total, currency: talk.business.currency }, paid: 'no' })]
        : []),
      say(lines.length > 0 ? 'orders-sale-more' : 'orders-sale-what'),
    ],
    [
      ...found,
      ...(lines.length > 0
        ? [[button(say('orders-button-sale-done'), 'done')], [button(say('orders-button-sale-undo'), 'undo')]]
        : []),
    ],
  )
}

async function takeGoods(answer: Answer, talk: Talk, draft: Draft): Promise<Move> {
  if (answer.kind === 'choice') {
    const [what, id = ''] = answer.value.split(' ')
    if (what === 'done') return goTo('customer', { ...draft, found: [] })
    if (what === 'undo') return goTo('goods', { ...draft, lines: draft.lines.slice(0, -1), found: [] })
    return what === 'product' ? pickProduct(talk, draft, id, draft.quantity) : pass
  }
  if (answer.kind !== 'text') return pass
  const { words, quantity } = goodsTyped(answer.text)
  const [known, ...sizes] = await talk.run(sizesOfSku, { sku: words })
  if (known && sizes.length === 0) return goTo('goods', withLine(draft, known.id, quantity))
  if (known) {
    const product = await talk.run(getProduct, { variantId: known.id })
    return goTo('size', { ...draft, productId: product.id, quantity })
  }
  const bySize = await skuWithSize(talk, words)
  if (bySize) return goTo('goods', withLine(draft, bySize, quantity))
  const { products } = await talk.run(listProducts, { query: words, limit: pageSize })
  const [only, ...others] = products
  if (!only) return again(say('orders-sale-not-found', { words }))
  if (others.length === 0) return pickProduct(talk, draft, only.id, quantity)
  return goTo('goods', { ...draft, quantity, found: products.map((product) => product.id) })
}

/** "SKU x 2", "2 x SKU" or just the words. */
function goodsTyped(text: string): { words: string; quantity: number } {
  const after = /^(.+?)\s*[x×х*]\s*(\d{1,2})$/iu.exec(text.trim())
  const before = /^(\d{1,2})\s*[x×х*]\s*(.+)$/iu.exec(text.trim())
  const words = (after?.[1] ?? before?.[2] ?? text).trim().slice(0, 200)
  return { words, quantity: Math.max(1, Number(after?.[2] ?? before?.[1] ?? 1)) }
}

/** "SKU M": an article and a size of it. */
async function skuWithSize(talk: Talk, words: string): Promise<string | undefined> {
  const match = /^(\S+)\s+(\S+)$/.exec(words)
  if (!match?.[1] || !match[2]) return undefined
  const size = match[2].toLowerCase()
  const sizes = await talk.run(sizesOfSku, { sku: match[1] })
  return sizes.find((one) => one.size.toLowerCase() === size)?.id
}

async function pickProduct(talk: Talk, draft: Draft, id: string, quantity: number): Promise<Move> {
  const [only, ...others] = (await talk.run(getProduct, { id })).variants
  return only && others.length === 0
    ? goTo('goods', withLine(draft, only.id, quantity))
    : goTo('size', { ...draft, productId: id, quantity, found: [] })
}

/** Enough to tell people of one name apart. */
const label = (talk: Talk, one: { name: string | null; phone: string | null }) =>
  [one.name, one.phone].filter((part) => part).join(', ') || talk.text(say('orders-customer-unnamed'))

async function takeCustomer(answer: Answer, talk: Talk, draft: Draft): Promise<Move> {
  if (answer.kind === 'choice') {
    const [what, id = ''] = answer.value.split(' ')
    if (what === 'back') return goTo('goods', draft)
    if (what === 'nobody') return goTo('confirm', { ...draft, customer: null, people: [] })
    const customer = draft.people.find((one) => what === 'person' && one.id === id)
    return customer ? goTo('confirm', { ...draft, customer, people: [] }) : pass
  }
  if (answer.kind !== 'text' && answer.kind !== 'contact') return pass
  const query = answer.kind === 'text' ? answer.text.slice(0, 200) : answer.phone
  const { customers } = await talk.run(listCustomers, { query, limit: pageSize })
  const [only, ...others] = customers
  if (!only) return again(say('orders-sale-customer-unknown'), { ...draft, people: [] })
  const people = customers.map((one) => ({ id: one.id, name: label(talk, one) }))
  const [customer = null] = people
  return others.length > 0
    ? goTo('customer', { ...draft, people })
    : goTo('confirm', { ...draft, customer, people: [] })
}

async function askConfirm(talk: Talk, draft: Draft): Promise<Message> {
  const { lines, total } = await talk.run(priceLines, { lines: draft.lines })
  return message(
    [
      say('orders-sale-confirm'),
      ...lines.map((line) => say('orders-line', lineSays(talk.tx, line))),
      ...customerSays(draft),
      say('orders-confirm-total', { total: { money: total, currency: talk.business.currency } }),
    ],
    [[button(say('orders-button-paid-now'), 'paid')], [button(say('orders-button-back'), 'back')]],
  )
}

async function takeConfirm(answer: Answer, talk: Talk, draft: Draft): Promise<Move> {
  const wish = answer.kind === 'choice' ? answer.value : answer.kind === 'text' ? answer.understood.intent : ''
  if (wish === 'back' || wish === 'no') return goTo('goods', draft)
  if (wish !== 'paid' && wish !== 'yes') return pass
  try {
    const { id, number, total } = await talk.run(counterSale, {
      lines: draft.lines,
      ...(draft.customer ? { customerId: draft.customer.id } : {}),
    })
    return end(
      message(
        [
          say('orders-sale-receipt', {
            number: String(number),
            total: { money: total, currency: talk.business.currency },
            when: { moment: talk.now.toISOString(), zone: talk.business.timezone, show: 'day-time' },
          }),
          ...customerSays(draft),
        ],
        [
          [button(say('orders-button-sale'), '/sale')],
          [button(say('orders-button-show', { number: String(number) }), `/order show ${id}`)],
        ],
      ),
    )
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'stock-short') throw error
    return goTo('goods', draft, [message(say('error-stock-short', error.detail))])
  }
}

const customerSays = (draft: Draft): Say[] =>
  draft.customer ? [say('orders-staff-customer', { customer: verbatim(draft.customer.name) })] : []
