import { z } from 'zod'
import { wishRestock } from '../../../core/catalog/index.ts'
import { AppError } from '../../../core/errors.ts'
import { button, type Message, message } from '../../../core/message.ts'
import {
  type CartLine,
  changeCart,
  type DeliveryMethod,
  deliveryMethods,
  deliverySays,
  lineSays,
  placeOrder,
  readCart,
} from '../../../core/orders/index.ts'
import { say } from '../../../core/say.ts'
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

const draft = z.object({
  delivery: z.enum(deliveryMethods).optional(),
  address: z.string().optional(),
  comment: z.string().optional(),
})
type Draft = z.output<typeof draft>

/** From a full cart to a placed order: how, where to, anything to add, yes. */
const checkout = defineFlow<Draft>({
  name: 'checkout',
  version: 1,
  draft,
  start: async (talk) => {
    const { lines } = await talk.run(readCart, {})
    if (lines.length === 0) return end(emptyCart())
    if (lines.some(isShort)) return goTo('short', {})
    const [only, ...others] = talk.business.settings.delivery
    return only && others.length === 0 ? afterDelivery(only) : goTo('delivery', {})
  },
  steps: {
    delivery: {
      ask: async (talk) =>
        message(
          say('orders-ask-delivery'),
          talk.business.settings.delivery.map((method) => [button(say('orders-button-delivery', { method }), method)]),
        ),
      take: async (answer, talk) => {
        const method = deliveryOf(answer, talk)
        return method ? afterDelivery(method) : pass
      },
    },
    address: {
      ask: async (_talk, { delivery = 'courier' }) =>
        message(say('orders-ask-address', { method: delivery }), [[button(say('orders-button-back'), 'back')]]),
      take: async (answer, _talk, draft) => {
        if (answer.kind === 'choice') return answer.value === 'back' ? goTo('delivery', {}) : pass
        if (answer.kind !== 'text' || wantsOut(answer)) return pass
        const address = answer.text.trim()
        if (address.length < 5 || address.length > 500) return again(say('orders-address-unclear'))
        return goTo('comment', { ...draft, address })
      },
    },
    comment: {
      ask: async () => message(say('orders-ask-comment'), [[button(say('orders-button-no-comment'), 'skip')]]),
      take: async (answer, _talk, draft) => {
        if (answer.kind === 'choice') return answer.value === 'skip' ? goTo('confirm', draft) : pass
        if (answer.kind !== 'text' || wantsOut(answer)) return pass
        if (answer.understood.intent === 'no') return goTo('confirm', draft)
        if (answer.text.length > 1000) return again(say('orders-comment-too-long', { most: 1000 }))
        return goTo('confirm', { ...draft, comment: answer.text })
      },
    },
    confirm: {
      ask: (talk, draft) => showSummary(talk, draft),
      take: async (answer, talk, draft) => {
        if (answer.kind === 'text') {
          if (answer.understood.intent === 'yes') return place(talk, draft, undefined)
          return answer.understood.intent === 'no' ? begin('cart', {}) : pass
        }
        if (answer.kind !== 'choice') return pass
        const [what, total] = answer.value.split(' ')
        return what === 'place' ? place(talk, draft, Number(total)) : pass
      },
    },
    short: {
      ask: async (talk) => showShort(talk, (await talk.run(readCart, {})).lines.filter(isShort)),
      take: async (answer, talk, draft) => {
        const wish =
          answer.kind === 'choice' ? answer.value : answer.kind === 'text' ? yesMeans(answer, 'rest') : undefined
        if (wish !== 'rest' && wish !== 'wait') return pass
        return settleShort(talk, draft, wish)
      },
    },
  },
})

export const feature: Feature = {
  flows: [checkout],
  commands: [
    {
      name: 'checkout',
      audience: 'customer',
      permission: 'orders.place',
      module: 'shop',
      run: async () => begin('checkout', {}),
    },
  ],
}

const isShort = (line: CartLine) => line.left < line.quantity

const emptyCart = (): Message => message(say('orders-cart-empty'), [[button(say('catalog-button-open'), '/catalog')]])

const afterDelivery = (delivery: DeliveryMethod): Move =>
  delivery === 'pickup' ? goTo('comment', { delivery }) : goTo('address', { delivery })

