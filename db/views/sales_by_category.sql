-- One row: one category on one local day, of a business.
--   local_day       in the business's time zone
--   category        short name; `services` for visits, `none` where nobody said
--   revenue         minor units of the business's currency, after discounts, gross of later refunds
--   orders, visits  in how many paid orders (counter sales and purchases of apps among them) and visits it was
--   units           pieces sold
--   customers       different people who paid for it
--   new_customers   those of them for whom it was the first purchase ever
create view reports.sales_by_category with (security_invoker = true) as
select
  business_id,
  local_day,
  category,
  sum(revenue)::bigint as revenue,
  count(distinct sale_id) filter (where kind <> 'visit') as orders,
  count(distinct sale_id) filter (where kind = 'visit') as visits,
  sum(units) as units,
  count(distinct customer_id) as customers,
  count(distinct customer_id) filter (where is_first) as new_customers
from reports.sale_lines
group by business_id, local_day, category;
