-- Who changes a booking locks its space first; several spaces always in one order.
select space_key from shared_space
where space_key in (select space_key from booking where booking_key = any($1::bigint[]))
order by space_key
for no key update
