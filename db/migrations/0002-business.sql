create table businesses (
  business_id uuid primary key,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  timezone text not null,
  locale text not null,
  data_key bytea not null,            -- wrapped by ENCRYPTION_KEY
  settings jsonb not null default '{}',
  created_at timestamptz not null
);
create table counters (
  business_id uuid not null,
  name text not null,
  value bigint not null,
  primary key (business_id, name)
);
-- One key per person: shredding the key erases the person. `customer_id` is set once the person behind a chat is known.
create table person_keys (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid,
  wrapped bytea not null,             -- wrapped by the business's data key
  primary key (business_id, id)
);
create index on person_keys (business_id, customer_id) where customer_id is not null;

create table staff (
  business_id uuid not null,
  id uuid not null,
  key_id uuid not null,
  account_id uuid,
  role text not null check (role in ('owner', 'manager', 'marketer', 'master', 'read-only')),
  name bytea not null,                -- sealed
  email bytea,                        -- sealed
  names jsonb,                        -- how customers see a master, by language; null for everyone else
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (business_id, id)
);
create table staff_hours (
  business_id uuid not null,
  staff_id uuid not null,
  weekday int not null check (weekday between 1 and 7),   -- ISO: 1 is Monday
  from_minute int not null check (from_minute between 0 and 1439),
  to_minute int not null check (to_minute between 1 and 1440),
  primary key (business_id, staff_id, weekday, from_minute),
  foreign key (business_id, staff_id) references staff (business_id, id),
  check (from_minute < to_minute)
);
create table staff_time_off (
  business_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  during tstzrange not null,
  reason text,
  primary key (business_id, id),
  foreign key (business_id, staff_id) references staff (business_id, id)
);
create table invitations (
  business_id uuid not null,
  id uuid not null,
  code_hash bytea not null,
  role text not null check (role in ('owner', 'manager', 'marketer', 'master', 'read-only')),
  name bytea,                         -- sealed with the business's key
  staff_id uuid,                      -- a person of the staff who connects one more messenger
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (business_id, id),
  unique (business_id, code_hash)
);
create table api_keys (
  business_id uuid not null,
  id text not null,
  name text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  last_event_at timestamptz,
  primary key (business_id, id)
);
create table audit (
  business_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null,
  actor text not null,                -- staff:ID, customer:ID, address:ID, key:ID, system
  action text not null,
  target text,
  detail jsonb,                       -- ids and codes only, never a person's words
  primary key (business_id, id)
);
create table idempotency (
  business_id uuid not null,
  caller text not null,
  key_hash bytea not null,
  body_hash bytea not null,
  status int,
  answer bytea,                       -- sealed with a key derived from the idempotency key itself
  created_at timestamptz not null,
  primary key (business_id, caller, key_hash)
);
create index on idempotency (business_id, created_at);
