-- How well lots ($1) were reported on in the hours that lie from $2 to $3.
select
    sum(reports) as reports, sum(suspects) as suspects, sum(entries) as entries,
    sum(exits) as exits, sum(due_us) as due_us, sum(online_us) as online_us,
    sum(drifts) as drifts, sum(drift_spaces) as drift_spaces,
    sum(drift_capacity) as drift_capacity
from service_hour
where lot_key = any ($1::integer[])
    and hour >= $2
    and hour <= $3::timestamptz - interval '1 hour'
