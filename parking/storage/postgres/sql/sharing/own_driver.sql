select driver_key, driver_id, created_at from driver where key_id = $1 and erased_at is null
