-- One row: one request of a person, with how long they waited for the first answer of a member of the staff.
--   created_at, local_day   when they asked; the day in the business's time zone
--   channel        telegram, viber or web
--   waited         seconds until the first answer; empty while there is none
--   handled        seconds until the request was closed; empty while it is open
--   bucket         of the wait in minutes: 0-5, 5-15, 15-60, 60-240, 240-, or `none` without an answer
--   bought_at      when the person first paid for something within seven days after asking; empty where they did not
--   converted      whether they did
create view reports.waits with (security_invoker = true) as
select
  r.business_id,
  r.id as request_id,
  r.created_at,
  r.first_answered_at,
  r.closed_at,
  (r.created_at at time zone b.timezone)::date as local_day,
  r.channel,
  extract(epoch from r.first_answered_at - r.created_at) as waited,
  extract(epoch from r.closed_at - r.created_at) as handled,
  case
    when r.first_answered_at is null then 'none'
    when r.first_answered_at < r.created_at + interval '5 minutes' then '0-5'
    when r.first_answered_at < r.created_at + interval '15 minutes' then '5-15'
    when r.first_answered_at < r.created_at + interval '1 hour' then '15-60'
    when r.first_answered_at < r.created_at + interval '4 hours' then '60-240'
    else '240-'
  end as bucket,
  bought.at as bought_at,
  bought.at is not null as converted
from requests r
join businesses b on b.business_id = r.business_id
cross join lateral (
  select least(
    (select min(o.paid_at) from orders o
     where o.business_id = r.business_id and o.customer_id = r.customer_id
       and o.paid_at >= r.created_at and o.paid_at < r.created_at + interval '7 days'),
    (select min(v.paid_at) from bookings v
     where v.business_id = r.business_id and v.customer_id = r.customer_id
       and v.paid_at >= r.created_at and v.paid_at < r.created_at + interval '7 days')) as at) bought;
