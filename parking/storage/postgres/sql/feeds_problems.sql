-- Each row is the newest case of several; how many stands beside it.
select distinct on (source_key, problem ->> 'type')
    source_key, lot_id, problem, seen_at,
    sum(coalesce((item ->> 'times')::integer, 1))
        over (partition by source_key, problem ->> 'type') as times
from feed_problem
where seen_at > city_now() - interval '24 hours'
order by source_key, problem ->> 'type', seen_at desc
