import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { readWaitBuckets, readWaits, readWork } from './queries.ts'
import { type DaysBefore, daysBefore, type Span, salesReportSchema, spanBefore, spanOf } from './report.ts'

export const operationsReportSchema = salesReportSchema.omit({ group_by: true })

/** Minutes until the first answer of a member of the staff; `none` where there was no answer. */
const waitBuckets = ['0-5', '5-15', '15-60', '60-240', '240-', 'none'] as const

export const operationsFiguresSchema = z.object({
  /** What people asked, and how much of it had an answer of the staff by the end of these days. */
  requests: z.int(),
  answered: z.int(),
  /** Seconds until the first answer, and until it was settled: the middle ones; `null` where there are none. */
  first_response: z.number().nullable(),
  handling: z.number().nullable(),
  /** Chats in which a person wrote or tapped, counted each day, and those of them that needed nobody of the staff. */
  chats: z.int(),
  chats_by_bot: z.int(),
  /** The second of the first, from 0 to 1; `null` where nobody wrote. */
  bot_share: z.number().nullable(),
  orders_handled: z.int(),
  bookings_handled: z.int(),
  /** Messages that Viber charges for, since we began, and those within a session that the person opened. */
  viber_paid: z.int(),
  viber_free: z.int(),
})
type OperationsFigures = z.output<typeof operationsFiguresSchema>

export const waitBucketSchema = z.object({
  bucket: z.enum(waitBuckets),
  requests: z.int(),
  /** How many of those who asked paid for something within seven days, and their share from 0 to 1. */
  converted: z.int(),
  conversion: z.number().nullable(),
})
type WaitBucket = z.output<typeof waitBucketSchema>

export interface OperationsReport {
  readonly totals: OperationsFigures
  readonly before: OperationsFigures
  readonly buckets: readonly WaitBucket[]
}

interface OperationsQuestion {
  readonly from: string
  readonly to: string
  readonly as_of?: string | undefined
  /** What to compare with; the days before where it is left out. */
  readonly before?: DaysBefore | undefined
}

/**
 * How the work goes: how fast people are answered, what the bot did alone, what Viber charges for, and whether a fast answer
 * keeps a buyer. Every figure is read from the views in schema `reports`.
 */
export async function readOperations(
  tx: TenantTx,
  actor: Actor,
  question: OperationsQuestion,
): Promise<OperationsReport> {
  allow(actor, 'reports.read')
  const { timezone } = tx.business
  const span = spanOf(question, timezone, question.as_of)
  const before = question.before ?? daysBefore(question)
  const earlier = spanBefore(before, timezone, question.as_of)
  const known = question.as_of === undefined ? null : spanOf({ from: question.as_of, to: question.as_of }, timezone).end
  return {
    totals: await figuresOf(tx, span, question, question.as_of),
    before: await figuresOf(tx, earlier, before, question.as_of),
    buckets: await bucketsOf(tx, span, known),
  }
}

async function figuresOf(
  tx: TenantTx,
  span: Span,
  { from, to }: { readonly from: string; readonly to: string },
  asOf: string | undefined,
): Promise<OperationsFigures> {
  const waits = await readWaits(tx, span)
  const work = await readWork(tx, { from, to: asOf !== undefined && asOf < to ? asOf : to })
  return {
    requests: waits.requests,
    answered: waits.answered,
    first_response: waits.median,
    handling: waits.handling,
    chats: work.chats,
    chats_by_bot: work.chatsByBot,
    bot_share: share(work.chatsByBot, work.chats),
    orders_handled: work.ordersHandled,
    bookings_handled: work.bookingsHandled,
    viber_paid: work.viberPaid,
    viber_free: work.viberFree,
  }
}

async function bucketsOf(tx: TenantTx, span: Span, known: Date | null): Promise<WaitBucket[]> {
  const found = await readWaitBuckets(tx, span, known)
  return waitBuckets.map((bucket) => {
    const { requests, converted } = found.get(bucket) ?? { requests: 0, converted: 0 }
    return { bucket, requests, converted, conversion: share(converted, requests) }
  })
}

const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000)
