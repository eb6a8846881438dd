-- Sessions of lots ($1) and classes ($2) that ended from $3 to before $4, and entries of that time
-- that nobody saw leave, if they came before $5, so that they are given up.
select
    count(*) filter (where entered_at is not null and left_at is not null) as paired,
    count(*) filter (where entered_at is null) as orphan_exits,
    count(*) filter (where left_at is null) as unclosed_entries,
    sum((extract(epoch from left_at - entered_at) * 1000000)::bigint) as duration_us
from (
    select entered_at, left_at
    from parking_session
    where lot_key = any ($1::integer[])
        and space_class = any ($2::smallint[])
        and left_at >= $3
        and left_at < $4
    union all
    select entered_at, left_at
    from parking_session
    where lot_key = any ($1::integer[])
        and space_class = any ($2::smallint[])
        and left_at is null
        and entered_at >= $3
        and entered_at < least($4::timestamptz, $5)
) session
