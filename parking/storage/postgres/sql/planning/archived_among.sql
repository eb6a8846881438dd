select day from report_log_archive where day = any ($1::date[])
