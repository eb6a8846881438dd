-- When closures of lots ($1) were declared that may have been in force at a moment ($2, in microseconds
-- $3), as they are known by now: those that were over more than eight days before were so for
-- everybody. Beside it whether others were taken back since, so that they must be sought in the log.
select
    k.lot_key, k.moments,
    k.has_erased and exists (
        select from report_log
        where lot_key = k.lot_key and kind = 8 and received_at > $2
            and observed_at >= $2 - interval '7 days' and observed_at < $2 + interval '32 days'
    ) as was_voided_since
from (
    select
        lot_key,
        coalesce(array_agg(at_us) filter (
            where not is_void
                and at_us <= $3::bigint + 60000000
                and coalesce(ends_us > $3::bigint - 691200000000, true)
        ), '{}') as moments,
        bool_or(is_void) as has_erased
    from (
        select
            lot_key,
            convert_from(substring(stored from 21 for 16), 'UTF8')::bigint as at_us,
            (closure ->> 'to_us')::bigint as ends_us,
            coalesce((closure ->> 'void')::boolean, false) as is_void
        from projection
        cross join lateral (
            select convert_from(substring(stored from 52), 'UTF8')::jsonb as closure
        ) said
        where lot_key = any ($1::integer[]) and name like 'k:%'
    ) closures
    group by lot_key
) k
