delete from service_hour
where lot_key = $1 and hour = any ($2::timestamptz[]) and hour between $3 and $4
