-- Holds of these spaces, which are locked, that are over.
with expired as (
    update booking b set status = 'expired', version = version + 1, updated_at = n.now
    from unnest($1::integer[]) as k (space_key), (select city_now() as now) n
    where b.status = 'held' and b.hold_expires_at <= n.now
      and b.space_key = k.space_key
    returning b.booking_key
)
insert into booking_event (booking_key, event, status, role, detail)
select booking_key, 'expire', 'expired', 'admin', '{}' from expired
