select booking_key from booking where booking_id = $1
