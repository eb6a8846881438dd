select s.source_key, s.source_id, s.operator_key, o.operator_id, s.ttl_s, s.changes_only, s.kind
from source s
left join operator o using (operator_key)
where s.version > $1
order by s.source_key
