-- Lots that machines tell of, and the first source that did; drafts and sums of others are no lots
-- of their own.
select l.lot_key, min(s.source_key) as source_key
from lot l
join rollup_source r using (lot_key)
join source s on s.source_key = r.source_key and s.kind <> 'console'
where l.deleted_at is null and not l.is_draft
    and not exists (select from lot_aggregate a where a.lot_key = l.lot_key and a.is_aggregate)
group by l.lot_key
order by l.lot_key
