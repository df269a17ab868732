import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError, databaseError } from '../errors.ts'
import { newId } from '../ids.ts'
import { serviceById, writeService } from './queries.ts'
import type { Service, ServiceInput } from './service.ts'

/** Makes or changes a service and says who does it. Bookings that exist keep their time and price. */
export async function saveService(tx: TenantTx, actor: Actor, input: ServiceInput): Promise<Service> {
  allow(actor, 'catalog.write')
  const id = input.id ?? newId()
  const written = await tx
    .attempt(() => writeService(tx, id, input))
    .catch((error: unknown) => {
      if (databaseError(error)?.state === foreignKey) throw new AppError('not-found', {}, 'staffIds')
      throw error
    })
  const service = written ? await serviceById(tx, id) : undefined
  if (!service) throw new AppError('not-found')
  await audit(tx, actor, 'services.save', `service:${id}`)
  return service
}

const foreignKey = '23503'
