-- Keep how lots ($1, by key) are described now, what was done to them ($2), and by whom ($3, $4).
insert into lot_version (lot_key, version, operator_key, key_id, role, action, description)
select
    lot_key, version, operator_key, $3, $4, $2,
    jsonb_strip_nulls(to_jsonb(l) - array[
        'lot_key', 'lot_id', 'operator_key', 'version', 'created_at', 'updated_at', 'deleted_at',
        'cell', 'partition', 'area_declared'
    ])
from lot l
where lot_key = any ($1::integer[])
on conflict (lot_key, version) do nothing
