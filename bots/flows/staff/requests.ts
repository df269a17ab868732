import {
  closeRequest,
  getRequest,
  listRequests,
  type ReadRequest,
  requestButtons,
  takeRequest,
} from '../../../core/inbox/index.ts'
import { button, type Message, message } from '../../../core/message.ts'
import { type SayArgument, say, verbatim } from '../../../core/say.ts'
import { end, type Feature, type Talk } from '../../conversation/flow.ts'
import { pageSize } from '../pager.ts'

export const feature: Feature = {
  commands: [
    {
      name: 'requests',
      audience: 'staff',
      permission: 'requests.read',
      intents: ['requests'],
      menu: true,
      run: async (talk, { args }) => end(await list(talk, args.trim())),
    },
    {
      name: 'request',
      audience: 'staff',
      permission: 'requests.handle',
      run: async (talk, { args }) => {
        const [verb = '', requestId = ''] = args.split(' ')
        if (verb === 'take') await talk.run(takeRequest, { requestId })
        if (verb === 'close') await talk.run(closeRequest, { requestId })
        return end(await card(talk, requestId))
      },
    },
  ],
}

async function list(talk: Talk, cursor: string): Promise<Message> {
  const { requests, nextCursor, open } = await talk.run(listRequests, {
    states: ['new', 'taken'],
    oldestFirst: true,
    limit: pageSize,
    ...(cursor ? { cursor } : {}),
  })
  if (requests.length === 0)
    return message(say('requests-none'), [[button(say('requests-button-refresh'), '/requests')]])
  return message(say('requests-list', { count: open }), [
    ...requests.map((request) => [
      button(say('requests-list-item', says(talk, request)), `/request show ${request.id}`),
    ]),
    ...(nextCursor ? [[button(say('requests-button-later'), `/requests ${nextCursor}`)]] : []),
    [button(say('requests-button-refresh'), '/requests')],
  ])
}

async function card(talk: Talk, requestId: string): Promise<Message> {
  const request = await talk.run(getRequest, { requestId })
  const list = [button(say('requests-button-list'), '/requests')]
  const buttons = requestButtons(request)
  return message(say('requests-card', says(talk, request)), request.state === 'closed' ? buttons : [...buttons, list])
}

function says(talk: Talk, request: ReadRequest): Record<string, SayArgument> {
  const until = request.closedAt ?? talk.now
  const minutes = Math.max(0, Math.floor((until.getTime() - request.createdAt.getTime()) / 60_000))
  return {
    number: request.number,
    customer: request.customer === null ? say('people-unnamed') : verbatim(request.customer),
    channel: request.channel,
    state: request.state,
    who: request.who,
    age:
      minutes < 60 ? say('requests-minutes', { minutes }) : say('requests-hours', { hours: Math.floor(minutes / 60) }),
  }
}
