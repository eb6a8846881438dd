delete from occupancy_day d
using unnest($1::integer[], $2::smallint[], $3::date[]) as k (lot_key, space_class, day)
where d.lot_key = k.lot_key and d.space_class = k.space_class and d.day = k.day
