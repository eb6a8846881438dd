select driver_id from driver where driver_id = any ($1::text[]) and erased_at is null
