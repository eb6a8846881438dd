-- before: the first schema of the city. Owner of everything is the migrating role; the roles the
-- platform runs under (onelot_app, onelot_ingest) own nothing and are held by row-level security.

-- Roles belong to the whole server: another database may have made them, or be making them now.
do $$
declare
    v_role text;
begin
    foreach v_role in array array['onelot_app', 'onelot_ingest'] loop
        begin
            if not exists (select from pg_roles where rolname = v_role) then
                execute format('create role %I nologin nosuperuser nobypassrls', v_role);
            end if;
            if not pg_has_role(current_user, v_role, 'member') then
                execute format('grant %I to %I', v_role, current_user);
            end if;
        exception when duplicate_object or unique_violation then
            null;
        end;
    end loop;
end
$$;

-- Every change of the registry, the clock's too, takes the next number; processes follow by it.
-- Writers stand in line for it until they commit, so that numbers become visible in their order:
-- whoever has seen 41 will never find a 40 appear behind it.
create sequence registry_version;

create function registry_line_up() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtext('registry_version'));
    return null;
end
$$;

create function registry_take_number() returns trigger language plpgsql as $$
begin
    new.version := nextval('registry_version');
    return new;
end
$$;

create function registry_tell() returns trigger language plpgsql as $$
begin
    perform pg_notify('onelot_registry', tg_table_name);
    return null;
end
$$;

create function follow_by_version(p_table regclass) returns void language plpgsql as $$
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

-- The platform's clock is a row: real (clock_timestamp), running (base + elapsed * speed) or manual.
create table city_clock (
    singleton boolean primary key default true check (singleton),
    mode text not null default 'real' check (mode in ('real', 'running', 'manual')),
    base_city timestamptz not null default clock_timestamp(),
    base_real timestamptz not null default clock_timestamp(),
    speed double precision not null default 1 check (speed > 0),
    version bigint not null
);
select follow_by_version('city_clock');
insert into city_clock default values;

create function city_now() returns timestamptz language sql volatile parallel safe as $$
    select case mode
        when 'real' then clock_timestamp()
        when 'manual' then base_city
        else base_city + (clock_timestamp() - base_real) * speed
    end from city_clock
$$;

