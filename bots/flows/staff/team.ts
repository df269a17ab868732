import { createInvitation, type Invitation, leaveTeam, listTeam, removeStaff } from '../../../core/accounts/index.ts'
import { type Role, roles } from '../../../core/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { type Button, button, type Message, message } from '../../../core/message.ts'
import { type Say, say, verbatim } from '../../../core/say.ts'
import { end, type Feature, type Talk } from '../../conversation/flow.ts'
import { menuButton } from '../main-menu.ts'
import { pageOf, pager, pageSize } from '../pager.ts'

export const feature: Feature = {
  commands: [
    {
      name: 'team',
      audience: 'staff',
      permission: 'team.manage',
      menu: true,
      run: async (talk, { args }) => {
        const [verb = '', staffId = ''] = args.trim().split(' ')
        if (verb === 'remove') return end(await sure(talk, staffId))
        if (verb !== 'gone') return end(await list(talk, pageOf(verb)))
        const { name } = await member(talk, staffId)
        await talk.run(removeStaff, staffId)
        return end(await list(talk, 0, [say('team-removed', { name })]))
      },
    },
    {
      name: 'invite',
      audience: 'staff',
      permission: 'team.manage',
      menu: true,
      run: async (talk, { args }) => {
        const role = roles.find((one) => one === args.trim().toLowerCase())
        return end(role ? invited(talk, await talk.run(createInvitation, { role, base: talk.webUrl })) : askRole())
      },
    },
    {
      name: 'leave',
      endsTalk: true,
      audience: 'staff',
      permission: 'team.leave',
      menu: true,
      run: async (talk, { args }) => {
        if (args.trim() !== 'yes')
          return end(
            message(say('team-leave-sure', { business: talk.business.name }), [
              [button(say('team-button-leave'), '/leave yes'), button(say('team-button-stay'), '/help')],
            ]),
          )
        await talk.run(leaveTeam, undefined)
        return end(message(say('team-left', { business: talk.business.name }), [[menuButton]]))
      },
    },
  ],
}

async function list(talk: Talk, page: number, before: readonly Say[] = []): Promise<Message> {
  const team = await talk.run(listTeam, undefined)
  const shown = team.slice(page * pageSize, (page + 1) * pageSize)
  const me = talk.actor.kind === 'staff' ? talk.actor.staffId : null
  return message(
    [
      ...before,
      say('team-list', { count: team.length }),
      ...shown.map(({ name, role, channels, hasAccount }) =>
        say('team-member', {
          name,
          role,
          channels: [...channels, ...(hasAccount ? ['e-mail'] : [])].join(', ') || '—',
        }),
      ),
    ],
    [
      ...shown
        .filter(({ id }) => id !== me)
        .map(({ id, name }) => [button(say('team-button-remove', { name }), `/team remove ${id}`)]),
      ...pager(page, team.length, (at) => `/team ${at}`),
      [button(say('team-button-invite'), '/invite')],
    ],
  )
}

async function sure(talk: Talk, staffId: string): Promise<Message> {
  const { name, role } = await member(talk, staffId)
  return message(say('team-remove-sure', { name, role }), [
    [button(say('team-button-remove', { name }), `/team gone ${staffId}`), button(say('team-button-keep'), '/team')],
  ])
}

async function member(talk: Talk, staffId: string) {
  const found = (await talk.run(listTeam, undefined)).find((one) => one.id === staffId)
  if (!found) throw new AppError('not-found')
  return found
}

function askRole(): Message {
  return message(
    say('team-ask-role'),
    roles.map((role: Role) => [button(say(`team-role-${role}`), `/invite ${role}`)]),
  )
}

/** A link for each channel; the code by itself fits wherever a link does not. */
function invited(talk: Talk, { code, role, links, expiresAt }: Invitation): Message {
  const until = { moment: expiresAt.toISOString(), zone: talk.business.timezone, show: 'day-time' } as const
  const lines: Say[] = [
    say('team-invited', { role: say(`team-role-${role}`), until }),
    ...[links.telegram, links.viber].flatMap((link) => (link ? [verbatim(link)] : [])),
    say('team-invited-code', { code: `/start join_${code}` }),
  ]
  const web: Button[][] = /^https?:/.test(links.web) ? [[{ label: say('team-button-web'), url: links.web }]] : []
  return message(lines, [...web, [button(say('team-button-team'), '/team')]])
}
