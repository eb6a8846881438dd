-- before: the age of the newest backup, which every serving process looks up every few seconds.

create index audit_log_backups on audit_log (id) where action = 'city.backup';
