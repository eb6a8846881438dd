update region_day r
set peak_taken_us = found.peak_taken_us, peak_known_us = found.peak_known_us,
    peak_at = found.peak_at
from unnest(
    $1::text[], $2::smallint[], $3::date[], $4::bigint[], $5::bigint[], $6::timestamptz[]
) as found (region, space_class, day, peak_taken_us, peak_known_us, peak_at)
where r.region = found.region and r.space_class = found.space_class and r.day = found.day
