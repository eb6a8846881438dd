delete from service_day d
using unnest($1::integer[], $2::date[]) as k (lot_key, day)
where d.lot_key = k.lot_key and d.day = k.day
