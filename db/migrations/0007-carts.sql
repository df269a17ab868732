-- What a person means to buy; it outlives the talk. One cart per chat.
create table carts (
  business_id uuid not null,
  address_id uuid not null,
  variant_id uuid not null,
  quantity int not null check (quantity between 1 and 99),
  added_at timestamptz not null,
  primary key (business_id, address_id, variant_id),
  foreign key (business_id, address_id) references addresses (business_id, id),
  foreign key (business_id, variant_id) references variants (business_id, id)
);
-- Names in all languages, brand and article, in lower case: what the search looks at.
alter table products add column words text not null default '';
-- Only what is shown is looked for by category: for an article there is one index to choose.
drop index products_business_id_category_id_idx;
create index products_in_category on products (business_id, category_id) where listed;
-- Lines are read by their order.
drop index order_lines_product;
-- One open list of orders per state, newest first; and every order, for the pager.
create index orders_by_age on orders (business_id, placed_at desc, id desc);
create index restock_wishes_waiting on restock_wishes (business_id, variant_id) where told_at is null;
-- A purchase or a refund reported again with another content is listed once.
alter table discrepancies add column refund_id uuid;
create unique index discrepancies_changed_order on discrepancies (business_id, order_id) where kind = 'changed-duplicate' and order_id is not null;
create unique index discrepancies_changed_refund on discrepancies (business_id, refund_id) where kind = 'changed-duplicate' and refund_id is not null;
