-- Block the space of a booking longer: until $2.
update booking set
    blocked = tstzrange(lower(blocked), $2),
    version = version + 1,
    updated_at = city_now()
where booking_key = $1
