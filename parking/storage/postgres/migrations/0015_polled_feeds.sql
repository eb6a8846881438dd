-- before: polled feeds. What an operator declares is its own; whoever polls does so in the platform's
-- scope. Credentials are sealed under the platform's secret, and no role reads them in clear.
create table polled_feed (
    feed_key integer generated always as identity primary key,
    feed_id text not null unique check (feed_id ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,95}$'),
    operator_key integer not null references operator,
    source_key integer not null references source,
    url text not null check (length(url) <= 2000),
    format text not null,
    mapping text check (length(mapping) <= 65536),
    coordsys text not null check (coordsys in ('wgs84', 'gcj02', 'bd09', 'cgcs2000')),
    zone text not null,
    interval_s double precision check (interval_s > 0),
    auth_kind text not null check (auth_kind in ('none', 'basic', 'bearer', 'header')),
    auth_name text not null,
    secret bytea,
    is_draft boolean not null,
    is_paused boolean not null,
    created_at timestamptz not null default city_now(),
    changed_at timestamptz not null default city_now(),
    check ((auth_kind = 'none') = (secret is null))
);
create index polled_feed_operator on polled_feed (operator_key);

-- How far the polling of a feed is. Times are real: no clock of the city's hurries another's server.
-- `memory` is ingest.polling.memory's. Whoever polls holds a lease; when it is over another may.
create table polled_feed_state (
    feed_key integer primary key references polled_feed on delete cascade,
    due_at timestamptz not null default clock_timestamp(),
    leased_by text,
    leased_until timestamptz,
    memory bytea not null default '',
    status jsonb not null default '{}'
);
create index polled_feed_due on polled_feed_state (due_at);

alter table polled_feed enable row level security;
alter table polled_feed force row level security;
create policy own on polled_feed for all to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
grant select, insert, update, delete on polled_feed to onelot_app;

alter table polled_feed_state enable row level security;
alter table polled_feed_state force row level security;
create policy own on polled_feed_state for all to onelot_app
    using (exists (select from polled_feed f where f.feed_key = polled_feed_state.feed_key))
    with check (exists (select from polled_feed f where f.feed_key = polled_feed_state.feed_key));
grant select, insert, update, delete on polled_feed_state to onelot_app;
