-- How many reports of groups of lots ($1, $2) took how many seconds, in the hours from $3 on.
select asked.place, delay.delay_s, sum(delay.told) as reports
from unnest($1::integer[], $2::integer[]) as asked (lot_key, place)
join service_hour s using (lot_key)
cross join lateral unnest(s.delays_s, s.delay_counts) as delay (delay_s, told)
where s.hour >= $3
group by asked.place, delay.delay_s
