-- Sessions of lots ($1) and classes ($2) that ended on local days from $3 to $4, or on those of
-- them in $5.
select
    sum(paired) as paired, sum(orphan_exits) as orphan_exits,
    sum(unclosed_entries) as unclosed_entries, sum(duration_us) as duration_us
from session_day
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and day between $3 and $4
    and ($5::date[] is null or day = any ($5))
