insert into driver (driver_id, key_id) values ($1, $2) on conflict (key_id) do nothing
