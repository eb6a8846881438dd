-- Not of a lot that has gone while another was counted for it: history still asks which.
delete from feed_verdict v
where v.until < city_now() - interval '400 days'
    and not (
        v.rule = 'duplicate'
        and exists (select from lot l where l.lot_key = v.lot_key and v.until >= l.deleted_at)
    )
