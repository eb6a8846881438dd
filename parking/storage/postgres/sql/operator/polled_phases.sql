-- How the polling of every feed goes, by its source; never where it is.
select
    f.source_key, f.is_paused, f.is_draft, coalesce(s.status ->> 'phase', 'new') as phase
from polled_feed f
left join polled_feed_state s using (feed_key)
