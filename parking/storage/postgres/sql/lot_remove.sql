update lot
set deleted_at = city_now(), updated_at = city_now()
where lot_id = $1 and deleted_at is null
returning lot_key, operator_key
