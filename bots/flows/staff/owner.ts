import { z } from 'zod'
import {
  changeSettings,
  listApiKeys,
  listAudit,
  readSettings,
  revokeApiKey,
  settingsPatchSchema,
  type settingsViewSchema,
  staffName,
} from '../../../core/accounts/index.ts'
import { AppError } from '../../../core/errors.ts'
import { type Button, button, type Message, message } from '../../../core/message.ts'
import { type Say, say, verbatim } from '../../../core/say.ts'
import { again, begin, defineFlow, end, type Feature, goTo, pass, type Talk } from '../../conversation/flow.ts'
import { pageOf, pager, pageSize } from '../pager.ts'

/** The numbers an owner sets here, all of them minutes, and what most businesses choose. */
const offers = { answer_within: [15, 30, 60], notice_minutes: [0, 60, 180], slot_step: [15, 30, 60] } as const
const fields = ['answer_within', 'notice_minutes', 'slot_step'] as const

const draft = z.object({ field: z.enum(fields) })
type Draft = z.output<typeof draft>

const settingsNumber = defineFlow<Draft>({
  name: 'settings-number',
  version: 1,
  draft,
  start: async (_talk, draft) => goTo('minutes', draft),
  steps: {
    minutes: {
      ask: async (talk, { field }) => {
        const now = await talk.run(readSettings, undefined)
        return message(say(`owner-ask-${field}`, { minutes: now[field], ...boundsOf(field) }), [
          offers[field].map((minutes) => button(say('owner-button-minutes', { minutes }), String(minutes))),
          [button(say('owner-button-back'), 'back')],
        ])
      },
      take: async (answer, talk, { field }) => {
        if (answer.kind === 'choice' && answer.value === 'back') return end(await settingsScreen(talk))
        const said = answer.kind === 'choice' ? answer.value : answer.kind === 'text' ? answer.text.trim() : ''
        if (!/\d/.test(said)) return pass
        const minutes = /^\d{1,6}$/.test(said) ? Number(said) : undefined
        const patch = settingsPatchSchema.safeParse({ [field]: minutes })
        if (minutes === undefined || !patch.success) return again(say('owner-minutes-unclear', boundsOf(field)))
        await talk.run(changeSettings, patch.data)
        return end(await settingsScreen(talk, [say('owner-settings-saved')]))
      },
    },
  },
})

/** What an owner looks after: the settings, the keys of the API, and what was done by whom. */
export const feature: Feature = {
  flows: [settingsNumber],
  commands: [
    {
      name: 'settings',
      audience: 'staff',
      permission: 'settings.manage',
      menu: true,
      run: async (talk, { args }) => {
        const [what = '', value = ''] = args.trim().split(' ')
        const field = fields.find((one) => one === what)
        if (field) return begin('settings-number', { field })
        // A button names the state it leads to, so that pressing it twice changes nothing.
        const patch = value === 'on' || value === 'off' ? switched(what, value === 'on') : undefined
        if (!patch) return end(await settingsScreen(talk))
        await talk.run(changeSettings, patch)
        return end(await settingsScreen(talk, [say('owner-settings-saved')]))
      },
    },
    {
      name: 'keys',
      audience: 'staff',
      permission: 'keys.manage',
      menu: true,
      run: async (talk, { args }) => {
        const [verb = '', id = ''] = args.trim().split(' ')
        if (verb === 'revoke') return end(await revokeSure(talk, id))
        if (verb !== 'revoked') return end(await keysScreen(talk, pageOf(verb)))
        const { name } = await keyOf(talk, id)
        await talk.run(revokeApiKey, id)
        return end(await keysScreen(talk, 0, [say('owner-key-revoked', { name })]))
      },
    },
    {
      name: 'audit',
      audience: 'staff',
      permission: 'audit.read',
      menu: true,
      run: async (talk, { args }) => end(await auditScreen(talk, /^\d{1,15}$/.test(args) ? Number(args) : null)),
    },
  ],
}

// Settings

function switched(what: string, on: boolean) {
  if (what === 'confirm') return { confirm_bookings: on }
  return what === 'shop' || what === 'bookings' ? { modules: { [what]: on } } : undefined
}

function boundsOf(field: (typeof fields)[number]) {
  const { minValue, maxValue } = settingsPatchSchema.shape[field].unwrap()
  return { least: minValue ?? 0, most: maxValue ?? 0 }
}

/** Read from the row itself: what everybody works by may be some seconds older. */
async function settingsScreen(talk: Talk, before: readonly Say[] = []): Promise<Message> {
  const now = await talk.run(readSettings, undefined)
  const switches = [
    ['confirm', now.confirm_bookings],
    ['shop', now.modules.shop],
    ['bookings', now.modules.bookings],
  ] as const
  return message(
    [
      ...before,
      say('owner-settings', { business: now.name }),
      ...switches.map(([what, on]) => say(`owner-settings-${what}`, { state: on ? 'on' : 'off' })),
      ...fields.map((field) => say(`owner-settings-${field}`, { minutes: now[field] })),
      say(now.hours.length > 0 ? 'owner-settings-hours' : 'owner-settings-no-hours'),
      ...openingHours(now.hours),
    ],
    [
      ...switches.map(([what, on]) => [
        button(say(`owner-button-${what}`, { state: on ? 'on' : 'off' }), `/settings ${what} ${on ? 'off' : 'on'}`),
      ]),
      ...fields.map((field) => [button(say(`owner-button-${field}`), `/settings ${field}`)]),
    ],
  )
}

