-- before: the write path. Ownership is checked, the lane is checked and the rows are written in one
-- transaction; the projector and the history door use the same log.

-- Every batch of the absolute lane holds this lock shared; a lot's first movement takes it alone, so
-- that no absolute count can slip between the fold of its log and its new row in lot_count.
create function hold_lanes(p_alone boolean) returns void language plpgsql as $$
begin
    if p_alone then
        perform pg_advisory_xact_lock(hashtext('onelot.lanes'));
    else
        perform pg_advisory_xact_lock_shared(hashtext('onelot.lanes'));
    end if;
end
$$;

-- The claims (a lot and who runs it, null for the platform) that are wrong.
create function wrong_claims(p_lot integer[], p_operator integer[])
returns table (lot_key integer, operator_key integer) language sql stable as $$
    select claim.lot_key, claim.operator_key
    from unnest(p_lot, p_operator) as claim (lot_key, operator_key)
    left join lot on lot.lot_key = claim.lot_key and lot.deleted_at is null
    where lot.lot_key is null
        or (claim.operator_key is not null and lot.operator_key <> claim.operator_key)
$$;

-- One row of the log as the write path hands it over: an array of these costs the driver half of
-- what eleven arrays cost it.
create type log_row as (
    ident uuid, source_key integer, lot_key integer, kind smallint, record_serial text,
    observed_at timestamptz, epoch bigint, seq bigint, flags integer, payload bytea,
    fingerprint bigint
);

-- Insert what is new; answers the identities that were. Rows arrive sorted by identity: two batches
-- with common rows then wait for each other instead of dying of a deadlock.
create function append_reports(p_rows log_row[]) returns setof uuid language plpgsql as $$
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

-- The absolute lane in one call. A refusal inserts nothing: outcome 1 names a lot the caller does
-- not run (with who claimed it), outcome 2 a lot that counts by movements; outcome 0 names an
-- inserted identity.
create function ingest_absolute(
    p_claimed_lot integer[], p_claimed_operator integer[], p_rows log_row[]
) returns table (outcome integer, refused_lot integer, refused_operator integer, inserted uuid)
language plpgsql as $$
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
