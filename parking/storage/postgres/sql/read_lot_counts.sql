select lot_key, generation, version, state
from lot_count
where $1::integer[] is null or lot_key = any ($1)
