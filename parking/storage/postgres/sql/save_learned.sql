-- Only what differs is written: every change of a source goes round to all processes.
update source
set ttl_s = fresh.ttl_s, changes_only = fresh.changes_only, learned_at = city_now()
from unnest($1::integer[], $2::real[], $3::boolean[]) as fresh (source_key, ttl_s, changes_only)
where source.source_key = fresh.source_key
    and (
        source.changes_only <> fresh.changes_only
        or abs(source.ttl_s - fresh.ttl_s) > 0.1 * source.ttl_s
    )
