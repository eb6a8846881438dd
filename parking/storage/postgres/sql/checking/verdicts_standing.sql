-- All that stands, but against lots that have gone.
select v.rule, v.source_key, v.lot_key, v.space_code, v.since, v.found_at, v.until, v.evidence
from feed_verdict v
left join lot using (lot_key)
where v.until is null and lot.deleted_at is null
order by v.verdict_key
