select l.lot_key, l.has_gate, l.timezone, city_now() as now
from lot l
where l.deleted_at is null and not l.is_draft
  and ($1::text is null or l.lot_id = $1)
  and ($2::text is null or l.lot_key = (
      select a.lot_key from sharing_agreement a where a.agreement_id = $2 and a.status = 'active'
  ))
  and coalesce($1, $2) is not null
