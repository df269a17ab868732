import { z } from 'zod'
import { may } from '../../../core/actor.ts'
import {
  addNote,
  answerMergeQuestion,
  type CustomerCard,
  customerHistory,
  customerLabel,
  getCustomer,
  type Happening,
  listCustomers,
  listMergeQuestions,
} from '../../../core/customers/index.ts'
import { isId } from '../../../core/ids.ts'
import { button, type Message, message } from '../../../core/message.ts'
import { type Say, type SayArgument, say, verbatim } from '../../../core/say.ts'
import { again, begin, defineFlow, end, type Feature, goTo, pass, type Talk } from '../../conversation/flow.ts'
import { pageSize } from '../pager.ts'

const draft = z.object({ customer: z.string() })

const note = defineFlow<z.output<typeof draft>>({
  name: 'customer-note',
  version: 1,
  draft,
  idleMinutes: 30,
  start: async (_talk, draft) => goTo('text', draft),
  steps: {
    text: {
      ask: async (talk, { customer }) => {
        const { id, name } = await talk.run(getCustomer, { customer })
        return message(say('people-ask-note', { customer: nameSays(name) }), [
          [button(say('people-button-back'), `/customer ${id}`)],
        ])
      },
      take: async (answer, talk, { customer }) => {
        if (answer.kind !== 'text' || answer.text === '') return pass
        if (answer.text.length > 2000) return again(say('dialogue-too-long', { most: 2000 }))
        await talk.run(addNote, { customer, text: answer.text })
        return end(await card(talk, customer, [say('people-note-added')]))
      },
    },
  },
})

export const feature: Feature = {
  flows: [note],
  commands: [
    {
      name: 'customer',
      audience: 'staff',
      permission: 'customers.read-own',
      intents: ['customer'],
      menu: true,
      run: async (talk, { args, slots }) => {
        const wanted = args.trim() || slots.phone || slots.name || slots.query || ''
        const id = wanted.replace(/^customer:/, '')
        return end(isId(id) ? await card(talk, id) : await find(talk, wanted, undefined))
      },
    },
    {
      name: 'customers',
      audience: 'staff',
      permission: 'customers.read-own',
      run: async (talk, { args }) => {
        const [cursor, ...words] = args.split(' ')
        return end(await find(talk, words.join(' '), cursor === '-' ? undefined : cursor))
      },
    },
    {
      name: 'history',
      audience: 'staff',
      permission: 'customers.read-own',
      run: async (talk, { args }) => {
        const [customer = '', cursor] = args.split(' ')
        return end(await history(talk, customer, cursor))
      },
    },
    {
      name: 'note',
      audience: 'staff',
      permission: 'customers.read-own',
      run: async (_talk, { args }) => begin(note.name, { customer: args.trim() }),
    },
    {
      name: 'merge',
      audience: 'staff',
      permission: 'customers.write',
      run: async (talk, { args }) => {
        const [answer = '', questionId = ''] = args.split(' ')
        if (answer !== 'yes' && answer !== 'no') return end(await duplicates(talk))
        const { customerId } = await talk.run(answerMergeQuestion, { questionId, same: answer === 'yes' })
        return end(await card(talk, customerId, [say(answer === 'yes' ? 'people-merged' : 'people-kept-apart')]))
      },
    },
    {
      name: 'duplicates',
      audience: 'staff',
      permission: 'customers.write',
      run: async (talk) => end(await duplicates(talk)),
    },
  ],
}

async function find(talk: Talk, query: string, cursor: string | undefined): Promise<Message> {
  const { customers, nextCursor } = await talk.run(listCustomers, {
    query,
    limit: pageSize,
    ...(cursor ? { cursor } : {}),
  })
  const [only] = customers
  if (only && customers.length === 1 && !cursor && query) return card(talk, only.id)
  if (!only) return message(say('people-nobody', { query }), [[button(say('people-button-everybody'), '/customer')]])
  return message(say(query ? 'people-found' : 'people-newest', { query }), [
    ...customers.map((one) => [
      button(say('people-list-item', { name: nameSays(one.name), phone: one.phone ?? '' }), `/customer ${one.id}`),
    ]),
    ...(nextCursor ? [[button(say('people-button-more'), `/customers ${nextCursor} ${query}`.trim())]] : []),
  ])
}

