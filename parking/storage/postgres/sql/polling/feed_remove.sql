delete from polled_feed where feed_id = $1 returning operator_key