/** "пн–пт: 09:00–19:00": days in a row that open alike share a line. */
function openingHours(hours: z.output<typeof settingsViewSchema>['hours']): Say[] {
  const runs: { first: number; last: number; times: string }[] = []
  for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
    const times = hours
      .filter((one) => one.weekday === weekday)
      .sort((a, b) => a.from - b.from)
      .map(({ from, to }) => `${clockTime(from)}–${clockTime(to)}`)
      .join(', ')
    const run = runs.at(-1)
    if (times === '') continue
    if (run && run.last === weekday - 1 && run.times === times) run.last = weekday
    else runs.push({ first: weekday, last: weekday, times })
  }
  return runs.map(({ first, last, times }) =>
    first === last
      ? say('owner-hours-day', { day: say('owner-weekday', { day: first }), times })
      : say('owner-hours-days', {
          first: say('owner-weekday', { day: first }),
          last: say('owner-weekday', { day: last }),
          times,
        }),
  )
}

const clockTime = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')

// Keys

/** Names and beginnings of ids only: a secret is seen once, where the key is made, and never in a chat. */
async function keysScreen(talk: Talk, page: number, before: readonly Say[] = []): Promise<Message> {
  const keys = await talk.run(listApiKeys, undefined)
  const shown = keys.slice(page * pageSize, (page + 1) * pageSize)
  return message(
    [
      ...before,
      say('owner-keys', { count: keys.length }),
      ...shown.map((key) =>
        say('owner-key', {
          name: key.name,
          begins: begins(key.id),
          scopes: key.scopes.join(', '),
          used: key.lastUsedAt ? moment(talk, key.lastUsedAt) : say('owner-key-unused'),
        }),
      ),
      say('owner-keys-new'),
    ],
    [
      ...shown.map(({ id, name }) => [button(say('owner-button-revoke', { name }), `/keys revoke ${id}`)]),
      ...pager(page, keys.length, (at) => `/keys ${at}`),
      [button(say('owner-button-refresh'), `/keys ${page}`)],
    ],
  )
}

async function revokeSure(talk: Talk, id: string): Promise<Message> {
  const { name } = await keyOf(talk, id)
  return message(say('owner-revoke-sure', { name, begins: begins(id) }), [
    [button(say('owner-button-revoke', { name }), `/keys revoked ${id}`), button(say('owner-button-keep'), '/keys')],
  ])
}

async function keyOf(talk: Talk, id: string) {
  const found = (await talk.run(listApiKeys, undefined)).find((key) => key.id === id)
  if (!found) throw new AppError('not-found')
  return found
}

const begins = (id: string) => `${id.slice(0, 6)}…`

// Audit

const linesOfAudit = 8

/** A screen of what was done before the line `before`, newest first. New lines do not move an older screen. */
async function auditScreen(talk: Talk, before: number | null): Promise<Message> {
  const lines = await talk.run(listAudit, { before, limit: linesOfAudit + 1 })
  const shown = lines.slice(0, linesOfAudit)
  const who = await actorNames(talk, shown.map(whoDid))
  const last = shown.at(-1)
  const row: Button[] = [
    ...(before === null ? [] : [button(say('owner-button-newest'), '/audit')]),
    ...(last && lines.length > shown.length ? [button(say('owner-button-older'), `/audit ${last.id}`)] : []),
  ]
  return message(
    [
      say(shown.length > 0 ? 'owner-audit' : 'owner-audit-none'),
      ...shown.map((line) =>
        say('owner-audit-line', {
          when: moment(talk, line.at),
          who: who.get(whoDid(line)) ?? verbatim(line.actor),
          // Names of variants have no dots; an action nobody has put into words is shown as it is written down.
          what: say('owner-action', {
            action: line.action.replaceAll('.', '-'),
            code: line.action,
            command: (line.target ?? '').replace(/^command:/, '/'),
          }),
        }),
      ),
    ],
    [...(row.length > 0 ? [row] : []), ...(before === null ? [[button(say('owner-button-refresh'), '/audit')]] : [])],
  )
}

/** Who joins the team is still a customer while they do so. */
const whoDid = ({ actor, action, target }: AuditLine) => (action === 'team.join' ? (target ?? actor) : actor)
type AuditLine = Awaited<ReturnType<typeof listAudit>>[number]

/** What to call those who did something: colleagues who have left and keys that were revoked are still somebody. */
async function actorNames(talk: Talk, actors: readonly string[]): Promise<Map<string, Say>> {
  const names = new Map<string, Say>()
  const keys = actors.some((actor) => actor.startsWith('key:')) ? await talk.run(listApiKeys, undefined) : []
  for (const actor of new Set(actors)) {
    const [kind, id = ''] = actor.split(':')
    if (kind === 'staff') {
      const name = await staffName(talk.tx, id)
      names.set(actor, name === '' ? say('owner-who-former') : verbatim(name))
    } else if (kind === 'key') {
      names.set(actor, say('owner-who-key', { name: keys.find((key) => key.id === id)?.name ?? begins(id) }))
    } else if (kind === 'address') {
      names.set(actor, say('owner-who-customer'))
    } else if (kind === 'system') {
      names.set(actor, say('owner-who-system'))
    }
  }
  return names
}

const moment = (talk: Talk, at: Date) =>
  ({ moment: at.toISOString(), zone: talk.business.timezone, show: 'day-time' }) as const
