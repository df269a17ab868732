/** Work by key: one key never runs twice at once, many keys run side by side. */
export interface Runner {
  wake(key: string): void
  /** Resolves when nothing runs and nothing waits to run now (work for later does not count). */
  idle(): Promise<void>
  /** Takes nothing more and waits for what is running. */
  stop(): Promise<void>
}

/**
 * `work` does what there is for a key and resolves with the moment to come back at, if any. A key that is woken while it
 * runs runs once more. Work that throws is reported; the sweep brings the key back.
 */
export function createRunner(
  work: (key: string) => Promise<Date | null>,
  options: { atOnce: number | (() => number); clock: () => Date; report: (error: unknown) => void },
): Runner {
  const waiting = new Set<string>()
  const running = new Set<string>()
  const timers = new Map<string, NodeJS.Timeout>()
  const listeners: (() => void)[] = []
  const { atOnce } = options
  const most = typeof atOnce === 'number' ? () => atOnce : atOnce
  let stopped = false

  function next(): void {
    for (const key of waiting) {
      if (running.size >= most()) return
      if (running.has(key)) continue
      waiting.delete(key)
      running.add(key)
      void run(key)
    }
    if (running.size === 0 && waiting.size === 0) for (const listener of listeners.splice(0)) listener()
  }

  async function run(key: string): Promise<void> {
    try {
      const again = await work(key)
      if (again) later(key, again)
    } catch (error) {
      options.report(error)
    }
    running.delete(key)
    next()
  }

  function later(key: string, at: Date): void {
    clearTimeout(timers.get(key))
    const timer = setTimeout(
      () => {
        timers.delete(key)
        wake(key)
      },
      Math.min(Math.max(at.getTime() - options.clock().getTime(), 5), 60_000),
    )
    timer.unref()
    timers.set(key, timer)
  }

  function wake(key: string): void {
    if (stopped) return
    waiting.add(key)
    next()
  }

  const idle = () =>
    new Promise<void>((resolve) => (running.size + waiting.size === 0 ? resolve() : listeners.push(resolve)))

  return {
    wake,
    idle,
    async stop() {
      stopped = true
      waiting.clear()
      for (const timer of timers.values()) clearTimeout(timer)
      await idle()
    },
  }
}
