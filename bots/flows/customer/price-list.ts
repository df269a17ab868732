import { listServices } from '../../../core/bookings/index.ts'
import { type Button, button, message } from '../../../core/message.ts'
import { type Say, say } from '../../../core/say.ts'
import { end, type Feature, type Talk } from '../../conversation/flow.ts'
import { menuButton } from '../main-menu.ts'
import { pageOf, pager, pageSize } from '../pager.ts'

export const feature: Feature = {
  commands: [
    {
      name: 'price',
      audience: 'customer',
      permission: 'shop.browse',
      intents: ['price-list'],
      menu: true,
      run: async (talk, { args, slots }) => {
        const { shop, bookings } = talk.business.settings.modules
        const services = bookings ? await talk.run(listServices, {}) : []
        const asked = services.filter((one) => one.id === slots.serviceId || slots.serviceIds?.includes(one.id))
        const shown = asked.length > 0 ? asked : services
        const page = pageOf(args)
        const buttons: Button[][] = [
          ...pager(page, shown.length, (at) => `/price ${at}`),
          [
            ...(bookings && services.length > 0 ? [button(say('people-menu-book'), '/book')] : []),
            ...(shop ? [button(say('people-menu-catalog'), '/catalog')] : []),
          ],
          [button(say('people-menu-ask'), '/ask'), menuButton],
        ]
        const lines = shown.slice(page * pageSize, (page + 1) * pageSize).map((service) => priceLine(talk, service))
        return end(
          message(
            [
              ...(lines.length > 0 ? [say('people-price-services'), ...lines] : []),
              ...(shop ? [say('people-price-goods')] : []),
              say('people-price-wholesale'),
            ],
            buttons.filter((row) => row.length > 0),
          ),
        )
      },
    },
  ],
}

function priceLine(talk: Talk, service: Awaited<ReturnType<typeof listServices>>[number]): Say {
  return say('people-price-line', {
    service: { names: service.names },
    price: { money: service.price, currency: talk.business.currency },
    minutes: service.durationMin,
  })
}
