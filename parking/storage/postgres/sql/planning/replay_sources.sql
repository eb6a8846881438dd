-- All sources, with what was believed of their rhythm at a moment ($1): the usual, where nothing yet.
select s.source_key, s.source_id, s.operator_key, h.ttl_s, h.changes_only
from source s
left join lateral (
    select ttl_s, changes_only
    from source_habit
    where source_key = s.source_key and since <= $1
    order by since desc
    limit 1
) h on true
