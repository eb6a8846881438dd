update feed_verdict
set until = greatest($5, since), told_at = city_now()
where until is null and rule = $1 and source_key is not distinct from $2
    and lot_key is not distinct from $3 and space_code is not distinct from $4
