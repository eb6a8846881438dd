select lot_key, operator_key, timezone as zone
from lot
where lot_id = $1 and deleted_at is null and not is_draft
