select driver_key, driver_id, erased_at is not null as is_erased from driver where key_id = $1
