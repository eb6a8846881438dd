-- The lots whose history goes on: all but those that were removed and have a state of their end, the
-- second hour after, that begins with what states of this release do ($1). Of these others, by zone,
-- the end of the last one.
with told as (
    select l.lot_key, last.timezone, newest.at,
        last.is_deleted
            and newest.at >= date_trunc('hour', last.since, 'UTC') + interval '2 hours'
            and substring(newest.state, 1, octet_length($1::bytea)) = $1 as is_over
    from lot l
    cross join lateral (
        select since, timezone, is_deleted from lot_past_facts f
        where f.lot_key = l.lot_key
        order by since desc
        limit 1
    ) last
    left join lateral (
        select at, state from rollup_state s where s.lot_key = l.lot_key order by at desc limit 1
    ) newest on true
)
select lot_key, null as timezone, null as at from told where is_over is not true
union all
select null, timezone, max(at) from told where is_over group by timezone
