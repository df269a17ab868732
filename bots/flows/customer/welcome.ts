import { z } from 'zod'
import { acceptInvitation } from '../../../core/accounts/index.ts'
import { languages } from '../../../core/business.ts'
import { giveConsent, linkPhone, readOwnProfile, rememberOrigin, setLanguage } from '../../../core/customers/index.ts'
import { button, type Message, message } from '../../../core/message.ts'
import { say } from '../../../core/say.ts'
import {
  begin,
  defineFlow,
  end,
  type Feature,
  goTo,
  type Move,
  pass,
  resume,
  type Talk,
  welcomeFlow,
} from '../../conversation/flow.ts'
import { mainMenu, menuButton } from '../main-menu.ts'
import { shownPhone } from './my-profile.ts'

const contact = z.object({ phone: z.string(), proved: z.boolean() })
const draft = z.object({
  /** What the person wanted before they were asked. */
  wish: z.string().default(''),
  contact: contact.optional(),
})
type Draft = z.output<typeof draft>

/** Asks once whether what a person says may be kept; then goes on with what they came for. */
const welcome = defineFlow<Draft>({
  name: welcomeFlow,
  version: 1,
  draft,
  idleMinutes: 60 * 24 * 7,
  start: async (_talk, draft) => goTo('consent', draft),
  steps: {
    consent: {
      ask: async (talk) =>
        message(
          [say('people-welcome', { business: talk.business.name }), say('people-consent')],
          [
            [button(say('people-button-agree'), 'yes')],
            [button(say('people-button-not-now'), 'no')],
            languages
              .filter((language) => language !== talk.address.language)
              .map((language) => button(say(`people-language-${language}`), language)),
          ],
        ),
      take: async (answer, talk, draft) => {
        const said = answer.kind === 'choice' ? answer.value : answer.kind === 'text' ? answer.understood.intent : ''
        const language = languages.find((one) => one === said)
        if (language) {
          await talk.run(setLanguage, { language })
          return goTo('consent', draft)
        }
        if (said === 'yes') return agreed(talk, draft)
        if (said === 'no') {
          await talk.run(giveConsent, { given: false })
          return end(message(say('people-consent-later'), [[button(say('people-button-agree-now'), '/start')]]))
        }
        if (answer.kind === 'contact')
          return goTo('consent', { ...draft, contact: { phone: answer.phone, proved: answer.proved } })
        return answer.kind === 'text' && answer.text !== '' ? goTo('consent', { ...draft, wish: answer.text }) : pass
      },
    },
  },
})

async function agreed(talk: Talk, { wish, contact }: Draft): Promise<Move> {
  await talk.run(giveConsent, { given: true })
  if (contact) await talk.run(linkPhone, contact)
  return wish === ''
    ? resume('', [message([say('people-thanks-agreed'), say('people-menu')], mainMenu(talk))])
    : resume(wish, [message(say('people-thanks-agreed'))])
}

export const feature: Feature = {
  flows: [welcome],
  commands: [
    {
      name: 'start',
      endsTalk: true,
      audience: 'everyone',
      permission: 'customers.own',
      intents: ['greeting'],
      beforeConsent: true,
      menu: true,
      run: async (talk, { args }) => {
        const payload = args.trim()
        if (payload.startsWith('join_')) return join(talk, payload.slice('join_'.length))
        if (talk.actor.kind === 'staff') return resume('/help', [message(say('team-hello', { role: talk.actor.role }))])
        await talk.run(rememberOrigin, { payload })
        return talk.address.consented ? end(await greeting(talk)) : begin(welcomeFlow)
      },
    },
    {
      name: 'contact',
      audience: 'customer',
      permission: 'customers.own',
      beforeConsent: true,
      untyped: true,
      run: async (talk, { args }) => {
        const shared = contact.parse(JSON.parse(args))
        if (!talk.address.consented && !talk.address.staffId) return begin(welcomeFlow, { contact: shared })
        const linked = await talk.run(linkPhone, shared)
        return end(
          message(shownPhone(linked, shared.proved), [[button(say('people-button-profile'), '/profile'), menuButton]]),
        )
      },
    },
    {
      name: 'thanks',
      audience: 'everyone',
      permission: 'customers.own',
      intents: ['thanks'],
      beforeConsent: true,
      run: async () => end(message(say('people-youre-welcome'), [[menuButton]])),
    },
  ],
}

async function join(talk: Talk, code: string): Promise<Move> {
  if (talk.actor.kind === 'staff') return resume('/help', [message(say('team-already', { role: talk.actor.role }))])
  const { role } = await talk.run(acceptInvitation, { code, addressId: talk.address.id, name: talk.address.person })
  return resume('/help', [message(say('team-joined', { role, business: talk.business.name }))])
}

async function greeting(talk: Talk): Promise<Message> {
  const { name } = await talk.run(readOwnProfile, {})
  const hello = name ? say('people-hello', { name }) : say('people-hello-unnamed')
  return message([hello, say('people-menu')], mainMenu(talk))
}
