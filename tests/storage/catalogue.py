"""A database's schema as comparable lines, read from the catalogue."""

import asyncpg

QUERIES = {
    "columns": """
        select format('%s.%s %s %s %s %s', c.relname, a.attname,
            format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
            pg_get_expr(d.adbin, d.adrelid))
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
            and c.relkind in ('r', 'p', 'v', 'S')""",
    "tables": """
        select format('%s %s %s %s %s %s', relname, relkind, relpersistence, relrowsecurity,
            relforcerowsecurity, reloptions)
        from pg_class where relnamespace = 'public'::regnamespace""",
    "grants": """
        select format('%s %s %s', c.relname, g.grantee::regrole, g.privilege_type)
        from pg_class c, aclexplode(c.relacl) g
        where c.relnamespace = 'public'::regnamespace and g.grantee <> c.relowner""",
    "column grants": """
        select format('%s.%s %s %s', c.relname, a.attname, g.grantee::regrole, g.privilege_type)
        from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) g
        where c.relnamespace = 'public'::regnamespace""",
    "function grants": """
        select format('%s %s', p.proname, g.grantee)
        from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
        where p.pronamespace = 'public'::regnamespace and g.grantee <> p.proowner""",
    "constraints": """
        select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'""",
    "indexes": """
        select pg_get_indexdef(indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = 'public'::regnamespace""",
    "functions": """
        select pg_get_functiondef(oid) from pg_proc
        where pronamespace = 'public'::regnamespace and prokind = 'f'""",
    "triggers": "select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
    "policies": """
        select format('%s %s %s %s using %s check %s', tablename, policyname, roles, cmd, qual,
            with_check)
        from pg_policies where schemaname = 'public'""",
    "types": """
        select format('%s %s', typname, typtype) from pg_type
        where typnamespace = 'public'::regnamespace""",
}
NOT_THE_SCHEMAS = "schema_migration"


async def picture_of(url: str) -> dict[str, list[str]]:
    """Every object of the public schema as one line each; the migrator's own ledger left out."""
    connection = await asyncpg.connect(url)
    try:
        return {
            part: sorted(
                row[0] for row in await connection.fetch(text) if NOT_THE_SCHEMAS not in row[0]
            )
            for part, text in QUERIES.items()
        }
    finally:
        await connection.close()
