create table shops (
  business_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('retail', 'wholesale')),
  primary key (business_id, id)
);
create table categories (
  business_id uuid not null,
  id uuid not null,
  slug text not null,
  names jsonb not null,               -- {default, uk?, ru?, en?}
  place int not null default 0,
  primary key (business_id, id),
  unique (business_id, slug)
);
create table products (
  business_id uuid not null,
  id uuid not null,
  sku text not null,
  names jsonb not null,
  about jsonb,
  category_id uuid,
  brand text,
  price numeric(18,6) not null check (price >= 0),
  picture jsonb,
  listed boolean not null default true,   -- shown to customers
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (business_id, id),
  unique (business_id, sku),
  foreign key (business_id, category_id) references categories (business_id, id)
);
create index on products (business_id, category_id);
create table variants (
  business_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  size text not null default '',
  place int not null default 0,
  primary key (business_id, id),
  unique (business_id, product_id, size),
  foreign key (business_id, product_id) references products (business_id, id)
);
create table stock (
  business_id uuid not null,
  variant_id uuid not null,
  shop_id uuid not null,
  on_hand int not null default 0 constraint stock_on_hand check (on_hand >= 0),
  reserved int not null default 0 constraint stock_reserved check (reserved >= 0),
  primary key (business_id, variant_id, shop_id),
  foreign key (business_id, variant_id) references variants (business_id, id),
  foreign key (business_id, shop_id) references shops (business_id, id),
  constraint stock_not_oversold check (reserved <= on_hand)
);
-- Every change of a balance, once. Sums equal `stock`.
create table stock_moves (
  business_id uuid not null,
  id bigint generated always as identity,
  variant_id uuid not null,
  shop_id uuid not null,
  why text not null check (why in ('receipt', 'reserve', 'release', 'sale', 'return', 'count', 'shortfall')),
  on_hand int not null,
  reserved int not null,
  order_id uuid,
  at timestamptz not null,
  primary key (business_id, id)
);
create index on stock_moves (business_id, variant_id, shop_id);
create index on stock_moves (business_id, order_id) where order_id is not null;
-- What was sold though the books say there was none of it (facts from apps are never refused).
create table discrepancies (
  business_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('stock-shortfall', 'changed-duplicate')),
  order_id uuid,
  variant_id uuid,
  quantity int,
  found_at timestamptz not null,
  primary key (business_id, id)
);
create table restock_wishes (
  business_id uuid not null,
  variant_id uuid not null,
  address_id uuid not null,
  wished_at timestamptz not null,
  told_at timestamptz,
  primary key (business_id, variant_id, address_id)
);

create table orders (
  business_id uuid not null,
  id uuid not null,
  number bigint,                      -- none for purchases that apps report
  kind text not null check (kind in ('chat', 'counter', 'app')),
  state text not null check (state in ('placed', 'accepted', 'sent', 'delivered', 'declined', 'cancelled', 'expired', 'returned')),
  external_id bytea, external_id_index bytea, body_hash bytea,
  customer_id uuid,
  address_id uuid,
  channel text not null,              -- telegram, viber, web, counter, api
  source text,
  shop_id uuid,
  staff_id uuid,                      -- who took it
  subtotal bigint not null,
  discount bigint not null default 0,
  total bigint not null,
  delivery_method text check (delivery_method in ('pickup', 'courier', 'nova-poshta')),
  delivery bytea,                     -- sealed: address or branch
  comment bytea,
  reason bytea,                       -- sealed: why declined
  tracking bytea,
  placed_at timestamptz not null,
  accepted_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  ended_at timestamptz,
  paid_at timestamptz,                -- when it counts as revenue
  primary key (business_id, id),
  check (total = subtotal - discount)
);
create unique index orders_external_id on orders (business_id, external_id_index) where external_id_index is not null;
create unique index orders_number on orders (business_id, number) where number is not null;
create index orders_paid on orders (business_id, paid_at) where paid_at is not null;
create index orders_customer on orders (business_id, customer_id, placed_at) where customer_id is not null;
create index orders_open on orders (business_id, placed_at) where state in ('placed', 'accepted', 'sent');
create table order_lines (
  business_id uuid not null,
  order_id uuid not null,
  line int not null,
  product_id uuid not null,
  variant_id uuid,
  quantity numeric(18,3) not null check (quantity > 0),
  unit_price numeric(18,6) not null check (unit_price >= 0),
  amount bigint not null,
  reserved int not null default 0,    -- pieces held for this line
  primary key (business_id, order_id, line)
);
create index order_lines_product on order_lines (business_id, product_id);
create table refunds (
  business_id uuid not null,
  id uuid not null,
  external_id bytea, external_id_index bytea, body_hash bytea,
  order_id uuid,
  customer_id uuid,
  amount bigint not null check (amount >= 0),
  items jsonb,
  source text,
  refunded_at timestamptz not null,
  primary key (business_id, id)
);
create unique index refunds_external_id on refunds (business_id, external_id_index) where external_id_index is not null;
create index refunds_at on refunds (business_id, refunded_at);
create table product_views (
  business_id uuid not null,
  key bytea not null,
  customer_id uuid not null,
  product_id uuid not null,
  price numeric(18,6),
  viewed_at timestamptz not null,
  primary key (business_id, key)
);
create index on product_views (business_id, viewed_at);
create index on product_views (business_id, customer_id, viewed_at);
