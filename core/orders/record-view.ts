import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { ensureReportedProducts, productsOfSkus, type SoldProduct } from '../catalog/index.ts'
import { customersByExternalId, type ExternalPerson, ensureCustomersByExternalId } from '../customers/index.ts'
import type { Recorded, View } from './fact.ts'
import { insertViews, knownViews, type NewView } from './queries.ts'

/** Writes down what people looked at in an app, each view once. Answers in the order given. */
export async function recordViews(tx: TenantTx, actor: Actor, views: readonly View[]): Promise<Recorded[]> {
  allow(actor, 'events.write')
  const facts = views.map((view) => {
    const key = keyOf(tx, view)
    return { view, key, id: key.toString('hex') }
  })
  const [known, people, products] = await Promise.all([
    knownViews(
      tx,
      facts.map(({ key }) => key),
    ),
    customersByExternalId(tx, views.map(customerOf)),
    productsOfSkus(
      tx,
      views.map(({ sku }) => sku),
    ),
  ])
  const fresh = new Map(facts.filter(({ id }) => !known.has(id)).map((fact) => [fact.id, fact]))
  const added = fresh.size > 0 ? await add(tx, [...fresh.values()], { people, products }) : new Set<string>()
  // Of twins in one batch the first is the new one.
  return facts.map(({ id }) => ({ status: added.delete(id) ? 'accepted' : 'duplicate', id }))
}

const customerOf = (view: View) => view.customer.external_id

/** What was looked up, all in one round trip. */
interface Found {
  readonly people: ReadonlyMap<string, ExternalPerson>
  readonly products: ReadonlyMap<string, SoldProduct>
}

/** The app's own id; without one, who looked at what and when. */
function keyOf(tx: TenantTx, view: View): Buffer {
  return view.external_id === undefined
    ? tx.vault.index('view', `${view.customer.external_id}\0${view.sku}\0${view.viewed_at.toISOString()}`)
    : tx.vault.index('view-id', view.external_id)
}

async function add(
  tx: TenantTx,
  facts: readonly { view: View; key: Buffer; id: string }[],
  found: Found,
): Promise<Set<string>> {
  const people = await ensureCustomersByExternalId(
    tx,
    facts.map(({ view }) => customerOf(view)),
    { known: found.people },
  )
  const products = await ensureReportedProducts(
    tx,
    facts.map(({ view }) => ({ ...view, price: view.price ?? '0' })),
    found.products,
  )
  const rows = facts.flatMap(({ view, key }): NewView[] => {
    const person = people.get(view.customer.external_id)
    const product = products.get(view.sku)
    if (!person || !product) throw new Error('whoever looked, or what they looked at, was neither added nor found')
    const { price = null, viewed_at } = view
    return [{ key, customerId: person.id, productId: product.id, price, at: viewed_at.toISOString() }]
  })
  return insertViews(
    tx,
    rows.sort((a, b) => a.key.compare(b.key)),
  )
}
