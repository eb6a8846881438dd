select s.lot_key, s.version, s.timeline::text, (extract(epoch from s.until) * 1000000)::bigint
from lot_supply s
join lot using (lot_key)
where s.version > 0 and lot.deleted_at is null
