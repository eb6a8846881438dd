-- Of the caller's operator, or of all in the platform's scope: what stands, or stood since $1.
select
    v.rule, s.source_id, l.lot_id, v.space_code, v.since, v.found_at, v.until, v.evidence,
    o.operator_id
from feed_verdict v
left join source s using (source_key)
left join lot l using (lot_key)
left join operator o on o.operator_key = v.operator_key
where (v.until is null or v.until >= $1) and l.deleted_at is null
order by v.since desc, v.verdict_key desc
limit $2
