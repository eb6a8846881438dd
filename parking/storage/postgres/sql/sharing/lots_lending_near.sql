-- Lots that lend spaces: that of a booking ($1), and those in a box around it ($2 to $5); where an
-- agreement ($6) is named, its lot alone.
select l.lot_key, l.lot_id, l.name, l.name_en, l.lat, l.lon, l.cell, l.has_gate,
    l.lot_key = b.lot_key as own,
    exists (
        select from sharing_agreement a
        where a.lot_key = l.lot_key and a.status = 'active' and a.owner_key_id is not null
    ) as is_private
from booking b
join lot l on l.lot_key = b.lot_key
    or (l.lat between $2 and $3 and l.lon between $4 and $5 and l.deleted_at is null)
where b.booking_key = $1
    and exists (
        select from sharing_agreement a
        where a.lot_key = l.lot_key and a.status = 'active'
            and ($6::text is null or a.agreement_id = $6)
    )
