-- A verdict that stands already stays; one that was found before and is found again stands again.
insert into feed_verdict (
    rule, source_key, lot_key, space_code, since, found_at, evidence, operator_key
)
select
    $1, $2, $3, $4, $5, $6, $7,
    coalesce(
        (select operator_key from lot where lot_key = $3),
        (select operator_key from source where source_key = $2)
    )
where not exists (
    select from feed_verdict v
    where v.until is null and v.rule = $1 and v.source_key is not distinct from $2
        and v.lot_key is not distinct from $3 and v.space_code is not distinct from $4
)
on conflict on constraint feed_verdict_once do update set until = null
