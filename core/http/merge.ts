/** Brings what comes singly together with what comes meanwhile. */
export interface Merger<Group extends { readonly id: string }, Item, Outcome> {
  add(group: Group, item: Item): Promise<Outcome>
}

const largestBatch = 200

/**
 * Items of one group that arrive while a batch is under way share the next one: under load one commit serves many, and a
 * quiet moment waits for nobody. An outcome comes after its commit; if the batch fails, all of it fails.
 */
export function createMerger<Group extends { readonly id: string }, Item, Outcome>(
  work: (group: Group, items: readonly Item[]) => Promise<readonly Outcome[]>,
): Merger<Group, Item, Outcome> {
  interface Waiting {
    readonly item: Item
    readonly resolve: (outcome: Outcome) => void
    readonly reject: (reason: unknown) => void
  }
  const lines = new Map<string, Waiting[]>()

  async function run(group: Group, line: Waiting[]): Promise<void> {
    while (line.length > 0) {
      const batch = line.splice(0, largestBatch)
      try {
        const outcomes = await work(
          group,
          batch.map(({ item }) => item),
        )
        batch.forEach(({ resolve, reject }, at) => {
          const outcome = outcomes[at]
          if (outcome === undefined) reject(new Error('an item came back without an outcome'))
          else resolve(outcome)
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    lines.delete(group.id)
  }

  return {
    add: (group, item) =>
      new Promise((resolve, reject) => {
        const entry = { item, resolve, reject }
        const line = lines.get(group.id)
        if (line) {
          line.push(entry)
          return
        }
        const fresh = [entry]
        lines.set(group.id, fresh)
        void run(group, fresh)
      }),
  }
}
