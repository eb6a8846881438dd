-- before: tidal sharing. All of it is seen in the platform's scope alone: who may see which agreement
-- or booking is asked in the statements, since a booking must be held against everybody's.

-- A driver is a key and a number; nothing personal.
create table driver (
    driver_key integer generated always as identity primary key,
    driver_id text not null unique,
    key_id text not null unique references api_key,
    created_at timestamptz not null default city_now(),
    erased_at timestamptz
);

-- Days that a city makes workdays, weekends or holidays of its own.
create table city_day (
    day date primary key,
    day_class text not null check (day_class in ('workday', 'weekend', 'holiday')),
    name text
);

-- `terms` as parking.sharing.terms writes them. The owner is an operator, or a single owner's key.
create table sharing_agreement (
    agreement_key integer generated always as identity primary key,
    agreement_id text not null unique,
    lot_key integer not null references lot,
    owner_operator_key integer references operator,
    owner_key_id text references api_key,
    status text not null check (status in ('proposed', 'active', 'refused', 'ended')),
    version integer not null default 1,
    terms jsonb not null,
    valid daterange not null check (not isempty(valid)),
    buffer_min smallint not null default 10 check (buffer_min between 0 and 240),
    expanded_until date,
    calendar_edition text,
    created_at timestamptz not null default city_now(),
    updated_at timestamptz not null default city_now(),
    check ((owner_operator_key is null) <> (owner_key_id is null))
);
create index sharing_agreement_lot on sharing_agreement (lot_key);

create table sharing_agreement_version (
    agreement_key integer not null references sharing_agreement,
    version integer not null,
    terms jsonb not null,
    changed_at timestamptz not null default city_now(),
    key_id text,
    primary key (agreement_key, version)
);

-- A booking locks its space's row first. A space is lent under one agreement at a time.
create table shared_space (
    space_key integer generated always as identity primary key,
    lot_key integer not null references lot,
    space_code text not null check (length(space_code) between 1 and 64),
    agreement_key integer references sharing_agreement,
    unique (lot_key, space_code)
);
create index shared_space_agreement on shared_space (agreement_key);

-- What an agreement's terms come to, 90 days ahead, whole days of its lot's zone.
create table sharing_window (
    agreement_key integer not null references sharing_agreement,
    day date not null,
    stay tstzrange not null check (not isempty(stay)),
    movement tstzmultirange not null,
    is_provisional boolean not null default false,
    primary key (agreement_key, stay)
);

-- `space_key`: only that space, which its owner needs back for a while; null: all of them.
create table sharing_suspension (
    suspension_key integer generated always as identity primary key,
    suspension_id text not null unique,
    agreement_key integer not null references sharing_agreement,
    space_key integer references shared_space,
    during tstzrange not null check (not isempty(during)),
    reason text not null,
    announced_at timestamptz not null default city_now(),
    lifted_at timestamptz
);
create index sharing_suspension_agreement on sharing_suspension (agreement_key);

-- Who may book where not all may: a community of drivers, or an agreement's own list.
create table sharing_community (
    community_key integer generated always as identity primary key,
    community_id text not null unique,
    name text not null,
    owner_operator_key integer references operator,
    owner_key_id text references api_key,
    created_at timestamptz not null default city_now(),
    check ((owner_operator_key is null) <> (owner_key_id is null))
);
create table sharing_community_member (
    community_key integer not null references sharing_community on delete cascade,
    driver_key integer not null references driver,
    primary key (community_key, driver_key)
);

