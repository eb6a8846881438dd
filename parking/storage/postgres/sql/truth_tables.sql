-- Every table whose rows are the truth, with what must be loaded before it: not what a crash may empty,
-- no partition of another, nothing of an extension's, not the migrations' own ledger.
select
    c.relname::text as name,
    array(
        select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum
    ) as columns,
    array(
        select p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and p.oid <> c.oid
    ) as needs,
    array(
        select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped
    ) as numbered,
    c.relforcerowsecurity as is_guarded,
    has_table_privilege('onelot_ingest', c.oid, 'select') as ingest_reads,
    pg_table_size(c.oid) as size_bytes
from pg_class c
where c.relnamespace = 'public'::regnamespace
    and c.relkind in ('r', 'p')
    and not c.relispartition
    and c.relpersistence = 'p'
    and c.relname <> 'schema_migration'
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
order by c.relname
