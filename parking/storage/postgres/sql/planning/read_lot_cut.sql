-- What spaces of lots ($1) and classes ($2) did from $3 to $4, which lie in one hour, exact to
-- steps of five minutes. `cut_entries` are the vehicles of that hour: when in it they came is not
-- kept.
select
    lot_key as place, space_class,
    coalesce(sum(opened), 0)::bigint as open_us, coalesce(sum(known), 0)::bigint as known_us,
    coalesce(sum(taken), 0)::bigint as taken_us, coalesce(sum(filled), 0)::bigint as full_us,
    coalesce(sum(closed), 0)::bigint as closed_us, 0 as entries, 0 as exits,
    0 as hours_known, 0 as hours_in_band, max(entries + exits) as cut_entries
from occupancy_hour
cross join lateral unnest(open_steps, known_steps, taken_steps, full_steps, closed_steps)
    with ordinality as step (opened, known, taken, filled, closed, place)
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and hour > $3::timestamptz - interval '1 hour'
    and hour <= $3
    and hour + (place - 1) * interval '5 minutes' >= $3
    and hour + (place - 1) * interval '5 minutes' < $4
group by lot_key, space_class