create table operator (
    operator_key integer generated always as identity primary key,
    operator_id text not null unique check (operator_id ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$'),
    name text not null,
    name_en text,
    created_at timestamptz not null default city_now(),
    version bigint not null
);
select follow_by_version('operator');

create table source (
    source_key integer generated always as identity primary key,
    source_id text not null unique,
    operator_key integer references operator,
    kind text not null default 'http' check (kind in ('http', 'mqtt', 'poll', 'console')),
    ttl_s real not null default 120 check (ttl_s > 0),
    changes_only boolean not null default false,
    learned_at timestamptz,
    created_at timestamptz not null default city_now(),
    version bigint not null
);
select follow_by_version('source');
insert into source (source_id) values ('@platform');

-- Only SHA-256 of the secret: it has 256 random bits, so that nothing slower is needed.
create table api_key (
    key_id text primary key,
    secret_hash bytea not null,
    role text not null check (role in ('driver', 'owner', 'operator', 'planner', 'admin')),
    operator_key integer references operator,
    source_key integer references source,
    name text,
    created_at timestamptz not null default city_now(),
    expires_at timestamptz,
    revoked_at timestamptz
);

create function api_key_tell() returns trigger language plpgsql as $$
begin
    perform pg_notify('onelot_keys', new.key_id);
    return null;
end
$$;
create trigger tell after update on api_key for each row execute function api_key_tell();

-- Codes of parents and of lots' areas are not foreign keys: outlines and code lists arrive from
-- different hands in any order.
create table area (
    area_code text primary key,
    level text not null check (level in ('city', 'district', 'subdistrict', 'community', 'grid')),
    name text not null,
    name_en text,
    parent_code text,
    outline jsonb,
    label_lat double precision,
    label_lon double precision,
    version bigint not null
);
select follow_by_version('area');

create table lot (
    lot_key integer generated always as identity primary key,
    lot_id text not null check (lot_id ~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,95}$'),
    operator_key integer not null references operator,
    name text not null check (length(name) between 1 and 200),
    name_en text,
    lat double precision check (lat between -90 and 90),
    lon double precision check (lon between -180 and 180),
    raw_lat double precision,
    raw_lon double precision,
    coordsys text not null default 'wgs84' check (coordsys in ('wgs84', 'gcj02', 'bd09', 'cgcs2000')),
    cell bigint,
    partition smallint not null,
    capacity jsonb not null default '{}',
    lot_class text,
    structure text,
    land_use text,
    address text,
    opening_hours text,
    tariff jsonb,
    max_height_m double precision,
    area_code text,
    area_declared boolean not null default false,
    entrances jsonb,
    outline jsonb,
    has_gate boolean not null default false,
    timezone text not null default 'Asia/Shanghai',
    created_at timestamptz not null default city_now(),
    updated_at timestamptz not null default city_now(),
    deleted_at timestamptz,
    version bigint not null,
    check ((lat is null) = (lon is null)),
    check ((lat is null) = (cell is null))
);
select follow_by_version('lot');
-- A lot that was removed leaves its id free. Registered anew it is another lot, without the old
-- one's counts.
create unique index lot_id_in_use on lot (lot_id) where deleted_at is null;
create index lot_operator on lot (operator_key);

create table space (
    lot_key integer not null references lot on delete cascade,
    space_code text not null check (length(space_code) between 1 and 64),
    space_class text not null default 'general',
    primary key (lot_key, space_code)
);

-- Every accepted report, once. observed_at is the source's own, raw, and part of the identity.
-- ident: four bytes of observed second, then BLAKE2b-96 over source, lot, kind and serial.
create table report_log (
    id bigint generated always as identity,
    xid xid8 not null default pg_current_xact_id(),
    received_at timestamptz not null default city_now(),
    source_key integer not null,
    lot_key integer not null,
    kind smallint not null,
    record_serial text not null,
    observed_at timestamptz not null,
    epoch bigint,
    seq bigint,
    flags integer not null default 0,
    payload bytea not null,
    ident uuid not null,
    fingerprint bigint not null
) partition by range (observed_at);

-- The few corrections and voids of a lot, found without reading all it ever sent.
create index report_log_amendments on report_log (lot_key, observed_at) where kind in (7, 8);

-- Days are UTC. Each day carries the unique identity, the tail order and the lot's own history.
-- A day is attached, not created in place: that waits for no reader or writer of other days. The
-- catalogue is read by query: waiting for an advisory lock does not refresh what names resolve to.
create function ensure_report_day(p_day date) returns void language plpgsql
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

-- A lot that counts by movements: anchors, net movements after them, voids. Locked in the log's
-- own transaction. Lots that only ever send absolute counts have no row here.
create table lot_count (
    lot_key integer primary key references lot,
    generation integer not null default 0,
    version bigint not null default 0,
    state jsonb not null default '{}'
) with (fillfactor = 60);

-- The projector's checkpoint of the Redis registers, and the log position it stands for.
create table projection (
    lot_key integer not null,
    name text not null,
    stored bytea not null,
    primary key (lot_key, name)
);
create table projection_cursor (
    singleton boolean primary key default true check (singleton),
    xid xid8 not null,
    id bigint not null
);
insert into projection_cursor (xid, id) values ('0', 0);

-- One row per running process: who is there, how far it follows the registry.
create unlogged table process_status (
    process_id text primary key,
    kind text not null,
    registry_version bigint not null default 0,
    detail jsonb not null default '{}',
    seen_at timestamptz not null default clock_timestamp()
);

-- What a source sent that could not be taken, for its operator to see; kept 14 days.
create table feed_problem (
    id bigint generated always as identity primary key,
    source_key integer not null,
    operator_key integer,
    seen_at timestamptz not null default city_now(),
    lot_id text,
    problem jsonb not null,
    item jsonb
);
create index feed_problem_operator on feed_problem (operator_key, seen_at desc);

create table audit_log (
    id bigint generated always as identity primary key,
    at timestamptz not null default city_now(),
    key_id text,
    role text not null,
    operator_key integer,
    action text not null,
    subject text not null,
    detail jsonb not null default '{}'
);

-- Keys for HMACs and signatures; part of every backup.
create table platform_secret (
    name text primary key,
    secret bytea not null,
    created_at timestamptz not null default city_now()
);
