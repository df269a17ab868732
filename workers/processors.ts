import { forgetFirstAnswers } from '../core/accounts/index.ts'
import type { Actor } from '../core/actor.ts'
import { expireHolds } from '../core/bookings/index.ts'
import { forgetOldUpdates, sweepInbox } from '../core/inbox/index.ts'
import { expireOrder } from '../core/orders/index.ts'
import type { Tenancy } from '../db/tenant.ts'
import type { Processors } from './start.ts'

const system: Actor = { kind: 'system', channel: 'system' }

/** Who has something to do, across tenants. */
export interface DueWork {
  withUpdatesWaiting(at: Date): Promise<string[]>
  withOutboxDue(at: Date): Promise<string[]>
  withHoldsOver(at: Date): Promise<string[]>
  allBusinesses(): Promise<{ businessId: string }[]>
}

export function createProcessors({
  tenancy,
  directory,
  clock,
}: {
  tenancy: Tenancy
  directory: DueWork
  clock: () => Date
}): Processors {
  return {
    async sweep() {
      const now = clock()
      const due = await Promise.all([directory.withUpdatesWaiting(now), directory.withOutboxDue(now)])
      for (const businessId of new Set(due.flat())) await tenancy.run(businessId, sweepInbox)
      for (const businessId of await directory.withHoldsOver(now)) await tenancy.run(businessId, expireHolds)
    },
    async housekeeping() {
      for (const { businessId } of await directory.allBusinesses()) {
        await tenancy.run(businessId, async (tx) => {
          await forgetOldUpdates(tx)
          await forgetFirstAnswers(tx)
        })
        while (await tenancy.run(businessId, (tx) => expireOrder(tx, system))) {}
      }
    },
  }
}
