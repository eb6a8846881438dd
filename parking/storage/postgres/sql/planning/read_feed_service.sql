-- How well groups of lots ($1, a lot of which group, $2) were reported on in the hours from $3 on: the
-- sums of read_service_span, for each group.
select
    asked.place,
    sum(s.reports) as reports, sum(s.suspects) as suspects, sum(s.entries) as entries,
    sum(s.exits) as exits, sum(s.due_us) as due_us, sum(s.online_us) as online_us,
    sum(s.drifts) as drifts, sum(s.drift_spaces) as drift_spaces,
    sum(s.drift_capacity) as drift_capacity
from unnest($1::integer[], $2::integer[]) as asked (lot_key, place)
join service_hour s using (lot_key)
where s.hour >= $3
group by asked.place
