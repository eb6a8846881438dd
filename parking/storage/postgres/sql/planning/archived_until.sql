-- The day after the newest of which the log is in an archive.
select max(day) + 1 from report_log_archive
