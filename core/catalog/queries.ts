import { and, asc, eq, inArray, isNull, type SQL, sql } from '../../db/drizzle.ts'
import { categories, products, restockWishes, shops, type stockMoves, variants } from '../../db/schema/shop.ts'
import type { TenantTx } from '../../db/tenant.ts'
import type { Names } from '../business.ts'
import { newId } from '../ids.ts'

// Products

export type ProductRow = typeof products.$inferSelect

export async function categoriesWithProducts(
  tx: TenantTx,
): Promise<{ id: string; slug: string; names: Names; products: number }[]> {
  const { rows } = await tx.db.execute<{ id: string; slug: string; names: Names; products: number }>(sql`
    select c.id, c.slug, c.names, count(p.id)::int as products
    from categories c
    join products p on p.business_id = c.business_id and p.category_id = c.id and p.listed
    where c.business_id = ${tx.business.id}
    group by c.business_id, c.id
    order by c.place, c.slug`)
  return rows
}

export async function allCategories(tx: TenantTx): Promise<{ id: string; slug: string; names: Names }[]> {
  return tx.db
    .select({ id: categories.id, slug: categories.slug, names: categories.names })
    .from(categories)
    .where(eq(categories.businessId, tx.business.id))
}

export interface ProductFilter {
  readonly categoryId?: string | undefined
  readonly terms: readonly Term[]
  /** Those not shown to customers too. */
  readonly all: boolean
  /** In the order of their making, from this place on (null: from the start), whatever is left of them. */
  readonly after?: ProductPlace | null | undefined
  readonly offset: number
  readonly limit: number
}

/** Where a product stands among the newest: stays true however many are added. */
export interface ProductPlace {
  /** To the microsecond. */
  readonly createdAt: string
  readonly id: string
}

/** A beginning of a word, or the categories it names, or a size. */
export interface Term {
  readonly word: string
  readonly stem: string
  readonly categoryIds: readonly string[]
}

const matches = (tx: TenantTx, term: Term): SQL => sql`(
  p.words like ${`% ${escapeLike(term.stem)}%`}
  or p.category_id = any(${sql.param(term.categoryIds)}::uuid[])
  or exists (select from variants v where v.business_id = ${tx.business.id} and v.product_id = p.id and lower(v.size) = ${term.word}))`

/** Which of the words say anything about this catalogue at all; the others ("show", "please") are noise. */
export async function tellingTerms(tx: TenantTx, terms: readonly Term[], all: boolean): Promise<boolean[]> {
  if (terms.length === 0) return []
  const { rows } = await tx.db.execute<Record<string, boolean>>(sql`
    select ${sql.join(
      terms.map(
        (term, at) =>
          sql`exists (select from products p where p.business_id = ${tx.business.id} and ${shown(all)} and ${matches(tx, term)}) as ${sql.identifier(`t${at}`)}`,
      ),
      sql`, `,
    )}`)
  return terms.map((_, at) => rows[0]?.[`t${at}`] ?? false)
}

const shown = (all: boolean): SQL => (all ? sql`true` : sql`p.listed`)

/** A page of what is shown to customers, what can be had first; `total` counts all that fit (`after` the place, where one is given). */
export async function pageOfProducts(
  tx: TenantTx,
  filter: ProductFilter,
): Promise<{ rows: (ProductInList & { total: number })[] }> {
  const conditions = [
    sql`p.business_id = ${tx.business.id}`,
    shown(filter.all),
    ...(filter.after
      ? [sql`(p.created_at, p.id) < (${filter.after.createdAt}::timestamptz, ${filter.after.id}::uuid)`]
      : []),
    ...(filter.categoryId ? [sql`p.category_id = ${filter.categoryId}`] : []),
    ...filter.terms.map((term) => matches(tx, term)),
  ]
  const { rows } = await tx.db.execute<ProductInList & { total: number }>(sql`
    select p.id, p.sku, p.names, p.brand, p.price::text as price, coalesce(s.free, 0)::int as "left", p.listed,
      to_char(p.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt",
      (count(*) over ())::int as total
    from products p
    left join lateral (
      select sum(s.on_hand - s.reserved) as free
      from variants v join stock s on s.business_id = v.business_id and s.variant_id = v.id
      where v.business_id = p.business_id and v.product_id = p.id) s on true
    where ${sql.join(conditions, sql` and `)}
    order by ${filter.after === undefined ? sql`coalesce(s.free, 0) <= 0, ` : sql``}p.created_at desc, p.id desc
    limit ${filter.limit} offset ${filter.offset}`)
  return { rows }
}

