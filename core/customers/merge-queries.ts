import { and, eq, isNull, sql } from '../../db/drizzle.ts'
import { customers, mergeQuestions } from '../../db/schema/people.ts'
import type { TenantTx } from '../../db/tenant.ts'
import { newId } from '../ids.ts'
import type { CustomerRow } from './queries.ts'

/** Everything that was of one person becomes another's, their keys as well. */
export async function moveBelongings(tx: TenantTx, from: string, to: string): Promise<void> {
  const tables = [
    'person_keys',
    'addresses',
    'consents',
    'customer_notes',
    'orders',
    'refunds',
    'product_views',
    'bookings',
    'requests',
  ]
  for (const table of tables) {
    await tx.db.execute(
      sql`update ${sql.identifier(table)} set customer_id = ${to} where business_id = ${tx.business.id} and customer_id = ${from}`,
    )
  }
  await tx.db.execute(sql`delete from customer_terms where business_id = ${tx.business.id} and customer_id = ${from}`)
  await tx.db.execute(
    sql`update customers set referred_by = ${to} where business_id = ${tx.business.id} and referred_by = ${from}`,
  )
  await tx.db.execute(
    sql`update customers set merged_into = ${to} where business_id = ${tx.business.id} and merged_into = ${from}`,
  )
}

export async function markMerged(tx: TenantTx, id: string, into: string): Promise<void> {
  await tx.db
    .update(customers)
    .set({ mergedInto: into, externalId: null, externalIdIndex: null, updatedAt: tx.now })
    .where(and(eq(customers.businessId, tx.business.id), eq(customers.id, id)))
}

export async function setExternalId(
  tx: TenantTx,
  id: string,
  externalId: Buffer | null,
  externalIdIndex: Buffer | null,
): Promise<void> {
  await tx.db
    .update(customers)
    .set({ externalId, externalIdIndex })
    .where(and(eq(customers.businessId, tx.business.id), eq(customers.id, id)))
}

export async function setTimesOfTwo(
  tx: TenantTx,
  id: string,
  set: Pick<
    CustomerRow,
    'consentedAt' | 'promotionsStoppedAt' | 'firstPaidAt' | 'lastSeenAt' | 'createdAt' | 'referredBy' | 'phoneProvedAt'
  >,
): Promise<void> {
  await tx.db
    .update(customers)
    .set({ ...set, updatedAt: tx.now })
    .where(and(eq(customers.businessId, tx.business.id), eq(customers.id, id)))
}

export interface MergeQuestion {
  readonly id: string
  readonly customerId: string
  readonly otherCustomerId: string
  readonly askedAt: Date
  readonly answer: 'merged' | 'kept-apart' | null
  readonly answeredBy: string | null
}

/** Writes down which pairs are in question; those that were asked about before are not asked about again. */
export async function insertMergeQuestions(
  tx: TenantTx,
  pairs: readonly (readonly [string, string])[],
): Promise<string[]> {
  if (pairs.length === 0) return []
  const rows = await tx.db
    .insert(mergeQuestions)
    .values(
      pairs.map(([one, other]) => ({
        businessId: tx.business.id,
        id: newId(),
        customerId: one < other ? one : other,
        otherCustomerId: one < other ? other : one,
        askedAt: tx.now,
      })),
    )
    .onConflictDoNothing()
    .returning({ id: mergeQuestions.id })
  return rows.map((row) => row.id)
}

export async function mergeQuestion(tx: TenantTx, id: string): Promise<MergeQuestion | undefined> {
  const [row] = await tx.db
    .select()
    .from(mergeQuestions)
    .where(and(eq(mergeQuestions.businessId, tx.business.id), eq(mergeQuestions.id, id)))
  return row
}

export async function openMergeQuestions(tx: TenantTx, limit: number): Promise<MergeQuestion[]> {
  return tx.db
    .select()
    .from(mergeQuestions)
    .where(and(eq(mergeQuestions.businessId, tx.business.id), isNull(mergeQuestions.answer)))
    .orderBy(mergeQuestions.askedAt, mergeQuestions.id)
    .limit(limit)
}

/** The first answer counts. */
export async function answerQuestion(
  tx: TenantTx,
  id: string,
  answer: 'merged' | 'kept-apart',
  answeredBy: string | null,
): Promise<MergeQuestion | undefined> {
  const [row] = await tx.db
    .update(mergeQuestions)
    .set({ answer, answeredBy })
    .where(and(eq(mergeQuestions.businessId, tx.business.id), eq(mergeQuestions.id, id), isNull(mergeQuestions.answer)))
    .returning()
  return row
}

/** A pair that has become one by another way needs no answer any more. */
export async function settleQuestionsOf(tx: TenantTx, one: string, other: string): Promise<void> {
  await tx.db.execute(sql`
    update merge_questions set answer = 'merged'
    where business_id = ${tx.business.id} and answer is null
      and customer_id in (${one}, ${other}) and other_customer_id in (${one}, ${other})`)
}
