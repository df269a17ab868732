import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { ensureReportedProducts, productsOfSkus, type SoldProduct, sellRegardless } from '../catalog/index.ts'
import {
  customersByExternalId,
  type ExternalPerson,
  ensureCustomersByExternalId,
  keepFirstPaid,
} from '../customers/index.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { newId } from '../ids.ts'
import { fromDecimal, lineAmount } from '../money.ts'
import { place } from '../vault.ts'
import { attemptFact, bodyHash, itemsForHash, type Purchase, type Recorded, safeAmount } from './fact.ts'
import {
  factsByExternalId,
  insertChangedDuplicates,
  insertPurchases,
  insertShortfalls,
  type NewPurchase,
} from './queries.ts'

/**
 * Writes down purchases that apps report: each once, however often and by however many it is reported. A known one
 * changes nothing (another content is listed in the data checks); unknown customers and products are added; what the
 * books lack is a shortfall, never a refusal. A handful of statements for a whole batch; answers in the order given.
 */
export async function recordPurchases(tx: TenantTx, actor: Actor, purchases: readonly Purchase[]): Promise<Recorded[]> {
  allow(actor, 'events.write')
  const priced = purchases.map((purchase) => attemptFact(() => price(tx, purchase)))
  const facts = priced.flatMap((fact) => (fact instanceof AppError ? [] : [fact]))
  const [known, people, products] = await Promise.all([
    knownFacts(tx, facts),
    customersByExternalId(tx, facts.flatMap(customerOf)),
    productsOfSkus(tx, facts.flatMap(skusOf)),
  ])
  const fresh = new Map<string, Priced>()
  for (const fact of facts) if (!known.has(fact.key) && !fresh.has(fact.key)) fresh.set(fact.key, fact)

  if (fresh.size > 0) await add(tx, [...fresh.values()], { known, people, products })
  const changed = new Set<string>()
  const answers = priced.map((fact): Recorded => {
    if (fact instanceof AppError) return { status: 'rejected', error: fact }
    const there = known.get(fact.key)
    if (!there) throw new Error('a purchase was neither added nor found')
    if (there.fact === fact) return { status: 'accepted', id: there.id }
    if (there.bodyHash && !there.bodyHash.equals(fact.bodyHash)) changed.add(there.id)
    return { status: 'duplicate', id: there.id }
  })
  await insertChangedDuplicates(tx, [...changed], 'order_id')
  return answers
}

const customerOf = ({ purchase }: Priced) => purchase.customer?.external_id ?? []
const skusOf = ({ purchase }: Priced) => purchase.items.map((item) => item.sku)

interface Priced {
  readonly purchase: Purchase
  readonly key: string
  readonly index: Buffer
  readonly bodyHash: Buffer
  readonly amounts: readonly number[]
  readonly subtotal: number
  readonly discount: number
}

/** A purchase that is there: which of those just reported made it, if any did. */
type There = Map<string, { id: string; bodyHash: Buffer | null; fact?: Priced }>

/** What was looked up, all in one round trip. */
interface Found {
  readonly known: There
  readonly people: ReadonlyMap<string, ExternalPerson>
  readonly products: ReadonlyMap<string, SoldProduct>
}

function price(tx: TenantTx, purchase: Purchase): Priced {
  const { currency } = tx.business
  const amounts = purchase.items.map((item, at) =>
    safeAmount(lineAmount(item.quantity, item.unit_price, currency), `items.${at}`),
  )
  const subtotal = safeAmount(
    amounts.reduce((sum, amount) => sum + amount, 0),
    'items',
  )
  const discount = purchase.discount === undefined ? 0 : fromDecimal(purchase.discount, currency, 'discount')
  if (discount < 0 || discount > subtotal) throw new AppError('input-invalid', {}, 'discount')
  const index = tx.vault.index('purchase', purchase.external_id)
  return {
    purchase,
    key: index.toString('hex'),
    index,
    amounts,
    subtotal,
    discount,
    bodyHash: bodyHash([
      purchase.customer?.external_id ?? null,
      purchase.purchased_at.getTime(),
      itemsForHash(purchase.items),
      discount,
      purchase.source ?? null,
    ]),
  }
}

async function knownFacts(tx: TenantTx, facts: readonly Priced[]): Promise<There> {
  if (facts.length === 0) return new Map()
  const rows = await factsByExternalId(
    tx,
    'orders',
    facts.map((fact) => fact.index),
  )
  return new Map(rows.map(({ index, id, bodyHash }) => [index.toString('hex'), { id, bodyHash }]))
}

async function add(tx: TenantTx, fresh: readonly Priced[], { known, ...found }: Found): Promise<void> {
  const people = await ensureCustomersByExternalId(tx, fresh.flatMap(customerOf), { known: found.people })
  const products = await ensureReportedProducts(
    tx,
    fresh.flatMap(({ purchase }) => purchase.items.map((item) => ({ ...item, price: item.unit_price }))),
    found.products,
  )
  const productOf = (sku: string) => {
    const product = products.get(sku)
    if (!product) throw new Error('a product was neither added nor found')
    return product
  }
  // Sorted, so that two batches with the same purchases never wait for each other in a circle.
  const rows = [...fresh]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((fact) => {
      const { purchase, amounts } = fact
      const id = newId()
      const person = purchase.customer ? people.get(purchase.customer.external_id) : undefined
      const row: NewPurchase = {
        id,
        externalId: tx.vault.seal(
          person?.keyId ?? tx.business.id,
          place('orders', 'external_id', id),
          purchase.external_id,
        ),
        index: fact.index,
        bodyHash: fact.bodyHash,
        customerId: person?.id ?? null,
        source: purchase.source ?? null,
        subtotal: fact.subtotal,
        discount: fact.discount,
        at: purchase.purchased_at.toISOString(),
        lines: purchase.items.map((item, at) => ({
          productId: productOf(item.sku).id,
          quantity: item.quantity,
          unitPrice: item.unit_price,
          amount: amounts[at] ?? 0,
        })),
      }
      return { fact, row, person }
    })
  const added = await insertPurchases(
    tx,
    rows.map(({ row }) => row),
  )
  const here = rows.filter(({ row }) => added.has(row.id))
  for (const { fact, row } of here) known.set(fact.key, { id: row.id, bodyHash: row.bodyHash, fact })
  // Somebody else reported the same at the same moment: theirs is the one.
  const lost = rows.filter(({ row }) => !added.has(row.id)).map(({ fact }) => fact)
  for (const [key, there] of await knownFacts(tx, lost)) known.set(key, there)

  await lowerStock(
    tx,
    here.flatMap(({ fact, row }) =>
      fact.purchase.items.map((item) => ({
        orderId: row.id,
        variantIds: productOf(item.sku).variantIds,
        quantity: Math.ceil(item.quantity),
      })),
    ),
  )
  await keepFirstPaid(
    tx,
    here.flatMap(({ fact, person }) => {
      const paidAt = fact.purchase.purchased_at
      return person && (!person.firstPaidAt || person.firstPaidAt > paidAt) ? [{ customerId: person.id, paidAt }] : []
    }),
  )
  for (const { row } of here) await record(tx, { type: 'order.paid', orderId: row.id })
}

async function lowerStock(
  tx: TenantTx,
  sales: readonly { orderId: string; variantIds: readonly string[]; quantity: number }[],
): Promise<void> {
  const kept = sales.filter((sale) => sale.variantIds.length > 0)
  if (kept.length > 0) await insertShortfalls(tx, await sellRegardless(tx, kept))
}
