-- What was changed is fetched at once, also while it waits after failures.
insert into polled_feed_state (feed_key) values ($1)
on conflict (feed_key) do update set due_at = clock_timestamp()
