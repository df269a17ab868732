import { z } from 'zod'
import { and, asc, desc, eq, inArray, isNull, ne, sql } from '../../db/drizzle.ts'
import { counters } from '../../db/schema/business.ts'
import { files, messages, requests } from '../../db/schema/inbox.ts'
import { addresses } from '../../db/schema/people.ts'
import type { TenantTx } from '../../db/tenant.ts'
import { newId } from '../ids.ts'
import { place } from '../vault.ts'
import type { AddressRow } from './queries.ts'
import type { Request, RequestState } from './request.ts'

const one = (tx: TenantTx, id: string) => and(eq(requests.businessId, tx.business.id), eq(requests.id, id))

export async function requestById(tx: TenantTx, id: string): Promise<Request | undefined> {
  const [row] = await tx.db.select().from(requests).where(one(tx, id))
  return row
}

/** The one request of this chat that is not closed yet, kept from changing until the commit. */
export async function openRequestOf(tx: TenantTx, addressId: string): Promise<Request | undefined> {
  const [row] = await tx.db
    .select()
    .from(requests)
    .where(
      and(eq(requests.businessId, tx.business.id), eq(requests.addressId, addressId), ne(requests.state, 'closed')),
    )
    .for('update')
  return row
}

/** A chat has one open request at most: the table's unique index refuses a second. */
export async function insertRequest(
  tx: TenantTx,
  request: Pick<Request, 'addressId' | 'customerId' | 'channel' | 'answerDueAt' | 'takenBy'>,
): Promise<Request> {
  const [row] = await tx.db
    .insert(requests)
    .values({
      businessId: tx.business.id,
      id: newId(),
      number: await nextNumber(tx),
      state: request.takenBy ? 'taken' : 'new',
      createdAt: tx.now,
      ...request,
    })
    .returning()
  if (!row) throw new Error('a request was not stored')
  return row
}

async function nextNumber(tx: TenantTx): Promise<number> {
  const [row] = await tx.db
    .insert(counters)
    .values({ businessId: tx.business.id, name: 'requests', value: 1 })
    .onConflictDoUpdate({
      target: [counters.businessId, counters.name],
      set: { value: sql`${counters.value} + 1` },
    })
    .returning({ value: counters.value })
  if (!row) throw new Error('a counter gave no number')
  return row.value
}

/** The first press wins; what somebody had who is gone from the team can be taken anew. */
export async function takeRow(tx: TenantTx, id: string, staffId: string): Promise<Request | undefined> {
  const [row] = await tx.db
    .update(requests)
    .set({ state: 'taken', takenBy: staffId })
    .where(
      and(
        one(tx, id),
        sql`(${requests.state} = 'new' or (${requests.state} = 'taken' and not exists (
          select from staff s where s.business_id = ${requests.businessId} and s.id = ${requests.takenBy} and s.removed_at is null)))`,
      ),
    )
    .returning()
  return row
}

export async function closeRow(tx: TenantTx, id: string, closedBy: string): Promise<Request | undefined> {
  const [row] = await tx.db
    .update(requests)
    .set({ state: 'closed', closedAt: tx.now, closedBy })
    .where(and(one(tx, id), ne(requests.state, 'closed')))
    .returning()
  return row
}

/** Counts the first answer of a request that somebody asked. */
export async function markAnswered(tx: TenantTx, id: string): Promise<void> {
  await tx.db
    .update(requests)
    .set({ firstAnsweredAt: tx.now })
    .where(and(one(tx, id), sql`${requests.firstAnsweredAt} is null and ${requests.answerDueAt} is not null`))
}

export async function pageOfRequests(
  tx: TenantTx,
  wish: {
    readonly states: readonly RequestState[] | undefined
    readonly customerId: string | undefined
    readonly oldestFirst: boolean
    readonly after: { readonly at: Date; readonly id: string } | undefined
    readonly limit: number
  },
): Promise<Request[]> {
  const order = wish.oldestFirst ? asc : desc
  const compare = wish.oldestFirst ? sql`>` : sql`<`
  return tx.db
    .select()
    .from(requests)
    .where(
      and(
        eq(requests.businessId, tx.business.id),
        wish.states ? inArray(requests.state, [...wish.states]) : undefined,
        wish.customerId ? eq(requests.customerId, wish.customerId) : undefined,
        wish.after
          ? sql`(${requests.createdAt}, ${requests.id}) ${compare} (${wish.after.at.toISOString()}::timestamptz, ${wish.after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(order(requests.createdAt), order(requests.id))
    .limit(wish.limit)
}

export async function countOpenRequests(tx: TenantTx): Promise<number> {
  const [row] = await tx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(requests)
    .where(and(eq(requests.businessId, tx.business.id), ne(requests.state, 'closed')))
  return row?.count ?? 0
}

/** What the person said in their chat just now belongs to the request: these words, else the last they wrote. */
export async function claimWords(tx: TenantTx, address: AddressRow, requestId: string, text: string): Promise<void> {
  const last = await tx.db
    .select({ position: messages.position, id: messages.id, body: messages.body })
    .from(messages)
    .where(
      and(
        eq(messages.businessId, tx.business.id),
        eq(messages.addressId, address.id),
        eq(messages.author, 'person'),
        isNull(messages.requestId),
      ),
    )
    .orderBy(desc(messages.position))
    .limit(5)
  const said = last.find(({ id, body }) => textOf(tx.vault.open(body, place('messages', 'body', id))) === text)
  const position = (said ?? last[0])?.position
  if (position === undefined) return
  await tx.db
    .update(messages)
    .set({ requestId })
    .where(and(eq(messages.businessId, tx.business.id), eq(messages.position, position)))
}

const textOf = (body: string): string => bodySchema.parse(JSON.parse(body)).text.trim()
const bodySchema = z.object({ text: z.string() })

/** With which words a request began. */
export async function firstWords(tx: TenantTx, request: Pick<Request, 'id' | 'addressId'>): Promise<string | null> {
  const [row] = await tx.db
    .select({ id: messages.id, body: messages.body, keyId: addresses.keyId })
    .from(messages)
    .innerJoin(addresses, and(eq(addresses.businessId, messages.businessId), eq(addresses.id, messages.addressId)))
    .where(
      and(eq(messages.businessId, tx.business.id), eq(messages.requestId, request.id), eq(messages.author, 'person')),
    )
    .orderBy(asc(messages.position))
    .limit(1)
  if (!row) return null
  await tx.admit([row.keyId])
  return textOf(tx.vault.open(row.body, place('messages', 'body', row.id)))
}

/** A photo that was sent in this very chat. */
export async function isFileOf(tx: TenantTx, address: AddressRow, fileId: string): Promise<boolean> {
  const rows = await tx.db
    .select({ id: files.id })
    .from(files)
    .where(and(eq(files.businessId, tx.business.id), eq(files.id, fileId), eq(files.keyId, address.keyId)))
  return rows.length > 0
}
