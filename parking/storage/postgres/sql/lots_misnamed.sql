-- Which of these new lot ids an operator may not take: they begin with another's name, or with that of
-- another whose own name begins with this one's.
select lot_id
from unnest($1::text[]) as lot_id
where not starts_with(lot_id, $2 || '-')
    or exists (
        select from operator
        where length(operator_id) > length($2) and starts_with(lot_id, operator_id || '-')
    )
