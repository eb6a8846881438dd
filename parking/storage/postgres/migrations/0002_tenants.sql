-- before: who may see and change which rows. An operator's rows are its own; the scope of a
-- transaction is set by `pool.scoped`, and with none set nothing private is seen.

create function onelot_tenant() returns integer language sql stable parallel safe as $$
    select nullif(current_setting('onelot.operator', true), '')::integer
$$;

create function onelot_platform() returns boolean language sql stable parallel safe as $$
    select coalesce(current_setting('onelot.scope', true) = 'platform', false)
$$;

create function runs_lot(p_lot_key integer) returns boolean language sql stable as $$
    select onelot_platform() or exists (
        select from lot where lot.lot_key = p_lot_key and lot.operator_key = onelot_tenant()
    )
$$;

-- FORCE: the owner too, so that a definer's function or a careless script leaks nothing.
do $$
declare
    v_table text;
begin
    foreach v_table in array array[
        'operator', 'source', 'api_key', 'lot', 'space', 'report_log', 'lot_count', 'projection',
        'feed_problem', 'audit_log'
    ] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
    end loop;
end
$$;

-- Public by nature: who operates what, where the lots are. Changing them is not.
create policy anyone_reads on operator for select using (true);
create policy platform_adds on operator for insert to onelot_app
    with check ((select onelot_platform()));
create policy platform_changes on operator for update to onelot_app
    using ((select onelot_platform())) with check ((select onelot_platform()));

create policy anyone_reads on lot for select using (true);
create policy operator_adds on lot for insert to onelot_app
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
create policy operator_changes on lot for update to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));

create policy anyone_reads on space for select using (true);
create policy operator_adds on space for insert to onelot_app with check (runs_lot(lot_key));
create policy operator_changes on space for update to onelot_app
    using (runs_lot(lot_key)) with check (runs_lot(lot_key));
create policy operator_removes on space for delete to onelot_app using (runs_lot(lot_key));

-- Private to the operator, and to the platform.
create policy own on source for all to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
create policy own on api_key for all to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
create policy own on feed_problem for all to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
create policy own on audit_log for all to onelot_app
    using ((select onelot_platform()) or operator_key = (select onelot_tenant()))
    with check ((select onelot_platform()) or operator_key = (select onelot_tenant()));
create policy own_lots on report_log for select to onelot_app
    using ((select onelot_platform()) or runs_lot(lot_key));
create policy own_lots on lot_count for select to onelot_app
    using ((select onelot_platform()) or runs_lot(lot_key));

-- The write path sees all lots and checks ownership itself, in the transaction that writes.
create policy write_path on source for all to onelot_ingest using (true) with check (true);
create policy write_path on report_log for all to onelot_ingest using (true) with check (true);
create policy write_path on lot_count for all to onelot_ingest using (true) with check (true);
create policy write_path on projection for all to onelot_ingest using (true) with check (true);
create policy write_path on feed_problem for all to onelot_ingest using (true) with check (true);
create policy write_path on audit_log for insert to onelot_ingest with check (true);

grant usage on schema public to onelot_app, onelot_ingest;
grant usage on sequence registry_version to onelot_app, onelot_ingest;

grant select on operator, lot, space, source, area, city_clock, lot_count
    to onelot_app, onelot_ingest;
grant insert, update on operator, lot, source, area, api_key to onelot_app;
grant insert, update, delete on space to onelot_app;
grant select on api_key, report_log, feed_problem, audit_log, platform_secret to onelot_app;
grant insert on audit_log, platform_secret to onelot_app;
grant update on city_clock to onelot_app;

grant select, insert on report_log to onelot_ingest;
grant insert, update on lot_count to onelot_ingest;
grant select, insert, delete on feed_problem to onelot_ingest;
grant insert on audit_log to onelot_ingest;
grant update (ttl_s, changes_only, learned_at) on source to onelot_ingest;
grant select, insert, update, delete on projection to onelot_ingest;
grant select, update on projection_cursor to onelot_ingest;
grant select, insert, update, delete on process_status to onelot_app, onelot_ingest;

-- Runs as its owner: making a day is the one thing of the owner's that the write path may do.
revoke execute on function ensure_report_day(date) from public;
grant execute on function ensure_report_day(date) to onelot_ingest;