async function card(talk: Talk, customer: string, before: readonly Say[] = []): Promise<Message> {
  const one = await talk.run(getCustomer, { customer })
  const all = may(talk.actor, 'customers.read')
  const optional = (id: string, value: string | null) => (value === null ? [] : [say(id, { value })])
  const currency = talk.business.currency
  return message(
    [
      ...before,
      say('people-card', { name: nameSays(one.name) }),
      say('people-card-phone', { phone: one.phone ?? say('people-not-said'), proved: one.phoneProved ? 'yes' : 'no' }),
      ...optional('people-card-email', one.email),
      ...(one.birthday ? [say('people-card-birthday', { birthday: { day: one.birthday, show: 'date' } })] : []),
      say('people-card-source', { source: one.source, channels: one.channels.join(', ') || '—' }),
      say('people-card-times', {
        first: date(talk, one.createdAt),
        last: date(talk, one.lastSeenAt),
        changed: dayTime(talk, one.updatedAt),
      }),
      ...(all ? [say('people-card-orders', totals(talk, one.orders, currency))] : []),
      say('people-card-visits', totals(talk, one.visits, currency)),
      ...optional('people-card-preferences', one.preferences),
      ...optional('people-card-contraindications', one.contraindications),
      say('people-card-consent', {
        consent: one.consentedAt ? 'yes' : 'no',
        promotions: one.promotions ? 'on' : 'off',
        came: one.cameByThem,
      }),
    ],
    [
      [
        button(say('people-button-history'), `/history ${one.id}`),
        button(say('people-button-note'), `/note ${one.id}`),
      ],
      ...(all && one.channels.length > 0 ? [[button(say('people-button-write'), `/write customer:${one.id}`)]] : []),
    ],
  )
}

const totals = (talk: Talk, of: CustomerCard['orders'], currency: string): Record<string, SayArgument> => ({
  count: of.count,
  paid: { money: of.paid, currency },
  last: of.lastAt ? date(talk, of.lastAt) : '—',
})

async function history(talk: Talk, customer: string, cursor: string | undefined): Promise<Message> {
  const { customerId, happenings, nextCursor } = await talk.run(customerHistory, {
    customer,
    limit: 8,
    bot: false,
    ...(cursor ? { cursor } : {}),
  })
  const lines = happenings.map((one) => line(talk, one))
  return message(lines.length > 0 ? [say('people-history'), ...lines] : say('people-history-none'), [
    ...(nextCursor ? [[button(say('people-button-earlier'), `/history ${customerId} ${nextCursor}`)]] : []),
    [button(say('people-button-card'), `/customer ${customerId}`)],
  ])
}

function line(talk: Talk, one: Happening): Say {
  const when = dayTime(talk, one.at)
  const money = (amount: number) => ({ money: amount, currency: talk.business.currency })
  switch (one.kind) {
    case 'message': {
      const text = short(one.text)
      return one.author === 'person'
        ? say('people-line-message', { when, channel: one.channel, text })
        : say('people-line-answer', { when, channel: one.channel, who: one.staff ?? '—', text })
    }
    case 'order':
      return say('people-line-order', {
        when,
        number: one.number ?? 0,
        numbered: one.number === null ? 'no' : 'yes',
        state: one.state,
        total: money(one.total),
      })
    case 'refund':
      return say('people-line-refund', { when, amount: money(one.amount) })
    case 'view':
      return say('people-line-view', { when, product: { names: one.product } })
    case 'booking':
      return say('people-line-booking', {
        when,
        number: one.number,
        state: one.state,
        service: { names: one.service },
        master: one.master ? { names: one.master } : '—',
        sum: money(one.amount),
      })
    case 'request':
      return say('people-line-request', { when, number: one.number, state: one.state })
    case 'note':
      return say('people-line-note', { when, who: one.staff ?? '—', text: short(one.text) })
  }
}

async function duplicates(talk: Talk): Promise<Message> {
  const questions = await talk.run(listMergeQuestions, { limit: 1 })
  const [question] = questions
  if (!question) return message(say('people-no-duplicates'), [[button(say('people-button-everybody'), '/customer')]])
  const label = (customerId: string) => customerLabel(talk.tx, { customerId, addressId: null })
  const [one, other] = [await label(question.customerId), await label(question.otherCustomerId)]
  return message(say('people-alike', { one, other }), [
    [
      button(say('people-button-merge'), `/merge yes ${question.id}`),
      button(say('people-button-keep-apart'), `/merge no ${question.id}`),
    ],
    [
      button(say('people-button-open', { name: one }), `/customer ${question.customerId}`),
      button(say('people-button-open', { name: other }), `/customer ${question.otherCustomerId}`),
    ],
  ])
}

const nameSays = (name: string | null): Say => (name === null ? say('people-unnamed') : verbatim(name))
const short = (text: string | null): string =>
  text === null ? '—' : [...text].length > 160 ? `${[...text].slice(0, 159).join('')}…` : text
const date = (talk: Talk, at: Date): SayArgument => ({
  moment: at.toISOString(),
  zone: talk.business.timezone,
  show: 'date',
})
const dayTime = (talk: Talk, at: Date): SayArgument => ({
  moment: at.toISOString(),
  zone: talk.business.timezone,
  show: 'day-time',
})
