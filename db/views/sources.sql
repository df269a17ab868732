-- One row: one source of customers of a business, over all time.
--   source      where they came from: the word of a link, an app's word, or `unknown`
--   customers   people known from there; a customer found to be another one counts as that other one
--   buyers      those of them who ever paid
--   revenue     what they paid in all, minor units of the business's currency, gross of refunds
create view reports.sources with (security_invoker = true) as
select
  c.business_id,
  c.source,
  count(*) as customers,
  count(*) filter (where c.first_paid_at is not null) as buyers,
  coalesce(sum(s.revenue), 0)::bigint as revenue
from customers c
left join (
  select business_id, customer_id, sum(revenue) as revenue
  from reports.sales
  where customer_id is not null
  group by business_id, customer_id
) s on s.business_id = c.business_id and s.customer_id = c.id
where c.merged_into is null
group by c.business_id, c.source;
