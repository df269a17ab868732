create table services (
  business_id uuid not null,
  id uuid not null,
  names jsonb not null,
  about jsonb,
  duration_min int not null check (duration_min between 5 and 720),
  buffer_min int not null default 0 check (buffer_min between 0 and 240),
  price bigint not null check (price >= 0),
  listed boolean not null default true,
  place int not null default 0,
  created_at timestamptz not null,
  primary key (business_id, id)
);
create table staff_services (
  business_id uuid not null,
  staff_id uuid not null,
  service_id uuid not null,
  primary key (business_id, staff_id, service_id),
  foreign key (business_id, staff_id) references staff (business_id, id),
  foreign key (business_id, service_id) references services (business_id, id)
);
create table bookings (
  business_id uuid not null,
  id uuid not null,
  number bigint not null,
  customer_id uuid,
  address_id uuid,
  service_id uuid not null,
  staff_id uuid not null,
  during tstzrange not null,          -- the visit and the buffer after it
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null check (state in ('held', 'pending', 'confirmed', 'done', 'no_show', 'cancelled', 'declined', 'expired')),
  held_until timestamptz,
  price bigint not null,
  paid bigint,
  paid_at timestamptz,
  channel text not null,
  source text,
  comment bytea,
  reason bytea,
  proposed_at timestamptz,            -- another time a manager proposes
  handled_by uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (business_id, id),
  unique (business_id, number),
  foreign key (business_id, service_id) references services (business_id, id),
  foreign key (business_id, staff_id) references staff (business_id, id),
  -- Nobody serves two people at once: the table says so, not the code.
  constraint bookings_no_overlap exclude using gist (business_id with =, staff_id with =, during with &&)
    where (state in ('held', 'pending', 'confirmed'))
);
create index bookings_customer on bookings (business_id, customer_id, starts_at);
create index bookings_start on bookings (business_id, starts_at);
create index bookings_paid on bookings (business_id, paid_at) where paid_at is not null;
create index bookings_held on bookings (business_id, held_until) where state = 'held';
