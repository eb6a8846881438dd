-- One lot's corrections and voids from a moment on that mean records of these serials ($3), and those
-- that mean one of these corrections; the newest few thousand, oldest first. What came by the history
-- door (bit 65536) amends nothing.
with amending as (
    select *,
        convert_from(payload, 'UTF8')::jsonb -> case kind when 7 then 'correction_of' else 'void_of' end
            as target
    from report_log
    where lot_key = $1 and kind in (7, 8) and observed_at >= $2 and flags & 65536 = 0
),
named as materialized (
    select *,
        case jsonb_typeof(target) when 'string' then target #>> '{}' else target ->> 'record_serial' end
            as meant
    from amending
),
newest as (
    select *
    from named
    where meant = any ($3::text[])
        or meant in (select record_serial from named where meant = any ($3::text[]))
    order by observed_at desc
    limit 5000
)
select id, source_key, kind, record_serial, observed_at, flags, payload, ident
from newest
order by observed_at, ident
