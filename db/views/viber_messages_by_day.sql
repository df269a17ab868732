-- viber_messages_by_day
-- One row: one local day on which something was said on Viber, of a business: what Viber charges for.
--   local_day   in the business's time zone
--   free        messages said within 24 hours after the person wrote or tapped: the session that they opened
--   paid        messages that we began: said outside of it
-- A message that takes several calls (a long text, a text and a file) is one; the welcome costs nothing and is none.
create view reports.viber_messages_by_day with (security_invoker = true) as
select
  said.business_id,
  said.local_day,
  count(*) filter (where said.in_session) as free,
  count(*) filter (where not said.in_session) as paid
from (
  select
    m.business_id,
    (m.at at time zone b.timezone)::date as local_day,
    -- Where it is not known when they had written last, it was an answer.
    m.at < coalesce(m.heard_at, m.at) + interval '24 hours' as in_session
  from messages m
  join businesses b on b.business_id = m.business_id
  join addresses a on a.business_id = m.business_id and a.id = m.address_id
  where a.kind = 'viber' and m.author <> 'person') said
group by said.business_id, said.local_day;
