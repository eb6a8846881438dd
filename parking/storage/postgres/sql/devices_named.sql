select device_id, lot_id, space_code, codec
from device
where operator_key = $1 and device_id = any ($2) and removed_at is null
