update device
set removed_at = city_now()
where operator_key = $1 and device_id = any ($2) and removed_at is null
returning device_id
