-- How well lots ($1) were reported on, on local days from $2 to $3, or on those of them in $4.
select
    sum(reports) as reports, sum(suspects) as suspects, sum(entries) as entries,
    sum(exits) as exits, sum(due_us) as due_us, sum(online_us) as online_us,
    sum(drifts) as drifts, sum(drift_spaces) as drift_spaces,
    sum(drift_capacity) as drift_capacity
from service_day
where lot_key = any ($1::integer[])
    and day between $2 and $3
    and ($4::date[] is null or day = any ($4))
