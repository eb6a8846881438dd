-- Those whose windows do not reach far enough or are of another edition of the calendar, and those
-- whose last window must be over, a day after the last day of their validity, or whose lot has gone.
select a.agreement_id
from sharing_agreement a
join lot l using (lot_key)
cross join lateral (select (city_now() at time zone l.timezone)::date as today) local
where a.status = 'active'
    and (
        a.expanded_until is distinct from least(upper(a.valid) - 1, local.today + $2::integer)
        or a.calendar_edition is distinct from $1
        or local.today > upper(a.valid)
        or l.deleted_at is not null
    )
    and a.agreement_id > $3
order by a.agreement_id
limit $4
