-- How many reports of lots ($1) took how many seconds, on local days from $2 to $3, or on those of
-- them in $4.
select delay_s, sum(told) as reports
from service_day
cross join lateral unnest(delays_s, delay_counts) as delay (delay_s, told)
where lot_key = any ($1::integer[])
    and day between $2 and $3
    and ($4::date[] is null or day = any ($4))
group by delay_s
