insert into area (area_code, level, name, name_en, parent_code, outline, label_lat, label_lon)
select area_code, level, name, name_en, parent_code, nullif(outline, 'null'), label_lat, label_lon
from jsonb_to_recordset($1) as draft (
    area_code text, level text, name text, name_en text, parent_code text,
    outline jsonb, label_lat double precision, label_lon double precision
)
on conflict (area_code) do update set
    level = excluded.level,
    name = excluded.name,
    name_en = coalesce(excluded.name_en, area.name_en),
    parent_code = coalesce(excluded.parent_code, area.parent_code),
    outline = coalesce(excluded.outline, area.outline),
    label_lat = coalesce(excluded.label_lat, area.label_lat),
    label_lon = coalesce(excluded.label_lon, area.label_lon)
where (
    area.level, area.name, area.name_en, area.parent_code, area.outline,
    area.label_lat, area.label_lon
) is distinct from (
    excluded.level, excluded.name, coalesce(excluded.name_en, area.name_en),
    coalesce(excluded.parent_code, area.parent_code), coalesce(excluded.outline, area.outline),
    coalesce(excluded.label_lat, area.label_lat), coalesce(excluded.label_lon, area.label_lon)
)
returning area_code
