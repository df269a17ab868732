-- One row: the part of one refund that falls on one product: on the items it named, else on the lines of the order it
-- gives back, by what they cost, else on `none`. The parts of a refund sum to its amount.
--   amount          minor units of the business's currency
--   product, category, brand   as in reports.sale_lines
--   source, channel, staff     of the refund, else of its order; `unknown`, `api` and `none` where nobody said
--   local_day, local_hour      of refunded_at in the business's time zone
create view reports.refund_lines with (security_invoker = true) as
select
  r.business_id,
  r.id as refund_id,
  r.customer_id,
  r.refunded_at,
  (r.refunded_at at time zone b.timezone)::date as local_day,
  extract(hour from r.refunded_at at time zone b.timezone)::int as local_hour,
  coalesce(r.source, o.source, 'unknown') as source,
  coalesce(o.channel, 'api') as channel,
  coalesce(o.staff_id::text, 'none') as staff,
  coalesce(part.sku, 'none') as product,
  coalesce(c.slug, 'none') as category,
  coalesce(p.brand, 'none') as brand,
  case
    when part.whole = 0 then case when part.place = 1 then r.amount else 0 end
    else (div(r.amount * part.upto, part.whole) - div(r.amount * (part.upto - part.weight), part.whole))::bigint
  end as amount
from refunds r
join businesses b on b.business_id = r.business_id
left join orders o on o.business_id = r.business_id and o.id = r.order_id
cross join lateral (
  select
    w.sku,
    w.weight,
    row_number() over (order by w.place) as place,
    sum(w.weight) over (order by w.place) as upto,
    sum(w.weight) over () as whole
  from (
    select i.place, i.item ->> 'sku' as sku, (i.item ->> 'quantity')::numeric * (i.item ->> 'unit_price')::numeric as weight
    from jsonb_array_elements(case when jsonb_typeof(r.items) = 'array' then r.items else '[]' end)
      with ordinality as i (item, place)
    union all
    select l.line, q.sku, l.amount
    from order_lines l
    join products q on q.business_id = l.business_id and q.id = l.product_id
    where l.business_id = r.business_id and l.order_id = r.order_id and coalesce(r.items, '[]') = '[]'
    union all
    select 1, null, 1 where r.order_id is null and coalesce(r.items, '[]') = '[]'
  ) w
) part
left join products p on p.business_id = r.business_id and p.sku = part.sku
left join categories c on c.business_id = p.business_id and c.id = p.category_id;
