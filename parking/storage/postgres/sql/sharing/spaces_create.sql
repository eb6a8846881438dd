-- In one order, so that two who make the same spaces wait for each other and never cross.
insert into shared_space (lot_key, space_code)
select $1, code
from unnest($2::text[]) code
order by code
on conflict do nothing
