import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, actorId, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { isId } from '../ids.ts'
import { button, message } from '../message.ts'
import { say } from '../say.ts'
import type { Request, RequestId } from './request.ts'
import { refreshAlerts, requestSays } from './request-alert.ts'
import { closeRow, requestById } from './request-queries.ts'
import { tellCustomer, tellStaffMember } from './tell.ts'

/** Either side ends it, and the other hears of it. What was said stays. */
export async function closeRequest(tx: TenantTx, actor: Actor, { requestId }: RequestId): Promise<Request> {
  allow(actor, actor.kind === 'customer' ? 'requests.ask' : 'requests.handle')
  const known = isId(requestId) ? await requestById(tx, requestId) : undefined
  if (!known || !isTheirs(actor, known)) throw new AppError('not-found')
  const closed = await closeRow(tx, known.id, actorId(actor))
  if (!closed) throw new AppError('request-closed')
  if (actor.kind === 'customer') {
    if (closed.takenBy)
      await tellStaffMember(
        tx,
        closed.takenBy,
        message(say('requests-ended-by-customer', await requestSays(tx, closed))),
      )
  } else {
    await tellCustomer(
      tx,
      closed,
      message(say('requests-ended-by-staff'), [
        [button(say('requests-button-ask-again'), '/ask'), button(say('requests-button-menu'), '/start')],
      ]),
    )
  }
  await refreshAlerts(tx, closed)
  await audit(tx, actor, 'requests.close', `request:${closed.id}`)
  await record(tx, { type: 'request.closed', requestId: closed.id })
  return closed
}

function isTheirs(actor: Actor, request: Request): boolean {
  if (actor.kind !== 'customer') return true
  return request.addressId === actor.addressId || (actor.customerId !== null && request.customerId === actor.customerId)
}
