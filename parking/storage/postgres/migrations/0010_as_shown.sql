-- before: what the log does not say of a past minute: how long a source's word was good for then, and
-- what lots had to share, as readers were told it.

-- What was believed of a source's own rhythm since when. Before the first row it was the usual: a
-- time to live of 120 s, and silence that means nothing.
create table source_habit (
    source_key integer not null references source,
    since timestamptz not null,
    ttl_s real not null,
    changes_only boolean not null,
    primary key (source_key, since)
);

create function source_habit_passes() returns trigger language plpgsql as $$
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
create trigger habit_passes after update on source
    for each row execute function source_habit_passes();

-- Steps of lots' supplies that came true, each until the next: [free, capacity, away] as in
-- lot_supply.timeline; null is that the lot lent nothing. What follows `told_at` of a lot's row in
-- lot_supply is there.
create table lot_supply_past (
    lot_key integer not null references lot,
    at timestamptz not null,
    step jsonb,
    primary key (lot_key, at)
);
alter table lot_supply add column told_at timestamptz not null default city_now();

-- A timeline is told anew every hour, mostly with the same step in force: such a step is kept once.
create function supply_passes() returns trigger language plpgsql as $$
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
create trigger supply_passes before update on lot_supply
    for each row execute function supply_passes();

alter table source_habit enable row level security;
alter table source_habit force row level security;
create policy anyone_reads on source_habit for select using (true);
create policy platform_learns on source_habit for insert to onelot_app, onelot_ingest
    with check (true);
create policy platform_learns_anew on source_habit for update to onelot_app, onelot_ingest
    using (true) with check (true);
grant select, insert, update on source_habit to onelot_app, onelot_ingest;

alter table lot_supply_past enable row level security;
alter table lot_supply_past force row level security;
create policy platform on lot_supply_past for all to onelot_app
    using ((select onelot_platform())) with check ((select onelot_platform()));
grant select, insert, update on lot_supply_past to onelot_app;

-- Which registers a lot has tells how far back its log must be read.
create policy platform_reads on projection for select to onelot_app
    using ((select onelot_platform()));
grant select on projection to onelot_app;

-- What is known of cities that are older.
set local role onelot_app;
set local onelot.scope = 'platform';
insert into source_habit (source_key, since, ttl_s, changes_only)
select source_key, learned_at, ttl_s, changes_only from source where learned_at is not null;
reset role;
