-- What became of bookings under agreements ($1) that begin between two moments ($2, $3), by local
-- days of a zone ($4).
select
    agreement_key,
    (lower(during) at time zone $4)::date as day,
    count(*)::integer as bookings,
    count(*) filter (where checked_in_at is not null)::integer as stays,
    count(*) filter (
        where exists (
            select from booking_event e
            where e.booking_key = b.booking_key and e.event = 'overstay'
        )
    )::integer as overstays,
    count(*) filter (where status = 'no_show')::integer as no_shows,
    count(*) filter (where status = 'cancelled')::integer as cancelled,
    count(*) filter (where status = 'revoked')::integer as revoked,
    count(*) filter (where honoured_at_gate is not null)::integer as gated,
    count(*) filter (where honoured_at_gate)::integer as honoured_at_gate
from booking b
where agreement_key = any ($1::integer[])
    and lower(during) >= $2
    and lower(during) < $3
    and status not in ('held', 'expired')
group by 1, 2
