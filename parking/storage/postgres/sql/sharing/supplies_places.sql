select lot_key, partition from lot where lot_key = any ($1) and deleted_at is null
