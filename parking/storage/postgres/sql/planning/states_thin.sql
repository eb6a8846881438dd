-- Of these lots' states before a moment ($2) those of no full hour go, before another ($3) those that
-- no UTC day begins with.
delete from rollup_state
where lot_key = any ($1::integer[])
    and (
        at < $2 and date_trunc('hour', at, 'UTC') <> at
        or at < $3 and date_trunc('day', at, 'UTC') <> at
    )
