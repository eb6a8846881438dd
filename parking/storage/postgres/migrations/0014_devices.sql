-- before: which bay each sensor of an operator watches; a sensor's messages name only itself. The lot is
-- named by id: one that is registered anew under its id keeps its sensors.

create table device (
    operator_key integer not null references operator,
    device_id text not null check (length(device_id) between 1 and 64),
    lot_id text not null,
    space_code text not null check (length(space_code) between 1 and 64),
    codec text not null check (length(codec) between 1 and 64),
    created_at timestamptz not null default city_now(),
    removed_at timestamptz,
    version bigint not null,
    primary key (operator_key, device_id)
);
select follow_by_version('device');

alter table device enable row level security;
alter table device force row level security;
create policy own on device for all to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
grant select, insert, update on device to onelot_app;
