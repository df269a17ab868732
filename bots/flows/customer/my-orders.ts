import { z } from 'zod'
import { button, type Message, message } from '../../../core/message.ts'
import {
  cancelOrder,
  getOrder,
  isChangeable,
  listOwnOrders,
  orderSays,
  ownCard,
  repeatOrder,
} from '../../../core/orders/index.ts'
import { say } from '../../../core/say.ts'
import { begin, defineFlow, end, type Feature, goTo, type Move, pass, type Talk } from '../../conversation/flow.ts'
import { pageOf, pager, pageSize } from '../pager.ts'

const draft = z.object({ orderId: z.string() })

const cancel = defineFlow<z.output<typeof draft>>({
  name: 'cancel-order',
  version: 1,
  draft,
  start: async (_talk, draft) => goTo('confirm', draft),
  steps: {
    confirm: {
      ask: async (talk, { orderId }) => {
        const order = await talk.run(getOrder, { orderId })
        return message(say('orders-ask-cancel', orderSays(talk.tx, order)), [
          [button(say('orders-button-yes-cancel'), 'yes'), button(say('orders-button-keep'), 'no')],
        ])
      },
      take: async (answer, talk, { orderId }) => {
        const yes = answer.kind === 'choice' ? answer.value : answer.kind === 'text' ? answer.understood.intent : ''
        if (yes === 'no') return end(await card(talk, orderId))
        if (yes !== 'yes') return pass
        await talk.run(cancelOrder, { orderId })
        const order = await talk.run(getOrder, { orderId })
        return end(
          message(say('orders-cancelled', orderSays(talk.tx, order)), [
            [button(say('catalog-button-open'), '/catalog'), button(say('orders-button-list'), '/orders')],
          ]),
        )
      },
    },
  },
})

export const feature: Feature = {
  flows: [cancel],
  commands: [
    {
      name: 'orders',
      audience: 'customer',
      permission: 'orders.own',
      intents: ['orders'],
      module: 'shop',
      menu: true,
      run: async (talk, { args }) => end(await showList(talk, pageOf(args))),
    },
    {
      name: 'order',
      audience: 'customer',
      permission: 'orders.own',
      intents: ['cancel-order', 'repeat-order'],
      module: 'shop',
      run: async (talk, { args, text }) => {
        if (text !== null) return byWords(talk, text)
        const [verb = '', orderId = ''] = args.split(' ')
        if (verb === 'cancel') return begin('cancel-order', { orderId })
        if (verb === 'repeat') return repeat(talk, orderId)
        return end(verb === 'show' ? await card(talk, orderId) : await showList(talk, 0))
      },
    },
  ],
}

async function showList(talk: Talk, page: number): Promise<Message> {
  const { orders, total } = await talk.run(listOwnOrders, { offset: page * pageSize, limit: pageSize })
  if (orders.length === 0) return message(say('orders-none'), [[button(say('catalog-button-open'), '/catalog')]])
  return message(say('orders-list', { count: total }), [
    ...orders.map((order) => [
      button(say('orders-button-order', { ...orderSays(talk.tx, order), kind: order.kind }), `/order show ${order.id}`),
    ]),
    ...pager(page, total, (at) => `/orders ${at}`),
    [button(say('catalog-button-open'), '/catalog')],
  ])
}

async function card(talk: Talk, orderId: string): Promise<Message> {
  return ownCard(talk.tx, await talk.run(getOrder, { orderId }))
}

async function repeat(talk: Talk, orderId: string): Promise<Move> {
  const { added, missing } = await talk.run(repeatOrder, { orderId })
  if (added === 0) return end(message(say('orders-repeat-nothing'), [[button(say('catalog-button-open'), '/catalog')]]))
  return begin('cart', {}, [message(say('orders-repeated', { added, missing }))])
}

/** "Cancel my order", "the same again": the newest order that it can be said of. */
async function byWords(talk: Talk, text: string): Promise<Move> {
  const { intent } = await talk.understand(text)
  const { orders } = await talk.run(listOwnOrders, { limit: 20 })
  if (intent === 'repeat-order') {
    const [last] = orders
    return last ? repeat(talk, last.id) : end(await showList(talk, 0))
  }
  const open = orders.filter((order) => isChangeable(order.state) && !order.paidAt)
  const [only, ...others] = open
  return only && others.length === 0 ? begin('cancel-order', { orderId: only.id }) : end(await showList(talk, 0))
}
