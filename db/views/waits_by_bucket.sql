-- One row: one bucket of waiting times on one local day, of a business: does a fast answer keep a buyer?
--   local_day    the day people asked, in the business's time zone
--   bucket       minutes until the first answer: 0-5, 5-15, 15-60, 60-240, 240-, or `none` without an answer
--   requests     how many asked
--   converted    how many of them paid for something within seven days
create view reports.waits_by_bucket with (security_invoker = true) as
select business_id, local_day, bucket, count(*) as requests, count(*) filter (where converted) as converted
from reports.waits
group by business_id, local_day, bucket;
