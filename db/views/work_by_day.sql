-- One row: one local day on which something was done, of a business: how the work went.
--   local_day            in the business's time zone
--   orders_handled       orders that the staff accepted or declined that day
--   bookings_handled     bookings that the staff changed for the last time that day
--   requests, answered   what people asked that day, and how much of it got an answer of the staff
--   median_wait          seconds until the first answer, the middle one
--   median_handling      seconds until a request was closed, the middle one
--   chats                chats in which a person wrote or tapped that day
--   chats_by_bot         those of them that needed no member of the staff that day
--   bot_share            chats_by_bot of chats, from 0 to 1
create view reports.work_by_day with (security_invoker = true) as
with
  orders_done as (
    select o.business_id, (coalesce(o.accepted_at, o.ended_at) at time zone b.timezone)::date as local_day, count(*) as orders_handled
    from orders o
    join businesses b on b.business_id = o.business_id
    where o.kind <> 'app' and (o.accepted_at is not null or o.state = 'declined')
    group by 1, 2),
  bookings_done as (
    select v.business_id, (v.changed_at at time zone b.timezone)::date as local_day, count(*) as bookings_handled
    from bookings v
    join businesses b on b.business_id = v.business_id
    where v.handled_by is not null
    group by 1, 2),
  asked as (
    select business_id, local_day, count(*) as requests, count(waited) as answered,
      percentile_cont(0.5) within group (order by waited) as median_wait,
      percentile_cont(0.5) within group (order by handled) as median_handling
    from reports.waits
    group by 1, 2),
  talked as (
    select d.business_id, d.local_day, count(*) as chats, count(*) filter (where not d.staffed) as chats_by_bot
    from (
      select m.business_id, (m.at at time zone b.timezone)::date as local_day, m.address_id,
        bool_or(m.author = 'staff' or m.request_id is not null) as staffed
      from messages m
      join businesses b on b.business_id = m.business_id
      join addresses a on a.business_id = m.business_id and a.id = m.address_id
      where a.staff_id is null
      group by 1, 2, 3
      having bool_or(m.author = 'person')
        or bool_or((m.heard_at at time zone b.timezone)::date = (m.at at time zone b.timezone)::date)) d
    group by 1, 2)
select
  coalesce(o.business_id, v.business_id, a.business_id, t.business_id) as business_id,
  coalesce(o.local_day, v.local_day, a.local_day, t.local_day) as local_day,
  coalesce(o.orders_handled, 0) as orders_handled,
  coalesce(v.bookings_handled, 0) as bookings_handled,
  coalesce(a.requests, 0) as requests,
  coalesce(a.answered, 0) as answered,
  a.median_wait,
  a.median_handling,
  coalesce(t.chats, 0) as chats,
  coalesce(t.chats_by_bot, 0) as chats_by_bot,
  t.chats_by_bot::numeric / t.chats as bot_share
from orders_done o
full join bookings_done v on v.business_id = o.business_id and v.local_day = o.local_day
full join asked a on a.business_id = coalesce(o.business_id, v.business_id) and a.local_day = coalesce(o.local_day, v.local_day)
full join talked t on t.business_id = coalesce(o.business_id, v.business_id, a.business_id)
  and t.local_day = coalesce(o.local_day, v.local_day, a.local_day);
