-- before: history. What the log comes to, in sums that planners read: five minutes, hours and days of
-- lots, areas and cells; sessions; how well lots were reported on. All of it follows from the log, the
-- registry's past and what sharing came to; the historian writes it and can write it again.

-- What the registry said of a lot since when. The newest edit of a moment counts.
create table lot_past_facts (
    lot_key integer not null references lot,
    since timestamptz not null,
    capacity jsonb not null,
    opening_hours text,
    timezone text not null,
    is_deleted boolean not null default false,
    primary key (lot_key, since)
);

-- What was learned of a source's own rhythm: it counts from a minute later on, by when everybody knows.
create table source_rhythm (
    source_key integer not null references source,
    since timestamptz not null,
    ttl_s real not null,
    primary key (source_key, since)
);

-- Lots that are sums of other lots, such as a district's own count: in no area and no cell.
create table lot_aggregate (
    lot_key integer primary key references lot,
    parts integer[] not null default '{}'
);

-- A restore brings these rows itself.
create function is_restoring() returns boolean language sql stable as $$
    select coalesce(current_setting('onelot.restoring', true) = 'on', false)
$$;

create function lot_facts_pass() returns trigger language plpgsql as $$
begin
    if is_restoring() then
        return null;
    end if;
    if tg_op = 'UPDATE'
        and (old.capacity, old.opening_hours, old.timezone, old.deleted_at is null)
            is not distinct from (new.capacity, new.opening_hours, new.timezone, new.deleted_at is null)
    then
        return null;
    end if;
    insert into lot_past_facts (lot_key, since, capacity, opening_hours, timezone, is_deleted)
    values (
        new.lot_key, case tg_op when 'INSERT' then new.created_at else city_now() end, new.capacity,
        new.opening_hours, new.timezone, new.deleted_at is not null
    )
    on conflict (lot_key, since) do update set
        capacity = excluded.capacity,
        opening_hours = excluded.opening_hours,
        timezone = excluded.timezone,
        is_deleted = excluded.is_deleted;
    return null;
end
$$;
create trigger facts_pass after insert or update on lot
    for each row execute function lot_facts_pass();

create function source_rhythm_pass() returns trigger language plpgsql as $$
begin
    if not is_restoring() and new.ttl_s <> old.ttl_s then
        insert into source_rhythm (source_key, since, ttl_s)
        values (new.source_key, city_now() + interval '1 minute', new.ttl_s)
        on conflict (source_key, since) do update set ttl_s = excluded.ttl_s;
    end if;
    return null;
end
$$;
create trigger rhythm_pass after update on source
    for each row execute function source_rhythm_pass();

-- Space-time is in microseconds of a space: see parking/planning/space_time.py. Twelve steps of five
-- minutes an hour; of `full_steps` and `closed_steps` null is twelve times nothing. A row holds until
-- `until`: the hour's end once it is over; before, the end of the last five minutes, or when a report
-- was taken in that was observed after these. A report is in at most 10 s after its acknowledgement.
-- An hour begins where the lot's own clock shows a full one. `space_class` as in
-- parking/planning/hour_row.py.
create table occupancy_hour (
    lot_key integer not null,
    space_class smallint not null,
    hour timestamptz not null,
    until timestamptz not null,
    open_us bigint not null,
    known_us bigint not null,
    taken_us bigint not null,
    full_us bigint not null,
    closed_us bigint not null,
    entries integer not null,
    exits integer not null,
    open_steps bigint[] not null,
    known_steps bigint[] not null,
    taken_steps bigint[] not null,
    full_steps bigint[],
    closed_steps bigint[],
    primary key (lot_key, space_class, hour)
) partition by range (hour);

-- Days that are over where the lot is: of a day that runs there are the hours. `hours_known`: hours
-- of which 0.8 was known, `hours_in_band`: of these, those that were 0.6 to 0.8 taken. The peak is the
-- quarter hour, of those of which 0.8 was known, with the greatest share taken; the first of equals.
create table occupancy_day (
    lot_key integer not null,
    space_class smallint not null,
    day date not null,
    until timestamptz not null,
    open_us bigint not null,
    known_us bigint not null,
    taken_us bigint not null,
    full_us bigint not null,
    closed_us bigint not null,
    entries integer not null,
    exits integer not null,
    hours_known smallint not null,
    hours_in_band smallint not null,
    peak_taken_us bigint,
    peak_known_us bigint,
    peak_at timestamptz,
    primary key (lot_key, space_class, day)
);