-- `blocked` is `during` and the buffer after it; an overstay makes it longer. `begins_at` is there
-- because row security lets no index be asked for a bound of a range. No plate in clear:
-- `plate_hash` is keyed, `plate_sealed` encrypted, and erased when nobody needs it any more.
create table booking (
    booking_key bigint generated always as identity primary key,
    booking_id text not null unique,
    space_key integer not null references shared_space,
    agreement_key integer not null references sharing_agreement,
    agreement_version integer not null,
    lot_key integer not null references lot,
    driver_key integer not null references driver,
    series_id text,
    status text not null check (status in (
        'held', 'pending_gate', 'confirmed', 'active', 'completed', 'overstay', 'cancelled',
        'revoked', 'no_show', 'expired'
    )),
    version integer not null default 1,
    during tstzrange not null,
    begins_at timestamptz not null generated always as (lower(during)) stored,
    blocked tstzrange not null,
    hold_expires_at timestamptz not null,
    price_fen bigint not null default 0 check (price_fen >= 0),
    price_credits bigint not null default 0 check (price_credits >= 0),
    is_free boolean not null,
    plate_hash bytea not null,
    plate_sealed bytea,
    vehicle jsonb not null default '{}',
    is_at_risk boolean not null default false,
    moved_to bigint references booking,
    honoured_at_gate boolean,
    checked_in_at timestamptz,
    checked_out_at timestamptz,
    created_at timestamptz not null default city_now(),
    updated_at timestamptz not null default city_now(),
    check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
    check (upper(during) - lower(during) <= interval '72 hours'),
    check (blocked @> during),
    constraint booking_no_overlap exclude using gist (
        int4range(space_key, space_key, '[]') with &&, blocked with &&
    ) where (status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay'))
);
create index booking_driver on booking (driver_key, created_at);
create index booking_plate on booking (plate_hash);
create index booking_agreement on booking (agreement_key, lower(during));
create index booking_series on booking (series_id) where series_id is not null;
-- What stands on a space. Row security lets no range of the constraint's index be asked for.
create index booking_space on booking (space_key)
    where status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay');
-- What the clock will move on: held, waited for, staying, or at risk.
create index booking_held on booking (hold_expires_at) where status = 'held';
create index booking_awaited on booking (begins_at) where status in ('pending_gate', 'confirmed');
create index booking_staying on booking (booking_key) where status in ('active', 'overstay');
create index booking_at_risk on booking (booking_key) where is_at_risk;
-- What is to be erased when its time has come.
create index booking_sealed on booking (updated_at) where plate_sealed is not null;

-- An owner who wants a space back while a booking stands on it: told, noted, and decided by people.
create table sharing_dispute (
    dispute_key integer generated always as identity primary key,
    dispute_id text not null unique,
    agreement_key integer not null references sharing_agreement,
    booking_key bigint not null references booking,
    wanted tstzrange not null check (not isempty(wanted)),
    key_id text,
    opened_at timestamptz not null default city_now(),
    closed_at timestamptz,
    outcome text
);
create index sharing_dispute_agreement on sharing_dispute (agreement_key);

-- Every step of every booking, in order.
create table booking_event (
    event_key bigint generated always as identity primary key,
    booking_key bigint not null references booking,
    at timestamptz not null default city_now(),
    event text not null,
    status text not null,
    role text not null,
    detail jsonb not null default '{}'
);
create index booking_event_booking on booking_event (booking_key);

-- One answer per key: the whole reply, kept a week, in the transaction that did the work.
create table idempotent_call (
    key_id text not null,
    method text not null,
    route text not null,
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null,
    status smallint,
    body bytea,
    created_at timestamptz not null default clock_timestamp(),
    primary key (key_id, method, route, key)
);
create index idempotent_call_age on idempotent_call (created_at);

-- Double entry: what an entry's postings come to is nothing, in fen and in credits.
create table ledger_entry (
    entry_key bigint generated always as identity primary key,
    at timestamptz not null default city_now(),
    booking_key bigint references booking,
    kind text not null
);
create index ledger_entry_booking on ledger_entry (booking_key);
create table ledger_posting (
    entry_key bigint not null references ledger_entry,
    account text not null,
    unit text not null check (unit in ('fen', 'credit')),
    amount bigint not null check (amount <> 0),
    primary key (entry_key, account, unit)
);
create index ledger_posting_account on ledger_posting (account, entry_key);

create function ledger_balances() returns trigger language plpgsql as $$
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
create constraint trigger balances after insert or update on ledger_posting
    deferrable initially deferred for each row execute function ledger_balances();

create table sharing_offence (
    offence_key bigint generated always as identity primary key,
    plate_hash bytea not null,
    booking_key bigint not null references booking,
    kind text not null check (kind in ('overstay', 'long_stay')),
    at timestamptz not null default city_now(),
    forgiven_at timestamptz,
    unique (booking_key, kind)
);
create index sharing_offence_plate on sharing_offence (plate_hash, at);
create table sharing_ban (
    ban_key integer generated always as identity primary key,
    ban_id text not null unique,
    plate_hash bytea not null,
    during tstzrange not null check (not isempty(during)),
    reason text not null,
    lifted_at timestamptz,
    lift_reason text
);
create index sharing_ban_plate on sharing_ban (plate_hash);

-- What a driver or an owner is told. `facts` are what the words are made of, in either language.
create table sharing_notice (
    notice_key bigint generated always as identity primary key,
    driver_key integer references driver,
    agreement_key integer references sharing_agreement,
    booking_key bigint references booking,
    kind text not null,
    at timestamptz not null default city_now(),
    facts jsonb not null default '{}',
    check (driver_key is not null or agreement_key is not null)
);
create index sharing_notice_driver on sharing_notice (driver_key, notice_key);
create index sharing_notice_agreement on sharing_notice (agreement_key, notice_key);

create function sharing_notice_tell() returns trigger language plpgsql as $$
begin
    perform pg_notify('onelot_notices', new.notice_key::text);
    return null;
end
$$;
create trigger tell after insert on sharing_notice
    for each row execute function sharing_notice_tell();

-- What a gate is to be told of a booking, until it has said that it knows.
create table gate_order (
    booking_key bigint primary key references booking,
    authorisation text not null,
    kid text not null,
    state text not null check (state in (
        'due', 'sent', 'acknowledged', 'revoke_due', 'revoke_sent', 'revoked'
    )),
    attempts integer not null default 0,
    next_at timestamptz not null default clock_timestamp(),
    acknowledged_at timestamptz
);
create index gate_order_next on gate_order (next_at)
    where state in ('due', 'sent', 'revoke_due', 'revoke_sent');

-- What readers see of a lot's shared spaces, for some days ahead; lots that wait to be told anew.
create table lot_supply (
    lot_key integer primary key references lot,
    version bigint not null default 0,
    timeline jsonb not null default '[]',
    until timestamptz
);
create table supply_due (
    due_key bigint generated always as identity primary key,
    lot_key integer not null references lot
);

create function supply_is_due() returns trigger language plpgsql as $$
begin
    insert into supply_due (lot_key) values (new.lot_key);
    return null;
end
$$;
create trigger supply_is_due after insert or update on booking
    for each row execute function supply_is_due();
create trigger supply_is_due after insert or update on sharing_agreement
    for each row execute function supply_is_due();
create trigger supply_is_due after insert or update on shared_space
    for each row execute function supply_is_due();

do $$
declare
    v_table text;
begin
    foreach v_table in array array[
        'driver', 'city_day', 'sharing_agreement', 'sharing_agreement_version', 'shared_space',
        'sharing_window', 'sharing_suspension', 'sharing_community', 'sharing_community_member',
        'booking', 'booking_event', 'sharing_dispute', 'idempotent_call', 'ledger_entry',
        'ledger_posting', 'sharing_offence', 'sharing_ban', 'sharing_notice', 'gate_order',
        'lot_supply', 'supply_due'
    ] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format(
            'create policy platform on %I for all to onelot_app
                using ((select onelot_platform())) with check ((select onelot_platform()))',
            v_table
        );
        execute format('grant select, insert, update, delete on %I to onelot_app', v_table);
    end loop;
end
$$;

-- The projector rebuilds what is live from these too.
create policy write_path on lot_supply for select to onelot_ingest using (true);
grant select on lot_supply to onelot_ingest;
