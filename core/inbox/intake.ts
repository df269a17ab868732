import type { Tenancy } from '../../db/tenant.ts'
import { chatIndex, insertUpdates, type NewUpdate } from './queries.ts'

export interface RawUpdate extends NewUpdate {
  readonly businessId: string
}

export interface Intake {
  /** Resolves once the update is committed. A key that is known already is `known` and changes nothing. */
  store(update: RawUpdate): Promise<'new' | 'known'>
}

const largestBatch = 500
const pressure = 16

/**
 * Transaction 1 of a message: store, commit, answer. Updates that arrive while a commit is under way share the next one,
 * so that a flood costs one statement, not one each; a quiet moment waits for nobody.
 */
export function createIntake(tenancy: Tenancy): Intake & {
  /** Whether so many wait to be stored that all other work should stand back: a platform that waits repeats itself. */
  pressed(): boolean
} {
  const lines = new Map<string, Line>()
  let open = 0

  async function work(businessId: string, line: Line): Promise<void> {
    while (line.waiting.length > 0) {
      const batch = line.waiting.splice(0, largestBatch)
      try {
        const added = await tenancy.run(businessId, async (tx) => {
          const fresh = await insertUpdates(
            tx,
            batch.map((entry) => entry.update),
          )
          for (const at of fresh) {
            const update = batch[at]?.update
            if (update)
              tx.wake({
                stage: 'handle',
                channelId: update.channelId,
                chat: chatIndex(tx, update.channelId, update.chat).toString('hex'),
              })
          }
          return fresh
        })
        for (const [at, entry] of batch.entries()) entry.resolve(added.has(at) ? 'new' : 'known')
      } catch (error) {
        for (const entry of batch) entry.reject(error)
      }
      open -= batch.length
    }
    lines.delete(businessId)
  }

  return {
    pressed: () => open >= pressure,
    store: (update) =>
      new Promise((resolve, reject) => {
        open += 1
        const entry = { update, resolve, reject }
        const line = lines.get(update.businessId)
        if (line) {
          line.waiting.push(entry)
          return
        }
        const fresh: Line = { waiting: [entry] }
        lines.set(update.businessId, fresh)
        void work(update.businessId, fresh)
      }),
  }
}

interface Line {
  readonly waiting: {
    update: RawUpdate
    resolve: (result: 'new' | 'known') => void
    reject: (reason: unknown) => void
  }[]
}
