-- before: months. Days of lots and regions by the calendar month and by quarters of one, so that any
-- days of a whole city are a handful of rows of each lot. What is written of days goes into them in the
-- same transaction, whoever writes it: what was there is taken out, what is there now is put in.

-- `part`: 0 is the whole month, 1 to 4 are its days 1 to 8, to 16, to 24 and to its end, as
-- parking/planning/day_parts.py has them.
-- `days` is how many rows of days are in a month; the rest is as in the tables of days. Space-time of
-- regions is numeric: a month of three million spaces is beyond bigint.
create table occupancy_month (
    lot_key integer not null,
    space_class smallint not null,
    month date not null,
    part smallint not null,
    days integer not null,
    open_us bigint not null,
    known_us bigint not null,
    taken_us bigint not null,
    full_us bigint not null,
    closed_us bigint not null,
    entries bigint not null,
    exits bigint not null,
    hours_known integer not null,
    hours_in_band integer not null,
    primary key (month, part, lot_key, space_class)
);
create table region_month (
    region text collate "C" not null,
    space_class smallint not null,
    month date not null,
    part smallint not null,
    days integer not null,
    open_us numeric not null,
    known_us numeric not null,
    taken_us numeric not null,
    full_us numeric not null,
    closed_us numeric not null,
    entries bigint not null,
    exits bigint not null,
    hours_known bigint not null,
    hours_in_band bigint not null,
    primary key (month, part, region, space_class)
);
create table service_month (
    lot_key integer not null,
    month date not null,
    part smallint not null,
    days integer not null,
    reports bigint not null,
    suspects bigint not null,
    entries bigint not null,
    exits bigint not null,
    due_us bigint not null,
    online_us bigint not null,
    drifts bigint not null,
    drift_spaces bigint not null,
    drift_capacity bigint not null,
    primary key (month, part, lot_key)
);
create table session_month (
    lot_key integer not null,
    space_class smallint not null,
    month date not null,
    part smallint not null,
    days integer not null,
    paired bigint not null,
    orphan_exits bigint not null,
    unclosed_entries bigint not null,
    duration_us bigint not null,
    primary key (month, part, lot_key, space_class)
);

-- The month of a day, as a whole and the quarter that the day lies in.
create function month_parts(p_day date) returns table (month date, part smallint)
language sql immutable parallel safe as $$
    select p_day - (extract(day from p_day)::integer - 1), told.part::smallint
    from unnest(array[0, least((extract(day from p_day)::integer + 7) / 8, 4)]) as told (part)
$$;

-- Of each of the four: what counts days out (`gone`) and in (`come`), and what there is by now. A
-- restore brings months itself.
do $$
declare
    v_space constant text :=
        'open_us, known_us, taken_us, full_us, closed_us, entries, exits, hours_known, hours_in_band';
    v_of record;
    v_columns text[];
    v_add text;
begin
    for v_of in select * from (values
        ('occupancy', 'lot_key, space_class', v_space),
        ('region', 'region, space_class', v_space),
        (
            'service', 'lot_key',
            'reports, suspects, entries, exits, due_us, online_us, drifts, drift_spaces, '
                || 'drift_capacity'
        ),
        ('session', 'lot_key, space_class', 'paired, orphan_exits, unclosed_entries, duration_us')
    ) as told (name, place, sums) loop
        v_columns := string_to_array(v_of.sums, ', ');
        -- Left open: the sign, and which days.
        v_add := format(
            'insert into %1$s_month as told (%2$s, month, part, days, %3$s)
            select %2$s, month, part, %%1$s count(*), %4$s
            from %%2$s
            cross join lateral month_parts(day)
            group by %2$s, month, part
            on conflict (month, part, %2$s) do update set days = told.days + excluded.days, %5$s',
            v_of.name, v_of.place, v_of.sums,
            (select string_agg(format('%%1$s sum(%I)', name), ', ') from unnest(v_columns) name),
            (
                select string_agg(format('%1$I = told.%1$I + excluded.%1$I', name), ', ')
                from unnest(v_columns) name
            )
        );
        execute format(
            'create function %1$s_months_pass() returns trigger language plpgsql as $pass$
            begin
                if is_restoring() then
                    return null;
                end if;
                if tg_op = ''TRUNCATE'' then
                    delete from %1$s_month;
                    return null;
                end if;
                if tg_op <> ''INSERT'' then
                    %2$s;
                end if;
                if tg_op <> ''DELETE'' then
                    %3$s;
                end if;
                if tg_op = ''DELETE'' then
                    delete from %1$s_month
                    where days = 0 and (month, part, %4$s) in (
                        select month, part, %4$s from gone cross join lateral month_parts(day)
                    );
                end if;
                return null;
            end
            $pass$',
            v_of.name, format(v_add, '-', 'gone'), format(v_add, '', 'come'), v_of.place
        );
        execute format(
            'create trigger months_come after insert on %1$s_day
                referencing new table as come
                for each statement execute function %1$s_months_pass();
            create trigger months_go after delete on %1$s_day
                referencing old table as gone
                for each statement execute function %1$s_months_pass();
            create trigger months_change after update on %1$s_day
                referencing old table as gone new table as come
                for each statement execute function %1$s_months_pass();
            create trigger months_vanish after truncate on %1$s_day
                for each statement execute function %1$s_months_pass()',
            v_of.name
        );
        execute format(
            'alter table %1$s_month enable row level security;
            alter table %1$s_month force row level security;
            create policy platform on %1$s_month for select to onelot_app
                using ((select onelot_platform()));
            create policy write_path on %1$s_month for all to onelot_ingest
                using (true) with check (true);
            grant select on %1$s_month to onelot_app;
            grant select, insert, update, delete on %1$s_month to onelot_ingest',
            v_of.name
        );
        set local role onelot_ingest;
        execute format(v_add, '', v_of.name || '_day');
        reset role;
    end loop;
end
$$;

-- Of all lots some days are found by the day, and some hours by the hour.
create index occupancy_day_by_day on occupancy_day (day);
create index occupancy_hour_by_hour on occupancy_hour (hour);
create index service_hour_by_hour on service_hour (hour);
