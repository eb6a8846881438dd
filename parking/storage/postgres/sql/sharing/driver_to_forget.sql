-- Lock the driver a key ($1) is of, so that it books nothing while it is forgotten.
select driver_key from driver where key_id = $1 and erased_at is null for update
