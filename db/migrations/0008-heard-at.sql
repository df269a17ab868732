-- When the person had last written or tapped, at the moment something was said to them: a channel that charges for what we
-- begin asks for it. Empty for what people say themselves.
alter table messages add column heard_at timestamptz;
