/** Chats that write, so many of them that each waits for no other. */
const chats = 1_000
export const firstChat = 500_000

/** What the client posts, by a number that never comes twice. */
export const bodies = {
  update: (at: number) => {
    const id = firstChat + (at % chats)
    const from = { id, is_bot: false, first_name: 'Леся', language_code: 'uk' }
    const chat = { id, type: 'private', first_name: 'Леся' }
    const message = { message_id: at, date: 1_795_000_000, chat, from, text: `/bench${at}` }
    return JSON.stringify({ update_id: 1_000_000 + at, message })
  },
  purchase: (at: number) => JSON.stringify(purchase(at)),
  batch: (at: number) =>
    JSON.stringify({
      events: Array.from({ length: 100 }, (_, one) => ({ type: 'purchase', ...purchase(at * 100 + one) })),
    }),
} as const

export const allChats = Array.from({ length: chats }, (_, at) => firstChat + at)

function purchase(at: number) {
  return {
    external_id: `bench-${at}`,
    customer: { external_id: `customer-${at % 5_000}` },
    purchased_at: '2026-05-10T10:00:00Z',
    items: [{ sku: `sku-${at % 200}`, name: 'Сукня', quantity: 1 + (at % 3), unit_price: '199.90' }],
  }
}
