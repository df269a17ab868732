import type { TenantTx } from '../../db/tenant.ts'
import { staffName } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { personBehind } from '../customers/index.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { type ListRequests, listRequestsSchema, type ReadRequest, type Request, type RequestId } from './request.ts'
import { countOpenRequests, openRequestOf, pageOfRequests, requestById } from './request-queries.ts'

export interface RequestPage {
  readonly requests: readonly ReadRequest[]
  readonly nextCursor: string | null
  /** How many are open, whatever the page shows. */
  readonly open: number
}

/** The business's requests; those who wait longest first where that is asked for. */
export async function listRequests(tx: TenantTx, actor: Actor, input: ListRequests): Promise<RequestPage> {
  allow(actor, 'requests.read')
  const { cursor, limit, states, customerId, oldestFirst } = listRequestsSchema.parse(input)
  const after = cursor === undefined ? undefined : readCursor(cursor)
  const rows = await pageOfRequests(tx, { states, customerId, oldestFirst, after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const requests: ReadRequest[] = []
  for (const row of page) requests.push(await read(tx, row))
  return {
    requests,
    nextCursor: rows.length > limit && last ? `${last.createdAt.toISOString()}_${last.id}` : null,
    open: await countOpenRequests(tx),
  }
}

export async function getRequest(tx: TenantTx, actor: Actor, { requestId }: RequestId): Promise<ReadRequest> {
  allow(actor, 'requests.read')
  const row = isId(requestId) ? await requestById(tx, requestId) : undefined
  if (!row) throw new AppError('not-found')
  return read(tx, row)
}

/** The request that is open in a person's own chat, if any. */
export async function ownOpenRequest(tx: TenantTx, actor: Actor, _input: object): Promise<Request | undefined> {
  allow(actor, 'requests.ask')
  return actor.kind === 'customer' ? openRequestOf(tx, actor.addressId) : undefined
}

async function read(tx: TenantTx, row: Request): Promise<ReadRequest> {
  const { name } = await personBehind(tx, row)
  return { ...row, customer: name, who: await staffName(tx, row.takenBy) }
}

function readCursor(cursor: string): { at: Date; id: string } {
  const [time = '', id = ''] = cursor.split('_')
  const at = new Date(time)
  if (Number.isNaN(at.getTime()) || !isId(id)) throw new AppError('input-invalid', {}, 'cursor')
  return { at, id }
}
