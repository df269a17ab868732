import { type Button, button } from '../../core/message.ts'
import { say } from '../../core/say.ts'
import type { Talk } from '../conversation/flow.ts'

/** What a customer can do here, as buttons; modules that are off are left out. */
export function mainMenu(talk: Pick<Talk, 'business'>): Button[][] {
  const { shop, bookings } = talk.business.settings.modules
  const press = (label: string, command: string) => button(say(label), command)
  return [
    ...(shop ? [[press('people-menu-catalog', '/catalog'), press('people-menu-orders', '/orders')]] : []),
    ...(bookings ? [[press('people-menu-book', '/book'), press('people-menu-bookings', '/bookings')]] : []),
    [press('people-menu-ask', '/ask'), press('people-menu-loyalty', '/loyalty')],
    [press('people-menu-profile', '/profile'), press('people-menu-language', '/language')],
  ]
}

/** The one button that leads back to all of it. */
export const menuButton: Button = button(say('people-menu-button'), '/start')