export interface ProductInList {
  [column: string]: unknown
  id: string
  sku: string
  names: Names
  brand: string | null
  price: string
  left: number
  listed: boolean
  createdAt: string
}

export async function productBy(
  tx: TenantTx,
  by: { id: string } | { sku: string } | { variantId: string },
): Promise<ProductRow | undefined> {
  const ofVariant = (variantId: string) =>
    tx.db
      .select({ id: variants.productId })
      .from(variants)
      .where(and(eq(variants.businessId, tx.business.id), eq(variants.id, variantId)))
  const which =
    'id' in by
      ? eq(products.id, by.id)
      : 'sku' in by
        ? eq(products.sku, by.sku)
        : inArray(products.id, ofVariant(by.variantId))
  const [row] = await tx.db
    .select()
    .from(products)
    .where(and(eq(products.businessId, tx.business.id), which))
  return row
}

export async function categoryById(tx: TenantTx, id: string) {
  const [row] = await tx.db
    .select()
    .from(categories)
    .where(and(eq(categories.businessId, tx.business.id), eq(categories.id, id)))
  return row
}

export async function variantsWithLeft(
  tx: TenantTx,
  productId: string,
): Promise<{ id: string; size: string; left: number }[]> {
  const { rows } = await tx.db.execute<{ id: string; size: string; left: number }>(sql`
    select v.id, v.size, coalesce(sum(s.on_hand - s.reserved), 0)::int as "left"
    from variants v
    left join stock s on s.business_id = v.business_id and s.variant_id = v.id
    where v.business_id = ${tx.business.id} and v.product_id = ${productId}
    group by v.id, v.size, v.place
    order by v.place, v.size`)
  return rows
}

/** What is asked for by an order or a cart: the size, its product as it is now, and what is left of it. */
export interface VariantForSale {
  [column: string]: unknown
  id: string
  size: string
  productId: string
  sku: string
  names: Names
  price: string
  listed: boolean
  left: number
}

export async function variantsForSale(tx: TenantTx, ids: readonly string[]): Promise<VariantForSale[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.db.execute<VariantForSale>(sql`
    select v.id, v.size, p.id as "productId", p.sku, p.names, p.price::text as price, p.listed,
      coalesce((select sum(s.on_hand - s.reserved) from stock s
                where s.business_id = v.business_id and s.variant_id = v.id), 0)::int as "left"
    from variants v join products p on p.business_id = v.business_id and p.id = v.product_id
    where v.business_id = ${tx.business.id} and v.id = any(${sql.param(ids)}::uuid[])`)
  return rows
}

/** The size of a product by its article; `size` may be left out where there is only one. */
export async function variantsOfSku(tx: TenantTx, sku: string): Promise<{ id: string; size: string }[]> {
  return tx.db
    .select({ id: variants.id, size: variants.size })
    .from(variants)
    .innerJoin(products, and(eq(products.businessId, variants.businessId), eq(products.id, variants.productId)))
    .where(and(eq(variants.businessId, tx.business.id), sql`lower(${products.sku}) = lower(${sku})`))
    .orderBy(asc(variants.place), asc(variants.size))
}

export async function upsertCategory(tx: TenantTx, slug: string, names: Names | undefined): Promise<string> {
  const { rows } = await tx.db.execute<{ id: string }>(sql`
    insert into categories (business_id, id, slug, names, place)
    values (${tx.business.id}, ${newId()}, ${slug}, ${JSON.stringify(names ?? { default: slug })}::jsonb,
      (select coalesce(max(place), 0) + 1 from categories where business_id = ${tx.business.id}))
    on conflict (business_id, slug) do update
      set names = ${names ? sql`excluded.names` : sql`categories.names`}
    returning id`)
  const [row] = rows
  if (!row) throw new Error('a category was neither inserted nor found')
  return row.id
}

/** Saves a product under its article; what is left out (undefined) keeps its value. */
export async function upsertProduct(
  tx: TenantTx,
  product: {
    sku: string
    names: Names
    about: Names | null | undefined
    categoryId: string | null | undefined
    brand: string | null | undefined
    price: string
    picture: unknown
    listed: boolean | undefined
    words: string
  },
): Promise<{ id: string; created: boolean }> {
  const { about, categoryId, brand, picture, listed, ...always } = product
  const set = Object.fromEntries(
    Object.entries({ about, categoryId, brand, picture, listed }).filter(([, value]) => value !== undefined),
  )
  const id = newId()
  const [row] = await tx.db
    .insert(products)
    .values({ ...set, ...always, id, businessId: tx.business.id, createdAt: tx.now, updatedAt: tx.now })
    .onConflictDoUpdate({
      target: [products.businessId, products.sku],
      set: { ...set, names: always.names, price: always.price, words: always.words, updatedAt: tx.now },
    })
    .returning({ id: products.id })
  if (!row) throw new Error('a product was neither inserted nor updated')
  return { id: row.id, created: row.id === id }
}

