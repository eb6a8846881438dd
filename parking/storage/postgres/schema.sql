-- Where the migrations end: the whole schema, to be read. Written by schema_dump.py, not by hand.

do $$
begin
    create role onelot_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
    create role onelot_ingest nologin;
exception when duplicate_object or unique_violation then null;
end $$;

SET check_function_bodies = false;

CREATE TYPE public.log_row AS (
	ident uuid,
	source_key integer,
	lot_key integer,
	kind smallint,
	record_serial text,
	observed_at timestamp with time zone,
	epoch bigint,
	seq bigint,
	flags integer,
	payload bytea,
	fingerprint bigint
);

CREATE FUNCTION public.add_steps(p_one bigint[], p_other bigint[]) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
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

CREATE FUNCTION public.api_key_tell() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_notify('onelot_keys', new.key_id);
    return null;
end
$$;

CREATE FUNCTION public.append_reports(p_rows public.log_row[]) RETURNS SETOF uuid
    LANGUAGE plpgsql
    AS $$
declare
    v_now timestamptz := city_now();
begin
    return query
    insert into report_log (
        ident, source_key, lot_key, kind, record_serial, observed_at, epoch, seq, flags, payload,
        fingerprint, received_at
    )
    select *, v_now from unnest(p_rows)
    on conflict do nothing
    returning report_log.ident;
end
$$;

CREATE FUNCTION public.city_now() RETURNS timestamp with time zone
    LANGUAGE sql PARALLEL SAFE
    AS $$
    select case mode
        when 'real' then clock_timestamp()
        when 'manual' then base_city
        else base_city + (clock_timestamp() - base_real) * speed
    end from city_clock
$$;

