-- The days the log has a table for, oldest first, and the size of each.
select to_date(right(c.relname, 8), 'YYYYMMDD') as day, pg_table_size(c.oid) as size_bytes
from pg_inherits i
join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'report_log'::regclass
order by day
