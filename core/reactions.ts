import { bookingReactions } from './bookings/index.ts'
import { catalogReactions } from './catalog/index.ts'
import type { React } from './events.ts'
import { inboxReactions } from './inbox/index.ts'
import { orderReactions } from './orders/index.ts'

/** Who reacts to what happened, in this order, within the transaction that made it happen. */
const all: readonly React[] = [catalogReactions, orderReactions, bookingReactions, inboxReactions]

export const reactions: React = async (tx, event) => {
  for (const react of all) await react(tx, event)
}
