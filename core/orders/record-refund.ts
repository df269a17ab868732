import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { ensureReportedProducts } from '../catalog/index.ts'
import { ensureCustomersByExternalId } from '../customers/index.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { fromDecimal, lineAmount } from '../money.ts'
import { place } from '../vault.ts'
import { attemptFact, bodyHash, itemsForHash, type Recorded, type Refund, safeAmount } from './fact.ts'
import {
  factsByExternalId,
  insertChangedDuplicates,
  insertRefunds,
  type NewRefund,
  purchasesByExternalId,
} from './queries.ts'

/**
 * Writes down refunds that apps report, each once. What is refunded is the amount, else the sum of the items, else the
 * whole purchase; a refund of which nothing says how much is rejected. Answers in the order given.
 */
export async function recordRefunds(tx: TenantTx, actor: Actor, refunds: readonly Refund[]): Promise<Recorded[]> {
  allow(actor, 'events.write')
  const purchases = await purchasesOf(tx, refunds)
  const priced = refunds.map((refund) => attemptFact(() => price(tx, refund, purchases)))
  const facts = priced.flatMap((fact) => (fact instanceof AppError ? [] : [fact]))
  const known = await knownFacts(tx, facts)
  const fresh = new Map<string, Priced>()
  for (const fact of facts) if (!known.has(fact.key) && !fresh.has(fact.key)) fresh.set(fact.key, fact)

  if (fresh.size > 0) await add(tx, [...fresh.values()], known)
  const changed = new Set<string>()
  const answers = priced.map((fact): Recorded => {
    if (fact instanceof AppError) return { status: 'rejected', error: fact }
    const there = known.get(fact.key)
    if (!there) throw new Error('a refund was neither added nor found')
    if (there.fact === fact) return { status: 'accepted', id: there.id }
    if (there.bodyHash && !there.bodyHash.equals(fact.bodyHash)) changed.add(there.id)
    return { status: 'duplicate', id: there.id }
  })
  await insertChangedDuplicates(tx, [...changed], 'refund_id')
  return answers
}

interface RefundedPurchase {
  readonly id: string
  readonly customerId: string | null
  readonly total: number
  readonly source: string | null
}

interface Priced {
  readonly refund: Refund
  readonly key: string
  readonly index: Buffer
  readonly bodyHash: Buffer
  readonly amount: number
  readonly purchase: RefundedPurchase | undefined
}

type There = Map<string, { id: string; bodyHash: Buffer | null; fact?: Priced }>

async function purchasesOf(tx: TenantTx, refunds: readonly Refund[]): Promise<Map<string, RefundedPurchase>> {
  const rows = await purchasesByExternalId(
    tx,
    refunds.flatMap(({ purchase }) => (purchase ? [tx.vault.index('purchase', purchase.external_id)] : [])),
  )
  return new Map(rows.map((row) => [row.index.toString('hex'), row]))
}

function price(tx: TenantTx, refund: Refund, purchases: ReadonlyMap<string, RefundedPurchase>): Priced {
  const { currency } = tx.business
  const purchase = refund.purchase
    ? purchases.get(tx.vault.index('purchase', refund.purchase.external_id).toString('hex'))
    : undefined
  const items = refund.items ?? []
  const given = refund.amount === undefined ? undefined : fromDecimal(refund.amount, currency, 'amount')
  const ofItems = items.length
    ? items.reduce((sum, item) => sum + lineAmount(item.quantity, item.unit_price, currency), 0)
    : undefined
  const amount = given ?? ofItems ?? purchase?.total
  if (amount === undefined || amount < 0) throw new AppError('input-invalid', {}, 'amount')
  const index = tx.vault.index('refund', refund.external_id)
  return {
    refund,
    key: index.toString('hex'),
    index,
    amount: safeAmount(amount, 'amount'),
    purchase,
    bodyHash: bodyHash([
      refund.purchase?.external_id ?? null,
      refund.customer?.external_id ?? null,
      refund.refunded_at.getTime(),
      given ?? null,
      itemsForHash(items),
      refund.source ?? null,
    ]),
  }
}

async function knownFacts(tx: TenantTx, facts: readonly Priced[]): Promise<There> {
  if (facts.length === 0) return new Map()
  const rows = await factsByExternalId(
    tx,
    'refunds',
    facts.map((fact) => fact.index),
  )
  return new Map(rows.map(({ index, id, bodyHash }) => [index.toString('hex'), { id, bodyHash }]))
}

async function add(tx: TenantTx, fresh: readonly Priced[], known: There): Promise<void> {
  const people = await ensureCustomersByExternalId(
    tx,
    fresh.flatMap(({ refund }) => refund.customer?.external_id ?? []),
  )
  await ensureReportedProducts(
    tx,
    fresh.flatMap(({ refund }) => (refund.items ?? []).map((item) => ({ ...item, price: item.unit_price }))),
  )
  const rows = [...fresh]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((fact) => {
      const { refund, purchase } = fact
      const id = newId()
      const person = refund.customer ? people.get(refund.customer.external_id) : undefined
      const keyId = person?.keyId ?? tx.business.id
      const row: NewRefund = {
        id,
        externalId: tx.vault.seal(keyId, place('refunds', 'external_id', id), refund.external_id),
        index: fact.index,
        bodyHash: fact.bodyHash,
        orderId: purchase?.id ?? null,
        customerId: person?.id ?? purchase?.customerId ?? null,
        amount: fact.amount,
        items: refund.items ? JSON.stringify(itemRows(refund.items)) : null,
        source: refund.source ?? purchase?.source ?? null,
        at: refund.refunded_at.toISOString(),
      }
      return { fact, row }
    })
  const added = await insertRefunds(
    tx,
    rows.map(({ row }) => row),
  )
  for (const { fact, row } of rows) {
    if (added.has(row.id)) known.set(fact.key, { id: row.id, bodyHash: row.bodyHash, fact })
  }
  const lost = rows.filter(({ row }) => !added.has(row.id)).map(({ fact }) => fact)
  for (const [key, there] of await knownFacts(tx, lost)) known.set(key, there)
}

const itemRows = (items: NonNullable<Refund['items']>) =>
  items.map(({ sku, quantity, unit_price }) => ({ sku, quantity, unit_price }))
