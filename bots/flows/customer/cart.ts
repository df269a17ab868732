import { z } from 'zod'
import { button, type Message, message } from '../../../core/message.ts'
import { type Cart, changeCart, clearCart, lineSays, readCart } from '../../../core/orders/index.ts'
import { say } from '../../../core/say.ts'
import {
  type Answer,
  begin,
  defineFlow,
  type Feature,
  goTo,
  type Move,
  pass,
  type Talk,
} from '../../conversation/flow.ts'
import { pager, pageSize } from '../pager.ts'

const draft = z.object({ page: z.int().min(0).default(0), variantId: z.string().default('') })
type Draft = z.output<typeof draft>

/** What is in the cart; a line leads to its quantity. */
const cartFlow = defineFlow<Draft>({
  name: 'cart',
  version: 1,
  draft,
  start: async (_talk, draft) => goTo('cart', draft),
  steps: {
    cart: {
      ask: async (talk, { page }) => showCart(talk, await talk.run(readCart, {}), page),
      take: async (answer, talk, draft) => {
        if (answer.kind !== 'choice') return pass
        const [what = '', of = ''] = answer.value.split(' ')
        if (what === 'line') return goTo('line', { ...draft, variantId: of })
        if (what === 'page') return goTo('cart', { ...draft, page: Number(of) })
        if (what !== 'clear') return pass
        await talk.run(clearCart, {})
        return goTo('cart', { page: 0 })
      },
    },
    line: {
      ask: async (talk, { variantId }) => {
        const line = (await talk.run(readCart, {})).lines.find((one) => one.variantId === variantId)
        if (!line) return message(say('orders-cart-line-gone'), [[button(say('orders-button-back-to-cart'), 'back')]])
        return message(say('orders-cart-quantity', { ...lineSays(talk.tx, line), left: line.left }), [
          [
            button(say('orders-button-less'), 'less'),
            ...(line.quantity < line.left ? [button(say('orders-button-more'), 'more')] : []),
          ],
          [button(say('orders-button-remove'), 'remove'), button(say('orders-button-back-to-cart'), 'back')],
        ])
      },
      take: (answer, talk, draft) => changeLine(answer, talk, draft),
    },
  },
})

export const feature: Feature = {
  flows: [cartFlow],
  commands: [
    {
      name: 'cart',
      audience: 'customer',
      permission: 'orders.place',
      intents: ['cart'],
      module: 'shop',
      menu: true,
      run: async () => begin('cart', {}),
    },
  ],
}

function showCart(talk: Talk, cart: Cart, page: number): Message {
  if (cart.lines.length === 0)
    return message(say('orders-cart-empty'), [[button(say('catalog-button-open'), '/catalog')]])
  const shown = cart.lines.slice(page * pageSize, (page + 1) * pageSize)
  return message(
    [
      say('orders-cart-title'),
      ...shown.map((line) =>
        say('orders-cart-line', { ...lineSays(talk.tx, line), left: line.left, short: shortOf(line) }),
      ),
      say('orders-cart-total', { total: { money: cart.total, currency: talk.business.currency } }),
    ],
    [
      ...shown.map((line) => [button(say('orders-button-line', lineSays(talk.tx, line)), `line ${line.variantId}`)]),
      ...pager(page, cart.lines.length, (at) => `page ${at}`),
      [button(say('orders-button-checkout'), '/checkout')],
      [button(say('catalog-button-open'), '/catalog'), button(say('orders-button-clear'), 'clear')],
    ],
  )
}

const shortOf = (line: { left: number; quantity: number }) => (line.left < line.quantity ? 'yes' : 'no')

async function changeLine(answer: Answer, talk: Talk, draft: Draft): Promise<Move> {
  const { variantId } = draft
  const line = (await talk.run(readCart, {})).lines.find((one) => one.variantId === variantId)
  const quantity = quantityOf(answer, line?.quantity ?? 0)
  if (quantity === undefined) return pass
  if (quantity === 'back' || !line) return goTo('cart', { page: draft.page })
  await talk.run(changeCart, { variantId, quantity })
  return quantity === 0 ? goTo('cart', { page: 0 }) : goTo('line', draft)
}

function quantityOf(answer: Answer, now: number): number | 'back' | undefined {
  if (answer.kind === 'text') {
    const typed = /^\d{1,3}$/.test(answer.text) ? Number(answer.text) : answer.understood.slots.quantity
    return typed
  }
  if (answer.kind !== 'choice') return undefined
  const moves: Readonly<Record<string, number | 'back'>> = { less: now - 1, more: now + 1, remove: 0, back: 'back' }
  return moves[answer.value]
}
