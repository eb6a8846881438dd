-- Before all that the backed-up worker had yet to bring, and after all it had: see backup_log_day.
update projection_cursor set xid = '2', id = 0
