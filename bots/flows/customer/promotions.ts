import { allowPromotions } from '../../../core/customers/index.ts'
import { button, message } from '../../../core/message.ts'
import { say } from '../../../core/say.ts'
import { end, type Feature } from '../../conversation/flow.ts'
import { menuButton } from '../main-menu.ts'

export const feature: Feature = {
  commands: [
    {
      name: 'stop',
      audience: 'customer',
      permission: 'customers.own',
      intents: ['stop-promotions'],
      beforeConsent: true,
      menu: true,
      run: async (talk) => {
        await talk.run(allowPromotions, { given: false })
        return end(
          message(say('people-promotions-stopped'), [
            [button(say('people-button-promotions-on'), '/subscribe'), menuButton],
          ]),
        )
      },
    },
    {
      name: 'subscribe',
      audience: 'customer',
      permission: 'customers.own',
      intents: ['start-promotions'],
      run: async (talk) => {
        await talk.run(allowPromotions, { given: true })
        return end(
          message(say('people-promotions-started'), [
            [button(say('people-button-promotions-off'), '/stop'), menuButton],
          ]),
        )
      },
    },
  ],
}
