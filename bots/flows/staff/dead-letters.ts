import { listDeadLetters, replayDeadLetter } from '../../../core/inbox/index.ts'
import { button, type Message, message } from '../../../core/message.ts'
import { type Say, say } from '../../../core/say.ts'
import { end, type Feature, type Talk } from '../../conversation/flow.ts'
import { pageSize } from '../pager.ts'

export const feature: Feature = {
  commands: [
    {
      name: 'deadletters',
      audience: 'staff',
      permission: 'dead-letters.manage',
      menu: true,
      run: async (talk, { args }) => {
        const [verb, position = ''] = args.trim().split(' ')
        if (verb !== 'replay' || !/^\d{1,15}$/.test(position)) return end(await list(talk))
        await talk.run(replayDeadLetter, { position: Number(position) })
        return end(await list(talk, [say('team-dead-letter-replayed')]))
      },
    },
  ],
}

async function list(talk: Talk, before: readonly Say[] = []): Promise<Message> {
  const letters = await talk.run(listDeadLetters, { limit: pageSize })
  const when = (at: Date) => ({ moment: at.toISOString(), zone: talk.business.timezone, show: 'day-time' }) as const
  return message(
    [
      ...before,
      say('team-dead-letters', { count: letters.length }),
      ...letters.map(({ receivedAt, tries, trouble }) =>
        say('team-dead-letter', { when: when(receivedAt), tries, trouble: trouble ?? '—' }),
      ),
    ],
    [
      ...letters.map(({ position, receivedAt }) => [
        button(say('team-button-replay', { when: when(receivedAt) }), `/deadletters replay ${position}`),
      ]),
      [button(say('team-button-refresh'), '/deadletters')],
    ],
  )
}
