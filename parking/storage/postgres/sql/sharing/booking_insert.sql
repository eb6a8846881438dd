with placed as (
    insert into booking (
        booking_id, space_key, agreement_key, agreement_version, lot_key, driver_key, series_id,
        status, during, blocked, hold_expires_at, price_fen, price_credits, is_free, plate_hash,
        plate_sealed, vehicle
    )
    select $1, $2, a.agreement_key, a.version, a.lot_key, $4, $5, $6, tstzrange($7, $8),
        tstzrange($7, $8 + make_interval(mins => a.buffer_min)),
        city_now() + make_interval(secs => $9), $10, $11, $12, $13, $14, $15
    from sharing_agreement a where a.agreement_key = $3
    returning booking_key, status
)
insert into booking_event (booking_key, event, status, role, detail)
select booking_key, $16, status, $17, $18 from placed
returning booking_key
