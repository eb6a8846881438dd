-- Tell a driver ($1) or an agreement's owner ($2) of a booking ($3); the lot's names are added.
insert into sharing_notice (driver_key, agreement_key, booking_key, kind, facts)
select $1, $2, $3, $4, jsonb_build_object('lot', l.name, 'lot_en', l.name_en) || $5::jsonb
from booking b join lot l using (lot_key)
where b.booking_key = $3
