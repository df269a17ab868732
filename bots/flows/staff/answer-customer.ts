import { z } from 'zod'
import { answerRequest, closeRequest, getRequest, takeRequest, writeToCustomer } from '../../../core/inbox/index.ts'
import { button, message } from '../../../core/message.ts'
import { say, verbatim } from '../../../core/say.ts'
import { begin, defineFlow, end, type Feature, goTo, type Move, pass, type Talk } from '../../conversation/flow.ts'

const draft = z.object({ requestId: z.string(), sent: z.number().default(0) })
type Draft = z.output<typeof draft>

/** While it lasts, everything the staff member writes goes to the customer. */
const answerCustomer = defineFlow<Draft>({
  name: 'answer-customer',
  version: 1,
  draft,
  idleMinutes: 120,
  start: async (talk, draft) => {
    await talk.run(takeRequest, draft)
    return goTo('talk', draft)
  },
  steps: {
    talk: {
      ask: async (talk, { requestId, sent }) => {
        const { number, customer } = await talk.run(getRequest, { requestId })
        const name = customer === null ? say('people-unnamed') : verbatim(customer)
        return message(say(sent > 0 ? 'requests-sent' : 'requests-write', { number, customer: name }), [
          [button(say('requests-button-done'), 'done'), button(say('requests-button-close'), 'close')],
        ])
      },
      take: async (answer, talk, { requestId, sent }) => {
        if (answer.kind === 'choice') return leave(talk, requestId, answer.value === 'close')
        if (answer.kind === 'contact' || (answer.kind === 'text' && answer.text === '')) return pass
        const said =
          answer.kind === 'photo' ? { text: answer.caption, fileId: answer.file.fileId } : { text: answer.text }
        await talk.run(answerRequest, { requestId, ...said })
        return goTo('talk', { requestId, sent: sent + 1 })
      },
    },
  },
})

async function leave(talk: Talk, requestId: string, close: boolean): Promise<Move> {
  if (close) await talk.run(closeRequest, { requestId })
  const { number } = await talk.run(getRequest, { requestId })
  return end(
    message(say(close ? 'requests-closed' : 'requests-left', { number }), [
      [button(say('requests-button-list'), '/requests')],
    ]),
  )
}

export const feature: Feature = {
  flows: [answerCustomer],
  commands: [
    {
      name: 'answer',
      audience: 'staff',
      permission: 'requests.handle',
      run: async (_talk, { args }) => begin(answerCustomer.name, { requestId: args.trim() }),
    },
    {
      name: 'write',
      audience: 'staff',
      permission: 'requests.handle',
      run: async (talk, { args }) => {
        const { request } = await talk.run(writeToCustomer, { to: args.trim() })
        return begin(answerCustomer.name, { requestId: request.id })
      },
    },
    {
      name: 'done',
      endsTalk: true,
      audience: 'staff',
      permission: 'requests.handle',
      run: async () => end(message(say('requests-done'), [[button(say('requests-button-list'), '/requests')]])),
    },
  ],
}
