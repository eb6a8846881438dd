-- The bookings of a series, those that begin at $2 or later.
select booking_key from booking
where series_id = $1 and lower(during) >= $2
order by booking_key
