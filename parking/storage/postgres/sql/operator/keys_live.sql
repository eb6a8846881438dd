-- How many keys of a role ($1) and an operator ($2) are good.
select count(*)
from api_key
where role = $1 and operator_key is not distinct from $2
    and revoked_at is null
    and (expires_at is null or expires_at > city_now())
    and (retires_at is null or retires_at > city_now())
