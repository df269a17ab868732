import type { TenantTx } from '../../db/tenant.ts'
import { audit } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { languageSchema } from '../business.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { place } from '../vault.ts'
import { type Facts, timedFields } from './customer.ts'
import { markMerged, moveBelongings, setExternalId, setTimesOfTwo, settleQuestionsOf } from './merge-queries.ts'
import { openCustomer } from './open-customer.ts'
import { type CustomerRow, customerById, forgetReferrer, lockCustomers, referrersAbove } from './queries.ts'
import { saveFacts } from './save-facts.ts'

/** Two who are one become one, on the word of the staff. */
export async function mergeCustomers(
  tx: TenantTx,
  actor: Actor,
  input: { readonly customerId: string; readonly otherId: string },
): Promise<{ readonly customerId: string }> {
  allow(actor, 'customers.write')
  return { customerId: await mergePeople(tx, actor, input.customerId, input.otherId) }
}

/**
 * Makes two people one: the one known for longer stays, with the chats, orders, visits, requests, notes and keys of both; of
 * what both said the later word counts. Whoever stopped promotions once has stopped them.
 */
export async function mergePeople(tx: TenantTx, actor: Actor, one: string, two: string): Promise<string> {
  const [first, second] = await bothOfToday(tx, one, two)
  if (first.id === second.id) return first.id
  const [keep, other] = isOlder(first, second) ? [first, second] : [second, first]
  await tx.admit([keep.keyId, other.keyId])
  const facts = await laterFacts(tx, keep, other)
  const proved = provedPhone(keep, other)
  await markMerged(tx, other.id, keep.id)
  await moveBelongings(tx, other.id, keep.id)
  await keepExternalIds(tx, keep, other)
  for (const { facts: fact, at } of facts) await saveFacts(tx, [{ customerId: keep.id, facts: fact, at }])
  await setTimesOfTwo(tx, keep.id, {
    consentedAt: earlier(keep.consentedAt, other.consentedAt),
    promotionsStoppedAt: later(keep.promotionsStoppedAt, other.promotionsStoppedAt),
    firstPaidAt: earlier(keep.firstPaidAt, other.firstPaidAt),
    lastSeenAt: later(keep.lastSeenAt, other.lastSeenAt) ?? keep.lastSeenAt,
    createdAt: earlier(keep.createdAt, other.createdAt) ?? keep.createdAt,
    referredBy: keep.referredBy ?? other.referredBy,
    phoneProvedAt: proved,
  })
  // Whoever was brought by their other self was brought by nobody.
  if ([...(await referrersAbove(tx, [keep.id])).values()].includes(keep.id)) await forgetReferrer(tx, keep.id)
  await settleQuestionsOf(tx, keep.id, other.id)
  await audit(tx, actor, 'customers.merge', `customer:${keep.id}`, { merged: other.id })
  await record(tx, { type: 'customer.changed', customerId: keep.id })
  return keep.id
}

async function bothOfToday(tx: TenantTx, one: string, two: string): Promise<[CustomerRow, CustomerRow]> {
  const [a, b] = [await customerById(tx, one), await customerById(tx, two)]
  if (!a || !b) throw new AppError('not-found')
  const locked = await lockCustomers(tx, [a.id, b.id])
  const [first, second] = [locked.find((row) => row.id === a.id), locked.find((row) => row.id === b.id)]
  // Somebody else was merging them meanwhile.
  if (!first || !second || first.mergedInto || second.mergedInto) throw new AppError('just-taken')
  return [first, second]
}

const isOlder = (a: CustomerRow, b: CustomerRow): boolean =>
  a.createdAt.getTime() === b.createdAt.getTime() ? a.id < b.id : a.createdAt < b.createdAt

/** What of the other is kept, each with the time it was said. */
async function laterFacts(tx: TenantTx, keep: CustomerRow, other: CustomerRow): Promise<{ facts: Facts; at: Date }[]> {
  const { language, ...known } = await openCustomer(tx, other)
  const spoken = languageSchema.safeParse(language)
  const words: Facts = {
    ...known,
    attributes: other.attributes ? known.attributes : null,
    source: known.source === 'unknown' ? null : known.source,
    ...(spoken.success ? { language: spoken.data } : {}),
  }
  return timedFields.flatMap((field) => {
    const value = words[field]
    if (value === null || value === undefined) return []
    const mine = keep.fieldTimes[field]
    const theirs = other.fieldTimes[field]
    const missing = field === 'source' ? keep.source === 'unknown' : keep[field] === null
    if (field === 'phone' && !missing && keep.phoneProvedAt && !other.phoneProvedAt) return []
    const wins =
      missing ||
      (field === 'phone' && other.phoneProvedAt !== null && keep.phoneProvedAt === null) ||
      (theirs !== undefined && (mine === undefined || new Date(theirs) > new Date(mine)))
    if (!wins) return []
    const at = new Date(Math.max(new Date(theirs ?? 0).getTime(), mine === undefined ? 0 : new Date(mine).getTime()))
    return [{ facts: { [field]: value }, at }]
  })
}

/** Since when the phone that is kept is proved. */
function provedPhone(keep: CustomerRow, other: CustomerRow): Date | null {
  if (keep.phoneProvedAt && other.phoneProvedAt) {
    const [mine, theirs] = [keep.fieldTimes['phone'] ?? '', other.fieldTimes['phone'] ?? '']
    return theirs > mine ? other.phoneProvedAt : keep.phoneProvedAt
  }
  return keep.phoneProvedAt ?? other.phoneProvedAt
}

async function keepExternalIds(tx: TenantTx, keep: CustomerRow, other: CustomerRow): Promise<void> {
  if (!other.externalId) return
  if (keep.externalId) return setExternalId(tx, other.id, other.externalId, other.externalIdIndex)
  const plain = tx.vault.open(other.externalId, place('customers', 'external_id', other.id))
  const sealed = tx.vault.seal(keep.keyId, place('customers', 'external_id', keep.id), plain)
  await setExternalId(tx, keep.id, sealed, other.externalIdIndex)
}

const earlier = (a: Date | null, b: Date | null): Date | null => (a && b ? (a < b ? a : b) : (a ?? b))
const later = (a: Date | null, b: Date | null): Date | null => (a && b ? (a > b ? a : b) : (a ?? b))
