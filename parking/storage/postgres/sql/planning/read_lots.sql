-- Lots that figures are about: those that fit every condition given: an id ($1), areas ($2), a box
-- ($3 west, $4 south, $5 east, $6 north), operator ($7), land uses ($8), lot class ($9). One that
-- has gone counts for what was before; those that had gone by $10 are left out, and
-- drafts. Columns as ChosenLot has them; `twin_of` as counted_elsewhere has it.
select
    l.lot_key, l.lot_id, l.name, l.name_en, l.lat, l.lon, l.cell, l.area_code, l.lot_class,
    l.land_use, o.operator_id, l.timezone as zone, l.created_at, l.deleted_at,
    a.lot_key is not null as is_aggregate, l.capacity, t.twin_of
from lot l
join operator o using (operator_key)
left join lot_aggregate a on a.lot_key = l.lot_key and a.is_aggregate
left join (
    select distinct on (v.lot_key) v.lot_key, coalesce(v.evidence ->> 'other', '') as twin_of
    from feed_verdict v
    join lot g using (lot_key)
    where v.rule = 'duplicate' and v.source_key is null
        and (v.until is null or v.until >= g.deleted_at)
    order by v.lot_key, v.since desc
) t on t.lot_key = l.lot_key
where ($1::text is null or l.lot_id = $1)
    and ($2::text[] is null or l.area_code = any($2))
    and (
        $3::float8 is null
        or l.lat between $4 and $6
            and case when $3 <= $5 then l.lon between $3 and $5 else l.lon >= $3 or l.lon <= $5 end
    )
    and ($7::text is null or o.operator_id = $7)
    and ($8::text[] is null or l.land_use = any($8))
    and ($9::text is null or l.lot_class = $9)
    and (l.deleted_at is null or l.deleted_at > $10)
    and not l.is_draft
order by l.lot_id, l.lot_key
