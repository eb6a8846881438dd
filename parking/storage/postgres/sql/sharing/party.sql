-- Whose account is meant: a driver's, an operator's, or a single owner's key's.
select driver_key, null::integer as operator_key, null::text as key_id
from driver where $1 = 'driver' and driver_id = $2
union all
select null, operator_key, null from operator where $1 = 'operator' and operator_id = $2
union all
select null, null, key_id from api_key where $1 = 'owner' and role = 'owner' and key_id = $2
