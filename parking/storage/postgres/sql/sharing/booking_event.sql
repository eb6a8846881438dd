insert into booking_event (booking_key, event, status, role, detail) values ($1, $2, $3, $4, $5)