-- Regions are `area:<area_code>`, every level that a lot is in, and `cell:<15 hexadecimal digits>` of
-- resolutions 6 to 9; all history of a lot is counted where the lot is now, that of an aggregate
-- nowhere. Hours and days that are over, as far as rollup_cursor.hours_until and .days_until say; of
-- what is not over there are the lots' hours. `lots` is how many lots' rows are in a row.
create table region_hour (
    region text collate "C" not null,
    space_class smallint not null,
    hour timestamptz not null,
    lots integer not null,
    open_us bigint not null,
    known_us bigint not null,
    taken_us bigint not null,
    full_us bigint not null,
    closed_us bigint not null,
    entries integer not null,
    exits integer not null,
    open_steps bigint[] not null,
    known_steps bigint[] not null,
    taken_steps bigint[] not null,
    full_steps bigint[],
    closed_steps bigint[],
    primary key (region, space_class, hour)
) partition by range (hour);
create index region_hour_by_hour on region_hour (hour, region);

-- Sums of lots' days. `hours_known` and `hours_in_band` are lot-hours; the peak is of the region's own
-- quarter hours, in days of the city's zone.
create table region_day (
    region text collate "C" not null,
    space_class smallint not null,
    day date not null,
    lots integer not null,
    open_us bigint not null,
    known_us bigint not null,
    taken_us bigint not null,
    full_us bigint not null,
    closed_us bigint not null,
    entries integer not null,
    exits integer not null,
    hours_known integer not null,
    hours_in_band integer not null,
    peak_taken_us bigint,
    peak_known_us bigint,
    peak_at timestamptz,
    primary key (region, space_class, day)
);
create index region_day_by_day on region_day (day, region);

-- How well a lot was reported on: see parking/planning/history/service_hour.py. `delay_counts` reports
-- took `delays_s` whole seconds, ascending.
create table service_hour (
    lot_key integer not null,
    hour timestamptz not null,
    until timestamptz not null,
    reports integer not null,
    suspects integer not null,
    entries integer not null,
    exits integer not null,
    due_us bigint not null,
    online_us bigint not null,
    delays_s integer[],
    delay_counts integer[],
    drifts integer not null,
    drift_spaces bigint not null,
    drift_capacity bigint not null,
    primary key (lot_key, hour)
) partition by range (hour);

-- Days that are over, as occupancy_day.
create table service_day (
    lot_key integer not null,
    day date not null,
    until timestamptz not null,
    reports integer not null,
    suspects integer not null,
    entries integer not null,
    exits integer not null,
    due_us bigint not null,
    online_us bigint not null,
    delays_s integer[],
    delay_counts integer[],
    drifts integer not null,
    drift_spaces bigint not null,
    drift_capacity bigint not null,
    primary key (lot_key, day)
);

-- One vehicle in one lot: came and left, or only one of both was seen. `passage` is the identity of
-- the report of its coming, else of its leaving. No plate: a keyed hash of what pairs it in that lot.
create table parking_session (
    lot_key integer not null,
    passage uuid not null,
    plate bytea not null check (length(plate) = 16),
    entered_at timestamptz,
    entered_class smallint,
    entered_user text,
    left_passage uuid,
    left_at timestamptz,
    left_class smallint,
    left_user text,
    space_class smallint not null generated always as (coalesce(entered_class, left_class)) stored,
    user_class text generated always as (coalesce(entered_user, left_user)) stored,
    primary key (lot_key, passage),
    check (entered_at is not null or left_at is not null)
);
create index parking_session_plate on parking_session
    (lot_key, plate, (coalesce(entered_at, left_at)));
create index parking_session_left on parking_session (lot_key, left_at) where left_at is not null;
create index parking_session_entered on parking_session (lot_key, entered_at)
    where entered_at is not null;

