-- Note an offence ($2) of the plate of a booking ($1), each once.
insert into sharing_offence (plate_hash, booking_key, kind)
select plate_hash, booking_key, $2 from booking where booking_key = $1
on conflict (booking_key, kind) do nothing
returning offence_key
