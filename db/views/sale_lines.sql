-- One row: one line of a paid order or purchase, or one paid visit: what was sold, in which category, for how much.
-- Counted at the moment the order or visit was marked paid (purchases of apps: when they were made), gross of later refunds.
--   sale_id       the order, purchase or visit it belongs to; the same as in reports.sales
--   kind          chat, counter, app (a purchase that an app reported) or visit
--   product       article of the product; of a visit the id of its service
--   category      short name of the category; `services` for visits, `none` where nobody said
--   brand         as the owner wrote it; `none` where nobody said
--   price_band    of the price of one, in whole units of the currency: from-to, the upper end not included
--   units         pieces (three decimals); a visit is not a piece: 0
--   revenue       minor units of the business's currency, after the line's share of the order's discount: lines sum to the sale
--   customer_id   empty for an anonymous sale; a person found to be another one is that other one
--   is_first      part of the first thing this customer ever paid for
--   local_day     the day of paid_at in the business's time zone
create view reports.sale_lines with (security_invoker = true) as
select
  o.business_id,
  o.id as sale_id,
  o.kind,
  coalesce(k.merged_into, o.customer_id) as customer_id,
  o.paid_at,
  (o.paid_at at time zone b.timezone)::date as local_day,
  p.sku as product,
  coalesce(c.slug, 'none') as category,
  coalesce(p.brand, 'none') as brand,
  case
    when l.unit_price < 100 then '0-100' when l.unit_price < 250 then '100-250' when l.unit_price < 500 then '250-500'
    when l.unit_price < 1000 then '500-1000' when l.unit_price < 2500 then '1000-2500' when l.unit_price < 5000 then '2500-5000'
    else '5000-'
  end as price_band,
  l.quantity as units,
  case
    when o.discount = 0 or o.subtotal = 0 then l.amount
    -- The discount is spread over the running sum, so that the shares add up to it to the last unit.
    else l.amount - (
      select div(o.discount::numeric * sum(s.amount), o.subtotal)
        - div(o.discount::numeric * (sum(s.amount) - l.amount), o.subtotal)
      from order_lines s
      where s.business_id = l.business_id and s.order_id = l.order_id and s.line <= l.line)::bigint
  end as revenue,
  coalesce(o.paid_at = coalesce(m.first_paid_at, k.first_paid_at), false) as is_first
from orders o
join businesses b on b.business_id = o.business_id
join order_lines l on l.business_id = o.business_id and l.order_id = o.id
join products p on p.business_id = l.business_id and p.id = l.product_id
left join categories c on c.business_id = p.business_id and c.id = p.category_id
left join customers k on k.business_id = o.business_id and k.id = o.customer_id
left join customers m on m.business_id = k.business_id and m.id = k.merged_into
where o.paid_at is not null
union all
select
  v.business_id,
  v.id,
  'visit',
  coalesce(k.merged_into, v.customer_id),
  v.paid_at,
  (v.paid_at at time zone b.timezone)::date,
  v.service_id::text,
  'services',
  'none',
  case
    when s.unit_price < 100 then '0-100' when s.unit_price < 250 then '100-250' when s.unit_price < 500 then '250-500'
    when s.unit_price < 1000 then '500-1000' when s.unit_price < 2500 then '1000-2500' when s.unit_price < 5000 then '2500-5000'
    else '5000-'
  end,
  0::numeric(18,3),
  coalesce(v.paid, v.price),
  coalesce(v.paid_at = coalesce(m.first_paid_at, k.first_paid_at), false)
from bookings v
join businesses b on b.business_id = v.business_id
cross join lateral (select coalesce(v.paid, v.price) / 100.0 as unit_price) s
left join customers k on k.business_id = v.business_id and k.id = v.customer_id
left join customers m on m.business_id = k.business_id and m.id = k.merged_into
where v.paid_at is not null;
