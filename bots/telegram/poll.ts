import { setTimeout as sleep } from 'node:timers/promises'
import { type Api, GrammyError } from 'grammy'
import type { Update } from 'grammy/types'
import { z } from 'zod'
import { newId } from '../../core/ids.ts'
import { type Intake, leasePolling, releasePolling } from '../../core/inbox/index.ts'
import type { Tenancy } from '../../db/tenant.ts'
import { createApi } from './client.ts'
import { envelopeOf, wantedUpdates } from './parse.ts'

export interface Polling {
  readonly businessId: string
  readonly channelId: string
  readonly token: string
  readonly apiRoot: string
  readonly tenancy: Tenancy
  readonly intake: Intake
  /** Ids and kinds of trouble only. */
  readonly log: { warn(details: object, message: string): void }
  readonly signal: AbortSignal
  readonly pauses?: Partial<Pauses>
}

interface Pauses {
  /** How long Telegram may wait for something to happen, seconds. */
  readonly longPoll: number
  /** Until another try for the lease, and after trouble at first and at most, milliseconds. */
  readonly lease: number
  readonly trouble: number
  readonly mostTrouble: number
}

/** Longer than a round can last, so that whoever holds it renews it in time. */
const leaseSeconds = 60
const usual: Pauses = { longPoll: 25, lease: 5_000, trouble: 1_000, mostTrouble: 30_000 }

/**
 * Fetches the updates of a bot until `signal` aborts; of all processes that try, only the one with the lease does.
 * Everything is stored before Telegram may forget it; what comes twice is known to the inbox by its key.
 */
export async function pollTelegram(polling: Polling): Promise<void> {
  const { businessId, channelId, tenancy, signal, log } = polling
  const pauses = { ...usual, ...polling.pauses }
  const holder = newId()
  const session = createSession(polling, pauses)
  let trouble = 0
  while (!signal.aborted) {
    try {
      const lease = await tenancy.run(businessId, (tx) => leasePolling(tx, channelId, holder, leaseSeconds))
      if (lease) await session.round()
      else {
        session.forget()
        await rest(pauses.lease, signal)
      }
      trouble = 0
    } catch (error) {
      if (signal.aborted) break
      trouble += 1
      log.warn({ channelId, trouble: nameOf(error) }, 'polling pauses')
      await rest(Math.max(Math.min(pauses.trouble * 2 ** (trouble - 1), pauses.mostTrouble), asked(error)), signal)
    }
  }
  await tenancy.run(businessId, (tx) => releasePolling(tx, channelId, holder)).catch(() => undefined)
}

function createSession({ businessId, channelId, token, apiRoot, intake, signal }: Polling, { longPoll }: Pauses) {
  const api = createApi({ token, apiRoot, seconds: longPoll + 15 })
  let ready = false
  /**
   * Confirms the batch just stored, and only that one. A lasting offset would throw updates away: after a quiet week
   * Telegram numbers anew, perhaps lower.
   */
  let offset: number | undefined

  return {
    forget: () => {
      ready = false
      offset = undefined
    },
    round: async () => {
      if (!ready) await api.deleteWebhook(undefined, grammySignal.parse(signal))
      ready = true
      const updates = await getUpdates(api, { offset, timeout: longPoll }, signal).catch((error: unknown) => {
        // Somebody set a webhook meanwhile, or another program polls this bot.
        if (error instanceof GrammyError && error.error_code === 409) ready = false
        throw error
      })
      offset = undefined
      await Promise.all(updates.map((update) => store(update)))
      const last = updates.at(-1)
      if (last) offset = last.update_id + 1
    },
  }

  async function store(update: Update): Promise<void> {
    const payload = JSON.stringify(update)
    const envelope = envelopeOf(payload)
    if (envelope) await intake.store({ businessId, channelId, ...envelope, payload })
  }
}

function getUpdates(
  api: Api,
  { offset, timeout }: { offset: number | undefined; timeout: number },
  signal: AbortSignal,
): Promise<Update[]> {
  const more = { limit: 100, timeout, allowed_updates: wantedUpdates, ...(offset === undefined ? {} : { offset }) }
  return api.getUpdates(more, grammySignal.parse(signal))
}

// grammY's types know the signal of an old package only; its code takes any.
const grammySignal = z.custom<NonNullable<Parameters<Api['getUpdates']>[1]>>((value) => value instanceof AbortSignal)

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}

function asked(error: unknown): number {
  return error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1000 : 0
}

function nameOf(error: unknown): string {
  if (error instanceof GrammyError) return `${error.error_code}: ${error.description}`
  return error instanceof Error ? error.name : 'unknown'
}
