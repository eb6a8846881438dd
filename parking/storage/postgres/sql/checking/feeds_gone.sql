-- Of a feed that nobody polls any more, its publications ($1) are no question.
update feed_verdict
set until = greatest(city_now(), since), told_at = city_now()
where until is null and rule = any ($1::text[]) and lot_key is null
    and not exists (
        select from polled_feed f
        where f.source_key = feed_verdict.source_key and not f.is_paused and not f.is_draft
    )
