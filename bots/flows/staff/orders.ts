import { z } from 'zod'
import { AppError } from '../../../core/errors.ts'
import { button, type Message, message } from '../../../core/message.ts'
import {
  acceptOrder,
  cancelOrder,
  changeOrderLine,
  declineOrder,
  getOrder,
  lineSays,
  listOrders,
  markDelivered,
  markPaid,
  markSent,
  type Order,
  openStates,
  orderSays,
  returnOrder,
  staffCard,
} from '../../../core/orders/index.ts'
import { say } from '../../../core/say.ts'
import {
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
import { pageOf, pager, pageSize } from '../pager.ts'

/** The business's orders: a page of the open ones, a card with what may be done, and the questions that some of it needs. */
const one = z.object({ orderId: z.string() })
const withLine = one.extend({ line: z.int().default(0) })

const decline = defineFlow({
  name: 'decline-order',
  version: 1,
  draft: one,
  start: async (_talk, draft) => goTo('reason', draft),
  steps: {
    reason: {
      ask: async (talk, { orderId }) =>
        message(say('orders-ask-reason', orderSays(talk.tx, await read(talk, orderId))), [
          [button(say('orders-button-no-reason'), 'none')],
          [button(say('orders-button-back'), 'back')],
        ]),
      take: async (answer, talk, { orderId }) => {
        if (answer.kind === 'choice' && answer.value === 'back') return end(await card(talk, orderId))
        const reason = answer.kind === 'text' ? answer.text.trim() : ''
        if (answer.kind !== 'text' && !(answer.kind === 'choice' && answer.value === 'none')) return pass
        if (reason.length > 500) return again(say('orders-comment-too-long', { most: 500 }))
        return act(talk, orderId, () => talk.run(declineOrder, { orderId, ...(reason ? { reason } : {}) }))
      },
    },
  },
})

const send = defineFlow({
  name: 'send-order',
  version: 1,
  draft: one,
  start: async (_talk, draft) => goTo('tracking', draft),
  steps: {
    tracking: {
      ask: async (talk, { orderId }) =>
        message(say('orders-ask-tracking', orderSays(talk.tx, await read(talk, orderId))), [
          [button(say('orders-button-no-tracking'), 'none')],
          [button(say('orders-button-back'), 'back')],
        ]),
      take: async (answer, talk, { orderId }) => {
        if (answer.kind === 'choice' && answer.value === 'back') return end(await card(talk, orderId))
        const tracking = answer.kind === 'text' ? answer.text.trim() : ''
        if (answer.kind !== 'text' && !(answer.kind === 'choice' && answer.value === 'none')) return pass
        // A parcel's number has digits; a sentence is something else.
        if (tracking && !/^(?=.*\d)[\p{L}\d -]{4,40}$/u.test(tracking)) return again(say('orders-tracking-unclear'))
        return act(talk, orderId, () => talk.run(markSent, { orderId, ...(tracking ? { tracking } : {}) }))
      },
    },
  },
})

const change = defineFlow({
  name: 'change-order',
  version: 1,
  draft: withLine,
  start: async (talk, draft) => {
    const [only, ...others] = (await read(talk, draft.orderId)).lines
    return only && others.length === 0 ? goTo('quantity', { ...draft, line: only.line }) : goTo('line', draft)
  },
  steps: {
    line: {
      ask: async (talk, { orderId }) => {
        const order = await read(talk, orderId)
        return message(say('orders-ask-line', orderSays(talk.tx, order)), [
          ...order.lines.map((line) => [button(say('orders-button-line', lineSays(talk.tx, line)), String(line.line))]),
          [button(say('orders-button-back'), 'back')],
        ])
      },
      take: async (answer, talk, draft) => {
        if (answer.kind !== 'choice') return pass
        return answer.value === 'back'
          ? end(await card(talk, draft.orderId))
          : goTo('quantity', { ...draft, line: Number(answer.value) })
      },
    },
    quantity: {
      ask: async (talk, { orderId, line: number }) => {
        const line = (await read(talk, orderId)).lines.find((one) => one.line === number)
        if (!line) throw new AppError('not-found')
        return message(say('orders-ask-quantity', lineSays(talk.tx, line)), [
          [
            button(say('orders-button-less'), String(line.quantity - 1)),
            button(say('orders-button-more'), String(line.quantity + 1)),
          ],
          [button(say('orders-button-remove'), '0'), button(say('orders-button-back'), 'back')],
        ])
      },
      take: async (answer, talk, { orderId, line }) => {
        if (answer.kind === 'choice' && answer.value === 'back') return end(await card(talk, orderId))
        const typed = answer.kind === 'choice' ? answer.value : answer.kind === 'text' ? answer.text.trim() : ''
        if (!/^\d{1,3}$/.test(typed)) return pass
        if (Number(typed) > 99) return again(say('error-quantity-invalid', { most: 99 }))
        await talk.run(changeOrderLine, { orderId, line, quantity: Number(typed) })
        return end(await card(talk, orderId))
      },
    },
  },
})

/** Money and goods are asked about twice. */
const confirmed = { paid: markPaid, cancel: cancelOrder, return: returnOrder } as const
const confirm = defineFlow({
  name: 'confirm-order',
  version: 1,
  draft: one.extend({ verb: z.enum(['paid', 'cancel', 'return']) }),
  start: async (_talk, draft) => goTo('sure', draft),
  steps: {
    sure: {
      ask: async (talk, { orderId, verb }) =>
        message(say(`orders-sure-${verb}`, orderSays(talk.tx, await read(talk, orderId))), [
          [button(say('orders-button-sure'), 'yes'), button(say('orders-button-back'), 'no')],
        ]),
      take: async (answer, talk, { orderId, verb }) => {
        const yes = answer.kind === 'choice' ? answer.value : answer.kind === 'text' ? answer.understood.intent : ''
        if (yes === 'no') return end(await card(talk, orderId))
        return yes === 'yes' ? act(talk, orderId, () => talk.run(confirmed[verb], { orderId })) : pass
      },
    },
  },
})

export const feature: Feature = {
  flows: [decline, send, change, confirm],
  commands: [
    {
      name: 'orders',
      audience: 'staff',
      permission: 'orders.read',
      intents: ['orders'],
      module: 'shop',
      menu: true,
      run: async (talk, { args }) => {
        const [which = '', page] = args.split(' ')
        return end(await showList(talk, which === 'all', pageOf(which === 'all' || which === 'open' ? page : which)))
      },
    },
    {
      name: 'order',
      audience: 'staff',
      permission: 'orders.handle',
      module: 'shop',
      run: async (talk, { args }) => handle(talk, args),
    },
  ],
}

async function handle(talk: Talk, args: string): Promise<Move> {
  const [verb = '', orderId = ''] = args.split(' ')
  switch (verb) {
    case 'accept':
      return act(talk, orderId, () => talk.run(acceptOrder, { orderId }))
    case 'delivered':
      return act(talk, orderId, () => talk.run(markDelivered, { orderId }))
    case 'decline':
      return ifState(talk, orderId, ['placed'], () => begin('decline-order', { orderId }))
    case 'sent':
      return ifState(talk, orderId, ['accepted'], () => begin('send-order', { orderId }))
    case 'change':
      return ifState(talk, orderId, ['placed', 'accepted'], () => begin('change-order', { orderId }))
    case 'paid':
    case 'cancel':
    case 'return':
      return begin('confirm-order', { orderId, verb })
    case 'show':
      return end(await card(talk, orderId))
    default:
      return end(/^\d+$/.test(verb) ? await cardByNumber(talk, Number(verb)) : await showList(talk, false, 0))
  }
}

/** Does it and shows the order as it is then; who was too late sees who has it, on the same card. */
async function act(talk: Talk, orderId: string, work: () => Promise<unknown>): Promise<Move> {
  try {
    await work()
    return end(await card(talk, orderId))
  } catch (error) {
    if (!(error instanceof AppError) || !tooLate.has(error.code)) throw error
    return end(await lateCard(talk, orderId, error))
  }
}

const tooLate: ReadonlySet<string> = new Set(['already-decided', 'order-wrong-state', 'order-paid-already'])

/** Asks the question only while its answer can still be used; the answer itself is checked again. */
async function ifState(talk: Talk, orderId: string, states: readonly Order['state'][], ask: () => Move): Promise<Move> {
  const order = await read(talk, orderId)
  if (states.includes(order.state)) return ask()
  return end(await lateCard(talk, orderId, new AppError('order-wrong-state', { state: order.state })))
}

async function lateCard(talk: Talk, orderId: string, error: AppError): Promise<Message> {
  const shown = await card(talk, orderId)
  return { ...shown, text: [say(`error-${error.code}`, error.detail), ...shown.text] }
}

const read = (talk: Talk, orderId: string): Promise<Order> => talk.run(getOrder, { orderId })

const card = async (talk: Talk, orderId: string): Promise<Message> => staffCard(talk.tx, await read(talk, orderId))

async function cardByNumber(talk: Talk, number: number): Promise<Message> {
  return staffCard(talk.tx, await talk.run(getOrder, { number }))
}

async function showList(talk: Talk, all: boolean, page: number): Promise<Message> {
  const { orders, total } = await talk.run(listOrders, {
    ...(all ? {} : { states: openStates }),
    offset: page * pageSize,
    limit: pageSize,
  })
  const other = [
    button(say(all ? 'orders-button-open' : 'orders-button-every'), all ? '/orders open 0' : '/orders all 0'),
  ]
  if (orders.length === 0)
    return message(say('orders-staff-none'), [other, [button(say('orders-button-sale'), '/sale')]])
  return message(say(all ? 'orders-staff-all' : 'orders-staff-open', { count: total }), [
    ...orders.map((order) => [
      button(say('orders-button-order', { ...orderSays(talk.tx, order), kind: order.kind }), `/order show ${order.id}`),
    ]),
    ...pager(page, total, (at) => `/orders ${all ? 'all' : 'open'} ${at}`),
    [...other, button(say('orders-button-sale'), '/sale')],
  ])
}
