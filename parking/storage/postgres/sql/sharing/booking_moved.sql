-- Say where a booking ($1) has gone: to the booking $2.
update booking set moved_to = $2, is_at_risk = false where booking_key = $1
