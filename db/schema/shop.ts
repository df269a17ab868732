import type { Names } from '../../core/business.ts'
import { bigint, boolean, integer, jsonb, numeric, pgTable, primaryKey, text, timestamp, uuid } from '../drizzle.ts'
import { bytea } from './columns.ts'

export const shops = pgTable(
  'shops',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    kind: text('kind', { enum: ['retail', 'wholesale'] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const categories = pgTable(
  'categories',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    slug: text('slug').notNull(),
    names: jsonb('names').$type<Names>().notNull(),
    place: integer('place').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const products = pgTable(
  'products',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    sku: text('sku').notNull(),
    names: jsonb('names').$type<Names>().notNull(),
    about: jsonb('about').$type<Names>(),
    categoryId: uuid('category_id'),
    brand: text('brand'),
    price: numeric('price', { precision: 18, scale: 6 }).notNull(),
    picture: jsonb('picture').$type<unknown>(),
    listed: boolean('listed').notNull().default(true),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
    words: text('words').notNull().default(''),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const variants = pgTable(
  'variants',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    productId: uuid('product_id').notNull(),
    size: text('size').notNull().default(''),
    place: integer('place').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const stock = pgTable(
  'stock',
  {
    businessId: uuid('business_id').notNull(),
    variantId: uuid('variant_id').notNull(),
    shopId: uuid('shop_id').notNull(),
    onHand: integer('on_hand').notNull().default(0),
    reserved: integer('reserved').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.variantId, table.shopId] })],
)

export const stockMoves = pgTable(
  'stock_moves',
  {
    businessId: uuid('business_id').notNull(),
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity(),
    variantId: uuid('variant_id').notNull(),
    shopId: uuid('shop_id').notNull(),
    why: text('why', { enum: ['receipt', 'reserve', 'release', 'sale', 'return', 'count', 'shortfall'] }).notNull(),
    onHand: integer('on_hand').notNull(),
    reserved: integer('reserved').notNull(),
    orderId: uuid('order_id'),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const discrepancies = pgTable(
  'discrepancies',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    kind: text('kind', { enum: ['stock-shortfall', 'changed-duplicate'] }).notNull(),
    orderId: uuid('order_id'),
    variantId: uuid('variant_id'),
    quantity: integer('quantity'),
    foundAt: timestamp('found_at', { withTimezone: true }).notNull(),
    refundId: uuid('refund_id'),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const restockWishes = pgTable(
  'restock_wishes',
  {
    businessId: uuid('business_id').notNull(),
    variantId: uuid('variant_id').notNull(),
    addressId: uuid('address_id').notNull(),
    wishedAt: timestamp('wished_at', { withTimezone: true }).notNull(),
    toldAt: timestamp('told_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.variantId, table.addressId] })],
)

export const carts = pgTable(
  'carts',
  {
    businessId: uuid('business_id').notNull(),
    addressId: uuid('address_id').notNull(),
    variantId: uuid('variant_id').notNull(),
    quantity: integer('quantity').notNull(),
    addedAt: timestamp('added_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.addressId, table.variantId] })],
)

export const orders = pgTable(
  'orders',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    number: bigint('number', { mode: 'number' }),
    kind: text('kind', { enum: ['chat', 'counter', 'app'] }).notNull(),
    state: text('state', {
      enum: ['placed', 'accepted', 'sent', 'delivered', 'declined', 'cancelled', 'expired', 'returned'],
    }).notNull(),
    externalId: bytea('external_id'),
    externalIdIndex: bytea('external_id_index'),
    bodyHash: bytea('body_hash'),
    customerId: uuid('customer_id'),
    addressId: uuid('address_id'),
    channel: text('channel').notNull(),
    source: text('source'),
    shopId: uuid('shop_id'),
    staffId: uuid('staff_id'),
    subtotal: bigint('subtotal', { mode: 'number' }).notNull(),
    discount: bigint('discount', { mode: 'number' }).notNull().default(0),
    total: bigint('total', { mode: 'number' }).notNull(),
    deliveryMethod: text('delivery_method', { enum: ['pickup', 'courier', 'nova-poshta'] }),
    delivery: bytea('delivery'),
    comment: bytea('comment'),
    reason: bytea('reason'),
    tracking: bytea('tracking'),
    placedAt: timestamp('placed_at', { withTimezone: true }).notNull(),
    acceptedAt: timestamp('accepted_at', { withTimezone: true }),
    sentAt: timestamp('sent_at', { withTimezone: true }),
    deliveredAt: timestamp('delivered_at', { withTimezone: true }),
    endedAt: timestamp('ended_at', { withTimezone: true }),
    paidAt: timestamp('paid_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const orderLines = pgTable(
  'order_lines',
  {
    businessId: uuid('business_id').notNull(),
    orderId: uuid('order_id').notNull(),
    line: integer('line').notNull(),
    productId: uuid('product_id').notNull(),
    variantId: uuid('variant_id'),
    quantity: numeric('quantity', { precision: 18, scale: 3 }).notNull(),
    unitPrice: numeric('unit_price', { precision: 18, scale: 6 }).notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    reserved: integer('reserved').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.orderId, table.line] })],
)

export const refunds = pgTable(
  'refunds',
  {
    businessId: uuid('business_id').notNull(),
    id: uuid('id').notNull(),
    externalId: bytea('external_id'),
    externalIdIndex: bytea('external_id_index'),
    bodyHash: bytea('body_hash'),
    orderId: uuid('order_id'),
    customerId: uuid('customer_id'),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    items: jsonb('items').$type<unknown>(),
    source: text('source'),
    refundedAt: timestamp('refunded_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.id] })],
)

export const productViews = pgTable(
  'product_views',
  {
    businessId: uuid('business_id').notNull(),
    key: bytea('key').notNull(),
    customerId: uuid('customer_id').notNull(),
    productId: uuid('product_id').notNull(),
    price: numeric('price', { precision: 18, scale: 6 }),
    viewedAt: timestamp('viewed_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessId, table.key] })],
)
