insert into device (operator_key, device_id, lot_id, space_code, codec)
select $1, d.* from unnest($2::text[], $3::text[], $4::text[], $5::text[]) d
on conflict (operator_key, device_id) do update
set lot_id = excluded.lot_id, space_code = excluded.space_code, codec = excluded.codec,
    removed_at = null
where device.removed_at is not null
    or (device.lot_id, device.space_code, device.codec)
        is distinct from (excluded.lot_id, excluded.space_code, excluded.codec)
returning device_id
