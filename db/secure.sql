-- Run after the migrations, every time something changed: no table can be forgotten, because this goes through all of them.
-- {{app}} is the role the product works as, {{directory}} owns the functions that answer before a tenant is known.
do $$
declare t record;
begin
  for t in select c.oid, c.relname,
             exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'business_id' and not a.attisdropped) as scoped,
             exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant') as has_policy
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = 'public' and c.relkind in ('r', 'p') loop
    if not t.scoped then raise exception 'table % has no business_id', t.relname; end if;
    execute format('alter table public.%I enable row level security', t.relname);
    execute format('alter table public.%I force row level security', t.relname);
    if not t.has_policy then
      execute format('create policy tenant on public.%I using (business_id = directory.business_in_scope()) with check (business_id = directory.business_in_scope())', t.relname);
    end if;
    execute format('grant select, insert, update, delete on public.%I to {{app}}', t.relname);
  end loop;
end $$;
revoke update, delete, truncate on audit from {{app}};
grant usage on schema public, reports, directory to {{app}};
grant select on all tables in schema reports to {{app}};
grant usage on all sequences in schema public to {{app}};
revoke all on all tables in schema directory from {{app}};

-- The directory's role sees who has work to do, across tenants, and nothing about it.
grant usage on schema public, directory to {{directory}};
grant select, insert, update, delete on all tables in schema directory to {{directory}};
revoke all on directory.installation from {{directory}};
grant select (business_id, state, next_try_at, received_at) on updates to {{directory}};
grant select (business_id, state, due_at, lease_until) on outbox to {{directory}};
grant select (business_id, state, held_until, starts_at) on bookings to {{directory}};
do $$
declare t text;
begin
  foreach t in array array['updates', 'outbox', 'bookings'] loop
    execute format('drop policy if exists work on public.%I', t);
    execute format('create policy work on public.%I for select to {{directory}} using (true)', t);
  end loop;
end $$;

create or replace function directory.find_business(wanted text) returns table (business_id uuid, slug text, is_demo boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select b.business_id, b.slug, b.is_demo from directory.businesses b where b.slug = wanted or b.business_id::text = wanted $$;
create or replace function directory.all_businesses() returns table (business_id uuid, slug text, is_demo boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select b.business_id, b.slug, b.is_demo from directory.businesses b order by b.created_at, b.business_id $$;
create or replace function directory.add_business(id uuid, wanted_slug text, demo boolean, at timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ insert into directory.businesses values (id, wanted_slug, demo, at) $$;
create or replace function directory.find_account(wanted bytea) returns table (account_id uuid, password_hash text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select a.account_id, a.password_hash from directory.accounts a where a.email_index = wanted $$;
create or replace function directory.add_account(id uuid, email bytea, hash text, at timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ insert into directory.accounts values (id, email, hash, at) $$;
create or replace function directory.memberships(account uuid) returns table (business_id uuid, staff_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select m.business_id, m.staff_id from directory.memberships m join directory.businesses b using (business_id) where m.account_id = account order by b.created_at $$;
create or replace function directory.add_membership(account uuid, business uuid, staff uuid) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ insert into directory.memberships values (account, business, staff) on conflict do nothing $$;
create or replace function directory.remove_membership(account uuid) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ delete from directory.sessions where account_id = account and business_id = directory.business_in_scope();
        delete from directory.memberships where account_id = account and business_id = directory.business_in_scope() $$;
create or replace function directory.open_session(token bytea, account uuid, business uuid, at timestamptz, until timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ insert into directory.sessions values (token, account, business, at, until) $$;
create or replace function directory.find_session(token bytea, at timestamptz) returns table (account_id uuid, business_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select s.account_id, s.business_id from directory.sessions s where s.token_hash = token and s.expires_at > at $$;
create or replace function directory.end_session(token bytea) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ delete from directory.sessions where token_hash = token $$;
create or replace function directory.find_api_key(id text) returns table (business_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select k.business_id from directory.api_keys k where k.key_id = id $$;
create or replace function directory.add_api_key(id text, business uuid) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ insert into directory.api_keys values (id, business) $$;
create or replace function directory.find_channel(id uuid) returns table (business_id uuid, kind text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.business_id, c.kind from directory.channels c where c.channel_id = id $$;
create or replace function directory.all_channels() returns table (channel_id uuid, business_id uuid, kind text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.channel_id, c.business_id, c.kind from directory.channels c $$;
create or replace function directory.add_channel(id uuid, business uuid, channel_kind text, token bytea) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ insert into directory.channels values (id, business, channel_kind, token) $$;
create or replace function directory.remove_channel(id uuid) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ delete from directory.channels where channel_id = id and business_id = directory.business_in_scope() $$;
create or replace function directory.find_visitor(token bytea) returns table (channel_id uuid, business_id uuid, address_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select v.channel_id, v.business_id, v.address_id from directory.visitors v where v.token_hash = token $$;
create or replace function directory.add_visitor(token bytea, channel uuid, business uuid, address uuid) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ insert into directory.visitors values (token, channel, business, address) $$;
create or replace function directory.with_updates_waiting(at timestamptz) returns table (business_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select distinct u.business_id from public.updates u where u.state = 'stored' and (u.next_try_at is null or u.next_try_at <= at) $$;
create or replace function directory.with_outbox_due(at timestamptz) returns table (business_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select distinct o.business_id from public.outbox o where (o.state = 'queued' and o.due_at <= at) or (o.state = 'sending' and o.lease_until <= at) $$;
create or replace function directory.with_holds_over(at timestamptz) returns table (business_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select distinct b.business_id from public.bookings b where (b.state = 'held' and b.held_until <= at) or (b.state = 'pending' and b.starts_at <= at) $$;

do $$
declare f record;
begin
  for f in select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where n.nspname = 'directory' and p.prosecdef loop
    execute format('alter function %s owner to {{directory}}', f.signature);
    execute format('revoke all on function %s from public', f.signature);
    execute format('grant execute on function %s to {{app}}', f.signature);
  end loop;
end $$;
grant execute on function directory.business_in_scope() to {{app}}, {{directory}};
