import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { staffName } from '../accounts/index.ts'
import { type Actor, may } from '../actor.ts'
import type { Names } from '../business.ts'
import { AppError } from '../errors.ts'
import { place } from '../vault.ts'
import { findForStaff } from './get-customer.ts'
import {
  bookingsByIds,
  type HappeningKey,
  type HappeningKind,
  happenings,
  messagesByIds,
  notesByIds,
  ordersByIds,
  pageOfHappenings,
  refundsByIds,
  requestsByIds,
  viewsByKeys,
} from './history-queries.ts'
import { tryOpen } from './person.ts'
import { keysOfCustomer } from './queries.ts'

/** One thing that happened between a customer and the business. */
export type Happening = { readonly at: Date; readonly id: string } & (
  | {
      readonly kind: 'message'
      readonly author: 'person' | 'bot' | 'staff'
      readonly staff: string | null
      readonly channel: string
      /** Null where the words are gone with the person. */
      readonly text: string | null
    }
  | {
      readonly kind: 'order'
      readonly number: number | null
      readonly orderKind: string
      readonly state: string
      readonly total: number
      readonly paid: boolean
    }
  | { readonly kind: 'refund'; readonly amount: number }
  | { readonly kind: 'view'; readonly product: Names }
  | {
      readonly kind: 'booking'
      readonly number: number
      readonly state: string
      readonly service: Names
      readonly master: Names | null
      readonly amount: number
    }
  | { readonly kind: 'request'; readonly number: number; readonly state: string }
  | { readonly kind: 'note'; readonly staff: string | null; readonly text: string | null }
)

export interface HistoryPage {
  readonly customerId: string
  readonly happenings: readonly Happening[]
  readonly nextCursor: string | null
}

/**
 * Everything between a customer and the business on one line of time, the newest first: what was said in every chat,
 * orders, refunds, views, visits, requests and notes. A master sees visits and notes. `bot` leaves out what the bot said.
 */
export async function customerHistory(
  tx: TenantTx,
  actor: Actor,
  input: { readonly customer: string; readonly cursor?: string; readonly limit?: number; readonly bot?: boolean },
): Promise<HistoryPage> {
  const row = await findForStaff(tx, actor, input.customer)
  const limit = Math.min(Math.max(input.limit ?? 50, 1), 200)
  const keys = await pageOfHappenings(tx, {
    customerId: row.id,
    kinds: may(actor, 'customers.read') ? happenings : ['booking', 'note'],
    bot: input.bot ?? true,
    before: input.cursor === undefined ? undefined : readCursor(input.cursor),
    limit: limit + 1,
  })
  await tx.admit([row.keyId, ...(await keysOfCustomer(tx, row.id))])
  const page = keys.slice(0, limit)
  const last = page.at(-1)
  return {
    customerId: row.id,
    happenings: await open(tx, page),
    nextCursor: keys.length > limit && last ? `${last.at.toISOString()}_${last.kind}_${last.id}` : null,
  }
}

async function open(tx: TenantTx, keys: readonly HappeningKey[]): Promise<Happening[]> {
  const idsOf = (kind: HappeningKind) => keys.filter((key) => key.kind === kind).map((key) => key.id)
  const found = new Map<string, Happening>()
  const put = (kind: HappeningKind, id: string, make: (at: Date) => Happening) => {
    const key = keys.find((one) => one.kind === kind && one.id === id)
    if (key) found.set(`${kind} ${id}`, make(key.at))
  }
  for (const row of await messagesByIds(tx, idsOf('message'))) {
    const staff = row.staffId ? await staffName(tx, row.staffId) : null
    const body = tryOpen(tx, row.body, place('messages', 'body', row.id))
    const text = body === null ? null : bodySchema.parse(JSON.parse(body)).text
    const { id, author, channel } = row
    put('message', id, (at) => ({ at, id, kind: 'message', author, channel, staff, text }))
  }
  for (const row of await notesByIds(tx, idsOf('note'))) {
    const staff = row.staffId ? await staffName(tx, row.staffId) : null
    const text = tryOpen(tx, row.body, place('customer_notes', 'body', row.id))
    put('note', row.id, (at) => ({ at, id: row.id, kind: 'note', staff, text }))
  }
  for (const { kind: orderKind, ...row } of await ordersByIds(tx, idsOf('order')))
    put('order', row.id, (at) => ({ at, ...row, kind: 'order', orderKind }))
  for (const row of await refundsByIds(tx, idsOf('refund')))
    put('refund', row.id, (at) => ({ at, ...row, kind: 'refund' }))
  for (const row of await viewsByKeys(tx, idsOf('view')))
    put('view', row.id, (at) => ({ at, id: row.id, kind: 'view', product: row.names }))
  for (const row of await bookingsByIds(tx, idsOf('booking')))
    put('booking', row.id, (at) => ({ at, ...row, kind: 'booking' }))
  for (const row of await requestsByIds(tx, idsOf('request')))
    put('request', row.id, (at) => ({ at, ...row, kind: 'request' }))
  return keys.flatMap((key) => found.get(`${key.kind} ${key.id}`) ?? [])
}

const bodySchema = z.object({ text: z.string() })

function readCursor(cursor: string): { at: Date; kind: string; id: string } {
  const [time = '', kind = '', id = ''] = cursor.split('_')
  const at = new Date(time)
  if (Number.isNaN(at.getTime()) || id === '') throw new AppError('input-invalid', {}, 'cursor')
  return { at, kind, id }
}
