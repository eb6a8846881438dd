select area_code, level, name, name_en, parent_code, outline, label_lat, label_lon
from area
where version > $1
order by area_code
