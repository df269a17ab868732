-- What is asked before a tenant is known: ids, hashes and blind indexes only. The app's role reaches it through the functions
-- below and nothing else; they belong to the directory's role, which sees the few columns they need and no personal data.
create extension if not exists btree_gist;
create schema reports;

create table directory.businesses (
  business_id uuid primary key,
  slug text not null unique,
  is_demo boolean not null default false,
  created_at timestamptz not null
);
create table directory.accounts (
  account_id uuid primary key,
  email_index bytea not null unique,
  password_hash text not null,
  created_at timestamptz not null
);
create table directory.memberships (
  account_id uuid not null,
  business_id uuid not null,
  staff_id uuid not null,
  primary key (account_id, business_id)
);
create table directory.sessions (
  token_hash bytea primary key,
  account_id uuid not null,
  business_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create table directory.api_keys (
  key_id text primary key,
  business_id uuid not null
);
create table directory.channels (
  channel_id uuid primary key,
  business_id uuid not null,
  kind text not null,
  token_hash bytea unique
);
create table directory.visitors (
  token_hash bytea primary key,
  channel_id uuid not null,
  business_id uuid not null,
  address_id uuid not null
);
-- The tenant's scope. One setting, set per transaction; nothing is seen without it.
create function directory.business_in_scope() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.business_id', true), '')::uuid;
