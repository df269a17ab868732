import { createRequire } from 'node:module'
import type { Logger } from 'pino'
import type { JobName, Queues } from './queues.ts'

/** What each job does; handed in by `compose.ts`. */
export type Processors = Readonly<Record<JobName, () => Promise<void>>>

/**
 * The clock's lines, which only enqueue, and one worker for all jobs. Of several processes each enqueues, and the job's
 * id, made of the line and its time slot, lets one of them count.
 */
export function startWorkers(options: { queues: Queues; processors: Processors; clock: () => Date; log: Logger }): {
  stop(): void
} {
  const { queues, processors, clock, log } = options
  const cron: typeof import('node-cron') = createRequire(import.meta.url)('node-cron')
  queues.work((name) => processors[name]())
  const lines = schedule.map(({ line, job, seconds }) =>
    cron.schedule(line, () => {
      const slot = Math.floor(clock().getTime() / 1000 / seconds)
      queues.add(job, `${job}-${slot}`).catch((error: unknown) => log.warn({ err: error }, 'a job was not enqueued'))
    }),
  )
  return {
    stop() {
      for (const line of lines) void line.stop()
    },
  }
}

const schedule: readonly { line: string; job: JobName; seconds: number }[] = [
  { line: '*/10 * * * * *', job: 'sweep', seconds: 10 },
  { line: '7 */15 * * * *', job: 'housekeeping', seconds: 900 },
]
