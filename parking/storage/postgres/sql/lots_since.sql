select
    l.lot_key, l.lot_id, l.operator_key, o.operator_id, l.name, l.partition, l.lat, l.lon, l.cell,
    l.name_en, l.raw_lat, l.raw_lon, l.coordsys, l.capacity, l.lot_class, l.structure, l.land_use,
    l.address, l.opening_hours, l.tariff, l.max_height_m, l.area_code, l.entrances, l.outline,
    l.has_gate, l.timezone, l.version, l.deleted_at is not null as deleted,
    l.is_draft
from lot l
join operator o using (operator_key)
where l.version > $1
    and ($2::text[] is null or l.lot_id = any ($2) and l.deleted_at is null)
order by l.lot_key
