-- Lots with a correction or void that names a second after its own time. Few name any second, and
-- only of these the payload, which is JSON, is taken apart.
select distinct lot_key
from (
    select lot_key, observed_at, convert_from(payload, 'UTF8')::jsonb as told
    from report_log
    where kind in (7, 8) and position('"observed_at"'::bytea in payload) > 0
) amendment
where date_trunc(
    'second',
    coalesce(told #>> '{correction_of,observed_at}', told #>> '{void_of,observed_at}')::timestamptz
) > observed_at
