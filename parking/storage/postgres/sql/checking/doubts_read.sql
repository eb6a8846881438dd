select d.lot_key, d.version, d.doubts::text
from lot_doubt d
join lot using (lot_key)
where lot.deleted_at is null
