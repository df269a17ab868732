-- One row: one local day on which people asked something, of a business.
--   local_day       in the business's time zone
--   requests        how many asked
--   answered        how many got an answer of a member of the staff
--   median_wait     seconds until the first answer, the middle one of those answered
--   mean_wait       the same, their mean
create view reports.waits_by_day with (security_invoker = true) as
select
  business_id,
  local_day,
  count(*) as requests,
  count(waited) as answered,
  percentile_cont(0.5) within group (order by waited) as median_wait,
  avg(waited) as mean_wait
from reports.waits
group by business_id, local_day;
