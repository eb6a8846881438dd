-- By the lots' own index, not by source: the log has no index on its source.
with heard as (
    select
        r.source_key,
        max(r.observed_at) as last_report_at,
        count(*) filter (where r.observed_at > city_now() - interval '1 hour') as reports_last_hour,
        count(distinct r.lot_key) filter (where r.observed_at > city_now() - interval '1 hour')
            as lots_last_hour
    from lot l
    join report_log r on r.lot_key = l.lot_key
    where (onelot_platform() or l.operator_key = onelot_tenant())
        and r.observed_at > city_now() - interval '24 hours'
    group by r.source_key
)
select
    s.source_key, s.source_id, s.kind, s.ttl_s, s.changes_only, h.last_report_at,
    coalesce(h.lots_last_hour, 0) as lots_last_hour,
    coalesce(h.reports_last_hour, 0) as reports_last_hour
from source s
left join heard h using (source_key)
order by s.source_id
