-- One step of a booking whose row is locked: $2 is the state it comes to, by the event $3.
with stepped as (
    update booking set
        status = $2,
        version = version + 1,
        updated_at = city_now(),
        checked_in_at = case when $3 = 'check_in' then city_now() else checked_in_at end,
        checked_out_at = case when $3 = 'leave' then city_now() else checked_out_at end
    where booking_key = $1
    returning booking_key
)
insert into booking_event (booking_key, event, status, role, detail)
select booking_key, $3, $2, $4, $5 from stepped
