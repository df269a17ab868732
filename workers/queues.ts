import { createRequire } from 'node:module'
import type { JobsOptions } from 'bullmq'
import type { Cluster, Redis } from 'ioredis'
import pg from 'pg'

// BullMQ is loaded when the queues open, after the first answer could be given.
const require = createRequire(import.meta.url)

/** The jobs there are. They carry nothing that is not in the database too: a wiped queue costs time, never work. */
export const jobNames = ['sweep', 'housekeeping'] as const
export type JobName = (typeof jobNames)[number]

export interface Queues {
  /** `id` makes it once: the same line of the schedule in many processes is one job. It must not contain ":". */
  add(name: JobName, id: string): Promise<void>
  work(process: (name: JobName) => Promise<void>): void
  close(): Promise<void>
}

export interface QueueOptions {
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  readonly report: (error: unknown) => void
}

const queueName = 'rozmova'
const postgresSchema = 'queue'

/** Makes the queue's own tables as the database's owner, and lets the app's role use them and nothing else of it. */
export async function prepareQueueTables(adminUrl: string, appRole: string): Promise<void> {
  const { runMigrations }: typeof import('bullmq') = require('bullmq')
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await runMigrations(client, postgresSchema)
    const role = pg.escapeIdentifier(appRole)
    await client.query(`
      grant usage on schema ${postgresSchema} to ${role};
      grant select, insert, update, delete on all tables in schema ${postgresSchema} to ${role};
      grant usage, select, update on all sequences in schema ${postgresSchema} to ${role};
      grant execute on all functions in schema ${postgresSchema} to ${role};`)
  } finally {
    await client.end()
  }
}

/** BullMQ on Redis where there is one, on PostgreSQL where there is none: one code path from here on. */
export function openQueues(options: QueueOptions): Queues {
  const { queue, makeWorker, release } = options.redisUrl
    ? onRedis(options.redisUrl, options.report)
    : onPostgres(options.databaseUrl)
  queue.on('error', options.report)
  let worker: JobWorker | undefined
  return {
    async add(name, id) {
      await queue.add(
        name,
        {},
        {
          jobId: id,
          attempts: 3,
          backoff: { type: 'exponential', delay: 500 },
          removeOnComplete: { age: 60 },
          removeOnFail: { age: 3600 },
        },
      )
    },
    work(process) {
      worker = makeWorker(async (name) => {
        const known = jobNames.find((job) => job === name)
        if (known) await process(known)
      })
      worker.on('error', options.report)
      worker.on('failed', (_job, error) => options.report(error))
    },
    async close() {
      await worker?.close()
      await queue.close()
      release()
    },
  }
}

/** The part of BullMQ's classes that is used, the same on both backends. */
interface Backend {
  queue: {
    add(name: string, data: object, options: JobsOptions): Promise<unknown>
    on(event: 'error', listener: (error: Error) => void): unknown
    close(): Promise<void>
  }
  makeWorker: (process: (name: string) => Promise<void>) => JobWorker
  /** Lets go of what BullMQ does not: a connection that it was given. */
  release: () => void
}

interface JobWorker {
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown
  close(): Promise<void>
}

function onPostgres(databaseUrl: string): Backend {
  const bullmq: typeof import('bullmq') = require('bullmq')
  const { Queue, Worker } = bullmq.withBackend(bullmq.createPostgresBackend)
  const connection = { connectionString: databaseUrl, schema: postgresSchema, max: 3 }
  return {
    queue: new Queue(queueName, { connection }),
    makeWorker: (process) => new Worker(queueName, (job) => process(job.name), { connection, concurrency: 2 }),
    release: () => {},
  }
}

function onRedis(redisUrl: string, report: (error: unknown) => void): Backend {
  const bullmq: typeof import('bullmq') = require('bullmq')
  const connection = redisConnection(redisUrl)
  connection.on('error', report)
  return {
    queue: new bullmq.Queue(queueName, { connection }),
    makeWorker: (process) => new bullmq.Worker(queueName, (job) => process(job.name), { connection, concurrency: 2 }),
    release: () => connection.disconnect(),
  }
}

/** `redis+cluster://host:port,host:port` names the nodes of a cluster. */
function redisConnection(redisUrl: string): Redis | Cluster {
  const ioredis: typeof import('ioredis') = require('ioredis')
  if (!redisUrl.startsWith('redis+cluster://')) return new ioredis.Redis(redisUrl, { maxRetriesPerRequest: null })
  const nodes = redisUrl.slice('redis+cluster://'.length).replace(/\/.*$/, '').split(',')
  return new ioredis.Cluster(
    nodes.map((node) => `redis://${node}`),
    { redisOptions: { maxRetriesPerRequest: null } },
  )
}
