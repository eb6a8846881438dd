-- Of plates ($1: lots, $2: plates) the sessions from the last that began before a moment ($3) to the
-- first that began after another ($4).
select found.*
from unnest($1::integer[], $2::bytea[], $3::timestamptz[], $4::timestamptz[])
    as k (lot_key, plate, first_at, last_at)
cross join lateral (
    (
        select * from parking_session s
        where s.lot_key = k.lot_key and s.plate = k.plate
            and coalesce(s.entered_at, s.left_at) < k.first_at
        order by coalesce(s.entered_at, s.left_at) desc
        limit 1
    )
    union all
    select * from parking_session s
    where s.lot_key = k.lot_key and s.plate = k.plate
        and coalesce(s.entered_at, s.left_at) between k.first_at and k.last_at
    union all
    (
        select * from parking_session s
        where s.lot_key = k.lot_key and s.plate = k.plate
            and coalesce(s.entered_at, s.left_at) > k.last_at
        order by coalesce(s.entered_at, s.left_at)
        limit 1
    )
) found
