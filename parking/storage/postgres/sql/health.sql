-- How the server and the worker are, in one look. The worker's own word is as old as its row.
select
    clock_timestamp() as server_time,
    (select count(*) from pg_stat_activity where backend_type = 'client backend') as connections,
    current_setting('max_connections')::integer as connections_limit,
    pg_database_size(current_database()) as size_bytes,
    (select extract(epoch from max(replay_lag))::float8 from pg_stat_replication) as replica_lag_s,
    (select count(*) from process_status
     where kind = 'api' and seen_at > clock_timestamp() - interval '5 seconds') as api_processes,
    (select extract(epoch from clock_timestamp() - (detail ->> 'made_at')::timestamptz)::float8
     from audit_log where action = 'city.backup' order by id desc limit 1) as backup_age_s,
    worker.detail as worker,
    extract(epoch from clock_timestamp() - worker.seen_at)::float8 as worker_age_s
from (select) as one
left join lateral (
    select detail, seen_at from process_status where kind = 'work' order by seen_at desc limit 1
) as worker on true
