update lot
set area_code = found.area_code, updated_at = city_now()
from jsonb_to_recordset($1) as found (lot_key integer, area_code text)
where lot.lot_key = found.lot_key
