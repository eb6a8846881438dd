-- By the lots' own index, not by source: the log has no index on its source. Only an hour is
-- counted; beyond it the newest report of each lot is enough to say when a source was last heard.
with own as (
    select lot_key from lot
    where onelot_platform() or operator_key = onelot_tenant()
),
hour as (
    select
        r.source_key,
        max(r.observed_at) as last_report_at,
        count(*) as reports,
        count(distinct r.lot_key) as lots
    from own
    join report_log r using (lot_key)
    where r.observed_at > city_now() - interval '1 hour'
    group by r.source_key
),
newest as (
    select r.source_key, max(r.observed_at) as last_report_at
    from own
    cross join lateral (
        select source_key, observed_at
        from report_log
        where report_log.lot_key = own.lot_key
            and observed_at > city_now() - interval '24 hours'
        order by observed_at desc
        limit 1
    ) r
    group by r.source_key
)
select
    s.source_key, s.source_id, o.operator_id, s.kind, s.ttl_s, s.changes_only,
    coalesce(hour.last_report_at, newest.last_report_at) as last_report_at,
    coalesce(hour.lots, 0) as lots_last_hour,
    coalesce(hour.reports, 0) as reports_last_hour
from source s
left join operator o using (operator_key)
left join hour using (source_key)
left join newest using (source_key)
order by s.source_id
