insert into feed_problem (source_key, operator_key, lot_id, problem, item)
select * from unnest($1::integer[], $2::integer[], $3::text[], $4::jsonb[], $5::jsonb[])
