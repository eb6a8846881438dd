-- Lift a bar that stands ($1) for a reason ($2), and forgive the plate's offences.
with lifted as (
    update sharing_ban set lifted_at = city_now(), lift_reason = $2
    where ban_id = $1 and lifted_at is null and during @> city_now()
    returning plate_hash
), forgiven as (
    update sharing_offence o set forgiven_at = city_now()
    from lifted
    where o.plate_hash = lifted.plate_hash and o.forgiven_at is null
    returning o.booking_key
)
select plate_hash, (select max(booking_key) from forgiven) as last_booking_key from lifted
