-- Bookings of one driver are made one after another, so that quotas hold.
select driver_key from driver where driver_key = $1 for no key update
