-- The windows of agreements that have a moment in common with a span.
select agreement_key, stay, movement
from sharing_window
where agreement_key = any($1::integer[]) and stay && tstzrange($2, $3)
order by agreement_key, stay
