-- How many reports of lots ($1) took how many seconds, in the hours that lie from $2 to $3.
select delay_s, sum(told) as reports
from service_hour
cross join lateral unnest(delays_s, delay_counts) as delay (delay_s, told)
where lot_key = any ($1::integer[])
    and hour >= $2
    and hour <= $3::timestamptz - interval '1 hour'
group by delay_s