-- Sessions by the local day on which they ended, once it is over; entries that nobody saw leave, by
-- the day on which they came, seven days later. `counts` of the paired stays took `minutes` whole
-- minutes, ascending.
create table session_day (
    lot_key integer not null,
    space_class smallint not null,
    day date not null,
    paired integer not null,
    orphan_exits integer not null,
    unclosed_entries integer not null,
    duration_us bigint not null,
    minutes integer[],
    counts integer[],
    primary key (lot_key, space_class, day)
);

-- How far the historian is. It goes on reading after (xid, id); what came up to (taken_xid, taken_id)
-- and is in no saved state yet was observed after that state. Every hour that ended by `hours_until`
-- is in the hour tables, of regions too, and every day up to `days_until` in those of days.
-- `regions_due`: regions are to be summed up anew, of all lots.
create table rollup_cursor (
    singleton boolean primary key default true check (singleton),
    xid xid8 not null default '0',
    id bigint not null default 0,
    taken_xid xid8 not null default '0',
    taken_id bigint not null default 0,
    hours_until timestamptz,
    days_until date,
    received_until timestamptz,
    is_restored boolean not null default false,
    regions_due boolean not null default false
);
insert into rollup_cursor default values;

-- Where a lot's fold can be taken up again: every full hour of the last day, every UTC day, the newest.
create table rollup_state (
    lot_key integer not null,
    at timestamptz not null,
    state bytea not null,
    primary key (lot_key, at)
);

-- Lots to be folded anew from a moment on, since something may have changed from then until
-- `changed_until` (null: for ever). Only ever added to by those who cause it: nobody waits for anybody.
create table rollup_reopen (
    reopen_key bigint generated always as identity primary key,
    lot_key integer not null,
    since timestamptz not null,
    changed_until timestamptz
);

-- Days of lots that are over and to be summed up anew.
create table rollup_day_due (
    lot_key integer not null,
    day date not null,
    primary key (lot_key, day)
);

-- Days of regions, of the city's zone, whose peak is to be found anew.
create table rollup_peak_due (
    region text collate "C" not null,
    day date not null,
    primary key (region, day)
);

-- The regions in which a lot's rows are counted, and the lots that a source has spoken of.
create table rollup_region (
    lot_key integer not null,
    region text collate "C" not null,
    primary key (lot_key, region)
);
create table rollup_source (
    source_key integer not null,
    lot_key integer not null,
    primary key (source_key, lot_key)
);

-- Days of the log that are in files and no longer here; nothing is added to them. No tenant's, and so
-- not forced on its owner, as whom ensure_report_day and drop_archived_day look it up.
create table report_log_archive (
    day date primary key,
    file text not null,
    rows bigint not null,
    sha256 text not null,
    archived_at timestamptz not null default clock_timestamp()
);

-- Element by element; null is nothing. `some_steps` makes nothing null again.
create function add_steps(p_one bigint[], p_other bigint[]) returns bigint[]
language sql immutable parallel safe as $$
    select case
        when p_one is null then p_other
        when p_other is null then p_one
        else array(
            select s.one + s.other
            from unnest(p_one, p_other) with ordinality as s (one, other, place)
            order by s.place
        )
    end
$$;
create function some_steps(p_steps bigint[]) returns bigint[]
language sql immutable parallel safe as $$
    select nullif(p_steps, array_fill(0::bigint, array[12]))
$$;

-- Months are UTC. Attached, as days of the log are: see ensure_report_day.
create function ensure_history_month(p_day date) returns void language plpgsql
security definer set search_path = public, pg_temp as $$
declare
    v_month date := date_trunc('month', p_day)::date;
    v_table text;
    v_name text;
begin
    foreach v_table in array array['occupancy_hour', 'region_hour', 'service_hour'] loop
        v_name := v_table || '_' || to_char(v_month, 'YYYYMM');
        continue when exists (select from pg_class where relname = v_name);
        perform pg_advisory_xact_lock(hashtext('ensure_history_month'));
        continue when exists (select from pg_class where relname = v_name);
        -- Rows of the hour that runs are written again and again: room for that in every page.
        execute format(
            'create table %I (like %I including defaults including indexes) with (fillfactor = 85)',
            v_name, v_table
        );
        execute format('alter table %I enable row level security', v_name);
        execute format('alter table %I force row level security', v_name);
        execute format(
            'alter table %I attach partition %I for values from (%L) to (%L)',
            v_table, v_name,
            (v_month::timestamp at time zone 'UTC')::text,
            ((v_month + interval '1 month') at time zone 'UTC')::text
        );
    end loop;
