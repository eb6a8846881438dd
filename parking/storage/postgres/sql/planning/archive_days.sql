-- Days the log has a table for that are over by a moment ($1) and summed up: nothing that was observed
-- by then waits for the historian.
select to_date(right(c.relname, 8), 'YYYYMMDD') as day
from pg_inherits i
join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'report_log'::regclass
    and to_date(right(c.relname, 8), 'YYYYMMDD') < $1::date
    and to_date(right(c.relname, 8), 'YYYYMMDD')
        < (select (hours_until at time zone 'UTC')::date from rollup_cursor)
    and not exists (select from rollup_reopen)
order by day
