select coalesce(extract(epoch from clock_timestamp() - min(s.due_at)), 0)::double precision
from polled_feed_state s
join polled_feed f using (feed_key)
where s.due_at <= clock_timestamp()
    and not f.is_paused
    and (s.leased_until is null or s.leased_until < clock_timestamp())
