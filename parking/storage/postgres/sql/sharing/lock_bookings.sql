select booking_key from booking where booking_key = any($1::bigint[]) order by booking_key
for no key update
