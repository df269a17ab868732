/** Remembers what was found for a little while; many who ask at once share one question. What failed is asked again. */
export interface Memo<Found> {
  get(id: string): Promise<Found>
  clear(): void
}

const most = 10_000

export function createMemo<Found>(
  find: (id: string) => Promise<Found>,
  milliseconds: number,
  elapsed: () => number,
): Memo<Found> {
  const known = new Map<string, { found: Promise<Found>; until: number }>()
  return {
    clear: () => known.clear(),
    get(id) {
      const now = elapsed()
      const remembered = known.get(id)
      if (remembered && remembered.until > now) return remembered.found
      if (known.size >= most) known.clear()
      const entry = { found: find(id), until: now + milliseconds }
      known.set(id, entry)
      entry.found.catch(() => {
        if (known.get(id) === entry) known.delete(id)
      })
      return entry.found
    },
  }
}
