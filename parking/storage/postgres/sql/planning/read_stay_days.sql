-- How many stays in lots ($1) and classes ($2) took how many whole minutes, of those that ended on
-- local days from $3 to $4, or on those of them in $5.
select stay_min, sum(told) as stays
from session_day
cross join lateral unnest(minutes, counts) as stay (stay_min, told)
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and day between $3 and $4
    and ($5::date[] is null or day = any ($5))
group by stay_min
