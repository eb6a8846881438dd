-- What spaces of lots ($1) and classes ($2) did, all together: on days ($3 to $8, as read_lot_days), in
-- the full hours from $9 to $10 ($11: in these times of them alone, unless it is null), and in parts of
-- hours (from $12 to $13, as read_lot_cut; from the first to the last of these is $14 to $15). One row
-- of those classes of lots that count vehicles, and one of the others. One counts where a vehicle came
-- or went then, or in an hour that began in one of the times from $16 to before $17 (which lie from
-- $18 to $19): the rest of the days that are cut.
-- Thousands of lots are added up where they lie; what counts by the days alone is not even told apart.
-- A class of a lot is one number here, as it is looked up once an hour: sixteen times the lot's, and
-- the class's.
with days as (
    select
        lot_key * 16::bigint + space_class as place, sum(open_us)::bigint as open_us,
        sum(known_us)::bigint as known_us, sum(taken_us)::bigint as taken_us,
        sum(full_us)::bigint as full_us, sum(closed_us)::bigint as closed_us,
        sum(entries)::bigint as entries, sum(exits)::bigint as exits,
        sum(hours_known)::bigint as hours_known, sum(hours_in_band)::bigint as hours_in_band,
        sum(entries) <> 0 or sum(exits) <> 0 as has_cars
    from (
        select
            lot_key, space_class, open_us, known_us, taken_us, full_us, closed_us, entries, exits,
            hours_known, hours_in_band
        from unnest($1::integer[]) as chosen (lot_key)
        join occupancy_month using (lot_key)
        where space_class = any ($2::smallint[]) and part = 0 and month = any ($3::date[])
        union all
        select
            lot_key, space_class, sign * open_us as open_us, sign * known_us as known_us,
            sign * taken_us as taken_us, sign * full_us as full_us, sign * closed_us as closed_us,
            sign * entries as entries, sign * exits as exits, sign * hours_known as hours_known,
            sign * hours_in_band as hours_in_band
        from unnest($4::date[], $5::smallint[], $6::integer[]) as asked (month, part, sign)
        join occupancy_month using (month, part)
        join unnest($1::integer[]) as chosen (lot_key) using (lot_key)
        where space_class = any ($2::smallint[]) and part > 0 and month = any ($4::date[])
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
), hours as (
    select
        case
            when lot_key * 16::bigint + space_class in (select place from days where has_cars)
            then null
            else lot_key * 16::bigint + space_class
        end as place,
        sum(open_us)::bigint as open_us, sum(known_us)::bigint as known_us,
        sum(taken_us)::bigint as taken_us, sum(full_us)::bigint as full_us,
        sum(closed_us)::bigint as closed_us, sum(entries)::bigint as entries,
        sum(exits)::bigint as exits,
        count(*) filter (
            where until >= hour + interval '1 hour' and open_us > 0 and known_us * 5 >= open_us * 4
        ) as hours_known,
        count(*) filter (
            where until >= hour + interval '1 hour' and open_us > 0 and known_us * 5 >= open_us * 4
                and taken_us * 5 between known_us * 3 and known_us * 4
        ) as hours_in_band,
        0::bigint as cut_entries
    from occupancy_hour
    where lot_key = any ($1::integer[])
        and space_class = any ($2::smallint[])
        and hour >= $9
        and hour < $10
        and ($11::tstzmultirange is null or hour <@ $11)
    group by 1
), cuts as (
    select
        case
            when lot_key * 16::bigint + space_class in (select place from days where has_cars)
            then null
            else lot_key * 16::bigint + space_class
        end as place,
        coalesce(sum(opened), 0)::bigint as open_us, coalesce(sum(known), 0)::bigint as known_us,
        coalesce(sum(taken), 0)::bigint as taken_us, coalesce(sum(filled), 0)::bigint as full_us,
        coalesce(sum(closed), 0)::bigint as closed_us, 0::bigint as entries, 0::bigint as exits,
        0::bigint as hours_known, 0::bigint as hours_in_band,
        sum(h.entries + h.exits) filter (where step.at = cut.since) as cut_entries
    from unnest($12::timestamptz[], $13::timestamptz[]) as cut (since, until)
    join occupancy_hour h
        on hour > cut.since - interval '1 hour' and hour <= cut.since
    cross join lateral (
        select hour + (place - 1) * interval '5 minutes' as at, opened, known, taken, filled, closed
        from unnest(open_steps, known_steps, taken_steps, full_steps, closed_steps)
            with ordinality as steps (opened, known, taken, filled, closed, place)
    ) as step
    where lot_key = any ($1::integer[])
        and space_class = any ($2::smallint[])
        and hour > $14::timestamptz - interval '1 hour'
        and hour <= $15
        and step.at >= cut.since
        and step.at < cut.until
    group by 1
), quiet as (
    select
        place, sum(open_us)::bigint as open_us, sum(known_us)::bigint as known_us,
        sum(taken_us)::bigint as taken_us, sum(full_us)::bigint as full_us,
        sum(closed_us)::bigint as closed_us, sum(entries)::bigint as entries,
        sum(exits)::bigint as exits, sum(hours_known)::bigint as hours_known,
        sum(hours_in_band)::bigint as hours_in_band, sum(cut_entries)::bigint as cut_entries
    from (
        select
            place, open_us, known_us, taken_us, full_us, closed_us, entries, exits, hours_known,
            hours_in_band, 0 as cut_entries
        from days
        where not has_cars
        union all
        select * from hours where place is not null
        union all
        select * from cuts where place is not null
    ) as told
    group by place
)
select
    counts, sum(open_us) as open_us, sum(known_us) as known_us, sum(taken_us) as taken_us,
    sum(full_us) as full_us, sum(closed_us) as closed_us, sum(entries) as entries,
    sum(exits) as exits, sum(hours_known) as hours_known, sum(hours_in_band) as hours_in_band,
    sum(cut_entries) as cut_entries
from (
    select
        true as counts, open_us, known_us, taken_us, full_us, closed_us, entries, exits,
        hours_known, hours_in_band, 0 as cut_entries
    from days
    where has_cars
    union all
    select
        true as counts, open_us, known_us, taken_us, full_us, closed_us, entries, exits,
        hours_known, hours_in_band, cut_entries
    from (select * from hours union all select * from cuts) as of_those
    where place is null
    union all
    select
        entries <> 0 or exits <> 0 or cut_entries <> 0 or exists (
            select
            from unnest($16::timestamptz[], $17::timestamptz[]) as rest (since, until)
            join occupancy_hour h on h.hour >= rest.since and h.hour < rest.until
            where h.lot_key = quiet.place / 16
                and h.space_class = quiet.place % 16
                and h.hour >= $18
                and h.hour < $19
                and (h.entries > 0 or h.exits > 0)
        ) as counts,
        open_us, known_us, taken_us, full_us, closed_us, entries, exits, hours_known,
        hours_in_band, cut_entries
    from quiet
) as told
group by counts
