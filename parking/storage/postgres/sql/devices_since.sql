select
    operator_key, device_id, lot_id, space_code, codec, version, removed_at is not null as is_removed
from device
where version > $1
order by version
limit $2
