-- Of each lot when the oldest was observed of what arrived from a moment on; it reads the whole log.
select lot_key, min(observed_at) from report_log where received_at >= $1 group by lot_key
