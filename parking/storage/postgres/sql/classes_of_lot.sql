-- The space classes of a lot's absolute counts: by the checkpoint, and by what came after it (kind 1,
-- without what came by the history door). Its own counts may lie weeks apart.
select substr(name, 3) as space_class
from projection
where lot_key = $1 and name like 's:%'
union
select coalesce(space ->> 'space_class', 'general')
from report_log
cross join jsonb_array_elements(convert_from(payload, 'UTF8')::jsonb -> 'spaces') as space
where lot_key = $1 and kind = 1 and flags & 65536 = 0
    and (xid, id) > (select xid, id from projection_cursor)
