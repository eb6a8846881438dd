insert into sharing_window (agreement_key, day, stay, movement, is_provisional)
select $1, w.day, w.stay, w.movement::tstzmultirange, w.is_provisional
from unnest($2::date[], $3::tstzrange[], $4::text[], $5::boolean[])
    as w (day, stay, movement, is_provisional)