end
$$;
revoke execute on function ensure_history_month(date) from public;
grant execute on function ensure_history_month(date) to onelot_ingest;

-- As before; but a day that was archived is made no more.
create or replace function ensure_report_day(p_day date) returns void language plpgsql
security definer set search_path = public, pg_temp as $$
declare
    v_name text := 'report_log_' || to_char(p_day, 'YYYYMMDD');
begin
    if exists (select from pg_class where relname = v_name) then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtext('ensure_report_day'));
    if exists (select from pg_class where relname = v_name) then
        return;
    end if;
    if exists (select from report_log_archive where day = p_day) then
        raise exception 'day % of the log was archived', p_day using errcode = 'OL001';
    end if;
    execute format('create table %I (like report_log including defaults)', v_name);
    execute format('create unique index %I on %I (ident)', v_name || '_ident', v_name);
    execute format('create index %I on %I (xid, id)', v_name || '_tail', v_name);
    execute format('create index %I on %I (lot_key, observed_at)', v_name || '_lot', v_name);
    execute format('alter table %I enable row level security', v_name);
    execute format('alter table %I force row level security', v_name);
    execute format(
        'alter table report_log attach partition %I for values from (%L) to (%L)',
        v_name,
        (p_day::timestamp at time zone 'UTC')::text,
        ((p_day + 1)::timestamp at time zone 'UTC')::text
    );
end
$$;

-- Drops a day that is in an archive with all its rows; nobody can add any meanwhile.
create function drop_archived_day(p_day date) returns void language plpgsql
security definer set search_path = public, pg_temp as $$
declare
    v_name text := 'report_log_' || to_char(p_day, 'YYYYMMDD');
    v_kept bigint := (select rows from report_log_archive where day = p_day);
    v_rows bigint;
begin
    if v_kept is null then
        raise exception 'day % is in no archive', p_day using errcode = 'check_violation';
    end if;
    execute format('lock table %I in access exclusive mode', v_name);
    execute format('alter table %I no force row level security', v_name);  -- to count as its owner
    execute format('select count(*) from %I', v_name) into v_rows;
    if v_rows <> v_kept then
        raise exception 'day % has % rows, its archive %', p_day, v_rows, v_kept
            using errcode = 'OL002';
    end if;
    execute format('drop table %I', v_name);
end
$$;
revoke execute on function drop_archived_day(date) from public;
grant execute on function drop_archived_day(date) to onelot_ingest;

-- What sharing does is history too: windows, what was taken back, cars that came and left.
create function lending_passes() returns trigger language plpgsql as $$
declare
    v_agreement integer;
    v_lot integer;
    v_since timestamptz;
begin
    if is_restoring() then
        return null;
    end if;
    case tg_table_name
        when 'booking' then
            v_lot := new.lot_key;
            if tg_op = 'INSERT' then
                v_since := new.checked_in_at;
            elsif (old.checked_in_at, old.checked_out_at)
                is distinct from (new.checked_in_at, new.checked_out_at)
            then
                v_since := case
                    when old.checked_in_at is distinct from new.checked_in_at
                    then least(old.checked_in_at, new.checked_in_at)
                    else least(old.checked_out_at, new.checked_out_at)
                end;
            end if;
        when 'sharing_window' then
            if tg_op = 'DELETE' then
                v_agreement := old.agreement_key;
                v_since := lower(old.stay);
            else
                v_agreement := new.agreement_key;
                v_since := lower(new.stay);
            end if;
        when 'sharing_suspension' then
            v_agreement := new.agreement_key;
            v_since := case tg_op
                when 'INSERT' then lower(new.during)
                else least(old.lifted_at, new.lifted_at)
            end;
        when 'sharing_agreement_version' then
            v_agreement := new.agreement_key;
            v_since := new.changed_at;
    end case;
    if v_lot is null then
        select lot_key into v_lot from sharing_agreement where agreement_key = v_agreement;
    end if;
    if v_since is not null and v_lot is not null then
        insert into rollup_reopen (lot_key, since) values (v_lot, v_since);
    end if;
    return null;
