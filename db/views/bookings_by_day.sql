-- One row: one master on one local day on which visits were to begin, of a business.
--   local_day    of the visit's beginning, in the business's time zone
--   staff        the master
--   booked       visits agreed or waiting to be: held, pending, confirmed, done or missed
--   done, missed, called_off   how they ended; called off: cancelled, declined or expired
create view reports.bookings_by_day with (security_invoker = true) as
select
  v.business_id,
  (v.starts_at at time zone b.timezone)::date as local_day,
  v.staff_id::text as staff,
  count(*) filter (where v.state in ('held', 'pending', 'confirmed', 'done', 'no_show')) as booked,
  count(*) filter (where v.state = 'done') as done,
  count(*) filter (where v.state = 'no_show') as missed,
  count(*) filter (where v.state in ('cancelled', 'declined', 'expired')) as called_off
from bookings v
join businesses b on b.business_id = v.business_id
group by v.business_id, (v.starts_at at time zone b.timezone)::date, v.staff_id;
