-- Against lots that have gone nothing stands any more.
update feed_verdict
set until = greatest(city_now(), since), told_at = city_now()
where until is null and lot_key in (select lot_key from lot where deleted_at is not null)
