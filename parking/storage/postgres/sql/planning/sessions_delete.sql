delete from parking_session s
using unnest($1::integer[], $2::uuid[]) as k (lot_key, passage)
where s.lot_key = k.lot_key and s.passage = k.passage
