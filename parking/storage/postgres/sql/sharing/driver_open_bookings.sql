-- What a driver has not finished yet.
select booking_id from booking
where driver_key = $1
    and status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
    and not (status = 'held' and hold_expires_at <= city_now())
order by lower(during)
