insert into source (source_id, operator_key, kind)
select $1, $2, $3
where not exists (select from source where source_id = $1)
on conflict (source_id) do nothing
