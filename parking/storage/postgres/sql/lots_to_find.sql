select lot_key, lat, lon, area_code
from lot
where not area_declared and lat is not null
