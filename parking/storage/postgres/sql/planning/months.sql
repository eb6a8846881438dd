-- The months that some tables have parts for, oldest first, and the size of each.
select to_date(right(c.relname, 6), 'YYYYMM') as month, pg_table_size(c.oid) as size_bytes
from pg_inherits i
join pg_class c on c.oid = i.inhrelid
where i.inhparent = any (array(select to_regclass(name) from unnest($1::text[]) name))
order by month
