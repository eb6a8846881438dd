-- Sessions of lots ($1) and classes ($2) that ended from $3 to before $4, and entries of that time
-- that nobody saw leave, if they came before $5, so that they are given up.
select
    sum(paired) as paired, sum(orphan_exits) as orphan_exits,
    sum(unclosed_entries) as unclosed_entries,
    (extract(epoch from sum(duration)) * 1000000)::bigint as duration_us
from (
    select
        count(entered_at) as paired, count(*) - count(entered_at) as orphan_exits,
        0 as unclosed_entries, sum(left_at - entered_at) as duration
    from parking_session
    where lot_key = any ($1::integer[])
        and space_class = any ($2::smallint[])
        and left_at >= $3
        and left_at < $4
    union all
    select 0 as paired, 0 as orphan_exits, count(*) as unclosed_entries, null as duration
    from parking_session
    where lot_key = any ($1::integer[])
        and space_class = any ($2::smallint[])
        and left_at is null
        and entered_at >= $3
        and entered_at < least($4::timestamptz, $5)
        and $3 < least($4::timestamptz, $5)  -- else there is no such time, which is known at once
) session
