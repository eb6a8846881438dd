-- The agreements that run on lots within a box, the edges included.
select a.agreement_key, a.agreement_id, a.terms, a.owner_key_id, l.lot_id, l.name, l.name_en,
    l.lat, l.lon, l.cell, l.timezone
from lot l
join sharing_agreement a using (lot_key)
where a.status = 'active' and l.deleted_at is null
  and l.lat between $1 and $2 and l.lon between $3 and $4
order by l.lot_id, a.agreement_key
