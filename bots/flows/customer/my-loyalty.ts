import { readOwnProfile, readReferral } from '../../../core/customers/index.ts'
import { message } from '../../../core/message.ts'
import { say } from '../../../core/say.ts'
import { end, type Feature } from '../../conversation/flow.ts'
import { menuButton } from '../main-menu.ts'

export const feature: Feature = {
  commands: [
    {
      name: 'loyalty',
      audience: 'customer',
      permission: 'customers.own',
      intents: ['loyalty'],
      menu: true,
      run: async (talk) => {
        const { brought } = await talk.run(readOwnProfile, {})
        const { links, code } = await talk.run(readReferral, { base: talk.webUrl })
        return end(
          message(
            [
              say('people-loyalty', { business: talk.business.name }),
              ...links.map((link) => say('people-loyalty-link', { link })),
              say('people-loyalty-code', { code: `/start ref_${code}` }),
              say('people-loyalty-came', { came: brought.came, paid: brought.paid }),
            ],
            [[menuButton]],
          ),
        )
      },
    },
  ],
}
