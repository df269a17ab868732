import { DateTime } from 'luxon'
import { z } from 'zod'
import type { Intent } from '../../../core/assistant/index.ts'
import { type Asked, closeRequest, openRequest, ownOpenRequest } from '../../../core/inbox/index.ts'
import { button, type Message, message } from '../../../core/message.ts'
import { type Say, say } from '../../../core/say.ts'
import {
  type Answer,
  begin,
  defineFlow,
  end,
  type Feature,
  fallbackCommand,
  goTo,
  type Move,
  pass,
  type Talk,
} from '../../conversation/flow.ts'
import { mainMenu, menuButton } from '../main-menu.ts'

const draft = z.object({
  requestId: z.string().nullable().default(null),
  number: z.number().default(0),
  said: z.enum(['question', 'opened', 'more', 'open']).default('question'),
  /** What was promised: somebody is there now, from when, by when. */
  promise: z.object({ open: z.boolean(), from: z.string(), due: z.string() }).nullable().default(null),
})
type Draft = z.output<typeof draft>

/** While it lasts, what the person writes goes to a human; commands, buttons and wishes in plain words work all the same. */
const askAHuman = defineFlow<Draft>({
  name: 'ask-a-human',
  version: 1,
  draft,
  idleMinutes: 180,
  start: async (_talk, draft) => goTo('talk', draft),
  steps: {
    talk: {
      ask: async (talk, draft) => shown(talk, draft),
      take: async (answer, talk, draft) => {
        if (answer.kind === 'choice') return answer.value === 'finish' ? finish(talk) : pass
        if (answer.kind !== 'text' || answer.text === '') return pass
        const open = draft.requestId ? await talk.run(ownOpenRequest, {}) : undefined
        // Somebody has ended it meanwhile: what comes now is a new wish.
        if (draft.requestId && !open) return pass
        if (isWish(answer)) {
          const stays = open && answer.understood.intent !== 'cancel'
          return stays ? { ...pass, first: [aside(open.number)] } : pass
        }
        return goTo('talk', draftOf(await talk.run(openRequest, { text: answer.text })))
      },
    },
  },
  left: async (talk) => {
    const open = await talk.run(ownOpenRequest, {})
    return open
      ? message(say('requests-still-open', { number: open.number }), [[endButton], [writeButton, menuButton]])
      : undefined
  },
})

const endButton = button(say('requests-button-end-question'), '/end-question')
const writeButton = button(say('requests-button-write-more'), '/ask')

/** The bot answers in the middle of a conversation with a person: that one goes on. */
const aside = (number: number): Message => message(say('requests-aside', { number }), [[writeButton]])

/** A short and plain wish for something that the bot does itself; whatever else is said is for the person. */
function isWish({ text, understood }: Extract<Answer, { kind: 'text' }>): boolean {
  const { intent, confidence } = understood
  const isShort = text.trim().split(/\s+/).length <= 8
  const isAsked = text.includes('?') && changes.has(intent)
  return confidence >= 0.75 && isShort && !isAsked && !smallTalk.has(intent)
}

/** What people say to each other. */
const smallTalk: ReadonlySet<Intent> = new Set<Intent>([
  'unknown',
  'faq',
  'greeting',
  'thanks',
  'yes',
  'no',
  'ask-human',
])
/** "And if I can't come?" asks about a change rather than for it. */
const changes: ReadonlySet<Intent> = new Set<Intent>([
  'move-booking',
  'cancel-booking',
  'cancel-order',
  'repeat-order',
  'stop-promotions',
  'start-promotions',
])

const photo = z.object({ fileId: z.guid(), caption: z.string(), continued: z.boolean() })

export const feature: Feature = {
  flows: [askAHuman],
  commands: [
    {
      name: fallbackCommand,
      audience: 'customer',
      permission: 'requests.ask',
      intents: ['ask-human', 'faq'],
      menu: true,
      run: async (talk, { args, text }) => {
        const sent = photo.safeParse(args.startsWith('{') ? safeJson(args) : undefined)
        if (sent.success) {
          const { fileId, caption, continued } = sent.data
          const asked = await talk.run(openRequest, { text: caption, fileId })
          // The later pictures of an album were answered with its first one.
          return continued ? pass : begin(askAHuman.name, draftOf(asked))
        }
        const words = (text ?? args).trim()
        if (words !== '') return begin(askAHuman.name, draftOf(await talk.run(openRequest, { text: words })))
        const open = await talk.run(ownOpenRequest, {})
        return begin(askAHuman.name, open ? { requestId: open.id, number: open.number, said: 'open' } : {})
      },
    },
    { name: 'end-question', audience: 'customer', permission: 'requests.ask', untyped: true, run: finish },
  ],
}

function draftOf({ request, opened, promise }: Asked): Draft {
  return {
    requestId: request.id,
    number: request.number,
    said: opened ? 'opened' : 'more',
    promise: promise ? { open: promise.open, from: promise.from.toISOString(), due: promise.due.toISOString() } : null,
  }
}

function shown(talk: Talk, draft: Draft): Message {
  const finish = button(say('requests-button-finish'), 'finish')
  switch (draft.said) {
    case 'question':
      return message(say('requests-ask-question'), [[menuButton]])
    case 'opened':
      return message(
        [say('requests-opened', { number: draft.number }), ...promised(talk, draft)],
        [[finish, menuButton]],
      )
    case 'more':
      return message(say('requests-passed-on'), [[finish, menuButton]])
    case 'open':
      return message(say('requests-go-on', { number: draft.number }), [[finish, menuButton]])
  }
}

/** By when a person answers, or from when somebody is there. */
function promised(talk: Talk, { promise }: Draft): Say[] {
  if (!promise) return [say('requests-promise-some-day')]
  const zone = talk.business.timezone
  const moment = promise.open ? promise.due : promise.from
  const local = (at: Date) => DateTime.fromJSDate(at, { zone }).startOf('day')
  const days = Math.round(local(new Date(moment)).diff(local(talk.now), 'days').days)
  return [
    say(promise.open ? 'requests-promise-by' : 'requests-promise-from', {
      day: days === 0 ? 'today' : days === 1 ? 'tomorrow' : 'later',
      time: { moment, zone, show: 'time' },
      date: { moment, zone, show: 'day' },
    }),
  ]
}

async function finish(talk: Talk): Promise<Move> {
  const open = await talk.run(ownOpenRequest, {})
  if (open) await talk.run(closeRequest, { requestId: open.id })
  return end(message([say('requests-finished'), say('people-menu')], mainMenu(talk)))
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
