-- The car had left in time; only its gate could not say so.
update sharing_offence set forgiven_at = city_now()
where booking_key = $1 and forgiven_at is null
