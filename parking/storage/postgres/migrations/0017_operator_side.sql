-- before: the operator's side: keys that retire, lots that nobody is shown yet, and who is told when a
-- feed dies, freezes or comes back.

-- Until when a key that was replaced is still good. `expires_at` stays what the city gave it.
alter table api_key add column retires_at timestamptz;

-- A draft takes reports as any lot does, and no reader and no figure knows of it.
alter table lot add column is_draft boolean not null default false;

-- How each feed was when it was last looked at, so that whoever leads next tells nothing twice.
-- `since`, in the city's time, is when it became so, `suspected_since` when it first seemed another.
create table feed_watch (
    source_key integer primary key references source,
    state text not null check (state in ('well', 'frozen', 'dead')),
    since timestamptz not null,
    suspected text check (suspected in ('well', 'frozen', 'dead')),
    suspected_since timestamptz,
    check ((suspected is null) = (suspected_since is null))
);

-- Whom an operator wants told, and how. The webhook's secret is sealed under the platform's.
create table operator_contact (
    operator_key integer primary key references operator,
    url text check (length(url) <= 2000),
    secret bytea,
    mail_to text[] not null default '{}' check (cardinality(mail_to) <= 10),
    lang text not null default 'zh' check (lang in ('zh', 'en')),
    changed_at timestamptz not null default city_now(),
    check ((url is null) = (secret is null))
);

-- What there is to tell, once for each way. Times of sending are real: no clock of the city's hurries
-- another's server.
create table feed_message (
    message_key bigint generated always as identity primary key,
    message_id uuid not null unique,
    operator_key integer not null references operator,
    event text not null,
    body jsonb not null,
    created_at timestamptz not null default city_now()
);
create index feed_message_operator on feed_message (operator_key, message_key);

create table feed_delivery (
    message_key bigint not null references feed_message on delete cascade,
    operator_key integer not null references operator,
    way text not null check (way in ('webhook', 'mail')),
    state text not null default 'due' check (state in ('due', 'delivered', 'given_up')),
    attempts integer not null default 0,
    next_at timestamptz not null default clock_timestamp(),
    tried_at timestamptz,
    told text check (length(told) <= 500),
    primary key (message_key, way)
);
create index feed_delivery_due on feed_delivery (operator_key, way, message_key) where state = 'due';

alter table feed_watch enable row level security;
alter table feed_watch force row level security;
create policy platform on feed_watch for all to onelot_app
    using ((select onelot_platform())) with check ((select onelot_platform()));
grant select, insert, update on feed_watch to onelot_app;

alter table operator_contact enable row level security;
alter table operator_contact force row level security;
create policy own on operator_contact for all to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
grant select, insert, update, delete on operator_contact to onelot_app;

alter table feed_message enable row level security;
alter table feed_message force row level security;
create policy own on feed_message for all to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
grant select, insert, delete on feed_message to onelot_app;

alter table feed_delivery enable row level security;
alter table feed_delivery force row level security;
create policy own on feed_delivery for all to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
grant select, insert, update, delete on feed_delivery to onelot_app;

-- How each lot was described, from when on, and by whom. `action`: what was done to it.
create table lot_version (
    lot_key integer not null references lot,
    version bigint not null,
    operator_key integer not null references operator,
    at timestamptz not null default city_now(),
    key_id text,
    role text not null,
    action text not null check (action in ('put', 'publish', 'delete')),
    description jsonb not null,
    primary key (lot_key, version)
);
alter table lot_version enable row level security;
alter table lot_version force row level security;
create policy own on lot_version for all to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
grant select, insert on lot_version to onelot_app;

set local role onelot_app;
set local onelot.scope = 'platform';
insert into lot_version (lot_key, version, operator_key, at, role, action, description)
select
    lot_key, version, operator_key, updated_at, 'admin', 'put',
    jsonb_strip_nulls(to_jsonb(l) - array[
        'lot_key', 'lot_id', 'operator_key', 'version', 'created_at', 'updated_at', 'deleted_at',
        'cell', 'partition', 'area_declared'
    ])
from lot l
where deleted_at is null;
reset role;
