-- Lots that are counted in no region: sums of others, and those that another source tells of as well.
-- Of these, one that has gone while another was counted for it stays so.
select lot_key from lot_aggregate where is_aggregate
union
select v.lot_key
from feed_verdict v
join lot l using (lot_key)
where v.rule = 'duplicate' and v.source_key is null
    and (v.until is null or v.until >= l.deleted_at)