/** Sizes are added and ordered, never taken away: orders of the past name them. */
export async function upsertVariants(tx: TenantTx, productId: string, sizes: readonly string[]): Promise<void> {
  await tx.db
    .insert(variants)
    .values(sizes.map((size, place) => ({ businessId: tx.business.id, id: newId(), productId, size, place })))
    .onConflictDoUpdate({
      target: [variants.businessId, variants.productId, variants.size],
      set: { place: sql`excluded.place` },
    })
}

// Stock

export interface StockRow {
  [column: string]: unknown
  variantId: string
  shopId: string
  onHand: number
  reserved: number
}

/** Locks what there is of these sizes, always in the same order, so that two orders never wait for each other in a circle. */
export async function lockStock(
  tx: TenantTx,
  variantIds: readonly string[],
): Promise<(StockRow & { retail: boolean })[]> {
  if (variantIds.length === 0) return []
  const { rows } = await tx.db.execute<StockRow & { retail: boolean }>(sql`
    select s.variant_id as "variantId", s.shop_id as "shopId", s.on_hand as "onHand", s.reserved, (h.kind = 'retail') as retail
    from stock s join shops h on h.business_id = s.business_id and h.id = s.shop_id
    where s.business_id = ${tx.business.id} and s.variant_id = any(${sql.param(variantIds)}::uuid[])
    order by s.variant_id, s.shop_id
    for no key update of s`)
  return rows
}

export type MoveReason = (typeof stockMoves.$inferInsert)['why']

export interface StockMove {
  readonly variantId: string
  readonly shopId: string
  readonly onHand: number
  readonly reserved: number
}

/** Changes balances and writes the ledger, in one statement. The table's checks refuse to go below zero. */
export async function moveStock(
  tx: TenantTx,
  why: MoveReason,
  orderId: string | null,
  moves: readonly StockMove[],
): Promise<void> {
  if (moves.length === 0) return
  const column = (name: keyof StockMove) => sql.param(moves.map((move) => move[name]))
  await tx.db.execute(sql`
    with m as (
      select * from unnest(${column('variantId')}::uuid[], ${column('shopId')}::uuid[], ${column('onHand')}::int[], ${column('reserved')}::int[])
        as m (variant_id, shop_id, on_hand, reserved)),
    moved as (
      update stock s set on_hand = s.on_hand + m.on_hand, reserved = s.reserved + m.reserved
      from (select variant_id, shop_id, sum(on_hand)::int as on_hand, sum(reserved)::int as reserved from m group by 1, 2) m
      where s.business_id = ${tx.business.id} and s.variant_id = m.variant_id and s.shop_id = m.shop_id)
    insert into stock_moves (business_id, variant_id, shop_id, why, on_hand, reserved, order_id, at)
    select ${tx.business.id}, variant_id, shop_id, ${why}, on_hand, reserved, ${orderId}::uuid, ${tx.now.toISOString()}::timestamptz from m`)
}

/** A place for a size in a shop, so that it can be counted and locked. */
export async function ensureStock(tx: TenantTx, variantId: string, shopId: string): Promise<void> {
  await tx.db.execute(sql`
    insert into stock (business_id, variant_id, shop_id) values (${tx.business.id}, ${variantId}, ${shopId}) on conflict do nothing`)
}

/** What an order holds and what it took, by the ledger. */
export async function stockOfOrder(
  tx: TenantTx,
  orderId: string,
): Promise<{ variantId: string; shopId: string; held: number; taken: number }[]> {
  const { rows } = await tx.db.execute<{ variantId: string; shopId: string; held: number; taken: number }>(sql`
    select variant_id as "variantId", shop_id as "shopId", sum(reserved)::int as held, (-sum(on_hand))::int as taken
    from stock_moves where business_id = ${tx.business.id} and order_id = ${orderId}
    group by variant_id, shop_id
    having sum(reserved) <> 0 or sum(on_hand) <> 0
    order by variant_id, shop_id`)
  return rows
}

