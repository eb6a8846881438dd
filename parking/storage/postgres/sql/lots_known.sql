select lot_id, operator_key, deleted_at is not null as deleted
from lot
where lot_id = any ($1)
