-- One row: one local day on which money was given back, of a business. Refunds stand beside revenue and never lower it.
--   local_day   in the business's time zone
--   refunds     how many
--   amount      minor units of the business's currency
create view reports.refunds_by_day with (security_invoker = true) as
select
  r.business_id,
  (r.refunded_at at time zone b.timezone)::date as local_day,
  count(*) as refunds,
  sum(r.amount)::bigint as amount
from refunds r
join businesses b on b.business_id = r.business_id
group by r.business_id, (r.refunded_at at time zone b.timezone)::date;
