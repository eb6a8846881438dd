-- before: what the platform finds wrong with feeds by itself, since when, why, and what readers see
-- of it. The log is never changed for it.

-- One standing row (`until` null) for a rule and what it is about: a source, a lot as a source tells
-- of it, or a bay of that. A lot that is a sum of others is so whatever its source.
create table feed_verdict (
    verdict_key bigint generated always as identity primary key,
    rule text not null,
    operator_key integer references operator,
    source_key integer references source,
    lot_key integer references lot,
    space_code text check (space_code is null or lot_key is not null),
    since timestamptz not null,
    found_at timestamptz not null,
    until timestamptz,
    evidence jsonb not null,
    told_at timestamptz not null default city_now(),
    check (source_key is not null or lot_key is not null),
    check (until is null or until >= since),
    constraint feed_verdict_once
        unique nulls not distinct (rule, source_key, lot_key, space_code, since)
);
create unique index feed_verdict_standing on feed_verdict (rule, source_key, lot_key, space_code)
    nulls not distinct where until is null;
create index feed_verdict_operator on feed_verdict (operator_key, until);

-- What readers are to doubt of a lot: the value of its register `q`, under the version it has there.
create table lot_doubt (
    lot_key integer primary key references lot,
    version bigint not null default 1,
    doubts jsonb not null
);

-- What the detectors remember, and up to where of the log: all of it can be learned again, so a crash
-- may empty it. `lot_key` 0 is the source itself.
create unlogged table checking_state (
    source_key integer not null,
    lot_key integer not null,
    state bytea not null,
    primary key (source_key, lot_key)
);
create unlogged table checking_cursor (
    is_only boolean primary key default true check (is_only),
    xid xid8 not null,
    id bigint not null
);

alter table feed_verdict enable row level security;
alter table feed_verdict force row level security;
create policy own on feed_verdict for select to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()));
create policy platform on feed_verdict for all to onelot_app
    using ((select onelot_platform())) with check ((select onelot_platform()));
grant select, insert, update, delete on feed_verdict to onelot_app;

alter table lot_doubt enable row level security;
alter table lot_doubt force row level security;
create policy platform on lot_doubt for all to onelot_app
    using ((select onelot_platform())) with check ((select onelot_platform()));
create policy write_path on lot_doubt for select to onelot_ingest using (true);
grant select, insert, update on lot_doubt to onelot_app;
grant select on lot_doubt to onelot_ingest;

do $$
declare v_table text;
begin
    foreach v_table in array array['checking_state', 'checking_cursor'] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format(
            'create policy write_path on %I for all to onelot_ingest using (true) with check (true)',
            v_table
        );
        execute format('grant select, insert, update, delete on %I to onelot_ingest', v_table);
    end loop;
end
$$;
