delete from feed_verdict where until < city_now() - interval '400 days'
