-- Two who poll take different feeds; one that is held by somebody who ended is taken in time.
with due as (
    select s.feed_key
    from polled_feed_state s
    join polled_feed f using (feed_key)
    where s.due_at <= clock_timestamp()
        and not f.is_paused
        and (s.leased_until is null or s.leased_until < clock_timestamp())
    order by s.due_at
    limit $2
    for update of s skip locked
)
update polled_feed_state s
set leased_by = $1, leased_until = clock_timestamp() + make_interval(secs => $3)
from due, polled_feed f, operator o
where s.feed_key = due.feed_key and f.feed_key = due.feed_key and o.operator_key = f.operator_key
returning
    f.feed_key, f.operator_key, o.operator_id, f.source_key, f.feed_id, f.url, f.format, f.mapping,
    f.coordsys, f.zone, f.interval_s, f.auth_kind, f.auth_name, f.secret, f.is_draft, f.is_paused,
    s.due_at, s.status, s.memory
