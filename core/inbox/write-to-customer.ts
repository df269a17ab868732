import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError, databaseError, sqlState } from '../errors.ts'
import { isId } from '../ids.ts'
import { type AddressRow, addressById, addressesOfCustomer } from './queries.ts'
import type { Request } from './request.ts'
import { insertRequest, openRequestOf } from './request-queries.ts'
import { takeRequest } from './take-request.ts'

/**
 * A member of the staff begins to write to somebody, by `customer:ID` or `address:ID`: joins the request that is open in
 * their chat, or opens one that waits for nobody's answer and so counts in no reply time.
 */
export async function writeToCustomer(
  tx: TenantTx,
  actor: Actor,
  input: { readonly to: string },
): Promise<{ readonly request: Request }> {
  allow(actor, 'requests.handle')
  if (actor.kind !== 'staff') throw new AppError('not-allowed')
  const address = await chatOf(tx, input.to)
  const open = (await openRequestOf(tx, address.id)) ?? (await insert(tx, actor.staffId, address))
  if (!open) throw new AppError('just-taken')
  const request = await takeRequest(tx, actor, { requestId: open.id })
  await audit(tx, actor, 'requests.write', `request:${request.id}`)
  return { request }
}

async function chatOf(tx: TenantTx, to: string): Promise<AddressRow> {
  const [kind, id = ''] = to.split(':')
  if (!isId(id)) throw new AppError('not-found')
  const own = kind === 'address' ? await addressById(tx, id) : undefined
  if (own && !own.unreachableAt) return own
  const customerId = kind === 'customer' ? id : own?.customerId
  const [other] = customerId ? await addressesOfCustomer(tx, customerId) : []
  if (!other) throw new AppError('customer-unreachable')
  return other
}

async function insert(tx: TenantTx, staffId: string, address: AddressRow): Promise<Request | undefined> {
  const { id: addressId, customerId, kind: channel } = address
  try {
    return await tx.attempt(() =>
      insertRequest(tx, { addressId, customerId, channel, answerDueAt: null, takenBy: staffId }),
    )
  } catch (error) {
    if (databaseError(error)?.state !== sqlState.unique) throw error
    return openRequestOf(tx, addressId)
  }
}
