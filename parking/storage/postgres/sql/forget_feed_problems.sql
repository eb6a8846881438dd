delete from feed_problem where seen_at < city_now() - interval '14 days'
