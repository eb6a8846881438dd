select device_id, lot_id, space_code, codec
from device
where operator_key = $1 and device_id > $2 and removed_at is null
order by device_id
limit $3
