select distinct v.rule, s.source_id, l.lot_id
from feed_verdict v
left join source s using (source_key)
left join lot l using (lot_key)
where v.until is null and l.deleted_at is null and l.is_draft is not true
order by s.source_id, v.rule, l.lot_id
