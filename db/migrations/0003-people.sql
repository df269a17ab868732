create table customers (
  business_id uuid not null,
  id uuid not null,
  key_id uuid not null,
  external_id bytea, external_id_index bytea,
  name bytea,
  phone bytea, phone_index bytea,
  phone_proved_at timestamptz,        -- only a proved phone merges chats into one person
  email bytea, email_index bytea,
  birthday bytea, birthday_index bytea,   -- the index is of month and day, for greetings
  gender bytea,
  language text,
  source text not null default 'unknown',
  referred_by uuid,
  referral_code text not null,
  attributes bytea,
  preferences bytea,
  contraindications bytea,
  note bytea,
  field_times jsonb not null default '{}',   -- field -> when it was last said, for "the later wins"
  consented_at timestamptz,
  promotions_stopped_at timestamptz,
  first_paid_at timestamptz,
  last_seen_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  merged_into uuid,
  erased_at timestamptz,
  primary key (business_id, id),
  unique (business_id, referral_code)
);
create unique index customers_external_id on customers (business_id, external_id_index) where external_id_index is not null;
create unique index customers_proved_phone on customers (business_id, phone_index)
  where phone_index is not null and phone_proved_at is not null and merged_into is null and erased_at is null;
create index customers_phone on customers (business_id, phone_index) where phone_index is not null;
create index customers_email on customers (business_id, email_index) where email_index is not null;
create index customers_by_age on customers (business_id, created_at desc, id desc);
create index customers_referred_by on customers (business_id, referred_by) where referred_by is not null;

-- Blind index of the words of a name and of their prefixes.
create table customer_terms (
  business_id uuid not null,
  term bytea not null,
  customer_id uuid not null,
  primary key (business_id, term, customer_id)
);
create index on customer_terms (business_id, customer_id);

create table channels (
  business_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('telegram', 'viber', 'web')),
  name text,                          -- the bot's public name
  token bytea,                        -- sealed with the business's key
  hook_secret bytea,                  -- sealed with the business's key
  state text not null check (state in ('connected', 'broken', 'removed')),
  trouble text,
  poll_lease uuid,
  poll_lease_until timestamptz,
  paused_until timestamptz,           -- retry_after of the whole bot
  recent_sends timestamptz[] not null default '{}',  -- the window of the limiter that all workers share
  created_at timestamptz not null,
  primary key (business_id, id)
);

-- A person in a channel.
create table addresses (
  business_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  kind text not null check (kind in ('telegram', 'viber', 'web')),
  chat_index bytea not null,
  key_id uuid not null,
  chat bytea not null,                -- sealed: what the platform calls the chat
  person bytea,                       -- sealed: the name the platform shows
  customer_id uuid,
  staff_id uuid,
  language text not null check (language in ('uk', 'ru', 'en')),
  session bytea,                      -- sealed: where the talk stands
  session_at timestamptz,
  source text,
  consented_at timestamptz,
  unreachable_at timestamptz,
  unreachable_why text,
  last_in_at timestamptz,
  pace_at timestamptz,                -- theoretical arrival time of the limiter for this chat (GCRA)
  created_at timestamptz not null,
  primary key (business_id, id),
  unique (business_id, channel_id, chat_index),
  foreign key (business_id, channel_id) references channels (business_id, id)
);
create index on addresses (business_id, customer_id) where customer_id is not null;
create index on addresses (business_id, staff_id) where staff_id is not null;

create table consents (
  business_id uuid not null,
  id uuid not null,
  address_id uuid not null,
  customer_id uuid,
  purpose text not null,
  given boolean not null,
  wording text not null,              -- the id and version of what was shown
  at timestamptz not null,
  primary key (business_id, id)
);
create table customer_notes (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  staff_id uuid,
  body bytea not null,                -- sealed with the person's key
  created_at timestamptz not null,
  primary key (business_id, id)
);
create index on customer_notes (business_id, customer_id);
-- A phone from the API that two people claim: a manager is asked.
create table merge_questions (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  other_customer_id uuid not null,
  asked_at timestamptz not null,
  answer text check (answer in ('merged', 'kept-apart')),
  answered_by uuid,
  primary key (business_id, id),
  unique (business_id, customer_id, other_customer_id)
);
