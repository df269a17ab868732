-- One row: one channel on one local day, of a business.
--   local_day       in the business's time zone
--   orders, visits  how many were paid; orders are orders, counter sales and purchases of apps
--   revenue         minor units of the business's currency, orders and visits together, gross of later refunds
--   order_revenue   the part of it that orders brought
--   units           pieces sold
--   customers       different people who paid; anonymous sales have none
--   new_customers   those of them for whom it was the first time ever
create view reports.sales_by_channel with (security_invoker = true) as
select
  business_id,
  local_day,
  channel,
  sum(revenue)::bigint as revenue,
  count(*) filter (where kind <> 'visit') as orders,
  sum(revenue) filter (where kind <> 'visit')::bigint as order_revenue,
  count(*) filter (where kind = 'visit') as visits,
  sum(units) as units,
  count(distinct customer_id) as customers,
  count(distinct customer_id) filter (where is_first) as new_customers
from reports.sales
group by business_id, local_day, channel;
