-- One row: one sale, that is one order, counter sale or purchase of an app, or one visit, that was paid.
-- Counted at the moment it was marked paid (purchases of apps: when they were made), gross of later refunds.
--   kind          chat, counter, app (a purchase that an app reported) or visit
--   channel       where it was made: telegram, viber, web, counter, api
--   source        where the buyer came from, as known at the sale; `unknown` where nobody said
--   staff         who took the order or served the visit; `none` where nobody did
--   customer_id   empty for an anonymous sale; a person found to be another one is that other one
--   revenue       minor units of the business's currency, after discounts
--   units         pieces (three decimals); a visit is not a piece: 0
--   is_first      the first thing this customer ever paid for: that makes them a new customer
--   local_day, local_hour   of paid_at in the business's time zone
create view reports.sales with (security_invoker = true) as
select
  o.business_id,
  o.id as sale_id,
  o.kind,
  o.channel,
  coalesce(o.source, 'unknown') as source,
  coalesce(o.staff_id::text, 'none') as staff,
  coalesce(c.merged_into, o.customer_id) as customer_id,
  o.paid_at,
  (o.paid_at at time zone b.timezone)::date as local_day,
  extract(hour from o.paid_at at time zone b.timezone)::int as local_hour,
  o.total as revenue,
  coalesce((select sum(l.quantity) from order_lines l where l.business_id = o.business_id and l.order_id = o.id), 0) as units,
  coalesce(o.paid_at = coalesce(m.first_paid_at, c.first_paid_at), false) as is_first
from orders o
join businesses b on b.business_id = o.business_id
left join customers c on c.business_id = o.business_id and c.id = o.customer_id
left join customers m on m.business_id = c.business_id and m.id = c.merged_into
where o.paid_at is not null
union all
select
  v.business_id,
  v.id,
  'visit',
  v.channel,
  coalesce(v.source, 'unknown'),
  v.staff_id::text,
  coalesce(c.merged_into, v.customer_id),
  v.paid_at,
  (v.paid_at at time zone b.timezone)::date,
  extract(hour from v.paid_at at time zone b.timezone)::int,
  coalesce(v.paid, v.price),
  0::numeric,
  coalesce(v.paid_at = coalesce(m.first_paid_at, c.first_paid_at), false)
from bookings v
join businesses b on b.business_id = v.business_id
left join customers c on c.business_id = v.business_id and c.id = v.customer_id
left join customers m on m.business_id = c.business_id and m.id = c.merged_into
where v.paid_at is not null;
