-- before: one answer for a whole batch of the absolute lane, where there was a row for each report.
-- Nearly every batch is new as a whole and is told so in a word. `ingest_absolute` stays for the
-- processes of the release before.

-- A refusal inserts nothing: outcome 1 names the lots the caller does not run (with who claimed
-- them), outcome 2 the lots that count by movements; outcome 0 names the identities that were
-- inserted, or none where all were.
create function ingest_absolute_batch(
    p_claimed_lot integer[], p_claimed_operator integer[], p_rows log_row[],
    out outcome integer, out refused_lots integer[], out refused_operators integer[],
    out inserted uuid[]
) language plpgsql as $$
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
