select lot_key, version, state
from lot_count
where $1::integer[] is null or lot_key = any ($1)
