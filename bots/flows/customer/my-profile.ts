import { DateTime } from 'luxon'
import { z } from 'zod'
import { listBookings } from '../../../core/bookings/index.ts'
import {
  type Customer,
  customerPatchSchema,
  type LinkedPhone,
  linkPhone,
  readOwnProfile,
  updateOwnProfile,
} from '../../../core/customers/index.ts'
import { type Button, button, type Message, message } from '../../../core/message.ts'
import { listOwnOrders } from '../../../core/orders/index.ts'
import { type Say, say } from '../../../core/say.ts'
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
import { menuButton } from '../main-menu.ts'
import { pageOf, pager, pageSize } from '../pager.ts'

const fields = ['name', 'phone', 'email', 'birthday', 'preferences', 'contraindications'] as const
const draft = z.object({ field: z.enum(fields) })
type Draft = z.output<typeof draft>

/** One question, one field. */
const edit = defineFlow<Draft>({
  name: 'edit-profile',
  version: 1,
  draft,
  idleMinutes: 30,
  start: async (_talk, draft) => goTo('value', draft),
  steps: {
    value: {
      ask: async (_talk, { field }) =>
        message(say(`people-ask-${field}`), [
          ...(field === 'phone' ? [[{ label: say('people-button-share-phone'), shareContact: true as const }]] : []),
          [button(say('people-button-clear'), 'clear'), button(say('people-button-back'), 'back')],
        ]),
      take: async (answer, talk, { field }) => {
        if (answer.kind === 'choice') {
          if (answer.value === 'clear') return save(talk, { [field]: null })
          return end(card(talk, await talk.run(readOwnProfile, {})))
        }
        if (field === 'phone') return takePhone(answer, talk)
        if (answer.kind !== 'text' || answer.text === '') return pass
        return takeText(answer.text, talk, field)
      },
    },
  },
})

async function takePhone(answer: Answer, talk: Talk): Promise<Move> {
  const given =
    answer.kind === 'contact'
      ? { phone: answer.phone, proved: answer.proved }
      : answer.kind === 'text' && /\d/.test(answer.text)
        ? { phone: answer.text, proved: false }
        : undefined
  if (!given) return pass
  const linked = await talk.run(linkPhone, given)
  return end(card(talk, await talk.run(readOwnProfile, {}), [shownPhone(linked, given.proved)]))
}

async function takeText(text: string, talk: Talk, field: Exclude<Draft['field'], 'phone'>): Promise<Move> {
  const value = field === 'birthday' ? birthdayOf(text) : text
  const patch = customerPatchSchema.safeParse({ [field]: value })
  if (value === undefined || !patch.success) return again(say(`people-unclear-${field}`))
  return save(talk, patch.data)
}

async function save(talk: Talk, patch: z.output<typeof customerPatchSchema>): Promise<Move> {
  await talk.run(updateOwnProfile, { patch })
  return end(card(talk, await talk.run(readOwnProfile, {}), [say('people-saved')]))
}

/** A day as people write it: 14.03.1990, 14/3/90 or 1990-03-14. */
function birthdayOf(text: string): string | undefined {
  const typed = text.trim().replace(/[/\s-]+/g, '.')
  const formats = ['d.M.yyyy', 'yyyy.M.d']
  const day = formats.map((format) => DateTime.fromFormat(typed, format, { zone: 'utc' })).find((one) => one.isValid)
  return day?.toISODate() ?? undefined
}

/** What came of a phone that was given. */
export function shownPhone({ phone, merged }: LinkedPhone, proved: boolean): Say {
  return say(merged ? 'people-phone-merged' : proved ? 'people-phone-proved' : 'people-phone-kept', { phone })
}

export const feature: Feature = {
  flows: [edit],
  commands: [
    {
      name: 'profile',
      audience: 'customer',
      permission: 'customers.own',
      intents: ['profile'],
      menu: true,
      run: async (talk, { args }) => {
        const [what, rest] = args.split(' ')
        const field = fields.find((one) => one === rest)
        if (what === 'edit' && field) return begin(edit.name, { field })
        if (what === 'orders') return end(await orders(talk, pageOf(rest)))
        if (what === 'visits') return end(await visits(talk, rest))
        return end(card(talk, await talk.run(readOwnProfile, {})))
      },
    },
  ],
}

function card(talk: Talk, me: Customer, before: readonly Say[] = []): Message {
  const { shop, bookings } = talk.business.settings.modules
  const none = say('people-not-said')
  return message(
    [
      ...before,
      say('people-profile'),
      say('people-profile-name', { name: me.name ?? none }),
      say('people-profile-phone', { phone: me.phone ?? none, proved: me.phone && me.phoneProved ? 'yes' : 'no' }),
      say('people-profile-email', { email: me.email ?? none }),
      say('people-profile-birthday', { birthday: me.birthday ? { day: me.birthday, show: 'date' } : none }),
      say('people-profile-preferences', { preferences: me.preferences ?? none }),
      say('people-profile-contraindications', { contraindications: me.contraindications ?? none }),
      say('people-profile-promotions', { promotions: me.promotions ? 'on' : 'off' }),
    ],
    [
      ...pairs(fields.map((field) => button(say(`people-button-edit-${field}`), `/profile edit ${field}`))),
      [
        ...(shop ? [button(say('people-button-my-orders'), '/profile orders')] : []),
        ...(bookings ? [button(say('people-button-my-visits'), '/profile visits')] : []),
      ],
      [
        me.promotions
          ? button(say('people-button-promotions-off'), '/stop')
          : button(say('people-button-promotions-on'), '/subscribe'),
        menuButton,
      ],
    ].filter((row) => row.length > 0),
  )
}

function pairs(buttons: readonly Button[]): Button[][] {
  return buttons.flatMap((one, at) => (at % 2 === 0 ? [[one, ...buttons.slice(at + 1, at + 2)]] : []))
}

/** A person's own purchases; a member of the staff finds theirs only here. */
async function orders(talk: Talk, page: number): Promise<Message> {
  const { orders, total } = await talk.run(listOwnOrders, { offset: page * pageSize, limit: pageSize })
  const lines = orders.map((order) =>
    say('people-own-order', {
      number: order.number ?? '',
      state: order.state,
      total: { money: order.total, currency: talk.business.currency },
      day: { moment: order.placedAt.toISOString(), zone: talk.business.timezone, show: 'date' },
    }),
  )
  return message(
    lines.length > 0 ? [say('people-own-orders', { count: total }), ...lines] : say('people-own-orders-none'),
    [
      ...pager(page, total, (at) => `/profile orders ${at}`),
      [button(say('people-button-profile'), '/profile'), menuButton],
    ],
  )
}

async function visits(talk: Talk, cursor: string | undefined): Promise<Message> {
  const { bookings, nextCursor } = await talk.run(listBookings, {
    newestFirst: true,
    states: ['pending', 'confirmed', 'done', 'no_show'],
    limit: pageSize,
    ...(cursor ? { cursor } : {}),
  })
  const lines = bookings.map((booking) =>
    say('people-own-visit', {
      when: { moment: booking.startsAt.toISOString(), zone: talk.business.timezone, show: 'day-time' },
      service: { names: booking.service },
      master: { names: booking.master },
      state: booking.state,
      sum: { money: booking.paid ?? booking.price, currency: talk.business.currency },
    }),
  )
  return message(lines.length > 0 ? [say('people-own-visits'), ...lines] : say('people-own-visits-none'), [
    ...(nextCursor ? [[button(say('people-button-earlier'), `/profile visits ${nextCursor}`)]] : []),
    [button(say('people-button-profile'), '/profile'), menuButton],
  ])
}
