delete from feed_message
where created_at < city_now() - interval '30 days'
