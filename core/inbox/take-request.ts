import type { TenantTx } from '../../db/tenant.ts'
import { audit, staffName } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { isId } from '../ids.ts'
import type { Request, RequestId } from './request.ts'
import { refreshAlerts } from './request-alert.ts'
import { requestById, takeRow } from './request-queries.ts'

/** Takes a request: the first press wins and every copy of the alert shows who has it. Whoever is late hears that. */
export async function takeRequest(tx: TenantTx, actor: Actor, { requestId }: RequestId): Promise<Request> {
  allow(actor, 'requests.handle')
  if (actor.kind !== 'staff') throw new AppError('not-allowed')
  const taken = isId(requestId) ? await takeRow(tx, requestId, actor.staffId) : undefined
  if (!taken) return takenBefore(tx, actor.staffId, requestId)
  await audit(tx, actor, 'requests.take', `request:${taken.id}`)
  await refreshAlerts(tx, taken)
  await record(tx, { type: 'request.taken', requestId: taken.id })
  return taken
}

async function takenBefore(tx: TenantTx, staffId: string, requestId: string): Promise<Request> {
  const request = isId(requestId) ? await requestById(tx, requestId) : undefined
  if (!request) throw new AppError('not-found')
  if (request.state === 'closed') throw new AppError('request-closed')
  if (request.takenBy !== staffId) throw new AppError('request-taken', { who: await staffName(tx, request.takenBy) })
  return request
}
