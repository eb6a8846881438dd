insert into operator (operator_id, name, name_en)
values ($1, coalesce($2, $1), $3)
on conflict (operator_id) do update
set name = coalesce($2, operator.name), name_en = coalesce($3, operator.name_en)
where (operator.name, operator.name_en)
    is distinct from (coalesce($2, operator.name), coalesce($3, operator.name_en))
returning operator_key, operator_id, name, name_en, xmax = 0 as created