end
$$;
create trigger lending_passes after insert or update on booking
    for each row execute function lending_passes();
create trigger lending_passes after insert or update or delete on sharing_window
    for each row execute function lending_passes();
create trigger lending_passes after insert or update on sharing_suspension
    for each row execute function lending_passes();
create trigger lending_passes after insert or update on sharing_agreement_version
    for each row execute function lending_passes();

-- Seen in the platform's scope alone, written by the historian.
do $$
declare
    v_table text;
begin
    foreach v_table in array array[
        'occupancy_hour', 'occupancy_day', 'region_hour', 'region_day', 'service_hour',
        'service_day', 'parking_session', 'session_day', 'rollup_cursor', 'rollup_state',
        'rollup_reopen', 'rollup_day_due', 'rollup_peak_due', 'rollup_region', 'rollup_source',
        'report_log_archive'
    ] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format(
            'create policy platform on %I for select to onelot_app
                using ((select onelot_platform()))', v_table
        );
        execute format(
            'create policy write_path on %I for all to onelot_ingest using (true) with check (true)',
            v_table
        );
        execute format('grant select on %I to onelot_app', v_table);
        execute format('grant select, insert, update, delete on %I to onelot_ingest', v_table);
    end loop;
    alter table report_log_archive no force row level security;
    foreach v_table in array array['lot_past_facts', 'source_rhythm', 'lot_aggregate'] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format('create policy anyone_reads on %I for select using (true)', v_table);
        execute format('grant select on %I to onelot_app, onelot_ingest', v_table);
    end loop;
end
$$;

create policy operator_adds on lot_past_facts for insert to onelot_app
    with check (runs_lot(lot_key));
create policy operator_changes on lot_past_facts for update to onelot_app
    using (runs_lot(lot_key)) with check (runs_lot(lot_key));
grant insert, update on lot_past_facts to onelot_app;
create policy platform_learns on source_rhythm for insert to onelot_app, onelot_ingest
    with check (true);
create policy platform_learns_anew on source_rhythm for update to onelot_app, onelot_ingest
    using (true) with check (true);
grant insert, update on source_rhythm to onelot_app, onelot_ingest;
create policy platform_says on lot_aggregate for all to onelot_app
    using ((select onelot_platform())) with check ((select onelot_platform()));
grant insert, update, delete on lot_aggregate to onelot_app;
create policy platform_adds on rollup_reopen for insert to onelot_app
    with check ((select onelot_platform()));
grant insert on rollup_reopen to onelot_app;
create policy platform_asks on rollup_cursor for update to onelot_app
    using ((select onelot_platform())) with check ((select onelot_platform()));
grant update (regions_due) on rollup_cursor to onelot_app;
create policy platform_adds on rollup_day_due for insert to onelot_app
    with check ((select onelot_platform()));
grant insert on rollup_day_due to onelot_app;
grant truncate on region_hour, region_day, rollup_region, rollup_peak_due to onelot_ingest;

-- The historian reads what sharing came to.
do $$
declare
    v_table text;
begin
    foreach v_table in array array[
        'sharing_agreement', 'sharing_agreement_version', 'sharing_window', 'sharing_suspension',
        'shared_space', 'booking'
    ] loop
        execute format(
            'create policy history on %I for select to onelot_ingest using (true)', v_table
        );
        execute format('grant select on %I to onelot_ingest', v_table);
    end loop;
end
$$;

-- What is known of cities that are older than their history.
set local role onelot_app;
set local onelot.scope = 'platform';
insert into lot_past_facts (lot_key, since, capacity, opening_hours, timezone, is_deleted)
select lot_key, created_at, capacity, opening_hours, timezone, false from lot;
insert into lot_past_facts (lot_key, since, capacity, opening_hours, timezone, is_deleted)
select lot_key, deleted_at, capacity, opening_hours, timezone, true
from lot
where deleted_at > created_at;
insert into source_rhythm (source_key, since, ttl_s)
select source_key, learned_at, ttl_s from source where learned_at is not null;
reset role;
