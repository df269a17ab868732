-- Updates as they came, under the platform's own key. `payload` is sealed and dropped once handled; the key is kept 5 days.
create table updates (
  business_id uuid not null,
  channel_id uuid not null,
  key bytea not null,
  position bigint generated always as identity,
  chat_index bytea not null,
  payload bytea,
  state text not null check (state in ('stored', 'handled', 'dead')),
  tries int not null default 0,
  next_try_at timestamptz,
  trouble text,
  received_at timestamptz not null,
  handled_at timestamptz,
  primary key (business_id, channel_id, key)
);
create index updates_waiting on updates (business_id, channel_id, chat_index, position) where state = 'stored';
create index updates_dead on updates (business_id, position) where state = 'dead';
create index updates_old on updates (business_id, received_at);

-- What has to be said. A row carries a word's id and its arguments, sealed; the text is made at delivery.
create table outbox (
  business_id uuid not null,
  position bigint generated always as identity,
  id uuid not null,
  address_id uuid not null,
  body bytea not null,
  offer bigint,                       -- the buttons it carries
  edits uuid,                         -- the outbox row whose message is changed in place
  topic text,                         -- what it is about (order:ID), so that every copy can be changed later
  state text not null check (state in ('queued', 'sending', 'sent', 'failed')),
  tries int not null default 0,
  due_at timestamptz not null,
  attempt uuid,
  lease_until timestamptz,
  platform_id bytea,                  -- sealed
  trouble text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (business_id, position),
  foreign key (business_id, address_id) references addresses (business_id, id)
);
create index outbox_waiting on outbox (business_id, address_id, position) where state in ('queued', 'sending');
create unique index on outbox (business_id, id);
create index outbox_by_offer on outbox (business_id, offer) where offer is not null;
create index outbox_topic on outbox (business_id, topic, position) where topic is not null;

-- The buttons of a message. A tap travels as NUMBER.INDEX; who it was offered to is checked.
create table offers (
  business_id uuid not null,
  number bigint generated always as identity,
  address_id uuid not null,
  choices bytea not null,             -- sealed list of {press, label}
  created_at timestamptz not null,
  primary key (business_id, number)
);
create index on offers (business_id, address_id, number);

create table requests (
  business_id uuid not null,
  id uuid not null,
  number bigint not null,
  address_id uuid not null,
  customer_id uuid,
  channel text not null,
  state text not null check (state in ('new', 'taken', 'closed')),
  taken_by uuid,
  stage text,
  amount bigint,
  created_at timestamptz not null,
  answer_due_at timestamptz,
  first_answered_at timestamptz,
  closed_at timestamptz,
  closed_by text,
  primary key (business_id, id),
  unique (business_id, number)
);
create unique index requests_one_open on requests (business_id, address_id) where state <> 'closed';
create index requests_open on requests (business_id, created_at) where state <> 'closed';
create index requests_customer on requests (business_id, customer_id, created_at);

-- The conversation as it went, both ways. For the web channel this is the stream itself.
create table messages (
  business_id uuid not null,
  position bigint generated always as identity,
  id uuid not null,
  address_id uuid not null,
  author text not null check (author in ('person', 'bot', 'staff')),
  staff_id uuid,
  request_id uuid,
  body bytea not null,                -- sealed
  edits uuid,                         -- the message it replaces
  key text,                           -- the sender's own idempotency key, for the page's optimistic bubble
  at timestamptz not null,
  primary key (business_id, position)
);
create unique index on messages (business_id, id);
create index messages_by_address on messages (business_id, address_id, position);
create index messages_by_request on messages (business_id, request_id, position) where request_id is not null;

create table files (
  business_id uuid not null,
  id uuid not null,
  key_id uuid not null,
  content bytea,                      -- sealed; null until fetched from the platform
  channel_id uuid,                    -- where it can be fetched
  remote bytea,                       -- sealed: what the platform calls it
  mime text not null,
  name bytea,
  created_at timestamptz not null,
  primary key (business_id, id)
);
