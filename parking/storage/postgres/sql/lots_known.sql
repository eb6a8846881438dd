select lot_id, operator_key
from lot
where lot_id = any ($1) and deleted_at is null
