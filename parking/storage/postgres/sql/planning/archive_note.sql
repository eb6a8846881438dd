insert into report_log_archive (day, file, rows, sha256) values ($1, $2, $3, $4)
on conflict (day) do update set file = excluded.file, rows = excluded.rows, sha256 = excluded.sha256
