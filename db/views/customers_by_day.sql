-- One row: one source of customers on one local day, of a business. A customer found to be another one counts as that other one.
--   local_day       in the business's time zone
--   source          where they came from: the word of a link, an app's word, or `unknown`
--   added           people who became known that day
--   new_customers   people who paid for the first time that day
create view reports.customers_by_day with (security_invoker = true) as
select business_id, local_day, source, sum(added)::bigint as added, sum(new_customers)::bigint as new_customers
from (
  select c.business_id, (c.created_at at time zone b.timezone)::date as local_day, c.source, 1 as added, 0 as new_customers
  from customers c
  join businesses b on b.business_id = c.business_id
  where c.merged_into is null
  union all
  select c.business_id, (c.first_paid_at at time zone b.timezone)::date, c.source, 0, 1
  from customers c
  join businesses b on b.business_id = c.business_id
  where c.merged_into is null and c.first_paid_at is not null
) days
group by business_id, local_day, source;
