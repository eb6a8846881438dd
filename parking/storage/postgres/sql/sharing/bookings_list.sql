-- A driver's own bookings, the newest first, those made before one of them. Their keys tell the order:
-- the city's clock may have been set back.
select b.booking_key from booking b
where b.driver_key = $1
  and ($2::text is null or b.booking_key < (
      select booking_key from booking where booking_id = $2 and driver_key = $1
  ))
order by b.booking_key desc
limit $3
