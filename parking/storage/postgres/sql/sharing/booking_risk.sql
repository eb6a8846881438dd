-- Note whether a booking's space may not be free in time ($2).
update booking set is_at_risk = $2, version = version + 1, updated_at = city_now()
where booking_key = $1 and is_at_risk <> $2
returning booking_key