/** A way of delivery by its button, or by a word of its name as far as it was typed. */
function deliveryOf(answer: Answer, talk: Talk): DeliveryMethod | undefined {
  const offered = talk.business.settings.delivery
  if (answer.kind === 'choice') return offered.find((method) => method === answer.value)
  if (answer.kind !== 'text') return undefined
  const typed = wordsOf(answer.text)
  return offered.find((method) => {
    const names = wordsOf(talk.text(say('orders-delivery-words', { method })))
    return typed.some((word) => names.some((name) => word.slice(0, 5) === name.slice(0, 5)))
  })
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/['’ʼ]/g, '')
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= 4)

/** Even where any text is an answer, a plain "stop" is none. A whole sentence is what it says: "call me before you come". */
const wantsOut = (answer: Extract<Answer, { kind: 'text' }>): boolean =>
  answer.understood.intent === 'cancel' && answer.text.trim().split(/\s+/).length <= 2

const yesMeans = (answer: Extract<Answer, { kind: 'text' }>, value: string): string | undefined =>
  answer.understood.intent === 'yes' ? value : undefined

async function showSummary(talk: Talk, { delivery = 'pickup', address, comment }: Draft): Promise<Message> {
  const { lines, total } = await talk.run(readCart, {})
  if (lines.length === 0) throw new AppError('cart-empty')
  return message(
    [
      say('orders-confirm-title'),
      ...lines.map((line) => say('orders-line', lineSays(talk.tx, line))),
      deliverySays(delivery, address ?? null),
      ...(comment ? [say('orders-comment', { comment })] : []),
      say('orders-confirm-total', { total: { money: total, currency: talk.business.currency } }),
    ],
    [[button(say('orders-button-place'), `place ${total}`)], [button(say('orders-button-back-to-cart'), '/cart')]],
  )
}

async function place(talk: Talk, draft: Draft, expectedTotal: number | undefined): Promise<Move> {
  const { delivery = 'pickup', address, comment } = draft
  try {
    const { id, number, total } = await talk.run(placeOrder, {
      delivery,
      ...(address ? { address } : {}),
      ...(comment ? { comment } : {}),
      ...(expectedTotal === undefined ? {} : { expectedTotal }),
    })
    return end(
      message(
        [
          say('orders-placed', {
            number: String(number),
            total: { money: total, currency: talk.business.currency },
          }),
          say('orders-placed-next'),
        ],
        [
          [button(say('orders-button-show', { number: String(number) }), `/order show ${id}`)],
          [button(say('catalog-button-open'), '/catalog')],
        ],
      ),
    )
  } catch (error) {
    if (error instanceof AppError && error.code === 'stock-short') return goTo('short', draft)
    throw error
  }
}

/** Somebody was quicker: what is left, and what can be done about it. */
function showShort(talk: Talk, lines: readonly CartLine[]): Message {
  const some = lines.some((line) => line.left > 0)
  return message(
    [
      say('orders-short-title'),
      ...lines.map((line) => say('orders-short-line', { ...lineSays(talk.tx, line), left: Math.max(0, line.left) })),
    ],
    [
      [button(say(some ? 'orders-button-take-rest' : 'orders-button-without'), 'rest')],
      [button(say('orders-button-tell-me'), 'wait')],
      [button(say('orders-button-back-to-cart'), '/cart')],
    ],
  )
}

/** Takes what is left, and remembers who wants to hear of the rest. */
async function settleShort(talk: Talk, draft: Draft, wish: 'rest' | 'wait'): Promise<Move> {
  for (const { variantId, left } of (await talk.run(readCart, {})).lines.filter(isShort)) {
    await talk.run(changeCart, { variantId, quantity: Math.max(0, Math.min(99, left)) })
    if (wish === 'wait') await talk.run(wishRestock, { variantId })
  }
  const kept = wish === 'wait' ? [message(say('catalog-wish-kept'))] : []
  const { lines } = await talk.run(readCart, {})
  if (lines.length === 0) return end(...kept, emptyCart())
  return draft.delivery ? goTo('confirm', draft, kept) : begin('checkout', {}, kept)
}
