-- Bookings as everybody reads them. A hold that is over is expired, whether or not it was swept.
select b.booking_key, b.booking_id, b.space_key, s.space_code, b.agreement_key, a.agreement_id,
    b.agreement_version, b.lot_key, l.lot_id, b.driver_key, d.driver_id, b.series_id,
    case when b.status = 'held' and b.hold_expires_at <= n.now then 'expired'
        else b.status end as status, b.status as written_status,
    b.version, lower(b.during) as begins, upper(b.during) as ends,
    upper(b.blocked) as blocked_until, b.hold_expires_at, b.price_fen, b.price_credits, b.is_free,
    b.plate_hash, b.plate_sealed, b.vehicle, b.is_at_risk, b.moved_to,
    (select m.booking_id from booking m where m.booking_key = b.moved_to) as moved_to_id, b.honoured_at_gate,
    b.checked_in_at, b.checked_out_at, b.created_at, l.has_gate, l.timezone,
    l.operator_key as lot_operator_key, l.cell as lot_cell, a.owner_operator_key, a.owner_key_id, n.now
from booking b
join shared_space s using (space_key)
join sharing_agreement a on a.agreement_key = b.agreement_key
join lot l on l.lot_key = b.lot_key
join driver d using (driver_key)
cross join (select city_now() as now) n
where b.booking_key = any($1::bigint[])
order by b.booking_key
