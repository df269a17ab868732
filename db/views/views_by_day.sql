-- One row: one category, brand and price band on one local day, of a business: what people looked at and what they bought.
--   local_day       in the business's time zone
--   category, brand, price_band   as in reports.sale_lines; of a view by the price that was seen, else today's
--   views, viewers  looks at product pages, and different people who looked
--   units, revenue  pieces sold, and what they brought (minor units of the business's currency)
create view reports.views_by_day with (security_invoker = true) as
select
  business_id,
  local_day,
  category,
  brand,
  price_band,
  count(viewer) as views,
  count(distinct viewer) as viewers,
  sum(units) as units,
  sum(revenue)::bigint as revenue
from (
  select
    w.business_id,
    (w.viewed_at at time zone b.timezone)::date as local_day,
    coalesce(c.slug, 'none') as category,
    coalesce(p.brand, 'none') as brand,
    case
      when s.price < 100 then '0-100' when s.price < 250 then '100-250' when s.price < 500 then '250-500'
      when s.price < 1000 then '500-1000' when s.price < 2500 then '1000-2500' when s.price < 5000 then '2500-5000'
      else '5000-'
    end as price_band,
    w.customer_id as viewer,
    0::numeric as units,
    0::bigint as revenue
  from product_views w
  join businesses b on b.business_id = w.business_id
  join products p on p.business_id = w.business_id and p.id = w.product_id
  left join categories c on c.business_id = p.business_id and c.id = p.category_id
  cross join lateral (select coalesce(w.price, p.price) as price) s
  union all
  select business_id, local_day, category, brand, price_band, null, units, revenue
  from reports.sale_lines
  where kind <> 'visit'
) shown
group by business_id, local_day, category, brand, price_band;
