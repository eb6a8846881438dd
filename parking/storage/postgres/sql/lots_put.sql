insert into lot (
    lot_id, operator_key, name, name_en, lat, lon, raw_lat, raw_lon, coordsys, cell, partition,
    capacity, lot_class, structure, land_use, address, opening_hours, tariff, max_height_m,
    area_code, area_declared, entrances, outline, has_gate, timezone, is_draft
)
select
    lot_id, operator_key, name, name_en, lat, lon, raw_lat, raw_lon, coordsys, cell, partition,
    capacity, lot_class, structure, land_use, address, opening_hours, nullif(tariff, 'null'),
    max_height_m, area_code, area_declared, nullif(entrances, 'null'), nullif(outline, 'null'),
    has_gate, timezone, is_draft
from jsonb_to_recordset($1) as draft (
    lot_id text, operator_key integer, name text, name_en text,
    lat double precision, lon double precision,
    raw_lat double precision, raw_lon double precision, coordsys text,
    cell bigint, partition smallint, capacity jsonb, lot_class text, structure text, land_use text,
    address text, opening_hours text, tariff jsonb, max_height_m double precision,
    area_code text, area_declared boolean, entrances jsonb, outline jsonb,
    has_gate boolean, timezone text, is_draft boolean
)
on conflict (lot_id) where deleted_at is null do update set
    operator_key = excluded.operator_key,
    name = excluded.name,
    name_en = excluded.name_en,
    lat = excluded.lat,
    lon = excluded.lon,
    raw_lat = excluded.raw_lat,
    raw_lon = excluded.raw_lon,
    coordsys = excluded.coordsys,
    cell = excluded.cell,
    capacity = excluded.capacity,
    lot_class = excluded.lot_class,
    structure = excluded.structure,
    land_use = excluded.land_use,
    address = excluded.address,
    opening_hours = excluded.opening_hours,
    tariff = excluded.tariff,
    max_height_m = excluded.max_height_m,
    area_code = excluded.area_code,
    area_declared = excluded.area_declared,
    entrances = excluded.entrances,
    outline = excluded.outline,
    has_gate = excluded.has_gate,
    timezone = excluded.timezone,
    updated_at = city_now()
where (
    lot.operator_key, lot.name, lot.name_en, lot.lat, lot.lon, lot.raw_lat, lot.raw_lon,
    lot.coordsys, lot.cell, lot.capacity, lot.lot_class, lot.structure, lot.land_use, lot.address,
    lot.opening_hours, lot.tariff, lot.max_height_m, lot.area_code, lot.area_declared,
    lot.entrances, lot.outline, lot.has_gate, lot.timezone
) is distinct from (
    excluded.operator_key, excluded.name, excluded.name_en, excluded.lat, excluded.lon,
    excluded.raw_lat, excluded.raw_lon, excluded.coordsys, excluded.cell, excluded.capacity,
    excluded.lot_class, excluded.structure, excluded.land_use, excluded.address,
    excluded.opening_hours, excluded.tariff, excluded.max_height_m, excluded.area_code,
    excluded.area_declared, excluded.entrances, excluded.outline, excluded.has_gate,
    excluded.timezone
)
returning lot_id
