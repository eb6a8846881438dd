-- Cut every tie between a driver ($1) and what is kept: the books, and offences of a plate.
-- $2: the id it has from now on. Bookings stay in the books under it, with a plate of nobody.
with unbound as (
    update booking set
        plate_hash = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
        plate_sealed = null,
        vehicle = '{}'
    where driver_key = $1
    returning booking_key
), untold as (
    delete from sharing_notice where driver_key = $1
), left_behind as (
    delete from sharing_community_member where driver_key = $1
), unsaid as (
    delete from gate_order g using unbound u
    where g.booking_key = u.booking_key and g.state in ('acknowledged', 'revoked')
), unanswered as (
    delete from idempotent_call c using driver d
    where d.driver_key = $1 and c.key_id = d.key_id
), shut as (
    update api_key k set revoked_at = city_now(), name = null
    from driver d
    where d.driver_key = $1 and k.key_id = d.key_id
)
update driver set driver_id = $2, erased_at = city_now() where driver_key = $1
