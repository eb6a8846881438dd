-- Bar a plate ($2) from free sharing from now until $3.
insert into sharing_ban (ban_id, plate_hash, during, reason)
values ($1, $2, tstzrange(city_now(), $3), $4)