export async function shopBy(tx: TenantTx, id: string | undefined): Promise<{ id: string; name: string } | undefined> {
  const [row] = await tx.db
    .select({ id: shops.id, name: shops.name })
    .from(shops)
    .where(and(eq(shops.businessId, tx.business.id), ...(id ? [eq(shops.id, id)] : [])))
    .orderBy(asc(shops.kind), asc(shops.id))
    .limit(1)
  return row
}

export async function insertShop(tx: TenantTx, name: string, kind: 'retail' | 'wholesale'): Promise<string> {
  const id = newId()
  await tx.db.insert(shops).values({ businessId: tx.business.id, id, name, kind })
  return id
}

// Wishes

export async function insertWish(tx: TenantTx, variantId: string, addressId: string): Promise<void> {
  await tx.db
    .insert(restockWishes)
    .values({ businessId: tx.business.id, variantId, addressId, wishedAt: tx.now })
    .onConflictDoUpdate({
      target: [restockWishes.businessId, restockWishes.variantId, restockWishes.addressId],
      set: { wishedAt: tx.now, toldAt: null },
    })
}

/** Those who wait for a size, each once: they count as told from now on. */
export async function takeWishes(tx: TenantTx, variantId: string): Promise<string[]> {
  const rows = await tx.db
    .update(restockWishes)
    .set({ toldAt: tx.now })
    .where(
      and(
        eq(restockWishes.businessId, tx.business.id),
        eq(restockWishes.variantId, variantId),
        isNull(restockWishes.toldAt),
      ),
    )
    .returning({ addressId: restockWishes.addressId })
  return rows.map((row) => row.addressId).sort()
}

// Products as apps report them

export interface ReportedProduct {
  readonly sku: string
  readonly name: string | undefined
  readonly category: string | undefined
  readonly brand: string | undefined
  readonly price: string
  readonly words: string
}

export interface KnownProduct {
  [column: string]: unknown
  sku: string
  id: string
  /** The sizes whose stock is kept, in the order of the shelf: what an app's sale is taken from. */
  variantIds: string[]
}

/** One look-up per key, by the laterals: a planner that has no statistics yet would read the whole business instead. */
export async function productsBySku(tx: TenantTx, skus: readonly string[]): Promise<KnownProduct[]> {
  if (skus.length === 0) return []
  const { rows } = await tx.db.execute<KnownProduct>(sql`
    select p.sku, p.id, array(
      select v.id::text from variants v
      cross join lateral (
        select from stock where business_id = ${tx.business.id} and variant_id = v.id limit 1) s
      where v.business_id = ${tx.business.id} and v.product_id = p.id
      order by v.place, v.id) as "variantIds"
    from unnest(${sql.param(skus)}::text[]) as wanted (sku)
    cross join lateral (
      select sku, id from products where business_id = ${tx.business.id} and sku = wanted.sku limit 1) p`)
  return rows
}

/** Adds products that only apps know so far; they are not shown to customers. A product added by somebody else meanwhile is left as it is. */
export async function insertReportedProducts(tx: TenantTx, list: readonly ReportedProduct[]): Promise<void> {
  const slugs = [...new Set(list.flatMap((product) => product.category ?? []))].sort()
  if (slugs.length > 0) {
    await tx.db.execute(sql`
      insert into categories (business_id, id, slug, names, place)
      select ${tx.business.id}, c.id, c.slug, jsonb_build_object('default', c.slug), 1000
      from unnest(${sql.param(slugs.map(() => newId()))}::uuid[], ${sql.param(slugs)}::text[]) as c (id, slug)
      on conflict do nothing`)
  }
  const sorted = [...list].sort((a, b) => (a.sku < b.sku ? -1 : 1))
  const column = (pick: (product: ReportedProduct) => string | null) => sql.param(sorted.map(pick))
  await tx.db.execute(sql`
    insert into products (business_id, id, sku, names, category_id, brand, price, listed, words, created_at, updated_at)
    select ${tx.business.id}, n.id, n.sku, jsonb_build_object('default', n.name), c.id, n.brand, n.price, false, n.words,
      ${tx.now.toISOString()}, ${tx.now.toISOString()}
    from unnest(${column(() => newId())}::uuid[], ${column((p) => p.sku)}::text[], ${column((p) => p.name ?? p.sku)}::text[],
        ${column((p) => p.category ?? null)}::text[], ${column((p) => p.brand ?? null)}::text[],
        ${column((p) => p.price)}::numeric[], ${column((p) => p.words)}::text[])
      as n (id, sku, name, category, brand, price, words)
    left join categories c on c.business_id = ${tx.business.id} and c.slug = n.category
    on conflict (business_id, sku) do nothing`)
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')
