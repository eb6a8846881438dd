-- Let all days be summed up anew that were over when hours were last, from a moment ($1) on.
insert into rollup_day_due (lot_key, day)
select lot_key, day
from (
    select lot_key, day from occupancy_day
    union
    select lot_key, day from session_day
    union
    select h.lot_key, (h.hour at time zone l.timezone)::date
    from (select lot_key, hour from occupancy_hour union select lot_key, hour from service_hour) h
    join lot l using (lot_key)
) told
join lot l using (lot_key)
cross join rollup_cursor c
where told.day < (c.hours_until at time zone l.timezone)::date
    and (told.day + 1)::timestamp at time zone l.timezone > coalesce($1::timestamptz, '-infinity')
on conflict do nothing
