-- Bookings of one driver are made one after another, so that quotas hold; none for one who was
-- erased meanwhile.
select driver_key from driver where driver_key = $1 and erased_at is null for no key update