CREATE FUNCTION public.drop_archived_day(p_day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.ensure_history_month(p_day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.ensure_report_day(p_day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.follow_by_version(p_table regclass) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    execute format('create trigger line_up before insert or update on %s
        for each statement execute function registry_line_up()', p_table);
    execute format('create trigger take_number before insert or update on %s
        for each row execute function registry_take_number()', p_table);
    execute format('create trigger tell after insert or update on %s
        for each statement execute function registry_tell()', p_table);
    execute format('create index on %s (version)', p_table);
end
$$;

CREATE FUNCTION public.hold_lanes(p_alone boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    if p_alone then
        perform pg_advisory_xact_lock(hashtext('onelot.lanes'));
    else
        perform pg_advisory_xact_lock_shared(hashtext('onelot.lanes'));
    end if;
end
$$;

CREATE FUNCTION public.ingest_absolute(p_claimed_lot integer[], p_claimed_operator integer[], p_rows public.log_row[]) RETURNS TABLE(outcome integer, refused_lot integer, refused_operator integer, inserted uuid)
    LANGUAGE plpgsql
    AS $$
begin
    perform hold_lanes(false);
    return query
        select 1, wrong.lot_key, wrong.operator_key, null::uuid
        from wrong_claims(p_claimed_lot, p_claimed_operator) as wrong;
    if found then
        return;
    end if;
    return query
        select 2, counted.lot_key, null::integer, null::uuid
        from lot_count as counted where counted.lot_key = any (p_claimed_lot);
    if found then
        return;
    end if;
    return query
        select 0, null::integer, null::integer, fresh from append_reports(p_rows) as fresh;
end
$$;

CREATE FUNCTION public.ingest_absolute_batch(p_claimed_lot integer[], p_claimed_operator integer[], p_rows public.log_row[], OUT outcome integer, OUT refused_lots integer[], OUT refused_operators integer[], OUT inserted uuid[]) RETURNS record
    LANGUAGE plpgsql
    AS $$
begin
    perform hold_lanes(false);
    select array_agg(wrong.lot_key), array_agg(wrong.operator_key)
    into refused_lots, refused_operators
    from wrong_claims(p_claimed_lot, p_claimed_operator) as wrong;
    if refused_lots is not null then
        outcome := 1;
        return;
    end if;
    select array_agg(counted.lot_key) into refused_lots
    from lot_count as counted where counted.lot_key = any (p_claimed_lot);
    if refused_lots is not null then
        outcome := 2;
        return;
    end if;
    outcome := 0;
    select array_agg(fresh) into inserted from append_reports(p_rows) as fresh;
    if cardinality(inserted) = cardinality(p_rows) then
        inserted := null;
    else
        inserted := coalesce(inserted, '{}');
    end if;
end
$$;

CREATE FUNCTION public.ingest_absolute_known(p_registry bigint, p_opened bigint, p_rows public.log_row[], OUT outcome integer, OUT inserted uuid[]) RETURNS record
    LANGUAGE plpgsql
    AS $$
declare
    v_now timestamptz;
    v_rows integer;
    v_first timestamptz;
    v_last timestamptz;
begin
    perform hold_lanes(false);
    if (select max(version) from lot) > p_registry
        or (select max(opened) from lot_count) > p_opened
    then
        outcome := 1;
        return;
    end if;
    outcome := 0;
    v_now := city_now();
    insert into report_log (
        ident, source_key, lot_key, kind, record_serial, observed_at, epoch, seq, flags, payload,
        fingerprint, received_at
    )
    select *, v_now from unnest(p_rows)
    on conflict do nothing;
    get diagnostics v_rows = row_count;
    if v_rows < cardinality(p_rows) then
        select min(observed_at), max(observed_at) into v_first, v_last from unnest(p_rows);
        select coalesce(array_agg(ident), '{}') into inserted from report_log
        where xid = pg_current_xact_id() and observed_at between v_first and v_last;
    end if;
end
$$;

CREATE FUNCTION public.is_restoring() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select coalesce(current_setting('onelot.restoring', true) = 'on', false)
$$;

CREATE FUNCTION public.ledger_balances() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if exists (
        select from ledger_posting where entry_key = new.entry_key
        group by unit having sum(amount) <> 0
    ) then
        raise exception 'ledger entry % does not balance', new.entry_key
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;

CREATE FUNCTION public.lending_passes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.lot_facts_pass() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.month_parts(p_day date) RETURNS TABLE(month date, part smallint)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select p_day - (extract(day from p_day)::integer - 1), told.part::smallint
    from unnest(array[0, least((extract(day from p_day)::integer + 7) / 8, 4)]) as told (part)
$$;

CREATE FUNCTION public.occupancy_months_pass() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
            begin
                if is_restoring() then
                    return null;
                end if;
                if tg_op = 'TRUNCATE' then
                    delete from occupancy_month;
                    return null;
                end if;
                if tg_op <> 'INSERT' then
                    insert into occupancy_month as told (lot_key, space_class, month, part, days, open_us, known_us, taken_us, full_us, closed_us, entries, exits, hours_known, hours_in_band)
            select lot_key, space_class, month, part, - count(*), - sum(open_us), - sum(known_us), - sum(taken_us), - sum(full_us), - sum(closed_us), - sum(entries), - sum(exits), - sum(hours_known), - sum(hours_in_band)
            from gone
            cross join lateral month_parts(day)
            group by lot_key, space_class, month, part
            on conflict (month, part, lot_key, space_class) do update set days = told.days + excluded.days, open_us = told.open_us + excluded.open_us, known_us = told.known_us + excluded.known_us, taken_us = told.taken_us + excluded.taken_us, full_us = told.full_us + excluded.full_us, closed_us = told.closed_us + excluded.closed_us, entries = told.entries + excluded.entries, exits = told.exits + excluded.exits, hours_known = told.hours_known + excluded.hours_known, hours_in_band = told.hours_in_band + excluded.hours_in_band;
                end if;
                if tg_op <> 'DELETE' then
                    insert into occupancy_month as told (lot_key, space_class, month, part, days, open_us, known_us, taken_us, full_us, closed_us, entries, exits, hours_known, hours_in_band)
            select lot_key, space_class, month, part,  count(*),  sum(open_us),  sum(known_us),  sum(taken_us),  sum(full_us),  sum(closed_us),  sum(entries),  sum(exits),  sum(hours_known),  sum(hours_in_band)
            from come
            cross join lateral month_parts(day)
            group by lot_key, space_class, month, part
            on conflict (month, part, lot_key, space_class) do update set days = told.days + excluded.days, open_us = told.open_us + excluded.open_us, known_us = told.known_us + excluded.known_us, taken_us = told.taken_us + excluded.taken_us, full_us = told.full_us + excluded.full_us, closed_us = told.closed_us + excluded.closed_us, entries = told.entries + excluded.entries, exits = told.exits + excluded.exits, hours_known = told.hours_known + excluded.hours_known, hours_in_band = told.hours_in_band + excluded.hours_in_band;
                end if;
                if tg_op = 'DELETE' then
                    delete from occupancy_month
                    where days = 0 and (month, part, lot_key, space_class) in (
                        select month, part, lot_key, space_class from gone cross join lateral month_parts(day)
                    );
                end if;
                return null;
            end
            $$;

CREATE FUNCTION public.onelot_platform() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select coalesce(current_setting('onelot.scope', true) = 'platform', false)
$$;

CREATE FUNCTION public.onelot_tenant() RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select nullif(current_setting('onelot.operator', true), '')::integer
$$;

CREATE FUNCTION public.region_months_pass() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
            begin
                if is_restoring() then
                    return null;
                end if;
                if tg_op = 'TRUNCATE' then
                    delete from region_month;
                    return null;
                end if;
                if tg_op <> 'INSERT' then
                    insert into region_month as told (region, space_class, month, part, days, open_us, known_us, taken_us, full_us, closed_us, entries, exits, hours_known, hours_in_band)
            select region, space_class, month, part, - count(*), - sum(open_us), - sum(known_us), - sum(taken_us), - sum(full_us), - sum(closed_us), - sum(entries), - sum(exits), - sum(hours_known), - sum(hours_in_band)
            from gone
            cross join lateral month_parts(day)
            group by region, space_class, month, part
            on conflict (month, part, region, space_class) do update set days = told.days + excluded.days, open_us = told.open_us + excluded.open_us, known_us = told.known_us + excluded.known_us, taken_us = told.taken_us + excluded.taken_us, full_us = told.full_us + excluded.full_us, closed_us = told.closed_us + excluded.closed_us, entries = told.entries + excluded.entries, exits = told.exits + excluded.exits, hours_known = told.hours_known + excluded.hours_known, hours_in_band = told.hours_in_band + excluded.hours_in_band;
                end if;
                if tg_op <> 'DELETE' then
                    insert into region_month as told (region, space_class, month, part, days, open_us, known_us, taken_us, full_us, closed_us, entries, exits, hours_known, hours_in_band)
            select region, space_class, month, part,  count(*),  sum(open_us),  sum(known_us),  sum(taken_us),  sum(full_us),  sum(closed_us),  sum(entries),  sum(exits),  sum(hours_known),  sum(hours_in_band)
            from come
            cross join lateral month_parts(day)
            group by region, space_class, month, part
            on conflict (month, part, region, space_class) do update set days = told.days + excluded.days, open_us = told.open_us + excluded.open_us, known_us = told.known_us + excluded.known_us, taken_us = told.taken_us + excluded.taken_us, full_us = told.full_us + excluded.full_us, closed_us = told.closed_us + excluded.closed_us, entries = told.entries + excluded.entries, exits = told.exits + excluded.exits, hours_known = told.hours_known + excluded.hours_known, hours_in_band = told.hours_in_band + excluded.hours_in_band;
                end if;
                if tg_op = 'DELETE' then
                    delete from region_month
                    where days = 0 and (month, part, region, space_class) in (
                        select month, part, region, space_class from gone cross join lateral month_parts(day)
                    );
                end if;
                return null;
            end
            $$;

CREATE FUNCTION public.registry_line_up() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_advisory_xact_lock(hashtext('registry_version'));
    return null;
end
$$;

CREATE FUNCTION public.registry_take_number() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.version := nextval('registry_version');
    return new;
end
$$;

CREATE FUNCTION public.registry_tell() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_notify('onelot_registry', tg_table_name);
    return null;
end
$$;

CREATE FUNCTION public.runs_lot(p_lot_key integer) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select onelot_platform() or exists (
        select from lot where lot.lot_key = p_lot_key and lot.operator_key = onelot_tenant()
    )
$$;

CREATE FUNCTION public.service_months_pass() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
            begin
                if is_restoring() then
                    return null;
                end if;
                if tg_op = 'TRUNCATE' then
                    delete from service_month;
                    return null;
                end if;
                if tg_op <> 'INSERT' then
                    insert into service_month as told (lot_key, month, part, days, reports, suspects, entries, exits, due_us, online_us, drifts, drift_spaces, drift_capacity)
            select lot_key, month, part, - count(*), - sum(reports), - sum(suspects), - sum(entries), - sum(exits), - sum(due_us), - sum(online_us), - sum(drifts), - sum(drift_spaces), - sum(drift_capacity)
            from gone
            cross join lateral month_parts(day)
            group by lot_key, month, part
            on conflict (month, part, lot_key) do update set days = told.days + excluded.days, reports = told.reports + excluded.reports, suspects = told.suspects + excluded.suspects, entries = told.entries + excluded.entries, exits = told.exits + excluded.exits, due_us = told.due_us + excluded.due_us, online_us = told.online_us + excluded.online_us, drifts = told.drifts + excluded.drifts, drift_spaces = told.drift_spaces + excluded.drift_spaces, drift_capacity = told.drift_capacity + excluded.drift_capacity;
                end if;
                if tg_op <> 'DELETE' then
                    insert into service_month as told (lot_key, month, part, days, reports, suspects, entries, exits, due_us, online_us, drifts, drift_spaces, drift_capacity)
            select lot_key, month, part,  count(*),  sum(reports),  sum(suspects),  sum(entries),  sum(exits),  sum(due_us),  sum(online_us),  sum(drifts),  sum(drift_spaces),  sum(drift_capacity)
            from come
            cross join lateral month_parts(day)
            group by lot_key, month, part
            on conflict (month, part, lot_key) do update set days = told.days + excluded.days, reports = told.reports + excluded.reports, suspects = told.suspects + excluded.suspects, entries = told.entries + excluded.entries, exits = told.exits + excluded.exits, due_us = told.due_us + excluded.due_us, online_us = told.online_us + excluded.online_us, drifts = told.drifts + excluded.drifts, drift_spaces = told.drift_spaces + excluded.drift_spaces, drift_capacity = told.drift_capacity + excluded.drift_capacity;
                end if;
                if tg_op = 'DELETE' then
                    delete from service_month
                    where days = 0 and (month, part, lot_key) in (
                        select month, part, lot_key from gone cross join lateral month_parts(day)
                    );
                end if;
                return null;
            end
            $$;

CREATE FUNCTION public.session_months_pass() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
            begin
                if is_restoring() then
                    return null;
                end if;
                if tg_op = 'TRUNCATE' then
                    delete from session_month;
                    return null;
                end if;
                if tg_op <> 'INSERT' then
                    insert into session_month as told (lot_key, space_class, month, part, days, paired, orphan_exits, unclosed_entries, duration_us)
            select lot_key, space_class, month, part, - count(*), - sum(paired), - sum(orphan_exits), - sum(unclosed_entries), - sum(duration_us)
            from gone
            cross join lateral month_parts(day)
            group by lot_key, space_class, month, part
            on conflict (month, part, lot_key, space_class) do update set days = told.days + excluded.days, paired = told.paired + excluded.paired, orphan_exits = told.orphan_exits + excluded.orphan_exits, unclosed_entries = told.unclosed_entries + excluded.unclosed_entries, duration_us = told.duration_us + excluded.duration_us;
                end if;
                if tg_op <> 'DELETE' then
                    insert into session_month as told (lot_key, space_class, month, part, days, paired, orphan_exits, unclosed_entries, duration_us)
            select lot_key, space_class, month, part,  count(*),  sum(paired),  sum(orphan_exits),  sum(unclosed_entries),  sum(duration_us)
            from come
            cross join lateral month_parts(day)
            group by lot_key, space_class, month, part
            on conflict (month, part, lot_key, space_class) do update set days = told.days + excluded.days, paired = told.paired + excluded.paired, orphan_exits = told.orphan_exits + excluded.orphan_exits, unclosed_entries = told.unclosed_entries + excluded.unclosed_entries, duration_us = told.duration_us + excluded.duration_us;
                end if;
                if tg_op = 'DELETE' then
                    delete from session_month
                    where days = 0 and (month, part, lot_key, space_class) in (
                        select month, part, lot_key, space_class from gone cross join lateral month_parts(day)
                    );
                end if;
                return null;
            end
            $$;

CREATE FUNCTION public.sharing_notice_tell() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_notify('onelot_notices', new.notice_key::text);
    return null;
end
$$;

CREATE FUNCTION public.some_steps(p_steps bigint[]) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select nullif(p_steps, array_fill(0::bigint, array[12]))
$$;

CREATE FUNCTION public.source_habit_passes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if not is_restoring()
        and (new.ttl_s, new.changes_only) is distinct from (old.ttl_s, old.changes_only)
    then
        insert into source_habit (source_key, since, ttl_s, changes_only)
        values (new.source_key, city_now(), new.ttl_s, new.changes_only)
        on conflict (source_key, since) do update set
            ttl_s = excluded.ttl_s,
            changes_only = excluded.changes_only;
    end if;
    return null;
end
$$;

CREATE FUNCTION public.source_rhythm_pass() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if not is_restoring() and new.ttl_s <> old.ttl_s then
        insert into source_rhythm (source_key, since, ttl_s)
        values (new.source_key, city_now() + interval '1 minute', new.ttl_s)
        on conflict (source_key, since) do update set ttl_s = excluded.ttl_s;
    end if;
    return null;
end
$$;

CREATE FUNCTION public.supply_is_due() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into supply_due (lot_key) values (new.lot_key);
    return null;
end
$$;

CREATE FUNCTION public.supply_passes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    v_epoch constant timestamptz := timestamptz 'epoch';
    v_before jsonb;
    v_has_before boolean;
begin
    if is_restoring() then
        return new;
    end if;
    new.told_at := city_now();
    if old.version = 0 or new.told_at <= old.told_at then
        return new;
    end if;
    select step into v_before from lot_supply_past
    where lot_key = old.lot_key and at <= old.told_at
    order by at desc limit 1;
    v_has_before := found;
    insert into lot_supply_past (lot_key, at, step)
    select old.lot_key, told.at, told.step
    from (
        select greatest(step.at, old.told_at) as at, step.told as step, step.ends
        from (
            select
                v_epoch + (part ->> 0)::bigint * interval '1 microsecond' as at,
                part - 0 as told,
                coalesce(
                    v_epoch
                        + (lead(part) over (order by place) ->> 0)::bigint * interval '1 microsecond',
                    old.until
                ) as ends
            from jsonb_array_elements(old.timeline) with ordinality as parts (part, place)
        ) step
        union all
        select greatest(old.until, old.told_at), '[0, 0]', 'infinity'
        where old.timeline <> '[]'
        union all
        select old.told_at, null, 'infinity'
        where old.timeline = '[]'
    ) told
    where told.ends > old.told_at
        and told.at < new.told_at
        and not (v_has_before and told.at = old.told_at and told.step is not distinct from v_before)
    on conflict (lot_key, at) do update set step = excluded.step;
    return new;
end
$$;

CREATE FUNCTION public.wrong_claims(p_lot integer[], p_operator integer[]) RETURNS TABLE(lot_key integer, operator_key integer)
    LANGUAGE sql STABLE
    AS $$
    select claim.lot_key, claim.operator_key
    from unnest(p_lot, p_operator) as claim (lot_key, operator_key)
    left join lot on lot.lot_key = claim.lot_key and lot.deleted_at is null
    where lot.lot_key is null
        or (claim.operator_key is not null and lot.operator_key <> claim.operator_key)
$$;

CREATE TABLE public.api_key (
    key_id text NOT NULL,
    secret_hash bytea NOT NULL,
    role text NOT NULL,
    operator_key integer,
    source_key integer,
    name text,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    retires_at timestamp with time zone,
    CONSTRAINT api_key_role_check CHECK ((role = ANY (ARRAY['driver'::text, 'owner'::text, 'operator'::text, 'planner'::text, 'admin'::text])))
);

ALTER TABLE ONLY public.api_key FORCE ROW LEVEL SECURITY;

CREATE TABLE public.area (
    area_code text NOT NULL,
    level text NOT NULL,
    name text NOT NULL,
    name_en text,
    parent_code text,
    outline jsonb,
    label_lat double precision,
    label_lon double precision,
    version bigint NOT NULL,
    CONSTRAINT area_level_check CHECK ((level = ANY (ARRAY['city'::text, 'district'::text, 'subdistrict'::text, 'community'::text, 'grid'::text])))
);

CREATE TABLE public.audit_log (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    key_id text,
    role text NOT NULL,
    operator_key integer,
    action text NOT NULL,
    subject text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY public.audit_log FORCE ROW LEVEL SECURITY;

ALTER TABLE public.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.booking (
    booking_key bigint NOT NULL,
    booking_id text NOT NULL,
    space_key integer NOT NULL,
    agreement_key integer NOT NULL,
    agreement_version integer NOT NULL,
    lot_key integer NOT NULL,
    driver_key integer NOT NULL,
    series_id text,
    status text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    during tstzrange NOT NULL,
    begins_at timestamp with time zone GENERATED ALWAYS AS (lower(during)) STORED NOT NULL,
    blocked tstzrange NOT NULL,
    hold_expires_at timestamp with time zone NOT NULL,
    price_fen bigint DEFAULT 0 NOT NULL,
    price_credits bigint DEFAULT 0 NOT NULL,
    is_free boolean NOT NULL,
    plate_hash bytea NOT NULL,
    plate_sealed bytea,
    vehicle jsonb DEFAULT '{}'::jsonb NOT NULL,
    is_at_risk boolean DEFAULT false NOT NULL,
    moved_to bigint,
    honoured_at_gate boolean,
    checked_in_at timestamp with time zone,
    checked_out_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    CONSTRAINT booking_check CHECK ((blocked @> during)),
    CONSTRAINT booking_during_check CHECK (((NOT isempty(during)) AND lower_inc(during) AND (NOT upper_inc(during)))),
    CONSTRAINT booking_during_check1 CHECK (((upper(during) - lower(during)) <= '72:00:00'::interval)),
    CONSTRAINT booking_price_credits_check CHECK ((price_credits >= 0)),
    CONSTRAINT booking_price_fen_check CHECK ((price_fen >= 0)),
    CONSTRAINT booking_status_check CHECK ((status = ANY (ARRAY['held'::text, 'pending_gate'::text, 'confirmed'::text, 'active'::text, 'completed'::text, 'overstay'::text, 'cancelled'::text, 'revoked'::text, 'no_show'::text, 'expired'::text])))
);

ALTER TABLE ONLY public.booking FORCE ROW LEVEL SECURITY;

ALTER TABLE public.booking ALTER COLUMN booking_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.booking_booking_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.booking_event (
    event_key bigint NOT NULL,
    booking_key bigint NOT NULL,
    at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    event text NOT NULL,
    status text NOT NULL,
    role text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY public.booking_event FORCE ROW LEVEL SECURITY;

ALTER TABLE public.booking_event ALTER COLUMN event_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.booking_event_event_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE UNLOGGED TABLE public.checking_cursor (
    is_only boolean DEFAULT true NOT NULL,
    xid xid8 NOT NULL,
    id bigint NOT NULL,
    CONSTRAINT checking_cursor_is_only_check CHECK (is_only)
);

ALTER TABLE ONLY public.checking_cursor FORCE ROW LEVEL SECURITY;

CREATE UNLOGGED TABLE public.checking_state (
    source_key integer NOT NULL,
    lot_key integer NOT NULL,
    state bytea NOT NULL
);

ALTER TABLE ONLY public.checking_state FORCE ROW LEVEL SECURITY;

CREATE TABLE public.city_clock (
    singleton boolean DEFAULT true NOT NULL,
    mode text DEFAULT 'real'::text NOT NULL,
    base_city timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    base_real timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    speed double precision DEFAULT 1 NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT city_clock_mode_check CHECK ((mode = ANY (ARRAY['real'::text, 'running'::text, 'manual'::text]))),
    CONSTRAINT city_clock_singleton_check CHECK (singleton),
    CONSTRAINT city_clock_speed_check CHECK ((speed > (0)::double precision))
);

CREATE TABLE public.city_day (
    day date NOT NULL,
    day_class text NOT NULL,
    name text,
    CONSTRAINT city_day_day_class_check CHECK ((day_class = ANY (ARRAY['workday'::text, 'weekend'::text, 'holiday'::text])))
);

ALTER TABLE ONLY public.city_day FORCE ROW LEVEL SECURITY;

CREATE TABLE public.device (
    operator_key integer NOT NULL,
    device_id text NOT NULL,
    lot_id text NOT NULL,
    space_code text NOT NULL,
    codec text NOT NULL,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    removed_at timestamp with time zone,
    version bigint NOT NULL,
    CONSTRAINT device_codec_check CHECK (((length(codec) >= 1) AND (length(codec) <= 64))),
    CONSTRAINT device_device_id_check CHECK (((length(device_id) >= 1) AND (length(device_id) <= 64))),
    CONSTRAINT device_space_code_check CHECK (((length(space_code) >= 1) AND (length(space_code) <= 64)))
);

ALTER TABLE ONLY public.device FORCE ROW LEVEL SECURITY;

CREATE TABLE public.driver (
    driver_key integer NOT NULL,
    driver_id text NOT NULL,
    key_id text NOT NULL,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    erased_at timestamp with time zone
);

ALTER TABLE ONLY public.driver FORCE ROW LEVEL SECURITY;

ALTER TABLE public.driver ALTER COLUMN driver_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.driver_driver_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.feed_delivery (
    message_key bigint NOT NULL,
    operator_key integer NOT NULL,
    way text NOT NULL,
    state text DEFAULT 'due'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    tried_at timestamp with time zone,
    told text,
    CONSTRAINT feed_delivery_state_check CHECK ((state = ANY (ARRAY['due'::text, 'delivered'::text, 'given_up'::text]))),
    CONSTRAINT feed_delivery_told_check CHECK ((length(told) <= 500)),
    CONSTRAINT feed_delivery_way_check CHECK ((way = ANY (ARRAY['webhook'::text, 'mail'::text])))
);

ALTER TABLE ONLY public.feed_delivery FORCE ROW LEVEL SECURITY;

CREATE TABLE public.feed_message (
    message_key bigint NOT NULL,
    message_id uuid NOT NULL,
    operator_key integer NOT NULL,
    event text NOT NULL,
    body jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL
);

ALTER TABLE ONLY public.feed_message FORCE ROW LEVEL SECURITY;

ALTER TABLE public.feed_message ALTER COLUMN message_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.feed_message_message_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.feed_problem (
    id bigint NOT NULL,
    source_key integer NOT NULL,
    operator_key integer,
    seen_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    lot_id text,
    problem jsonb NOT NULL,
    item jsonb
);

ALTER TABLE ONLY public.feed_problem FORCE ROW LEVEL SECURITY;

ALTER TABLE public.feed_problem ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.feed_problem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.feed_verdict (
    verdict_key bigint NOT NULL,
    rule text NOT NULL,
    operator_key integer,
    source_key integer,
    lot_key integer,
    space_code text,
    since timestamp with time zone NOT NULL,
    found_at timestamp with time zone NOT NULL,
    until timestamp with time zone,
    evidence jsonb NOT NULL,
    told_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    CONSTRAINT feed_verdict_check CHECK (((space_code IS NULL) OR (lot_key IS NOT NULL))),
    CONSTRAINT feed_verdict_check1 CHECK (((source_key IS NOT NULL) OR (lot_key IS NOT NULL))),
    CONSTRAINT feed_verdict_check2 CHECK (((until IS NULL) OR (until >= since)))
);

ALTER TABLE ONLY public.feed_verdict FORCE ROW LEVEL SECURITY;

ALTER TABLE public.feed_verdict ALTER COLUMN verdict_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.feed_verdict_verdict_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.feed_watch (
    source_key integer NOT NULL,
    state text NOT NULL,
    since timestamp with time zone NOT NULL,
    suspected text,
    suspected_since timestamp with time zone,
    CONSTRAINT feed_watch_check CHECK (((suspected IS NULL) = (suspected_since IS NULL))),
    CONSTRAINT feed_watch_state_check CHECK ((state = ANY (ARRAY['well'::text, 'frozen'::text, 'dead'::text]))),
    CONSTRAINT feed_watch_suspected_check CHECK ((suspected = ANY (ARRAY['well'::text, 'frozen'::text, 'dead'::text])))
);

ALTER TABLE ONLY public.feed_watch FORCE ROW LEVEL SECURITY;

CREATE TABLE public.gate_order (
    booking_key bigint NOT NULL,
    authorisation text NOT NULL,
    kid text NOT NULL,
    state text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    acknowledged_at timestamp with time zone,
    CONSTRAINT gate_order_state_check CHECK ((state = ANY (ARRAY['due'::text, 'sent'::text, 'acknowledged'::text, 'revoke_due'::text, 'revoke_sent'::text, 'revoked'::text])))
);

ALTER TABLE ONLY public.gate_order FORCE ROW LEVEL SECURITY;

CREATE TABLE public.idempotent_call (
    key_id text NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint,
    body bytea,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT idempotent_call_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);

ALTER TABLE ONLY public.idempotent_call FORCE ROW LEVEL SECURITY;

CREATE TABLE public.ledger_entry (
    entry_key bigint NOT NULL,
    at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    booking_key bigint,
    kind text NOT NULL
);

ALTER TABLE ONLY public.ledger_entry FORCE ROW LEVEL SECURITY;

ALTER TABLE public.ledger_entry ALTER COLUMN entry_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_entry_entry_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_posting (
    entry_key bigint NOT NULL,
    account text NOT NULL,
    unit text NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT ledger_posting_amount_check CHECK ((amount <> 0)),
    CONSTRAINT ledger_posting_unit_check CHECK ((unit = ANY (ARRAY['fen'::text, 'credit'::text])))
);

ALTER TABLE ONLY public.ledger_posting FORCE ROW LEVEL SECURITY;

CREATE TABLE public.lot (
    lot_key integer NOT NULL,
    lot_id text NOT NULL,
    operator_key integer NOT NULL,
    name text NOT NULL,
    name_en text,
    lat double precision,
    lon double precision,
    raw_lat double precision,
    raw_lon double precision,
    coordsys text DEFAULT 'wgs84'::text NOT NULL,
    cell bigint,
    partition smallint NOT NULL,
    capacity jsonb DEFAULT '{}'::jsonb NOT NULL,
    lot_class text,
    structure text,
    land_use text,
    address text,
    opening_hours text,
    tariff jsonb,
    max_height_m double precision,
    area_code text,
    area_declared boolean DEFAULT false NOT NULL,
    entrances jsonb,
    outline jsonb,
    has_gate boolean DEFAULT false NOT NULL,
    timezone text DEFAULT 'Asia/Shanghai'::text NOT NULL,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    deleted_at timestamp with time zone,
    version bigint NOT NULL,
    is_draft boolean DEFAULT false NOT NULL,
    CONSTRAINT lot_check CHECK (((lat IS NULL) = (lon IS NULL))),
    CONSTRAINT lot_check1 CHECK (((lat IS NULL) = (cell IS NULL))),
    CONSTRAINT lot_coordsys_check CHECK ((coordsys = ANY (ARRAY['wgs84'::text, 'gcj02'::text, 'bd09'::text, 'cgcs2000'::text]))),
    CONSTRAINT lot_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
    CONSTRAINT lot_lon_check CHECK (((lon >= ('-180'::integer)::double precision) AND (lon <= (180)::double precision))),
    CONSTRAINT lot_lot_id_check CHECK ((lot_id ~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,95}$'::text)),
    CONSTRAINT lot_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);

ALTER TABLE ONLY public.lot FORCE ROW LEVEL SECURITY;

CREATE TABLE public.lot_aggregate (
    lot_key integer NOT NULL,
    parts integer[] DEFAULT '{}'::integer[] NOT NULL,
    is_aggregate boolean DEFAULT true NOT NULL,
    is_found boolean DEFAULT false NOT NULL,
    since timestamp with time zone DEFAULT public.city_now() NOT NULL,
    reason text,
    evidence jsonb,
    CONSTRAINT lot_aggregate_found CHECK (((NOT is_found) OR (is_aggregate AND (evidence IS NOT NULL))))
);

ALTER TABLE ONLY public.lot_aggregate FORCE ROW LEVEL SECURITY;

CREATE TABLE public.lot_count (
    lot_key integer NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    state jsonb DEFAULT '{}'::jsonb NOT NULL,
    opened bigint NOT NULL
)
WITH (fillfactor='60');

ALTER TABLE ONLY public.lot_count FORCE ROW LEVEL SECURITY;

ALTER TABLE public.lot_count ALTER COLUMN opened ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.lot_count_opened_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lot_doubt (
    lot_key integer NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    doubts jsonb NOT NULL
);

ALTER TABLE ONLY public.lot_doubt FORCE ROW LEVEL SECURITY;

ALTER TABLE public.lot ALTER COLUMN lot_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.lot_lot_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lot_past_facts (
    lot_key integer NOT NULL,
    since timestamp with time zone NOT NULL,
    capacity jsonb NOT NULL,
    opening_hours text,
    timezone text NOT NULL,
    is_deleted boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY public.lot_past_facts FORCE ROW LEVEL SECURITY;

CREATE TABLE public.lot_supply (
    lot_key integer NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    timeline jsonb DEFAULT '[]'::jsonb NOT NULL,
    until timestamp with time zone,
    told_at timestamp with time zone DEFAULT public.city_now() NOT NULL
);

ALTER TABLE ONLY public.lot_supply FORCE ROW LEVEL SECURITY;

CREATE TABLE public.lot_supply_past (
    lot_key integer NOT NULL,
    at timestamp with time zone NOT NULL,
    step jsonb
);

ALTER TABLE ONLY public.lot_supply_past FORCE ROW LEVEL SECURITY;

CREATE TABLE public.lot_version (
    lot_key integer NOT NULL,
    version bigint NOT NULL,
    operator_key integer NOT NULL,
    at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    key_id text,
    role text NOT NULL,
    action text NOT NULL,
    description jsonb NOT NULL,
    CONSTRAINT lot_version_action_check CHECK ((action = ANY (ARRAY['put'::text, 'publish'::text, 'delete'::text])))
);

ALTER TABLE ONLY public.lot_version FORCE ROW LEVEL SECURITY;

CREATE TABLE public.occupancy_day (
    lot_key integer NOT NULL,
    space_class smallint NOT NULL,
    day date NOT NULL,
    until timestamp with time zone NOT NULL,
    open_us bigint NOT NULL,
    known_us bigint NOT NULL,
    taken_us bigint NOT NULL,
    full_us bigint NOT NULL,
    closed_us bigint NOT NULL,
    entries integer NOT NULL,
    exits integer NOT NULL,
    hours_known smallint NOT NULL,
    hours_in_band smallint NOT NULL,
    peak_taken_us bigint,
    peak_known_us bigint,
    peak_at timestamp with time zone
);

ALTER TABLE ONLY public.occupancy_day FORCE ROW LEVEL SECURITY;

CREATE TABLE public.occupancy_hour (
    lot_key integer NOT NULL,
    space_class smallint NOT NULL,
    hour timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    open_us bigint NOT NULL,
    known_us bigint NOT NULL,
    taken_us bigint NOT NULL,
    full_us bigint NOT NULL,
    closed_us bigint NOT NULL,
    entries integer NOT NULL,
    exits integer NOT NULL,
    open_steps bigint[] NOT NULL,
    known_steps bigint[] NOT NULL,
    taken_steps bigint[] NOT NULL,
    full_steps bigint[],
    closed_steps bigint[]
)
PARTITION BY RANGE (hour);

ALTER TABLE ONLY public.occupancy_hour FORCE ROW LEVEL SECURITY;

CREATE TABLE public.occupancy_month (
    lot_key integer NOT NULL,
    space_class smallint NOT NULL,
    month date NOT NULL,
    part smallint NOT NULL,
    days integer NOT NULL,
    open_us bigint NOT NULL,
    known_us bigint NOT NULL,
    taken_us bigint NOT NULL,
    full_us bigint NOT NULL,
    closed_us bigint NOT NULL,
    entries bigint NOT NULL,
    exits bigint NOT NULL,
    hours_known integer NOT NULL,
    hours_in_band integer NOT NULL
);

ALTER TABLE ONLY public.occupancy_month FORCE ROW LEVEL SECURITY;

CREATE TABLE public.operator (
    operator_key integer NOT NULL,
    operator_id text NOT NULL,
    name text NOT NULL,
    name_en text,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT operator_operator_id_check CHECK ((operator_id ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$'::text))
);

ALTER TABLE ONLY public.operator FORCE ROW LEVEL SECURITY;

CREATE TABLE public.operator_contact (
    operator_key integer NOT NULL,
    url text,
    secret bytea,
    mail_to text[] DEFAULT '{}'::text[] NOT NULL,
    lang text DEFAULT 'zh'::text NOT NULL,
    changed_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    CONSTRAINT operator_contact_check CHECK (((url IS NULL) = (secret IS NULL))),
    CONSTRAINT operator_contact_lang_check CHECK ((lang = ANY (ARRAY['zh'::text, 'en'::text]))),
    CONSTRAINT operator_contact_mail_to_check CHECK ((cardinality(mail_to) <= 10)),
    CONSTRAINT operator_contact_url_check CHECK ((length(url) <= 2000))
);

ALTER TABLE ONLY public.operator_contact FORCE ROW LEVEL SECURITY;

ALTER TABLE public.operator ALTER COLUMN operator_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.operator_operator_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.parking_session (
    lot_key integer NOT NULL,
    passage uuid NOT NULL,
    plate bytea NOT NULL,
    entered_at timestamp with time zone,
    entered_class smallint,
    entered_user text,
    left_passage uuid,
    left_at timestamp with time zone,
    left_class smallint,
    left_user text,
    space_class smallint GENERATED ALWAYS AS (COALESCE(entered_class, left_class)) STORED NOT NULL,
    user_class text GENERATED ALWAYS AS (COALESCE(entered_user, left_user)) STORED,
    CONSTRAINT parking_session_check CHECK (((entered_at IS NOT NULL) OR (left_at IS NOT NULL))),
    CONSTRAINT parking_session_plate_check CHECK ((length(plate) = 16))
);

ALTER TABLE ONLY public.parking_session FORCE ROW LEVEL SECURITY;

CREATE TABLE public.platform_secret (
    name text NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL
);

CREATE TABLE public.polled_feed (
    feed_key integer NOT NULL,
    feed_id text NOT NULL,
    operator_key integer NOT NULL,
    source_key integer NOT NULL,
    url text NOT NULL,
    format text NOT NULL,
    mapping text,
    coordsys text NOT NULL,
    zone text NOT NULL,
    interval_s double precision,
    auth_kind text NOT NULL,
    auth_name text NOT NULL,
    secret bytea,
    is_draft boolean NOT NULL,
    is_paused boolean NOT NULL,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    changed_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    CONSTRAINT polled_feed_auth_kind_check CHECK ((auth_kind = ANY (ARRAY['none'::text, 'basic'::text, 'bearer'::text, 'header'::text]))),
    CONSTRAINT polled_feed_check CHECK (((auth_kind = 'none'::text) = (secret IS NULL))),
    CONSTRAINT polled_feed_coordsys_check CHECK ((coordsys = ANY (ARRAY['wgs84'::text, 'gcj02'::text, 'bd09'::text, 'cgcs2000'::text]))),
    CONSTRAINT polled_feed_feed_id_check CHECK ((feed_id ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,95}$'::text)),
    CONSTRAINT polled_feed_interval_s_check CHECK ((interval_s > (0)::double precision)),
    CONSTRAINT polled_feed_mapping_check CHECK ((length(mapping) <= 65536)),
    CONSTRAINT polled_feed_url_check CHECK ((length(url) <= 2000))
);

ALTER TABLE ONLY public.polled_feed FORCE ROW LEVEL SECURITY;

ALTER TABLE public.polled_feed ALTER COLUMN feed_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.polled_feed_feed_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.polled_feed_state (
    feed_key integer NOT NULL,
    due_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    leased_by text,
    leased_until timestamp with time zone,
    memory bytea DEFAULT '\x'::bytea NOT NULL,
    status jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY public.polled_feed_state FORCE ROW LEVEL SECURITY;

CREATE UNLOGGED TABLE public.process_status (
    process_id text NOT NULL,
    kind text NOT NULL,
    registry_version bigint DEFAULT 0 NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE public.projection (
    lot_key integer NOT NULL,
    name text NOT NULL,
    stored bytea NOT NULL
);

ALTER TABLE ONLY public.projection FORCE ROW LEVEL SECURITY;

CREATE TABLE public.projection_cursor (
    singleton boolean DEFAULT true NOT NULL,
    xid xid8 NOT NULL,
    id bigint NOT NULL,
    CONSTRAINT projection_cursor_singleton_check CHECK (singleton)
);

CREATE TABLE public.region_day (
    region text NOT NULL COLLATE pg_catalog."C",
    space_class smallint NOT NULL,
    day date NOT NULL,
    lots integer NOT NULL,
    open_us bigint NOT NULL,
    known_us bigint NOT NULL,
    taken_us bigint NOT NULL,
    full_us bigint NOT NULL,
    closed_us bigint NOT NULL,
    entries integer NOT NULL,
    exits integer NOT NULL,
    hours_known integer NOT NULL,
    hours_in_band integer NOT NULL,
    peak_taken_us bigint,
    peak_known_us bigint,
    peak_at timestamp with time zone
);

ALTER TABLE ONLY public.region_day FORCE ROW LEVEL SECURITY;

CREATE TABLE public.region_hour (
    region text NOT NULL COLLATE pg_catalog."C",
    space_class smallint NOT NULL,
    hour timestamp with time zone NOT NULL,
    lots integer NOT NULL,
    open_us bigint NOT NULL,
    known_us bigint NOT NULL,
    taken_us bigint NOT NULL,
    full_us bigint NOT NULL,
    closed_us bigint NOT NULL,
    entries integer NOT NULL,
    exits integer NOT NULL,
    open_steps bigint[] NOT NULL,
    known_steps bigint[] NOT NULL,
    taken_steps bigint[] NOT NULL,
    full_steps bigint[],
    closed_steps bigint[]
)
PARTITION BY RANGE (hour);

ALTER TABLE ONLY public.region_hour FORCE ROW LEVEL SECURITY;

CREATE TABLE public.region_month (
    region text NOT NULL COLLATE pg_catalog."C",
    space_class smallint NOT NULL,
    month date NOT NULL,
    part smallint NOT NULL,
    days integer NOT NULL,
    open_us numeric NOT NULL,
    known_us numeric NOT NULL,
    taken_us numeric NOT NULL,
    full_us numeric NOT NULL,
    closed_us numeric NOT NULL,
    entries bigint NOT NULL,
    exits bigint NOT NULL,
    hours_known bigint NOT NULL,
    hours_in_band bigint NOT NULL
);

ALTER TABLE ONLY public.region_month FORCE ROW LEVEL SECURITY;

CREATE SEQUENCE public.registry_version
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.report_log (
    id bigint NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    received_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    source_key integer NOT NULL,
    lot_key integer NOT NULL,
    kind smallint NOT NULL,
    record_serial text NOT NULL,
    observed_at timestamp with time zone NOT NULL,
    epoch bigint,
    seq bigint,
    flags integer DEFAULT 0 NOT NULL,
    payload bytea NOT NULL,
    ident uuid NOT NULL,
    fingerprint bigint NOT NULL
)
PARTITION BY RANGE (observed_at);

ALTER TABLE ONLY public.report_log FORCE ROW LEVEL SECURITY;

CREATE TABLE public.report_log_archive (
    day date NOT NULL,
    file text NOT NULL,
    rows bigint NOT NULL,
    sha256 text NOT NULL,
    archived_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.report_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.report_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rollup_cursor (
    singleton boolean DEFAULT true NOT NULL,
    xid xid8 DEFAULT '0'::xid8 NOT NULL,
    id bigint DEFAULT 0 NOT NULL,
    taken_xid xid8 DEFAULT '0'::xid8 NOT NULL,
    taken_id bigint DEFAULT 0 NOT NULL,
    hours_until timestamp with time zone,
    days_until date,
    received_until timestamp with time zone,
    is_restored boolean DEFAULT false NOT NULL,
    regions_due boolean DEFAULT false NOT NULL,
    CONSTRAINT rollup_cursor_singleton_check CHECK (singleton)
);

ALTER TABLE ONLY public.rollup_cursor FORCE ROW LEVEL SECURITY;

CREATE TABLE public.rollup_day_due (
    lot_key integer NOT NULL,
    day date NOT NULL
);

ALTER TABLE ONLY public.rollup_day_due FORCE ROW LEVEL SECURITY;

CREATE TABLE public.rollup_peak_due (
    region text NOT NULL COLLATE pg_catalog."C",
    day date NOT NULL
);

ALTER TABLE ONLY public.rollup_peak_due FORCE ROW LEVEL SECURITY;

CREATE TABLE public.rollup_region (
    lot_key integer NOT NULL,
    region text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.rollup_region FORCE ROW LEVEL SECURITY;

CREATE TABLE public.rollup_reopen (
    reopen_key bigint NOT NULL,
    lot_key integer NOT NULL,
    since timestamp with time zone NOT NULL,
    changed_until timestamp with time zone
);

ALTER TABLE ONLY public.rollup_reopen FORCE ROW LEVEL SECURITY;

ALTER TABLE public.rollup_reopen ALTER COLUMN reopen_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rollup_reopen_reopen_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rollup_source (
    source_key integer NOT NULL,
    lot_key integer NOT NULL
);

ALTER TABLE ONLY public.rollup_source FORCE ROW LEVEL SECURITY;

CREATE TABLE public.rollup_state (
    lot_key integer NOT NULL,
    at timestamp with time zone NOT NULL,
    state bytea NOT NULL
);

ALTER TABLE ONLY public.rollup_state FORCE ROW LEVEL SECURITY;

CREATE TABLE public.service_day (
    lot_key integer NOT NULL,
    day date NOT NULL,
    until timestamp with time zone NOT NULL,
    reports integer NOT NULL,
    suspects integer NOT NULL,
    entries integer NOT NULL,
    exits integer NOT NULL,
    due_us bigint NOT NULL,
    online_us bigint NOT NULL,
    delays_s integer[],
    delay_counts integer[],
    drifts integer NOT NULL,
    drift_spaces bigint NOT NULL,
    drift_capacity bigint NOT NULL
);

ALTER TABLE ONLY public.service_day FORCE ROW LEVEL SECURITY;

CREATE TABLE public.service_hour (
    lot_key integer NOT NULL,
    hour timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    reports integer NOT NULL,
    suspects integer NOT NULL,
    entries integer NOT NULL,
    exits integer NOT NULL,
    due_us bigint NOT NULL,
    online_us bigint NOT NULL,
    delays_s integer[],
    delay_counts integer[],
    drifts integer NOT NULL,
    drift_spaces bigint NOT NULL,
    drift_capacity bigint NOT NULL
)
PARTITION BY RANGE (hour);

ALTER TABLE ONLY public.service_hour FORCE ROW LEVEL SECURITY;

CREATE TABLE public.service_month (
    lot_key integer NOT NULL,
    month date NOT NULL,
    part smallint NOT NULL,
    days integer NOT NULL,
    reports bigint NOT NULL,
    suspects bigint NOT NULL,
    entries bigint NOT NULL,
    exits bigint NOT NULL,
    due_us bigint NOT NULL,
    online_us bigint NOT NULL,
    drifts bigint NOT NULL,
    drift_spaces bigint NOT NULL,
    drift_capacity bigint NOT NULL
);

ALTER TABLE ONLY public.service_month FORCE ROW LEVEL SECURITY;

CREATE TABLE public.session_day (
    lot_key integer NOT NULL,
    space_class smallint NOT NULL,
    day date NOT NULL,
    paired integer NOT NULL,
    orphan_exits integer NOT NULL,
    unclosed_entries integer NOT NULL,
    duration_us bigint NOT NULL,
    minutes integer[],
    counts integer[]
);

ALTER TABLE ONLY public.session_day FORCE ROW LEVEL SECURITY;

CREATE TABLE public.session_month (
    lot_key integer NOT NULL,
    space_class smallint NOT NULL,
    month date NOT NULL,
    part smallint NOT NULL,
    days integer NOT NULL,
    paired bigint NOT NULL,
    orphan_exits bigint NOT NULL,
    unclosed_entries bigint NOT NULL,
    duration_us bigint NOT NULL
);

ALTER TABLE ONLY public.session_month FORCE ROW LEVEL SECURITY;

CREATE TABLE public.shared_space (
    space_key integer NOT NULL,
    lot_key integer NOT NULL,
    space_code text NOT NULL,
    agreement_key integer,
    CONSTRAINT shared_space_space_code_check CHECK (((length(space_code) >= 1) AND (length(space_code) <= 64)))
);

ALTER TABLE ONLY public.shared_space FORCE ROW LEVEL SECURITY;

ALTER TABLE public.shared_space ALTER COLUMN space_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.shared_space_space_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sharing_agreement (
    agreement_key integer NOT NULL,
    agreement_id text NOT NULL,
    lot_key integer NOT NULL,
    owner_operator_key integer,
    owner_key_id text,
    status text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    terms jsonb NOT NULL,
    valid daterange NOT NULL,
    buffer_min smallint DEFAULT 10 NOT NULL,
    expanded_until date,
    calendar_edition text,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    CONSTRAINT sharing_agreement_buffer_min_check CHECK (((buffer_min >= 0) AND (buffer_min <= 240))),
    CONSTRAINT sharing_agreement_check CHECK (((owner_operator_key IS NULL) <> (owner_key_id IS NULL))),
    CONSTRAINT sharing_agreement_status_check CHECK ((status = ANY (ARRAY['proposed'::text, 'active'::text, 'refused'::text, 'ended'::text]))),
    CONSTRAINT sharing_agreement_valid_check CHECK ((NOT isempty(valid)))
);

ALTER TABLE ONLY public.sharing_agreement FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_agreement ALTER COLUMN agreement_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sharing_agreement_agreement_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sharing_agreement_version (
    agreement_key integer NOT NULL,
    version integer NOT NULL,
    terms jsonb NOT NULL,
    changed_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    key_id text
);

ALTER TABLE ONLY public.sharing_agreement_version FORCE ROW LEVEL SECURITY;

CREATE TABLE public.sharing_ban (
    ban_key integer NOT NULL,
    ban_id text NOT NULL,
    plate_hash bytea NOT NULL,
    during tstzrange NOT NULL,
    reason text NOT NULL,
    lifted_at timestamp with time zone,
    lift_reason text,
    CONSTRAINT sharing_ban_during_check CHECK ((NOT isempty(during)))
);

ALTER TABLE ONLY public.sharing_ban FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_ban ALTER COLUMN ban_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sharing_ban_ban_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sharing_community (
    community_key integer NOT NULL,
    community_id text NOT NULL,
    name text NOT NULL,
    owner_operator_key integer,
    owner_key_id text,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    CONSTRAINT sharing_community_check CHECK (((owner_operator_key IS NULL) <> (owner_key_id IS NULL)))
);

ALTER TABLE ONLY public.sharing_community FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_community ALTER COLUMN community_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sharing_community_community_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sharing_community_member (
    community_key integer NOT NULL,
    driver_key integer NOT NULL
);

ALTER TABLE ONLY public.sharing_community_member FORCE ROW LEVEL SECURITY;

CREATE TABLE public.sharing_dispute (
    dispute_key integer NOT NULL,
    dispute_id text NOT NULL,
    agreement_key integer NOT NULL,
    booking_key bigint NOT NULL,
    wanted tstzrange NOT NULL,
    key_id text,
    opened_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    closed_at timestamp with time zone,
    outcome text,
    CONSTRAINT sharing_dispute_wanted_check CHECK ((NOT isempty(wanted)))
);

ALTER TABLE ONLY public.sharing_dispute FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_dispute ALTER COLUMN dispute_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sharing_dispute_dispute_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sharing_notice (
    notice_key bigint NOT NULL,
    driver_key integer,
    agreement_key integer,
    booking_key bigint,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT sharing_notice_check CHECK (((driver_key IS NOT NULL) OR (agreement_key IS NOT NULL)))
);

ALTER TABLE ONLY public.sharing_notice FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_notice ALTER COLUMN notice_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sharing_notice_notice_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sharing_offence (
    offence_key bigint NOT NULL,
    plate_hash bytea NOT NULL,
    booking_key bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    forgiven_at timestamp with time zone,
    CONSTRAINT sharing_offence_kind_check CHECK ((kind = ANY (ARRAY['overstay'::text, 'long_stay'::text])))
);

ALTER TABLE ONLY public.sharing_offence FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_offence ALTER COLUMN offence_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sharing_offence_offence_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sharing_suspension (
    suspension_key integer NOT NULL,
    suspension_id text NOT NULL,
    agreement_key integer NOT NULL,
    space_key integer,
    during tstzrange NOT NULL,
    reason text NOT NULL,
    announced_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    lifted_at timestamp with time zone,
    CONSTRAINT sharing_suspension_during_check CHECK ((NOT isempty(during)))
);

ALTER TABLE ONLY public.sharing_suspension FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_suspension ALTER COLUMN suspension_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sharing_suspension_suspension_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sharing_window (
    agreement_key integer NOT NULL,
    day date NOT NULL,
    stay tstzrange NOT NULL,
    movement tstzmultirange NOT NULL,
    is_provisional boolean DEFAULT false NOT NULL,
    CONSTRAINT sharing_window_stay_check CHECK ((NOT isempty(stay)))
);

ALTER TABLE ONLY public.sharing_window FORCE ROW LEVEL SECURITY;

CREATE TABLE public.source (
    source_key integer NOT NULL,
    source_id text NOT NULL,
    operator_key integer,
    kind text DEFAULT 'http'::text NOT NULL,
    ttl_s real DEFAULT 120 NOT NULL,
    changes_only boolean DEFAULT false NOT NULL,
    learned_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT public.city_now() NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT source_kind_check CHECK ((kind = ANY (ARRAY['http'::text, 'mqtt'::text, 'poll'::text, 'console'::text]))),
    CONSTRAINT source_ttl_s_check CHECK ((ttl_s > (0)::double precision))
);

ALTER TABLE ONLY public.source FORCE ROW LEVEL SECURITY;

CREATE TABLE public.source_habit (
    source_key integer NOT NULL,
    since timestamp with time zone NOT NULL,
    ttl_s real NOT NULL,
    changes_only boolean NOT NULL
);

ALTER TABLE ONLY public.source_habit FORCE ROW LEVEL SECURITY;

CREATE TABLE public.source_rhythm (
    source_key integer NOT NULL,
    since timestamp with time zone NOT NULL,
    ttl_s real NOT NULL
);

ALTER TABLE ONLY public.source_rhythm FORCE ROW LEVEL SECURITY;

ALTER TABLE public.source ALTER COLUMN source_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.source_source_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.space (
    lot_key integer NOT NULL,
    space_code text NOT NULL,
    space_class text DEFAULT 'general'::text NOT NULL,
    CONSTRAINT space_space_code_check CHECK (((length(space_code) >= 1) AND (length(space_code) <= 64)))
);

ALTER TABLE ONLY public.space FORCE ROW LEVEL SECURITY;

CREATE TABLE public.supply_due (
    due_key bigint NOT NULL,
    lot_key integer NOT NULL
);

ALTER TABLE ONLY public.supply_due FORCE ROW LEVEL SECURITY;

ALTER TABLE public.supply_due ALTER COLUMN due_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.supply_due_due_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_pkey PRIMARY KEY (area_code);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.booking
    ADD CONSTRAINT booking_booking_id_key UNIQUE (booking_id);

ALTER TABLE ONLY public.booking_event
    ADD CONSTRAINT booking_event_pkey PRIMARY KEY (event_key);

ALTER TABLE ONLY public.booking
    ADD CONSTRAINT booking_no_overlap EXCLUDE USING gist (int4range(space_key, space_key, '[]'::text) WITH &&, blocked WITH &&) WHERE ((status = ANY (ARRAY['held'::text, 'pending_gate'::text, 'confirmed'::text, 'active'::text, 'overstay'::text])));

ALTER TABLE ONLY public.booking
    ADD CONSTRAINT booking_pkey PRIMARY KEY (booking_key);

ALTER TABLE ONLY public.checking_cursor
    ADD CONSTRAINT checking_cursor_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY public.checking_state
    ADD CONSTRAINT checking_state_pkey PRIMARY KEY (source_key, lot_key);

ALTER TABLE ONLY public.city_clock
    ADD CONSTRAINT city_clock_pkey PRIMARY KEY (singleton);

ALTER TABLE ONLY public.city_day
    ADD CONSTRAINT city_day_pkey PRIMARY KEY (day);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (operator_key, device_id);

ALTER TABLE ONLY public.driver
    ADD CONSTRAINT driver_driver_id_key UNIQUE (driver_id);

ALTER TABLE ONLY public.driver
    ADD CONSTRAINT driver_key_id_key UNIQUE (key_id);

ALTER TABLE ONLY public.driver
    ADD CONSTRAINT driver_pkey PRIMARY KEY (driver_key);

ALTER TABLE ONLY public.feed_delivery
    ADD CONSTRAINT feed_delivery_pkey PRIMARY KEY (message_key, way);

ALTER TABLE ONLY public.feed_message
    ADD CONSTRAINT feed_message_message_id_key UNIQUE (message_id);

ALTER TABLE ONLY public.feed_message
    ADD CONSTRAINT feed_message_pkey PRIMARY KEY (message_key);

ALTER TABLE ONLY public.feed_problem
    ADD CONSTRAINT feed_problem_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.feed_verdict
    ADD CONSTRAINT feed_verdict_once UNIQUE NULLS NOT DISTINCT (rule, source_key, lot_key, space_code, since);

ALTER TABLE ONLY public.feed_verdict
    ADD CONSTRAINT feed_verdict_pkey PRIMARY KEY (verdict_key);

ALTER TABLE ONLY public.feed_watch
    ADD CONSTRAINT feed_watch_pkey PRIMARY KEY (source_key);

ALTER TABLE ONLY public.gate_order
    ADD CONSTRAINT gate_order_pkey PRIMARY KEY (booking_key);

ALTER TABLE ONLY public.idempotent_call
    ADD CONSTRAINT idempotent_call_pkey PRIMARY KEY (key_id, method, route, key);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (entry_key);

ALTER TABLE ONLY public.ledger_posting
    ADD CONSTRAINT ledger_posting_pkey PRIMARY KEY (entry_key, account, unit);

ALTER TABLE ONLY public.lot_aggregate
    ADD CONSTRAINT lot_aggregate_pkey PRIMARY KEY (lot_key);

ALTER TABLE ONLY public.lot_count
    ADD CONSTRAINT lot_count_opened_key UNIQUE (opened);

ALTER TABLE ONLY public.lot_count
    ADD CONSTRAINT lot_count_pkey PRIMARY KEY (lot_key);

ALTER TABLE ONLY public.lot_doubt
    ADD CONSTRAINT lot_doubt_pkey PRIMARY KEY (lot_key);

ALTER TABLE ONLY public.lot_past_facts
    ADD CONSTRAINT lot_past_facts_pkey PRIMARY KEY (lot_key, since);

ALTER TABLE ONLY public.lot
    ADD CONSTRAINT lot_pkey PRIMARY KEY (lot_key);

ALTER TABLE ONLY public.lot_supply_past
    ADD CONSTRAINT lot_supply_past_pkey PRIMARY KEY (lot_key, at);

ALTER TABLE ONLY public.lot_supply
    ADD CONSTRAINT lot_supply_pkey PRIMARY KEY (lot_key);

ALTER TABLE ONLY public.lot_version
    ADD CONSTRAINT lot_version_pkey PRIMARY KEY (lot_key, version);

ALTER TABLE ONLY public.occupancy_day
    ADD CONSTRAINT occupancy_day_pkey PRIMARY KEY (lot_key, space_class, day);

ALTER TABLE ONLY public.occupancy_hour
    ADD CONSTRAINT occupancy_hour_pkey PRIMARY KEY (lot_key, space_class, hour);

ALTER TABLE ONLY public.occupancy_month
    ADD CONSTRAINT occupancy_month_pkey PRIMARY KEY (month, part, lot_key, space_class);

ALTER TABLE ONLY public.operator_contact
    ADD CONSTRAINT operator_contact_pkey PRIMARY KEY (operator_key);

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_operator_id_key UNIQUE (operator_id);

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_pkey PRIMARY KEY (operator_key);

ALTER TABLE ONLY public.parking_session
    ADD CONSTRAINT parking_session_pkey PRIMARY KEY (lot_key, passage);

ALTER TABLE ONLY public.platform_secret
    ADD CONSTRAINT platform_secret_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.polled_feed
    ADD CONSTRAINT polled_feed_feed_id_key UNIQUE (feed_id);

ALTER TABLE ONLY public.polled_feed
    ADD CONSTRAINT polled_feed_pkey PRIMARY KEY (feed_key);

ALTER TABLE ONLY public.polled_feed_state
    ADD CONSTRAINT polled_feed_state_pkey PRIMARY KEY (feed_key);

ALTER TABLE ONLY public.process_status
    ADD CONSTRAINT process_status_pkey PRIMARY KEY (process_id);

ALTER TABLE ONLY public.projection_cursor
    ADD CONSTRAINT projection_cursor_pkey PRIMARY KEY (singleton);

ALTER TABLE ONLY public.projection
    ADD CONSTRAINT projection_pkey PRIMARY KEY (lot_key, name);

ALTER TABLE ONLY public.region_day
    ADD CONSTRAINT region_day_pkey PRIMARY KEY (region, space_class, day);

ALTER TABLE ONLY public.region_hour
    ADD CONSTRAINT region_hour_pkey PRIMARY KEY (region, space_class, hour);

ALTER TABLE ONLY public.region_month
    ADD CONSTRAINT region_month_pkey PRIMARY KEY (month, part, region, space_class);

ALTER TABLE ONLY public.report_log_archive
    ADD CONSTRAINT report_log_archive_pkey PRIMARY KEY (day);

ALTER TABLE ONLY public.rollup_cursor
    ADD CONSTRAINT rollup_cursor_pkey PRIMARY KEY (singleton);

ALTER TABLE ONLY public.rollup_day_due
    ADD CONSTRAINT rollup_day_due_pkey PRIMARY KEY (lot_key, day);

ALTER TABLE ONLY public.rollup_peak_due
    ADD CONSTRAINT rollup_peak_due_pkey PRIMARY KEY (region, day);

ALTER TABLE ONLY public.rollup_region
    ADD CONSTRAINT rollup_region_pkey PRIMARY KEY (lot_key, region);

ALTER TABLE ONLY public.rollup_reopen
    ADD CONSTRAINT rollup_reopen_pkey PRIMARY KEY (reopen_key);

ALTER TABLE ONLY public.rollup_source
    ADD CONSTRAINT rollup_source_pkey PRIMARY KEY (source_key, lot_key);

ALTER TABLE ONLY public.rollup_state
    ADD CONSTRAINT rollup_state_pkey PRIMARY KEY (lot_key, at);

ALTER TABLE ONLY public.service_day
    ADD CONSTRAINT service_day_pkey PRIMARY KEY (lot_key, day);

ALTER TABLE ONLY public.service_hour
    ADD CONSTRAINT service_hour_pkey PRIMARY KEY (lot_key, hour);

ALTER TABLE ONLY public.service_month
    ADD CONSTRAINT service_month_pkey PRIMARY KEY (month, part, lot_key);

ALTER TABLE ONLY public.session_day
    ADD CONSTRAINT session_day_pkey PRIMARY KEY (lot_key, space_class, day);

ALTER TABLE ONLY public.session_month
    ADD CONSTRAINT session_month_pkey PRIMARY KEY (month, part, lot_key, space_class);

ALTER TABLE ONLY public.shared_space
    ADD CONSTRAINT shared_space_lot_key_space_code_key UNIQUE (lot_key, space_code);

ALTER TABLE ONLY public.shared_space
    ADD CONSTRAINT shared_space_pkey PRIMARY KEY (space_key);

ALTER TABLE ONLY public.sharing_agreement
    ADD CONSTRAINT sharing_agreement_agreement_id_key UNIQUE (agreement_id);

ALTER TABLE ONLY public.sharing_agreement
    ADD CONSTRAINT sharing_agreement_pkey PRIMARY KEY (agreement_key);

ALTER TABLE ONLY public.sharing_agreement_version
    ADD CONSTRAINT sharing_agreement_version_pkey PRIMARY KEY (agreement_key, version);

ALTER TABLE ONLY public.sharing_ban
    ADD CONSTRAINT sharing_ban_ban_id_key UNIQUE (ban_id);

ALTER TABLE ONLY public.sharing_ban
    ADD CONSTRAINT sharing_ban_pkey PRIMARY KEY (ban_key);

ALTER TABLE ONLY public.sharing_community
    ADD CONSTRAINT sharing_community_community_id_key UNIQUE (community_id);

ALTER TABLE ONLY public.sharing_community_member
    ADD CONSTRAINT sharing_community_member_pkey PRIMARY KEY (community_key, driver_key);

ALTER TABLE ONLY public.sharing_community
    ADD CONSTRAINT sharing_community_pkey PRIMARY KEY (community_key);

ALTER TABLE ONLY public.sharing_dispute
    ADD CONSTRAINT sharing_dispute_dispute_id_key UNIQUE (dispute_id);

ALTER TABLE ONLY public.sharing_dispute
    ADD CONSTRAINT sharing_dispute_pkey PRIMARY KEY (dispute_key);

ALTER TABLE ONLY public.sharing_notice
    ADD CONSTRAINT sharing_notice_pkey PRIMARY KEY (notice_key);

ALTER TABLE ONLY public.sharing_offence
    ADD CONSTRAINT sharing_offence_booking_key_kind_key UNIQUE (booking_key, kind);

ALTER TABLE ONLY public.sharing_offence
    ADD CONSTRAINT sharing_offence_pkey PRIMARY KEY (offence_key);

ALTER TABLE ONLY public.sharing_suspension
    ADD CONSTRAINT sharing_suspension_pkey PRIMARY KEY (suspension_key);

ALTER TABLE ONLY public.sharing_suspension
    ADD CONSTRAINT sharing_suspension_suspension_id_key UNIQUE (suspension_id);

ALTER TABLE ONLY public.sharing_window
    ADD CONSTRAINT sharing_window_pkey PRIMARY KEY (agreement_key, stay);

ALTER TABLE ONLY public.source_habit
    ADD CONSTRAINT source_habit_pkey PRIMARY KEY (source_key, since);

ALTER TABLE ONLY public.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (source_key);

ALTER TABLE ONLY public.source_rhythm
    ADD CONSTRAINT source_rhythm_pkey PRIMARY KEY (source_key, since);

ALTER TABLE ONLY public.source
    ADD CONSTRAINT source_source_id_key UNIQUE (source_id);

ALTER TABLE ONLY public.space
    ADD CONSTRAINT space_pkey PRIMARY KEY (lot_key, space_code);

ALTER TABLE ONLY public.supply_due
    ADD CONSTRAINT supply_due_pkey PRIMARY KEY (due_key);

CREATE INDEX area_version_idx ON public.area USING btree (version);

CREATE INDEX audit_log_backups ON public.audit_log USING btree (id) WHERE (action = 'city.backup'::text);

CREATE INDEX booking_agreement ON public.booking USING btree (agreement_key, lower(during));

CREATE INDEX booking_at_risk ON public.booking USING btree (booking_key) WHERE is_at_risk;

CREATE INDEX booking_awaited ON public.booking USING btree (begins_at) WHERE (status = ANY (ARRAY['pending_gate'::text, 'confirmed'::text]));

CREATE INDEX booking_driver ON public.booking USING btree (driver_key, created_at);

CREATE INDEX booking_event_booking ON public.booking_event USING btree (booking_key);

CREATE INDEX booking_held ON public.booking USING btree (hold_expires_at) WHERE (status = 'held'::text);

CREATE INDEX booking_plate ON public.booking USING btree (plate_hash);

CREATE INDEX booking_sealed ON public.booking USING btree (updated_at) WHERE (plate_sealed IS NOT NULL);

CREATE INDEX booking_series ON public.booking USING btree (series_id) WHERE (series_id IS NOT NULL);

CREATE INDEX booking_space ON public.booking USING btree (space_key) WHERE (status = ANY (ARRAY['held'::text, 'pending_gate'::text, 'confirmed'::text, 'active'::text, 'overstay'::text]));

CREATE INDEX booking_staying ON public.booking USING btree (booking_key) WHERE (status = ANY (ARRAY['active'::text, 'overstay'::text]));

CREATE INDEX city_clock_version_idx ON public.city_clock USING btree (version);

CREATE INDEX device_version_idx ON public.device USING btree (version);

CREATE INDEX feed_delivery_due ON public.feed_delivery USING btree (operator_key, way, message_key) WHERE (state = 'due'::text);

CREATE INDEX feed_message_operator ON public.feed_message USING btree (operator_key, message_key);

CREATE INDEX feed_problem_operator ON public.feed_problem USING btree (operator_key, seen_at DESC);

CREATE INDEX feed_verdict_operator ON public.feed_verdict USING btree (operator_key, until);

CREATE UNIQUE INDEX feed_verdict_standing ON public.feed_verdict USING btree (rule, source_key, lot_key, space_code) NULLS NOT DISTINCT WHERE (until IS NULL);

CREATE INDEX gate_order_next ON public.gate_order USING btree (next_at) WHERE (state = ANY (ARRAY['due'::text, 'sent'::text, 'revoke_due'::text, 'revoke_sent'::text]));

CREATE INDEX idempotent_call_age ON public.idempotent_call USING btree (created_at);

CREATE INDEX ledger_entry_booking ON public.ledger_entry USING btree (booking_key);

CREATE INDEX ledger_posting_account ON public.ledger_posting USING btree (account, entry_key);

CREATE UNIQUE INDEX lot_id_in_use ON public.lot USING btree (lot_id) WHERE (deleted_at IS NULL);

CREATE INDEX lot_operator ON public.lot USING btree (operator_key);

CREATE INDEX lot_version_idx ON public.lot USING btree (version);

CREATE INDEX occupancy_day_by_day ON public.occupancy_day USING btree (day);

CREATE INDEX occupancy_hour_by_hour ON ONLY public.occupancy_hour USING btree (hour);

CREATE INDEX operator_version_idx ON public.operator USING btree (version);

CREATE INDEX parking_session_entered ON public.parking_session USING btree (lot_key, entered_at) WHERE (entered_at IS NOT NULL);

CREATE INDEX parking_session_left ON public.parking_session USING btree (lot_key, left_at) WHERE (left_at IS NOT NULL);

CREATE INDEX parking_session_plate ON public.parking_session USING btree (lot_key, plate, COALESCE(entered_at, left_at));

CREATE INDEX polled_feed_due ON public.polled_feed_state USING btree (due_at);

CREATE INDEX polled_feed_operator ON public.polled_feed USING btree (operator_key);

CREATE INDEX region_day_by_day ON public.region_day USING btree (day, region);

CREATE INDEX region_hour_by_hour ON ONLY public.region_hour USING btree (hour, region);

CREATE INDEX report_log_amendments ON ONLY public.report_log USING btree (lot_key, observed_at) WHERE (kind = ANY (ARRAY[7, 8]));

CREATE INDEX service_day_by_day ON public.service_day USING brin (day) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX service_hour_by_hour ON ONLY public.service_hour USING btree (hour);

CREATE INDEX session_day_by_day ON public.session_day USING brin (day) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX shared_space_agreement ON public.shared_space USING btree (agreement_key);

CREATE INDEX sharing_agreement_lot ON public.sharing_agreement USING btree (lot_key);

CREATE INDEX sharing_ban_plate ON public.sharing_ban USING btree (plate_hash);

CREATE INDEX sharing_dispute_agreement ON public.sharing_dispute USING btree (agreement_key);

CREATE INDEX sharing_notice_agreement ON public.sharing_notice USING btree (agreement_key, notice_key);

CREATE INDEX sharing_notice_driver ON public.sharing_notice USING btree (driver_key, notice_key);

CREATE INDEX sharing_offence_plate ON public.sharing_offence USING btree (plate_hash, at);

CREATE INDEX sharing_suspension_agreement ON public.sharing_suspension USING btree (agreement_key);

CREATE INDEX source_version_idx ON public.source USING btree (version);

CREATE CONSTRAINT TRIGGER balances AFTER INSERT OR UPDATE ON public.ledger_posting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.ledger_balances();

CREATE TRIGGER facts_pass AFTER INSERT OR UPDATE ON public.lot FOR EACH ROW EXECUTE FUNCTION public.lot_facts_pass();

CREATE TRIGGER habit_passes AFTER UPDATE ON public.source FOR EACH ROW EXECUTE FUNCTION public.source_habit_passes();

CREATE TRIGGER lending_passes AFTER INSERT OR UPDATE ON public.booking FOR EACH ROW EXECUTE FUNCTION public.lending_passes();

CREATE TRIGGER lending_passes AFTER INSERT OR UPDATE ON public.sharing_agreement_version FOR EACH ROW EXECUTE FUNCTION public.lending_passes();

CREATE TRIGGER lending_passes AFTER INSERT OR UPDATE ON public.sharing_suspension FOR EACH ROW EXECUTE FUNCTION public.lending_passes();

CREATE TRIGGER lending_passes AFTER INSERT OR DELETE OR UPDATE ON public.sharing_window FOR EACH ROW EXECUTE FUNCTION public.lending_passes();

CREATE TRIGGER line_up BEFORE INSERT OR UPDATE ON public.area FOR EACH STATEMENT EXECUTE FUNCTION public.registry_line_up();

CREATE TRIGGER line_up BEFORE INSERT OR UPDATE ON public.city_clock FOR EACH STATEMENT EXECUTE FUNCTION public.registry_line_up();

CREATE TRIGGER line_up BEFORE INSERT OR UPDATE ON public.device FOR EACH STATEMENT EXECUTE FUNCTION public.registry_line_up();

CREATE TRIGGER line_up BEFORE INSERT OR UPDATE ON public.lot FOR EACH STATEMENT EXECUTE FUNCTION public.registry_line_up();

CREATE TRIGGER line_up BEFORE INSERT OR UPDATE ON public.operator FOR EACH STATEMENT EXECUTE FUNCTION public.registry_line_up();

CREATE TRIGGER line_up BEFORE INSERT OR UPDATE ON public.source FOR EACH STATEMENT EXECUTE FUNCTION public.registry_line_up();

CREATE TRIGGER months_change AFTER UPDATE ON public.occupancy_day REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.occupancy_months_pass();

CREATE TRIGGER months_change AFTER UPDATE ON public.region_day REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.region_months_pass();

CREATE TRIGGER months_change AFTER UPDATE ON public.service_day REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.service_months_pass();

CREATE TRIGGER months_change AFTER UPDATE ON public.session_day REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.session_months_pass();

CREATE TRIGGER months_come AFTER INSERT ON public.occupancy_day REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.occupancy_months_pass();

CREATE TRIGGER months_come AFTER INSERT ON public.region_day REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.region_months_pass();

CREATE TRIGGER months_come AFTER INSERT ON public.service_day REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.service_months_pass();

CREATE TRIGGER months_come AFTER INSERT ON public.session_day REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.session_months_pass();

CREATE TRIGGER months_go AFTER DELETE ON public.occupancy_day REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.occupancy_months_pass();

CREATE TRIGGER months_go AFTER DELETE ON public.region_day REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.region_months_pass();

CREATE TRIGGER months_go AFTER DELETE ON public.service_day REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.service_months_pass();

CREATE TRIGGER months_go AFTER DELETE ON public.session_day REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.session_months_pass();

CREATE TRIGGER months_vanish AFTER TRUNCATE ON public.occupancy_day FOR EACH STATEMENT EXECUTE FUNCTION public.occupancy_months_pass();

CREATE TRIGGER months_vanish AFTER TRUNCATE ON public.region_day FOR EACH STATEMENT EXECUTE FUNCTION public.region_months_pass();

CREATE TRIGGER months_vanish AFTER TRUNCATE ON public.service_day FOR EACH STATEMENT EXECUTE FUNCTION public.service_months_pass();

CREATE TRIGGER months_vanish AFTER TRUNCATE ON public.session_day FOR EACH STATEMENT EXECUTE FUNCTION public.session_months_pass();

CREATE TRIGGER rhythm_pass AFTER UPDATE ON public.source FOR EACH ROW EXECUTE FUNCTION public.source_rhythm_pass();

CREATE TRIGGER supply_is_due AFTER INSERT OR UPDATE ON public.booking FOR EACH ROW EXECUTE FUNCTION public.supply_is_due();

CREATE TRIGGER supply_is_due AFTER INSERT OR UPDATE ON public.shared_space FOR EACH ROW EXECUTE FUNCTION public.supply_is_due();

CREATE TRIGGER supply_is_due AFTER INSERT OR UPDATE ON public.sharing_agreement FOR EACH ROW EXECUTE FUNCTION public.supply_is_due();

CREATE TRIGGER supply_passes BEFORE UPDATE ON public.lot_supply FOR EACH ROW EXECUTE FUNCTION public.supply_passes();

CREATE TRIGGER take_number BEFORE INSERT OR UPDATE ON public.area FOR EACH ROW EXECUTE FUNCTION public.registry_take_number();

CREATE TRIGGER take_number BEFORE INSERT OR UPDATE ON public.city_clock FOR EACH ROW EXECUTE FUNCTION public.registry_take_number();

CREATE TRIGGER take_number BEFORE INSERT OR UPDATE ON public.device FOR EACH ROW EXECUTE FUNCTION public.registry_take_number();

CREATE TRIGGER take_number BEFORE INSERT OR UPDATE ON public.lot FOR EACH ROW EXECUTE FUNCTION public.registry_take_number();

CREATE TRIGGER take_number BEFORE INSERT OR UPDATE ON public.operator FOR EACH ROW EXECUTE FUNCTION public.registry_take_number();

CREATE TRIGGER take_number BEFORE INSERT OR UPDATE ON public.source FOR EACH ROW EXECUTE FUNCTION public.registry_take_number();

CREATE TRIGGER tell AFTER UPDATE ON public.api_key FOR EACH ROW EXECUTE FUNCTION public.api_key_tell();

CREATE TRIGGER tell AFTER INSERT OR UPDATE ON public.area FOR EACH STATEMENT EXECUTE FUNCTION public.registry_tell();

CREATE TRIGGER tell AFTER INSERT OR UPDATE ON public.city_clock FOR EACH STATEMENT EXECUTE FUNCTION public.registry_tell();

CREATE TRIGGER tell AFTER INSERT OR UPDATE ON public.device FOR EACH STATEMENT EXECUTE FUNCTION public.registry_tell();

CREATE TRIGGER tell AFTER INSERT OR UPDATE ON public.lot FOR EACH STATEMENT EXECUTE FUNCTION public.registry_tell();

CREATE TRIGGER tell AFTER INSERT OR UPDATE ON public.operator FOR EACH STATEMENT EXECUTE FUNCTION public.registry_tell();

CREATE TRIGGER tell AFTER INSERT ON public.sharing_notice FOR EACH ROW EXECUTE FUNCTION public.sharing_notice_tell();

CREATE TRIGGER tell AFTER INSERT OR UPDATE ON public.source FOR EACH STATEMENT EXECUTE FUNCTION public.registry_tell();

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_operator_key_fkey FOREIGN KEY (operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_source_key_fkey FOREIGN KEY (source_key) REFERENCES public.source(source_key);

ALTER TABLE ONLY public.booking
    ADD CONSTRAINT booking_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES public.sharing_agreement(agreement_key);

ALTER TABLE ONLY public.booking
    ADD CONSTRAINT booking_driver_key_fkey FOREIGN KEY (driver_key) REFERENCES public.driver(driver_key);

ALTER TABLE ONLY public.booking_event
    ADD CONSTRAINT booking_event_booking_key_fkey FOREIGN KEY (booking_key) REFERENCES public.booking(booking_key);

ALTER TABLE ONLY public.booking
    ADD CONSTRAINT booking_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.booking
    ADD CONSTRAINT booking_moved_to_fkey FOREIGN KEY (moved_to) REFERENCES public.booking(booking_key);

ALTER TABLE ONLY public.booking
    ADD CONSTRAINT booking_space_key_fkey FOREIGN KEY (space_key) REFERENCES public.shared_space(space_key);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_operator_key_fkey FOREIGN KEY (operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.driver
    ADD CONSTRAINT driver_key_id_fkey FOREIGN KEY (key_id) REFERENCES public.api_key(key_id);

ALTER TABLE ONLY public.feed_delivery
    ADD CONSTRAINT feed_delivery_message_key_fkey FOREIGN KEY (message_key) REFERENCES public.feed_message(message_key) ON DELETE CASCADE;

ALTER TABLE ONLY public.feed_delivery
    ADD CONSTRAINT feed_delivery_operator_key_fkey FOREIGN KEY (operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.feed_message
    ADD CONSTRAINT feed_message_operator_key_fkey FOREIGN KEY (operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.feed_verdict
    ADD CONSTRAINT feed_verdict_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.feed_verdict
    ADD CONSTRAINT feed_verdict_operator_key_fkey FOREIGN KEY (operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.feed_verdict
    ADD CONSTRAINT feed_verdict_source_key_fkey FOREIGN KEY (source_key) REFERENCES public.source(source_key);

ALTER TABLE ONLY public.feed_watch
    ADD CONSTRAINT feed_watch_source_key_fkey FOREIGN KEY (source_key) REFERENCES public.source(source_key);

ALTER TABLE ONLY public.gate_order
    ADD CONSTRAINT gate_order_booking_key_fkey FOREIGN KEY (booking_key) REFERENCES public.booking(booking_key);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_booking_key_fkey FOREIGN KEY (booking_key) REFERENCES public.booking(booking_key);

ALTER TABLE ONLY public.ledger_posting
    ADD CONSTRAINT ledger_posting_entry_key_fkey FOREIGN KEY (entry_key) REFERENCES public.ledger_entry(entry_key);

ALTER TABLE ONLY public.lot_aggregate
    ADD CONSTRAINT lot_aggregate_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.lot_count
    ADD CONSTRAINT lot_count_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.lot_doubt
    ADD CONSTRAINT lot_doubt_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.lot
    ADD CONSTRAINT lot_operator_key_fkey FOREIGN KEY (operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.lot_past_facts
    ADD CONSTRAINT lot_past_facts_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.lot_supply
    ADD CONSTRAINT lot_supply_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.lot_supply_past
    ADD CONSTRAINT lot_supply_past_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.lot_version
    ADD CONSTRAINT lot_version_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.lot_version
    ADD CONSTRAINT lot_version_operator_key_fkey FOREIGN KEY (operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.operator_contact
    ADD CONSTRAINT operator_contact_operator_key_fkey FOREIGN KEY (operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.polled_feed
    ADD CONSTRAINT polled_feed_operator_key_fkey FOREIGN KEY (operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.polled_feed
    ADD CONSTRAINT polled_feed_source_key_fkey FOREIGN KEY (source_key) REFERENCES public.source(source_key);

ALTER TABLE ONLY public.polled_feed_state
    ADD CONSTRAINT polled_feed_state_feed_key_fkey FOREIGN KEY (feed_key) REFERENCES public.polled_feed(feed_key) ON DELETE CASCADE;

ALTER TABLE ONLY public.shared_space
    ADD CONSTRAINT shared_space_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES public.sharing_agreement(agreement_key);

ALTER TABLE ONLY public.shared_space
    ADD CONSTRAINT shared_space_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.sharing_agreement
    ADD CONSTRAINT sharing_agreement_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

ALTER TABLE ONLY public.sharing_agreement
    ADD CONSTRAINT sharing_agreement_owner_key_id_fkey FOREIGN KEY (owner_key_id) REFERENCES public.api_key(key_id);

ALTER TABLE ONLY public.sharing_agreement
    ADD CONSTRAINT sharing_agreement_owner_operator_key_fkey FOREIGN KEY (owner_operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.sharing_agreement_version
    ADD CONSTRAINT sharing_agreement_version_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES public.sharing_agreement(agreement_key);

ALTER TABLE ONLY public.sharing_community_member
    ADD CONSTRAINT sharing_community_member_community_key_fkey FOREIGN KEY (community_key) REFERENCES public.sharing_community(community_key) ON DELETE CASCADE;

ALTER TABLE ONLY public.sharing_community_member
    ADD CONSTRAINT sharing_community_member_driver_key_fkey FOREIGN KEY (driver_key) REFERENCES public.driver(driver_key);

ALTER TABLE ONLY public.sharing_community
    ADD CONSTRAINT sharing_community_owner_key_id_fkey FOREIGN KEY (owner_key_id) REFERENCES public.api_key(key_id);

ALTER TABLE ONLY public.sharing_community
    ADD CONSTRAINT sharing_community_owner_operator_key_fkey FOREIGN KEY (owner_operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.sharing_dispute
    ADD CONSTRAINT sharing_dispute_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES public.sharing_agreement(agreement_key);

ALTER TABLE ONLY public.sharing_dispute
    ADD CONSTRAINT sharing_dispute_booking_key_fkey FOREIGN KEY (booking_key) REFERENCES public.booking(booking_key);

ALTER TABLE ONLY public.sharing_notice
    ADD CONSTRAINT sharing_notice_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES public.sharing_agreement(agreement_key);

ALTER TABLE ONLY public.sharing_notice
    ADD CONSTRAINT sharing_notice_booking_key_fkey FOREIGN KEY (booking_key) REFERENCES public.booking(booking_key);

ALTER TABLE ONLY public.sharing_notice
    ADD CONSTRAINT sharing_notice_driver_key_fkey FOREIGN KEY (driver_key) REFERENCES public.driver(driver_key);

ALTER TABLE ONLY public.sharing_offence
    ADD CONSTRAINT sharing_offence_booking_key_fkey FOREIGN KEY (booking_key) REFERENCES public.booking(booking_key);

ALTER TABLE ONLY public.sharing_suspension
    ADD CONSTRAINT sharing_suspension_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES public.sharing_agreement(agreement_key);

ALTER TABLE ONLY public.sharing_suspension
    ADD CONSTRAINT sharing_suspension_space_key_fkey FOREIGN KEY (space_key) REFERENCES public.shared_space(space_key);

ALTER TABLE ONLY public.sharing_window
    ADD CONSTRAINT sharing_window_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES public.sharing_agreement(agreement_key);

ALTER TABLE ONLY public.source_habit
    ADD CONSTRAINT source_habit_source_key_fkey FOREIGN KEY (source_key) REFERENCES public.source(source_key);

ALTER TABLE ONLY public.source
    ADD CONSTRAINT source_operator_key_fkey FOREIGN KEY (operator_key) REFERENCES public.operator(operator_key);

ALTER TABLE ONLY public.source_rhythm
    ADD CONSTRAINT source_rhythm_source_key_fkey FOREIGN KEY (source_key) REFERENCES public.source(source_key);

ALTER TABLE ONLY public.space
    ADD CONSTRAINT space_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key) ON DELETE CASCADE;

ALTER TABLE ONLY public.supply_due
    ADD CONSTRAINT supply_due_lot_key_fkey FOREIGN KEY (lot_key) REFERENCES public.lot(lot_key);

CREATE POLICY anyone_reads ON public.lot FOR SELECT USING (true);

CREATE POLICY anyone_reads ON public.lot_aggregate FOR SELECT USING (true);

CREATE POLICY anyone_reads ON public.lot_past_facts FOR SELECT USING (true);

CREATE POLICY anyone_reads ON public.operator FOR SELECT USING (true);

CREATE POLICY anyone_reads ON public.source_habit FOR SELECT USING (true);

CREATE POLICY anyone_reads ON public.source_rhythm FOR SELECT USING (true);

CREATE POLICY anyone_reads ON public.space FOR SELECT USING (true);

ALTER TABLE public.api_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.booking ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.booking_event ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.checking_cursor ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.checking_state ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.city_day ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.device ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.driver ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.feed_delivery ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.feed_message ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.feed_problem ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.feed_verdict ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.feed_watch ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.gate_order ENABLE ROW LEVEL SECURITY;

CREATE POLICY history ON public.booking FOR SELECT TO onelot_ingest USING (true);

CREATE POLICY history ON public.shared_space FOR SELECT TO onelot_ingest USING (true);

CREATE POLICY history ON public.sharing_agreement FOR SELECT TO onelot_ingest USING (true);

CREATE POLICY history ON public.sharing_agreement_version FOR SELECT TO onelot_ingest USING (true);

CREATE POLICY history ON public.sharing_suspension FOR SELECT TO onelot_ingest USING (true);

CREATE POLICY history ON public.sharing_window FOR SELECT TO onelot_ingest USING (true);

ALTER TABLE public.idempotent_call ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ledger_entry ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ledger_posting ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lot ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lot_aggregate ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lot_count ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lot_doubt ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lot_past_facts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lot_supply ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lot_supply_past ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lot_version ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.occupancy_day ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.occupancy_hour ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.occupancy_month ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.operator ENABLE ROW LEVEL SECURITY;

CREATE POLICY operator_adds ON public.lot FOR INSERT TO onelot_app WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY operator_adds ON public.lot_past_facts FOR INSERT TO onelot_app WITH CHECK (public.runs_lot(lot_key));

CREATE POLICY operator_adds ON public.space FOR INSERT TO onelot_app WITH CHECK (public.runs_lot(lot_key));

CREATE POLICY operator_changes ON public.lot FOR UPDATE TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY operator_changes ON public.lot_past_facts FOR UPDATE TO onelot_app USING (public.runs_lot(lot_key)) WITH CHECK (public.runs_lot(lot_key));

CREATE POLICY operator_changes ON public.space FOR UPDATE TO onelot_app USING (public.runs_lot(lot_key)) WITH CHECK (public.runs_lot(lot_key));

ALTER TABLE public.operator_contact ENABLE ROW LEVEL SECURITY;

CREATE POLICY operator_removes ON public.space FOR DELETE TO onelot_app USING (public.runs_lot(lot_key));

CREATE POLICY operator_says ON public.lot_aggregate TO onelot_app USING (public.runs_lot(lot_key)) WITH CHECK (public.runs_lot(lot_key));

CREATE POLICY own ON public.api_key TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own ON public.audit_log TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own ON public.device TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own ON public.feed_delivery TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own ON public.feed_message TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own ON public.feed_problem TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own ON public.feed_verdict FOR SELECT TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own ON public.lot_version TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own ON public.operator_contact TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own ON public.polled_feed TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own ON public.polled_feed_state TO onelot_app USING ((EXISTS ( SELECT
   FROM public.polled_feed f
  WHERE (f.feed_key = polled_feed_state.feed_key)))) WITH CHECK ((EXISTS ( SELECT
   FROM public.polled_feed f
  WHERE (f.feed_key = polled_feed_state.feed_key))));

CREATE POLICY own ON public.source TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant)))) WITH CHECK ((( SELECT public.onelot_platform() AS onelot_platform) OR (operator_key = ( SELECT public.onelot_tenant() AS onelot_tenant))));

CREATE POLICY own_lots ON public.lot_count FOR SELECT TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR public.runs_lot(lot_key)));

CREATE POLICY own_lots ON public.report_log FOR SELECT TO onelot_app USING ((( SELECT public.onelot_platform() AS onelot_platform) OR public.runs_lot(lot_key)));

ALTER TABLE public.parking_session ENABLE ROW LEVEL SECURITY;

CREATE POLICY platform ON public.booking TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.booking_event TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.city_day TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.driver TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.feed_verdict TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.feed_watch TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.gate_order TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.idempotent_call TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.ledger_entry TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.ledger_posting TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.lot_doubt TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.lot_supply TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.lot_supply_past TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.occupancy_day FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.occupancy_hour FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.occupancy_month FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.parking_session FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.region_day FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.region_hour FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.region_month FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.report_log_archive FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.rollup_cursor FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.rollup_day_due FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.rollup_peak_due FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.rollup_region FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.rollup_reopen FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.rollup_source FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.rollup_state FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.service_day FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.service_hour FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.service_month FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.session_day FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.session_month FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.shared_space TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.sharing_agreement TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.sharing_agreement_version TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.sharing_ban TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.sharing_community TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.sharing_community_member TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.sharing_dispute TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.sharing_notice TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.sharing_offence TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.sharing_suspension TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.sharing_window TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform ON public.supply_due TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform_adds ON public.operator FOR INSERT TO onelot_app WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform_adds ON public.rollup_day_due FOR INSERT TO onelot_app WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform_adds ON public.rollup_reopen FOR INSERT TO onelot_app WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform_asks ON public.rollup_cursor FOR UPDATE TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform_changes ON public.operator FOR UPDATE TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform)) WITH CHECK (( SELECT public.onelot_platform() AS onelot_platform));

CREATE POLICY platform_learns ON public.source_habit FOR INSERT TO onelot_app, onelot_ingest WITH CHECK (true);

CREATE POLICY platform_learns ON public.source_rhythm FOR INSERT TO onelot_app, onelot_ingest WITH CHECK (true);

CREATE POLICY platform_learns_anew ON public.source_habit FOR UPDATE TO onelot_app, onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY platform_learns_anew ON public.source_rhythm FOR UPDATE TO onelot_app, onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY platform_reads ON public.projection FOR SELECT TO onelot_app USING (( SELECT public.onelot_platform() AS onelot_platform));

ALTER TABLE public.polled_feed ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.polled_feed_state ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.projection ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.region_day ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.region_hour ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.region_month ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.report_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.report_log_archive ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rollup_cursor ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rollup_day_due ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rollup_peak_due ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rollup_region ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rollup_reopen ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rollup_source ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rollup_state ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.service_day ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.service_hour ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.service_month ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.session_day ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.session_month ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.shared_space ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_agreement ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_agreement_version ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_ban ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_community ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_community_member ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_dispute ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_notice ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_offence ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_suspension ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sharing_window ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.source ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.source_habit ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.source_rhythm ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.space ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.supply_due ENABLE ROW LEVEL SECURITY;

CREATE POLICY write_path ON public.audit_log FOR INSERT TO onelot_ingest WITH CHECK (true);

CREATE POLICY write_path ON public.checking_cursor TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.checking_state TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.feed_problem TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.feed_verdict FOR SELECT TO onelot_ingest USING (true);

CREATE POLICY write_path ON public.lot_count TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.lot_doubt FOR SELECT TO onelot_ingest USING (true);

CREATE POLICY write_path ON public.lot_supply FOR SELECT TO onelot_ingest USING (true);

CREATE POLICY write_path ON public.occupancy_day TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.occupancy_hour TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.occupancy_month TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.parking_session TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.projection TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.region_day TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.region_hour TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.region_month TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.report_log TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.report_log_archive TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.rollup_cursor TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.rollup_day_due TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.rollup_peak_due TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.rollup_region TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.rollup_reopen TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.rollup_source TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.rollup_state TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.service_day TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.service_hour TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.service_month TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.session_day TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.session_month TO onelot_ingest USING (true) WITH CHECK (true);

CREATE POLICY write_path ON public.source TO onelot_ingest USING (true) WITH CHECK (true);

GRANT USAGE ON SCHEMA public TO onelot_app;
GRANT USAGE ON SCHEMA public TO onelot_ingest;

REVOKE ALL ON FUNCTION public.drop_archived_day(p_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.drop_archived_day(p_day date) TO onelot_ingest;

REVOKE ALL ON FUNCTION public.ensure_history_month(p_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ensure_history_month(p_day date) TO onelot_ingest;

REVOKE ALL ON FUNCTION public.ensure_report_day(p_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ensure_report_day(p_day date) TO onelot_ingest;

GRANT SELECT,INSERT,UPDATE ON TABLE public.api_key TO onelot_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.area TO onelot_app;
GRANT SELECT ON TABLE public.area TO onelot_ingest;

GRANT SELECT,INSERT ON TABLE public.audit_log TO onelot_app;
GRANT INSERT ON TABLE public.audit_log TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.booking TO onelot_app;
GRANT SELECT ON TABLE public.booking TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.booking_event TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.checking_cursor TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.checking_state TO onelot_ingest;

GRANT SELECT,UPDATE ON TABLE public.city_clock TO onelot_app;
GRANT SELECT ON TABLE public.city_clock TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.city_day TO onelot_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.device TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.driver TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.feed_delivery TO onelot_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.feed_message TO onelot_app;

GRANT SELECT ON TABLE public.feed_problem TO onelot_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.feed_problem TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.feed_verdict TO onelot_app;
GRANT SELECT ON TABLE public.feed_verdict TO onelot_ingest;

GRANT SELECT,INSERT,UPDATE ON TABLE public.feed_watch TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gate_order TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotent_call TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ledger_entry TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ledger_posting TO onelot_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.lot TO onelot_app;
GRANT SELECT ON TABLE public.lot TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.lot_aggregate TO onelot_app;
GRANT SELECT ON TABLE public.lot_aggregate TO onelot_ingest;

GRANT SELECT ON TABLE public.lot_count TO onelot_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.lot_count TO onelot_ingest;

GRANT SELECT,INSERT,UPDATE ON TABLE public.lot_doubt TO onelot_app;
GRANT SELECT ON TABLE public.lot_doubt TO onelot_ingest;

GRANT SELECT,INSERT,UPDATE ON TABLE public.lot_past_facts TO onelot_app;
GRANT SELECT ON TABLE public.lot_past_facts TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.lot_supply TO onelot_app;
GRANT SELECT ON TABLE public.lot_supply TO onelot_ingest;

GRANT SELECT,INSERT,UPDATE ON TABLE public.lot_supply_past TO onelot_app;

GRANT SELECT,INSERT ON TABLE public.lot_version TO onelot_app;

GRANT SELECT ON TABLE public.occupancy_day TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.occupancy_day TO onelot_ingest;

GRANT SELECT ON TABLE public.occupancy_hour TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.occupancy_hour TO onelot_ingest;

GRANT SELECT ON TABLE public.occupancy_month TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.occupancy_month TO onelot_ingest;

GRANT SELECT,INSERT,UPDATE ON TABLE public.operator TO onelot_app;
GRANT SELECT ON TABLE public.operator TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.operator_contact TO onelot_app;

GRANT SELECT ON TABLE public.parking_session TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.parking_session TO onelot_ingest;

GRANT SELECT,INSERT ON TABLE public.platform_secret TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.polled_feed TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.polled_feed_state TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.process_status TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.process_status TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.projection TO onelot_ingest;
GRANT SELECT ON TABLE public.projection TO onelot_app;

GRANT SELECT,UPDATE ON TABLE public.projection_cursor TO onelot_ingest;

GRANT SELECT ON TABLE public.region_day TO onelot_app;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE public.region_day TO onelot_ingest;

GRANT SELECT ON TABLE public.region_hour TO onelot_app;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE public.region_hour TO onelot_ingest;

GRANT SELECT ON TABLE public.region_month TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.region_month TO onelot_ingest;

GRANT USAGE ON SEQUENCE public.registry_version TO onelot_app;
GRANT USAGE ON SEQUENCE public.registry_version TO onelot_ingest;

GRANT SELECT ON TABLE public.report_log TO onelot_app;
GRANT SELECT,INSERT ON TABLE public.report_log TO onelot_ingest;

GRANT SELECT ON TABLE public.report_log_archive TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.report_log_archive TO onelot_ingest;

GRANT SELECT ON TABLE public.rollup_cursor TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rollup_cursor TO onelot_ingest;

GRANT UPDATE(regions_due) ON TABLE public.rollup_cursor TO onelot_app;

GRANT SELECT,INSERT ON TABLE public.rollup_day_due TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rollup_day_due TO onelot_ingest;

GRANT SELECT ON TABLE public.rollup_peak_due TO onelot_app;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE public.rollup_peak_due TO onelot_ingest;

GRANT SELECT ON TABLE public.rollup_region TO onelot_app;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE public.rollup_region TO onelot_ingest;

GRANT SELECT,INSERT ON TABLE public.rollup_reopen TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rollup_reopen TO onelot_ingest;

GRANT SELECT ON TABLE public.rollup_source TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rollup_source TO onelot_ingest;

GRANT SELECT ON TABLE public.rollup_state TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rollup_state TO onelot_ingest;

GRANT SELECT ON TABLE public.service_day TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.service_day TO onelot_ingest;

GRANT SELECT ON TABLE public.service_hour TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.service_hour TO onelot_ingest;

GRANT SELECT ON TABLE public.service_month TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.service_month TO onelot_ingest;

GRANT SELECT ON TABLE public.session_day TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.session_day TO onelot_ingest;

GRANT SELECT ON TABLE public.session_month TO onelot_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.session_month TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.shared_space TO onelot_app;
GRANT SELECT ON TABLE public.shared_space TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sharing_agreement TO onelot_app;
GRANT SELECT ON TABLE public.sharing_agreement TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sharing_agreement_version TO onelot_app;
GRANT SELECT ON TABLE public.sharing_agreement_version TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sharing_ban TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sharing_community TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sharing_community_member TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sharing_dispute TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sharing_notice TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sharing_offence TO onelot_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sharing_suspension TO onelot_app;
GRANT SELECT ON TABLE public.sharing_suspension TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sharing_window TO onelot_app;
GRANT SELECT ON TABLE public.sharing_window TO onelot_ingest;

GRANT SELECT,INSERT,UPDATE ON TABLE public.source TO onelot_app;
GRANT SELECT ON TABLE public.source TO onelot_ingest;

GRANT UPDATE(ttl_s) ON TABLE public.source TO onelot_ingest;

GRANT UPDATE(changes_only) ON TABLE public.source TO onelot_ingest;

GRANT UPDATE(learned_at) ON TABLE public.source TO onelot_ingest;

GRANT SELECT,INSERT,UPDATE ON TABLE public.source_habit TO onelot_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.source_habit TO onelot_ingest;

GRANT SELECT,INSERT,UPDATE ON TABLE public.source_rhythm TO onelot_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.source_rhythm TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.space TO onelot_app;
GRANT SELECT ON TABLE public.space TO onelot_ingest;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.supply_due TO onelot_app;
