-- Show a draft ($1) to everybody.
update lot
set is_draft = false, updated_at = city_now()
where lot_id = $1 and deleted_at is null and is_draft
returning lot_key, operator_key
