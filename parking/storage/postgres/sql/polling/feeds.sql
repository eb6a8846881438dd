select
    f.feed_key, f.operator_key, o.operator_id, f.source_key, f.feed_id, f.url, f.format, f.mapping,
    f.coordsys, f.zone, f.interval_s, f.auth_kind, f.auth_name, f.secret, f.is_draft, f.is_paused,
    s.due_at, s.status
from polled_feed f
join operator o using (operator_key)
join polled_feed_state s using (feed_key)
where $1::text is null or f.feed_id = $1
order by f.feed_id
