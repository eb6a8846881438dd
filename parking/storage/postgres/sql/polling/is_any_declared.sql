select exists (select from polled_feed)
