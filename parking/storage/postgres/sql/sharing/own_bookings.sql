-- All bookings of one driver ($1) with their steps, for its export. Where a private space is, is told
-- in some states ($2) only.
select b.booking_id, b.status,
    case when told.place then l.lot_id end as lot_id,
    case when told.place then l.name end as lot,
    case when told.place then s.space_code end as space_code,
    lower(b.during) as "from", upper(b.during) as "to", b.price_fen, b.price_credits, b.vehicle, b.plate_sealed,
    b.checked_in_at, b.checked_out_at, b.created_at, b.series_id,
    (
        select jsonb_agg(jsonb_build_object('at', e.at, 'event', e.event, 'status', e.status)
            order by e.event_key)
        from booking_event e where e.booking_key = b.booking_key
    ) as events
from booking b
join shared_space s using (space_key)
join lot l on l.lot_key = b.lot_key
join sharing_agreement a on a.agreement_key = b.agreement_key
cross join lateral (select a.owner_key_id is null or b.status = any($2::text[]) as place) told
where b.driver_key = $1
order by b.created_at, b.booking_key
