-- How well lots ($1) were reported on, on some days: sums of months ($2), of quarters of a month
-- ($3, $4) and of days ($6), the last two each with its sign ($5, $7), as read_lot_days.
select
    sum(reports) as reports, sum(suspects) as suspects, sum(entries) as entries,
    sum(exits) as exits, sum(due_us) as due_us, sum(online_us) as online_us,
    sum(drifts) as drifts, sum(drift_spaces) as drift_spaces,
    sum(drift_capacity) as drift_capacity
from (
    select
        lot_key, reports, suspects, entries, exits, due_us, online_us, drifts, drift_spaces,
        drift_capacity
    from unnest($1::integer[]) as chosen (lot_key)
    join service_month using (lot_key)
    where part = 0 and month = any ($2::date[])
    union all
    select
        lot_key, sign * reports as reports, sign * suspects as suspects,
        sign * entries as entries, sign * exits as exits, sign * due_us as due_us,
        sign * online_us as online_us, sign * drifts as drifts,
        sign * drift_spaces as drift_spaces, sign * drift_capacity as drift_capacity
    from unnest($3::date[], $4::smallint[], $5::integer[]) as asked (month, part, sign)
    join service_month using (month, part)
    join unnest($1::integer[]) as chosen (lot_key) using (lot_key)
    where part > 0 and month = any ($3::date[])
    union all
    select
        lot_key, sign * reports as reports, sign * suspects as suspects,
        sign * entries as entries, sign * exits as exits, sign * due_us as due_us,
        sign * online_us as online_us, sign * drifts as drifts,
        sign * drift_spaces as drift_spaces, sign * drift_capacity as drift_capacity
    from unnest($6::date[], $7::integer[]) as asked (day, sign)
    join service_day using (day)
    join unnest($1::integer[]) as chosen (lot_key) using (lot_key)
) as told
