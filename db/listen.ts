import pg from 'pg'
import { z } from 'zod'
import { type Wake, wakeChannel } from './tenant.ts'

const wakeSchema = z.tuple([
  z.string(),
  z.discriminatedUnion('stage', [
    z.object({ stage: z.literal('handle'), channelId: z.string(), chat: z.string() }),
    z.object({ stage: z.literal('deliver'), addressId: z.string() }),
    z.object({ stage: z.literal('stream'), addressId: z.string() }),
    z.object({ stage: z.literal('menus'), addressId: z.string() }),
  ]),
])

/** Hears the wake-up calls of other processes. A lost connection is taken up again; what was missed meanwhile the sweep finds. */
export function listenForWakes(
  url: string,
  call: (businessId: string, what: Wake) => void,
  report: (error: unknown) => void,
): { stop(): Promise<void> } {
  let client: pg.Client | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'rozmova wake' })
    fresh.on('error', report)
    fresh.on('end', () => {
      if (!stopped && client === fresh) retry()
    })
    fresh.on('notification', ({ payload }) => {
      const parsed = wakeSchema.safeParse(safeJson(payload))
      if (parsed.success) call(parsed.data[0], parsed.data[1])
    })
    client = fresh
    await fresh.connect()
    await fresh.query(`listen ${wakeChannel}`)
  }

  function retry(): void {
    timer = setTimeout(() => void connect().catch(() => retry()), 1000)
    timer.unref()
  }

  void connect().catch((error: unknown) => {
    report(error)
    retry()
  })
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await client?.end().catch(report)
    },
  }
}

function safeJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
