-- How lots (by id, $1) that are there were described since they were first registered, oldest
-- first, and by whom. An area that the city found by the position is nobody's word.
select
    l.lot_id, v.key_id,
    case when l.area_declared then v.description else v.description - 'area_code' end as description
from lot l
join lot_version v using (lot_key)
where l.lot_id = any ($1::text[]) and l.deleted_at is null and v.action = 'put'
order by l.lot_id, v.version
