-- Sessions of lots ($1) and classes ($2) that ended on some days, as read_lot_days.
select
    sum(paired) as paired, sum(orphan_exits) as orphan_exits,
    sum(unclosed_entries) as unclosed_entries, sum(duration_us) as duration_us
from (
    select
        lot_key, space_class, paired, orphan_exits, unclosed_entries, duration_us
    from unnest($1::integer[]) as chosen (lot_key)
    join session_month using (lot_key)
    where space_class = any ($2::smallint[])
        and part = 0 and month = any ($3::date[])
    union all
    select
        lot_key, space_class, sign * paired as paired, sign * orphan_exits as orphan_exits,
        sign * unclosed_entries as unclosed_entries, sign * duration_us as duration_us
    from unnest($4::date[], $5::smallint[], $6::integer[]) as asked (month, part, sign)
    join session_month using (month, part)
    join unnest($1::integer[]) as chosen (lot_key) using (lot_key)
    where space_class = any ($2::smallint[])
        and part > 0 and month = any ($4::date[])
    union all
    select
        lot_key, space_class, sign * paired as paired, sign * orphan_exits as orphan_exits,
        sign * unclosed_entries as unclosed_entries, sign * duration_us as duration_us
    from unnest($7::date[], $8::integer[]) as asked (day, sign)
    join session_day using (day)
    join unnest($1::integer[]) as chosen (lot_key) using (lot_key)
    where space_class = any ($2::smallint[])
) as told
