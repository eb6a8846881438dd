-- before: who says that a lot is a sum of others, or that it is none, and why. What a person said
-- stands; what the platform found, it may take back. Lots of a true row are counted nowhere.

alter table lot_aggregate
    add column is_aggregate boolean not null default true,
    add column is_found boolean not null default false,
    add column since timestamptz not null default city_now(),
    add column reason text,
    add column evidence jsonb,
    add constraint lot_aggregate_found check (not is_found or (is_aggregate and evidence is not null));

drop policy platform_says on lot_aggregate;
create policy operator_says on lot_aggregate for all to onelot_app
    using (runs_lot(lot_key)) with check (runs_lot(lot_key));
