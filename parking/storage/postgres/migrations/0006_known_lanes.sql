-- before: a batch of the absolute lane that was checked against the newest registry and lanes is
-- inserted without looking up each of its lots again.

-- Numbers lots in the order in which they came to count by movements. Whoever brings one in holds the
-- lanes alone until the commit, so that numbers become visible in their order.
alter table lot_count add column opened bigint generated always as identity unique;

-- Outcome 1 inserts nothing: a lot was registered, changed or removed after registry version
-- p_registry, or one came to count by movements after number p_opened. Outcome 0 names the identities
-- that were inserted, or none where all were.
create function ingest_absolute_known(
    p_registry bigint, p_opened bigint, p_rows log_row[],
    out outcome integer, out inserted uuid[]
) language plpgsql as $$
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
