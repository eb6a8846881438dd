-- The newest values that a lot ($1) was given within 24 hours, of some kinds ($2).
select observed_at, flags
from report_log
where lot_key = $1
    and observed_at > city_now() - interval '24 hours'
    and kind = any ($2::smallint[])
order by observed_at desc, id desc
limit 10
