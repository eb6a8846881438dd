-- What spaces of lots ($1, each once) and classes ($2) did on some days: sums of months ($3), of
-- quarters of a month ($4, $5) and of days ($7), the last two each with its sign ($6, $8): see
-- parking/planning/day_parts.py.
select
    lot_key as place, space_class, sum(open_us)::bigint as open_us,
    sum(known_us)::bigint as known_us, sum(taken_us)::bigint as taken_us,
    sum(full_us)::bigint as full_us, sum(closed_us)::bigint as closed_us,
    sum(entries)::bigint as entries,
    sum(exits)::bigint as exits, sum(hours_known)::bigint as hours_known,
    sum(hours_in_band)::bigint as hours_in_band,
    0 as cut_entries
from (
    select
        lot_key, space_class, open_us, known_us, taken_us, full_us, closed_us, entries, exits,
        hours_known, hours_in_band
    from unnest($1::integer[]) as chosen (lot_key)
    join occupancy_month using (lot_key)
    where space_class = any ($2::smallint[])
        and part = 0 and month = any ($3::date[])
    union all
    select
        lot_key, space_class, sign * open_us as open_us, sign * known_us as known_us,
        sign * taken_us as taken_us, sign * full_us as full_us, sign * closed_us as closed_us,
        sign * entries as entries, sign * exits as exits, sign * hours_known as hours_known,
        sign * hours_in_band as hours_in_band
    from unnest($4::date[], $5::smallint[], $6::integer[]) as asked (month, part, sign)
    join occupancy_month using (month, part)
    join unnest($1::integer[]) as chosen (lot_key) using (lot_key)
    where space_class = any ($2::smallint[])
        and part > 0 and month = any ($4::date[])
    union all
    select
        lot_key, space_class, sign * open_us as open_us, sign * known_us as known_us,
        sign * taken_us as taken_us, sign * full_us as full_us, sign * closed_us as closed_us,
        sign * entries as entries, sign * exits as exits, sign * hours_known as hours_known,
        sign * hours_in_band as hours_in_band
    from unnest($7::date[], $8::integer[]) as asked (day, sign)
    join occupancy_day using (day)
    join unnest($1::integer[]) as chosen (lot_key) using (lot_key)
    where space_class = any ($2::smallint[])
) as told
group by lot_key, space_class
