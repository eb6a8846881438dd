delete from report_log_archive where day = $1
